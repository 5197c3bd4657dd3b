/** The mock server as a process of its own: prints its URL, and ends with its parent. */
import { startMockServer } from './mock-server.ts';

const { url } = await startMockServer();
console.log(url);
process.stdin.on('end', () => process.exit()).resume();
