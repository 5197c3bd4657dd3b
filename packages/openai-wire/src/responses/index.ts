export * from './dialect.ts';
export * from './responses-codec.ts';
export type * from './wire.ts';
