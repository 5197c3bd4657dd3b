import { afterAll, beforeAll } from 'vitest';
import type { Provider } from '@sdk/core';
import { startFaultServer, type FaultServer } from '../server/fault-server.ts';
import type { UnderTestOptions } from './provider-under-test.ts';
import { API_KEY } from './stage.ts';

/** A provider, and the server that it asks. */
export interface SuiteProvider {
  server: FaultServer;
  provider: Provider;
}

/** Makes one server and one provider for the vitest suite that is being described; they are there once its tests run. */
export function suiteProvider({ create, basePath = '' }: { create(options: UnderTestOptions): Provider; basePath?: string | undefined }): SuiteProvider {
  const made = {} as SuiteProvider;
  beforeAll(async () => {
    made.server = await startFaultServer();
    made.provider = create({ baseUrl: made.server.url + basePath, apiKey: API_KEY });
  });
  afterAll(async () => {
    await made.server.close();
    await made.provider.close();
  });
  return made;
}
