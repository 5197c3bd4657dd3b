export type { ScriptedAnswer, ScriptedPart, ScriptedReply, ScriptedToolCall, ScriptStep } from './scripted/script.ts';
export type { Chunking } from './scripted/scripted-parts.ts';
export {
  scriptedEmbeddingModel,
  type ScriptedEmbeddingModel,
  type ScriptedEmbeddingModelOptions,
} from './scripted/scripted-embedding-model.ts';
export { scriptedModel, type ScriptedModel, type ScriptedModelOptions } from './scripted/scripted-model.ts';
