export { SynthError } from './errors.ts';
export { createSynth, synth, type SynthOptions, type SynthProvider } from './provider.ts';
export type { WarmupClock } from './clock.ts';
export type { WarmupOptions, WarmupProgress } from './warmup.ts';
