export * from './decode-error.ts';
export * from './messages-codec.ts';
export * from './model-list.ts';
export * from './rate-limit.ts';
export { API_VERSION, WIRE } from './wire.ts';
