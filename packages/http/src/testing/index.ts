export * from './contexts.ts';
export * from './written.ts';
