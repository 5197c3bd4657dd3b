export { AzureError } from './errors.ts';
export { createAzure, azure, type AzureOptions, type AzureProvider } from './provider.ts';
