/** The thread that watches over the threads of the models: it never blocks, so it sees when one of them does, or ends. */
import { runAsWorker } from 'synckit';
import { supervise } from './supervise.ts';

runAsWorker(supervise);
