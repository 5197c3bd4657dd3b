/**
 * `pnpm start`: the chat, the stream, the tool and the error of Lepton's .NET examples. With LEPTON_API_KEY and LEPTON_BASE_URL set it asks your
 * endpoint, without them one on this machine.
 */
import { textOf, type Message } from '@sdk/core';
import { createLepton, LEPTON_MODELS, LeptonException } from '@sdk/provider-lepton';
import { ask } from './assistant.ts';
import { startLocalLepton } from './local-lepton.ts';

const local = process.env['LEPTON_API_KEY'] && process.env['LEPTON_BASE_URL'] ? undefined : await startLocalLepton();
const lepton = createLepton(local ? { baseUrl: local.baseUrl, apiKey: local.apiKey } : {});

for (const { id, contextWindow, bestFor } of Object.values(LEPTON_MODELS)) console.log(`${id.padEnd(14)} ${contextWindow} tokens, ${bestFor}`);

const messages: Message[] = [
  { role: 'system', content: 'You answer customers, in one sentence.' },
  { role: 'user', content: 'Where is my order A-1042?' },
];
console.log(`\nasked:    ${await ask(lepton.llama3_70B(), messages)}`);

process.stdout.write('streamed: ');
for await (const text of textOf(lepton.llama3_8B().stream({ messages: [{ role: 'user', content: 'And again, please.' }] }))) process.stdout.write(text);
console.log();

try {
  await createLepton({ ...(local ? { baseUrl: local.baseUrl } : {}), apiKey: 'wrong' }).dbrx().generate({ messages: messages.slice(0, 2) });
} catch (error) {
  if (!(error instanceof LeptonException)) throw error;
  console.log(`refused:  ${error.status} ${error.code}`);
}
await local?.server.close();
