import { ConfigurationError } from '@sdk/core';

/** Which files a message may point to. They are loaded here and handed on as base64. */
export interface FileRules {
  /**
   * Hosts in private networks from which files may be loaded, e.g. `['files.internal', '10.0.0.7:8080']`; without a port
   * all ports. @default none
   */
  hosts?: readonly string[];
  /** Folders from which `file:` URLs may be loaded, absolute. Links that lead out of them are refused. @default none */
  roots?: readonly string[];
  /**
   * Providers, by their configured names, whose vendors load images themselves: for them the URL of an image is passed on
   * unread, when its host is a public one. Documents are loaded here all the same. @default none
   */
  passOn?: readonly string[];
  /** The most that is loaded for one request, all files together, in bytes. @default 20 MiB */
  maxBytes?: number;
  /** How long all files of a request may take, in milliseconds. @default 30_000 */
  timeoutMs?: number;
}

/** The same with nothing left open. */
export interface ResolvedFileRules {
  hosts: ReadonlySet<string>;
  roots: readonly string[];
  passOn: ReadonlySet<string>;
  maxBytes: number;
  timeoutMs: number;
}

const MAX_BYTES = 20 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
/** The longest that a timer can be set to. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Fills in the defaults.
 *
 * @param owner Who asks, for the message of a mistake.
 * @throws ConfigurationError for a limit that is no number: nothing would be over it
 */
export function resolveFileRules({ hosts = [], roots = [], passOn = [], maxBytes = MAX_BYTES, timeoutMs = TIMEOUT_MS }: FileRules = {}, owner = 'files'): ResolvedFileRules {
  if (!(maxBytes >= 0)) throw new ConfigurationError(`${owner}: \`files.maxBytes\` must be a number of bytes.`);
  if (!(Number.isInteger(timeoutMs) && timeoutMs >= 0 && timeoutMs <= MAX_TIMEOUT_MS)) {
    throw new ConfigurationError(`${owner}: \`files.timeoutMs\` must be a whole number of milliseconds, at most ${MAX_TIMEOUT_MS}.`);
  }
  return { hosts: new Set(hosts.map((host) => withoutBrackets(host.toLowerCase()))), roots, passOn: new Set(passOn), maxBytes, timeoutMs };
}

/** Whether files may be loaded from a host, whatever network it is in. */
export function isAllowedHost(hosts: ReadonlySet<string>, { hostname, port, protocol }: Pick<URL, 'hostname' | 'port' | 'protocol'>): boolean {
  const host = withoutBrackets(hostname.toLowerCase());
  return hosts.has(host) || hosts.has(`${host}:${port || (protocol === 'https:' ? '443' : '80')}`);
}

/** `[::1]:80` as `::1:80`. */
function withoutBrackets(host: string): string {
  return host.replace(/^\[(.*)\]/, '$1');
}
