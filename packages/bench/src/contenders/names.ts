import type { CreateContender } from './contender.ts';

/** Who is measured, in the order of the table. The first is what the others are held against. */
export const CONTENDERS = ['hand', 'sdk', 'openai', 'ai'] as const;
export type ContenderName = (typeof CONTENDERS)[number];

/** The packages that a user of each imports. */
export const PACKAGES: Record<ContenderName, string[]> = {
  hand: ['undici'],
  sdk: ['@sdk/provider-openai'],
  openai: ['openai'],
  ai: ['ai', '@ai-sdk/openai'],
};

/** Loads one contender, and no other. */
export async function loadContender(name: ContenderName): Promise<CreateContender> {
  const { create } = await load[name]();
  return create;
}

const load: Record<ContenderName, () => Promise<{ create: CreateContender }>> = {
  hand: () => import('./hand.ts'),
  sdk: () => import('./sdk.ts'),
  openai: () => import('./openai.ts'),
  ai: () => import('./ai.ts'),
};
