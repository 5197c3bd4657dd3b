/** The thread in which the models of one source live. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Origin } from './protocol.ts';
import { serveCalls } from './serve-calls.ts';

if (parentPort) serveCalls(parentPort, workerData as Origin);
