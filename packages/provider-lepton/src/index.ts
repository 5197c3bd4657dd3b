export { LeptonError, LeptonException } from './errors.ts';
export { LEPTON_MODELS, type LeptonModel } from './models.ts';
export { createLepton, lepton, type LeptonOptions, type LeptonProvider } from './provider.ts';
