/** The label of a bar, row by row; what it says adds up. */
export const NUT_BAR: string[][] = [
  ['', 'per 100 g'],
  ['Energy', '2130 kJ / 509 kcal'],
  ['Fat', '31.0 g'],
  ['Carbohydrate', '36.0 g'],
  ['of which sugars', '14.0 g'],
  ['Protein', '21.0 g'],
  ['Salt', '0.90 g'],
];
