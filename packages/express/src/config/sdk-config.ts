import { readFileSync } from 'node:fs';
import { ConfigurationError } from '@sdk/core';
import type { SdkConfig } from './config.ts';

/** Where configuration comes from, when it is not written inline. */
export const sdkConfig = {
  /**
   * Reads a JSON file. What it holds is checked by `sdk()`, together with everything else.
   *
   * @param path From the working directory, or absolute; or a `file:` URL.
   * @throws ConfigurationError when there is no such file, or it is not JSON. Its text is never repeated.
   * @example
   * app.use(sdk({ use: { openai: createOpenAI }, config: sdkConfig.fromFile('sdk.config.json') }));
   */
  fromFile(path: string | URL): SdkConfig {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      const { code = 'unreadable' } = error as NodeJS.ErrnoException;
      throw new ConfigurationError(`The configuration file ${String(path)} cannot be read (${code}).`);
    }
    try {
      return JSON.parse(text.replace(/^\uFEFF/, '')) as SdkConfig;
    } catch {
      // The parser's own message quotes the text, and with it perhaps a key.
      throw new ConfigurationError(`The configuration file ${String(path)} is not JSON.`);
    }
  },
};
