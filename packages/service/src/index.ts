export { extractAnswerAndCot, type Answer, type AnswerSource } from './calls/answer.ts';
export type { RetryClock } from './calls/model-of.ts';
export { fromEasyDatasetRow, type EasyDatasetRow } from './config/easy-dataset.ts';
export { HiddenKey, type Key } from './config/hidden-key.ts';
export type { CompleteModelConfig, KeySource, ModelConfig, ModelConfigRow, StoredModelConfig } from './config/model-config.ts';
export { parseModelConfig } from './config/parse-config.ts';
export { createService, type ChatOptions, type ChatStreamOptions, type Service, type ServiceOptions, type VisionCall } from './create-service.ts';
export {
  ModelConfigConflictError,
  ModelConfigError,
  ModelConfigNotFoundError,
  StoreError,
  StoreUnavailableError,
  type ConfigMistake,
} from './errors.ts';
export { createChatCompletion, type OneShotCall } from './providers/create-chat-completion.ts';
export { createProvider, type ProviderFactory, type ProviderSettings } from './providers/create-provider.ts';
export { KNOWN_PROVIDERS } from './providers/known-providers.ts';
export { UnifiedClient, type UnifiedCall, type UnifiedClientOptions } from './providers/unified-client.ts';
export type { Environment } from './resolve-target.ts';
export type { EncryptionOptions } from './stores/encryption.ts';
export { memoryStore } from './stores/memory-store.ts';
export { postgresStore, type PostgresStoreOptions } from './stores/postgres-store.ts';
export { sqliteStore, type SqliteStoreOptions } from './stores/sqlite-store.ts';
export type { EncryptingModelConfigStore, ModelConfigStore, PutModelConfig, StoreWatch } from './stores/store.ts';
export type { ConfigProblem, ConfigReport, TestOptions } from './test-config.ts';
