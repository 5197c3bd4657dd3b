/** The provider packages of this family: what each is called, and which of its functions makes the provider. */
export const KNOWN_PROVIDERS: Readonly<Record<string, { package: string; factory: string }>> = {
  anthropic: { package: '@sdk/provider-anthropic', factory: 'createAnthropic' },
  azure: { package: '@sdk/provider-azure', factory: 'createAzure' },
  cohere: { package: '@sdk/provider-cohere', factory: 'createCohere' },
  deepseek: { package: '@sdk/provider-deepseek', factory: 'createDeepSeek' },
  gemini: { package: '@sdk/provider-gemini', factory: 'createGemini' },
  groq: { package: '@sdk/provider-groq', factory: 'createGroq' },
  lepton: { package: '@sdk/provider-lepton', factory: 'createLepton' },
  lightllm: { package: '@sdk/provider-lightllm', factory: 'createLightLLM' },
  litellm: { package: '@sdk/provider-litellm', factory: 'createLiteLLM' },
  mistral: { package: '@sdk/provider-mistral', factory: 'createMistral' },
  ollama: { package: '@sdk/provider-ollama', factory: 'createOllama' },
  openai: { package: '@sdk/provider-openai', factory: 'createOpenAI' },
  openrouter: { package: '@sdk/provider-openrouter', factory: 'createOpenRouter' },
  perplexity: { package: '@sdk/provider-perplexity', factory: 'createPerplexity' },
  synth: { package: '@sdk/provider-synth', factory: 'createSynth' },
  xai: { package: '@sdk/provider-xai', factory: 'createXAI' },
};
