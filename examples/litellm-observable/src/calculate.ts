import type { LiteLLMRequest } from '@sdk/provider-litellm/rx';

/** What the model may call. */
export const calculator: NonNullable<LiteLLMRequest['tools']>[number] = {
  name: 'calculate',
  description: 'Works out sums, differences and products of whole numbers.',
  parameters: { type: 'object', properties: { expression: { type: 'string', description: 'e.g. 2 * 3 + 4' } }, required: ['expression'] },
};

/** Works out what has only numbers, `*`, `+` and `-`. @throws Error for anything else; the model may read it. */
export function calculate(expression: string): number {
  if (!/^\s*-?\d+(\s*[-+*]\s*\d+)*\s*$/.test(expression)) throw new Error(`Not a calculation: ${expression}`);
  const terms = expression.replaceAll(/\s/g, '').match(/[-+]?[^-+]+/g) ?? [];
  return terms.reduce((sum, term) => sum + term.split('*').reduce((product, factor) => product * Number(factor), 1), 0);
}
