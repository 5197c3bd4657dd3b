export { checkResponsesInput } from './check-input.ts';
export * from './events.ts';
export { responsesFeatures } from './features.ts';
export { responsesWire, type ResponsesOptions } from './wire.ts';
