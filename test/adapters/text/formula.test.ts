import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulaText } from '../../../adapters/text/formula.ts';

describe('a formula as text', () => {
  it.each([
    ['x_1^2 \\leq \\frac{a+b}{2}', 'x₁² ≤ (a+b)/2'],
    ['x = \\frac{-b \\pm \\sqrt{b^2-4ac}}{2a}', 'x = (−b ± √(b²−4ac))/(2a)'],
    ['\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}', '∑ᵢ₌₁ⁿ i = n(n+1)/2'],
    ['\\int_0^\\infty e^{-x}\\,dx', '∫₀^∞ e⁻ˣ dx'],
    ['\\frac{dy}{dx}', 'dy/dx'],
    ['\\frac12', '1/2'],
    ['2\\frac{1}{2}', '2 1/2'],
    ['\\frac{1}{2}\\pi', '(1/2)π'],
    ['e^{x^2/2}', 'e^(x²/2)'],
    ['T_C', 'T_C'],
    ['H_2O', 'H₂O'],
    ['x_{1,2} = a_{i, j}', 'x₁,₂ = aᵢ,ⱼ'],
    ['90^\\circ', '90°'],
    ["f'(x)", 'f′(x)'],
    ['A^T A', 'Aᵀ A'],
    ['\\sqrt[3]{x} + \\sqrt{2} + \\sqrt[n]{y}', '∛x + √2 + ⁿ√y'],
    ['\\mathbb{R}^n \\setminus \\{0\\}', 'ℝⁿ ∖ {0}'],
    ['\\vec{v} \\cdot \\hat{n}', 'v⃗ · n̂'],
    ['a \\not= b', 'a ≠ b'],
    ['\\left. \\frac{1}{2} \\right|', '1/2 |'],
    ['\\text{if } x > 0', 'if x > 0'],
    ['5\\% \\approx \\$3', '5% ≈ $3'],
    ['a \\equiv b \\pmod{n}', 'a ≡ b (mod n)'],
    ['\\lim_{x \\to 0} \\sin x', 'lim_(x → 0) sin x'],
    ['\\boxed{42}', '42'],
    ['\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}', 'a = b\nc = d'],
    [' x\n+ y ', 'x + y'],
  ])('%s', (latex, text) => {
    expect(formulaText(latex)).toBe(text);
  });

  it.each([
    ['a matrix', '\\begin{pmatrix} 1 & 2 \\end{pmatrix}'],
    ['an unknown command', '\\ce{H2O}'],
    ['a brace too few', '\\frac{1}{2'],
    ['a brace too many', 'x}'],
    ['a script of nothing', 'a^'],
    ['a column mark', 'a & b'],
    ['nothing', ' \\, '],
    ['depth', '{'.repeat(40) + '}'.repeat(40)],
    ['length', 'x'.repeat(3_000)],
  ])('is not tried for %s', (_, latex) => {
    expect(formulaText(latex)).toBeNull();
  });

  it('is text or nothing, whatever comes in, and holds no command', () => {
    const pieces = [
      '\\frac',
      '\\sqrt',
      '[',
      ']',
      '{',
      '}',
      '^',
      '_',
      '\\',
      '\\\\',
      '&',
      'x',
      '12',
      ' ',
      '\\begin',
      '\\end',
      '{aligned}',
    ];
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string())), (parts) => {
        const text = formulaText(parts.join(''));
        if (text !== null) expect(text).not.toMatch(/\\[a-zA-Z]{2}/);
      }),
    );
  });

  it('of nothing but commands is given up in time', () => {
    for (const unit of ['\\sqrt', '^', '\\frac', '\\vec', '{', '\\left'])
      expect(formulaText(unit.repeat(300))).toBeNull();
  });
});
