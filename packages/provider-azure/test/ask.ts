import { asking } from '@sdk/testing/chat-completions';
import { createAzure } from '../src/index.ts';

export { chatAnswer as whole, chatChunk as chunk, hello } from '@sdk/testing/chat-completions';

export const KEY = 'key-0123456789abcdef';
export const { requestOf, readingOf, failureOf } = asking(createAzure, { apiKey: KEY });
