import { readFileSync } from 'node:fs';

/** As whom a process is started; empty for ourselves. */
export interface SystemUser {
  uid?: number;
  gid?: number;
}

/** Some user without rights, since PostgreSQL refuses to run as root; ourselves, where we are not root. */
export function unprivilegedUser(): SystemUser {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  const found = users.find(({ name }) => name === 'nobody') ?? users.find(({ uid }) => uid > 0);
  if (!found) throw new Error('PostgreSQL does not run as root, and there is no other user here; give a server by SDK_TEST_POSTGRES_URL.');
  return { uid: found.uid, gid: found.gid };
}
