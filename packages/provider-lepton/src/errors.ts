import { providerError } from '@sdk/core';

/** Every APIError of Lepton: `error instanceof LeptonError`. */
export const LeptonError = providerError('lepton', 'LeptonError');

/**
 * {@link LeptonError} by the name that the SDK for .NET has for it.
 *
 * @alias LeptonError
 */
export const LeptonException = LeptonError;
