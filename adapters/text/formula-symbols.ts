/** LaTeX commands that are one character, or one word, of Unicode text. From the LaTeX and amsmath symbol lists. */

const GREEK =
  'alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω';

const OPERATORS =
  'times × div ÷ cdot · pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • oplus ⊕ ominus ⊖ otimes ⊗ odot ⊙ wedge ∧ land ∧ vee ∨ lor ∨ neg ¬ lnot ¬ cap ∩ cup ∪ setminus ∖ sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ partial ∂ nabla ∇ surd √ angle ∠ triangle △ square □ dagger † prime ′';

const RELATIONS =
  'leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ ll ≪ gg ≫ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ perp ⊥ parallel ∥ mid ∣ vdash ⊢ models ⊨ prec ≺ succ ≻ asymp ≍ doteq ≐ coloneqq ≔ lt < gt >';

const ARROWS =
  'to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⇒ iff ⇔ uparrow ↑ downarrow ↓ mapsto ↦ longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹ hookrightarrow ↪ rightharpoonup ⇀ rightleftharpoons ⇌ nearrow ↗ searrow ↘';

const OTHERS =
  'infty ∞ emptyset ∅ varnothing ∅ forall ∀ exists ∃ nexists ∄ therefore ∴ because ∵ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ degree ° top ⊤ bot ⊥ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ lbrace { rbrace } lbrack [ rbrack ] backslash \\ checkmark ✓ pounds £ euro €';

/** Shown by their names. */
const FUNCTIONS =
  'sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh log ln lg exp lim limsup liminf max min sup inf arg det dim deg gcd ker hom Pr mod bmod';

/** Characters that a backslash only protects, and spaces of several widths. A line break inside a line is a space too. */
const PUNCTUATION = new Map([
  ...[...'%$#_&{}|'].map((char): [string, string] => [char, char === '|' ? '‖' : char]),
  ...[...',:; >'].map((char): [string, string] => [char, ' ']),
  ['!', ''],
  ['quad', ' '],
  ['qquad', '  '],
  ['space', ' '],
  ['thinspace', ' '],
]);

function pairs(list: string): [string, string][] {
  const words = list.split(' ');
  return words.flatMap((name, i) => (i % 2 === 0 ? [[name, words[i + 1]!] as [string, string]] : []));
}

export const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ...[GREEK, OPERATORS, RELATIONS, ARROWS, OTHERS].flatMap(pairs),
  ...FUNCTIONS.split(' ').map((name): [string, string] => [name, name]),
  ...PUNCTUATION,
]);

/** Accents, as marks that combine with the letter before them. */
export const ACCENTS: ReadonlyMap<string, string> = new Map([
  ['hat', '\u0302'],
  ['widehat', '\u0302'],
  ['bar', '\u0304'],
  ['overline', '\u0305'],
  ['underline', '\u0332'],
  ['vec', '\u20d7'],
  ['overrightarrow', '\u20d7'],
  ['tilde', '\u0303'],
  ['widetilde', '\u0303'],
  ['dot', '\u0307'],
  ['ddot', '\u0308'],
]);

function alphabet(from: string, to: string): ReadonlyMap<string, string> {
  const targets = [...to];
  return new Map([...from].map((char, i) => [char, targets[i]!]));
}

export const SUPERSCRIPTS = alphabet(
  '0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ∘′⊤',
  '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡ°′ᵀ',
);
export const SUBSCRIPTS = alphabet('0123456789+-−=()aehijklmnoprstuvxβγρφχ', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ');
export const BLACKBOARD = alphabet('CHNPQRZEF', 'ℂℍℕℙℚℝℤ𝔼𝔽');
