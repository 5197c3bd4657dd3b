/**
 * `pnpm start`: a research assistant. LIGHTLLM_BASE_URL and LIGHTLLM_MODEL name a server and its model; without them, a server
 * inside this program answers. `USE_LIGHTLLM=false` with OPENAI_API_KEY and OPENAI_MODEL asks OpenAI.
 */
import { chooseClient } from './client.ts';
import { startLocalServer } from './local-server.ts';
import { research } from './research.ts';

const { env } = process;
env['USE_LIGHTLLM'] ??= 'true';
const usesLightLLM = env['USE_LIGHTLLM'] === 'true';
await using server = usesLightLLM && !env['LIGHTLLM_BASE_URL'] ? await startLocalServer() : undefined;
if (server) {
  console.log('No LIGHTLLM_BASE_URL, so a scripted server inside this program answers.\n');
  env['LIGHTLLM_BASE_URL'] = `${server.url}/v1`;
}

const question = process.argv[2] ?? 'How many countries does the Danube flow through, and how many capitals lie on it?';
const model = usesLightLLM ? (env['LIGHTLLM_MODEL'] ?? 'Qwen/Qwen3-8B') : (env['OPENAI_MODEL'] ?? 'gpt-5.4-mini');
console.log(question);
const answer = await research(chooseClient(env), model, question, (call, result) => console.log(`  ${call}\n    → ${result.slice(0, 120)}`));
console.log(answer);
