export type { ModelSource, ProviderSource } from './source.ts';
export type { SyncEmbeddingModel, SyncLanguageModel } from './sync-language-model.ts';
export { syncEmbeddingModel, syncModel, type OwnThread } from './sync-model.ts';
export { syncProvider, type SyncProvider } from './sync-provider.ts';
export { WorkerCrashError } from './worker-crash-error.ts';
