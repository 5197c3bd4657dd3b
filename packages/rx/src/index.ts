export { observe } from './observe.ts';
export { observeResult } from './observe-result.ts';
export { observeText } from './observe-text.ts';
export { toObservable } from './to-observable.ts';
