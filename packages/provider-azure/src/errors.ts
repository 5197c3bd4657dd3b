import { providerError } from '@sdk/core';

/** Every APIError of Azure: `error instanceof AzureError`. */
export const AzureError = providerError('azure', 'AzureError');
