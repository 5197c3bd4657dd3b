import type { CreateContender, StreamContender } from './contender.ts';

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

/** Wires of their own, which are measured against a loop by hand. */
export type NativeWire = 'anthropic' | 'gemini';

/** Loads who streams over a native wire: the loop by hand, or ours. */
export async function loadNative(wire: NativeWire, name: 'hand' | 'sdk'): Promise<(baseUrl: string) => StreamContender> {
  const { create } = await native[wire][name]();
  return create;
}

const native = {
  anthropic: { hand: () => import('./native/anthropic-hand.ts'), sdk: () => import('./native/anthropic-sdk.ts') },
  gemini: { hand: () => import('./native/gemini-hand.ts'), sdk: () => import('./native/gemini-sdk.ts') },
};

const load: Record<ContenderName, () => Promise<{ create: CreateContender }>> = {
  hand: () => import('./hand.ts'),
  sdk: () => import('./sdk.ts'),
  openai: () => import('./openai.ts'),
  ai: () => import('./ai.ts'),
};
