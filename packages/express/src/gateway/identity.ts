import { randomUUID } from 'node:crypto';

/** An id for a request, or for an answer whose vendor gave none, e.g. `'msg_3f…'`. */
export function createId(prefix: string): string {
  return prefix + randomUUID().replaceAll('-', '');
}
