export type { Answer, Answers, Step } from './answer.ts';
export { cutBytes, joinBytes, toBytes, type Bytes, type Cut } from './cut.ts';
export { startFaultServer, type FaultServer } from './fault-server.ts';
export { hangingPort, refusedPort, type FaultPort } from './ports.ts';
export { seededRandom, type Random } from './random.ts';
export type { Closing, ReceivedRequest } from './received-request.ts';
