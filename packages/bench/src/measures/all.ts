import { cpuPerCall, requestsPerSecond } from './calls.ts';
import type { ContenderName } from '../contenders/names.ts';
import { importedFiles, importTime } from './import-time.ts';
import type { Run } from './measure.ts';
import { memoryOfSlowConsumers, memoryOfSlowVendor } from './memory.ts';
import { retryPerCall, retryPerChunk } from './retry.ts';
import { cpuPerChunkInBlocks, cpuPerChunkOf, cpuPerChunkPaced, timeToFirstToken } from './streams.ts';
import { toolArgumentsCost } from './tool-calls.ts';

/** What ours must reach: a ratio to the hand-written loop, or a figure as it is. */
export interface Target {
  of: 'ratio' | 'figure';
  atMost?: number;
  atLeast?: number;
}

/** One line of the table. */
export interface Measure {
  name: string;
  title: string;
  run: Run;
  /** The figure that the table shows. */
  figure: string;
  unit: string;
  target?: Target;
  /** How often it is done when nothing is said; 1 for what comes out the same each time. */
  rounds: number;
  /** Who can be measured so. @default all */
  contenders?: readonly ContenderName[];
  /** Options of node for its process. */
  nodeOptions?: string[];
}

/** Clients of one vendor speak no other's wire. */
const NATIVE: readonly ContenderName[] = ['hand', 'sdk'];

const ratio = (atMost: number): Target => ({ of: 'ratio', atMost });

/** All measures, in the order of the table. */
export const measures: readonly Measure[] = [
  { name: 'call', title: 'CPU per call', run: cpuPerCall, figure: 'cpuUs', unit: 'µs', target: ratio(1), rounds: 7 },
  {
    name: 'concurrent',
    title: 'calls/s, 64 at once',
    run: requestsPerSecond,
    figure: 'perSecond',
    unit: '/s',
    target: { of: 'ratio', atLeast: 1 },
    rounds: 7,
  },
  { name: 'blocks', title: 'CPU per chunk, 16 KB writes', run: cpuPerChunkInBlocks, figure: 'cpuUs', unit: 'µs', target: ratio(1), rounds: 7 },
  { name: 'anthropic', title: 'CPU per chunk, Anthropic', run: cpuPerChunkOf('anthropic'), figure: 'cpuUs', unit: 'µs', target: ratio(1.1), rounds: 7, contenders: NATIVE },
  { name: 'gemini', title: 'CPU per chunk, Gemini', run: cpuPerChunkOf('gemini'), figure: 'cpuUs', unit: 'µs', target: ratio(1.1), rounds: 7, contenders: NATIVE },
  { name: 'paced', title: 'CPU per chunk, one write each', run: cpuPerChunkPaced, figure: 'cpuUs', unit: 'µs', target: ratio(1.05), rounds: 5 },
  { name: 'first', title: 'time to first token', run: timeToFirstToken, figure: 'us', unit: 'µs', target: ratio(1.05), rounds: 7 },
  {
    name: 'memory-consumer',
    title: 'memory per stream, slow consumer',
    run: memoryOfSlowConsumers,
    figure: 'rssKb',
    unit: 'KB',
    target: ratio(1.05),
    rounds: 3,
    nodeOptions: ['--expose-gc'],
  },
  {
    name: 'memory-vendor',
    title: 'memory per stream, slow vendor',
    run: memoryOfSlowVendor,
    figure: 'rssKb',
    unit: 'KB',
    target: ratio(1.05),
    rounds: 3,
    nodeOptions: ['--expose-gc'],
  },
  { name: 'import', title: 'import', run: importTime, figure: 'ms', unit: 'ms', target: { of: 'figure', atMost: 10 }, rounds: 15 },
  {
    name: 'files',
    title: 'files of undici and zod it loads',
    run: importedFiles,
    figure: 'banned',
    unit: '',
    target: { of: 'figure', atMost: 0 },
    rounds: 1,
  },
  {
    name: 'tool',
    title: 'tool call, 1 MB against 64 KB',
    run: toolArgumentsCost,
    figure: 'growth',
    unit: '×',
    target: { of: 'figure', atMost: 16 },
    rounds: 3,
  },
  { name: 'retry-call', title: 'retry adds to a call', run: retryPerCall, figure: 'us', unit: 'µs', target: { of: 'figure', atMost: 2 }, rounds: 3 },
  // Nothing that another line of this table could see: over HTTP a chunk costs more than 1 µs, and that varies by more.
  { name: 'retry-chunk', title: 'retry adds to a chunk', run: retryPerChunk, figure: 'us', unit: 'µs', target: { of: 'figure', atMost: 0.05 }, rounds: 3 },
];
