/** One of the models that Lepton served by name. */
export interface LeptonModel {
  id: string;
  /** In tokens. */
  contextWindow: number;
  /** What it is chosen for. */
  bestFor: string;
}

/** The models that Lepton served by name, by the names of their factories. Any other id works as well. */
export const LEPTON_MODELS = {
  llama3_8B: { id: 'llama3-8b', contextWindow: 8_192, bestFor: 'fast answers' },
  llama3_70B: { id: 'llama3-70b', contextWindow: 8_192, bestFor: 'complex reasoning' },
  mixtral8x7B: { id: 'mixtral-8x7b', contextWindow: 32_768, bestFor: 'long context' },
  wizardLM2_7B: { id: 'wizardlm-2-7b', contextWindow: 8_192, bestFor: 'following instructions' },
  dbrx: { id: 'dbrx', contextWindow: 32_768, bestFor: 'enterprise use' },
} as const satisfies Record<string, LeptonModel>;
