import { asking } from '@sdk/testing/chat-completions';
import { createOpenAI } from '../src/index.ts';

export { hello } from '@sdk/testing/chat-completions';

export const KEY = 'sk-test-0123456789abcdef';
export const { requestOf } = asking(createOpenAI, { apiKey: KEY, basePath: '/v1' });
