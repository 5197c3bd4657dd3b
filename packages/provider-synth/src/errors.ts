import { providerError } from '@sdk/core';

/** Every APIError of Synth: `error instanceof SynthError`. */
export const SynthError = providerError('synth', 'SynthError');
