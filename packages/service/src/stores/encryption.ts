import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { ConfigurationError, isJSONObject } from '@sdk/core';
import { HiddenKey, hideKey, isHiddenKey, type Key } from '../config/hidden-key.ts';
import { keysOf, type CompleteModelConfig } from '../config/model-config.ts';
import { foldKeys } from '../config/parse-config.ts';

/** How a store keeps keys. */
export interface EncryptionOptions {
  /**
   * 32 random bytes in base64 (`openssl rand -base64 32`). Of several, the first encrypts and all decrypt: put a new one in front, and call
   * `reencrypt()`.
   *
   * @default SDK_ENCRYPTION_KEY, several separated by commas
   */
  encryptionKey?: string | readonly string[];
  /** Keys are stored as they are when there is no encryption key. @default false: refused */
  allowPlaintextKeys?: boolean;
}

type ApiKey = CompleteModelConfig['apiKey'];

/** Turns the keys of a configuration into what a row holds, and back. */
export interface Sealer {
  /** @param id Of the configuration: what is sealed for one cannot be read as another's. */
  seal(apiKey: ApiKey, id: string): string | null;
  /** Keys are decrypted when they are revealed. @throws ConfigurationError when the column is not what `seal` writes */
  open(column: string | null, id: string): ApiKey;
  /** Whether something in the column should be encrypted with the first key and is not. */
  isOutdated(column: string | null): boolean;
}

const VARIABLE = 'SDK_ENCRYPTION_KEY';
const KEY_BYTES = 32;
/** What NIST SP 800-38D recommends for GCM. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HOW = `32 random bytes in base64 (openssl rand -base64 32)`;

/** A key to encrypt with, and the name under which what it has encrypted is found again. */
interface EncryptionKey {
  id: string;
  bytes: Buffer;
}

/** @throws ConfigurationError for an encryption key that is none; it is not repeated */
export function createSealer({ encryptionKey, allowPlaintextKeys = false }: EncryptionOptions): Sealer {
  const given = encryptionKey ?? process.env[VARIABLE]?.split(',') ?? [];
  const ring = (typeof given === 'string' ? [given] : given).filter((key) => key.trim() !== '').map(parseKey);
  const [first] = ring;

  function sealOne(key: Key, id: string): object {
    if (!isHiddenKey(key)) return { env: key.env };
    if (first) return { sealed: encrypt(key.reveal(), first, id) };
    if (allowPlaintextKeys) return { plain: key.reveal() };
    throw new ConfigurationError(
      `apiKey cannot be stored without an encryption key: give encryptionKey or ${VARIABLE}, ${HOW}. Or store { "env": "NAME" } in place of the key.`,
    );
  }

  return {
    seal(apiKey, id) {
      if (apiKey === undefined) return null;
      return JSON.stringify(keysOf(apiKey).map((key) => sealOne(key, id)));
    },
    open(column, id) {
      if (column === null) return undefined;
      const entries = parseColumn(column);
      return entries.length === 0 ? null : foldKeys(entries.map((entry) => openOne(entry, ring, id)));
    },
    isOutdated(column) {
      if (column === null || !first) return false;
      return parseColumn(column).some((entry) => 'plain' in entry || ('sealed' in entry && !entry.sealed.startsWith(`${first.id}.`)));
    },
  };
}

type Entry = { env: string } | { sealed: string } | { plain: string };

function parseColumn(column: string): Entry[] {
  let entries: unknown;
  try {
    entries = JSON.parse(column);
  } catch {
    // The column may hold a key, so nothing of it is repeated.
  }
  const isEntry = (entry: unknown) => isJSONObject(entry) && ['env', 'sealed', 'plain'].some((name) => typeof entry[name] === 'string');
  if (!Array.isArray(entries) || !entries.every(isEntry)) throw new ConfigurationError('the column api_keys is not what this store writes');
  return entries as Entry[];
}

function openOne(entry: Entry, ring: readonly EncryptionKey[], id: string): Key {
  if ('env' in entry) return { env: entry.env };
  if ('plain' in entry) return hideKey(entry.plain);
  return new HiddenKey(() => decrypt(entry.sealed, ring, id));
}

function parseKey(given: string): EncryptionKey {
  const bytes = Buffer.from(given.trim(), 'base64');
  if (bytes.length !== KEY_BYTES) {
    throw new ConfigurationError(`The encryption key (encryptionKey or ${VARIABLE}) must be ${HOW}; this one has ${bytes.length} bytes.`);
  }
  return { id: createHash('sha256').update('sdk-service-key-id').update(bytes).digest('hex').slice(0, 8), bytes };
}

/** What else must be the same when it is read: the row that it was written for. */
const boundTo = (id: string) => Buffer.from(`sdk-model-config:${id}`);

function encrypt(text: string, key: EncryptionKey, id: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv, { authTagLength: TAG_BYTES }).setAAD(boundTo(id));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return [key.id, ...[iv, cipher.getAuthTag(), data].map((part) => part.toString('base64url'))].join('.');
}

function decrypt(sealed: string, ring: readonly EncryptionKey[], id: string): string {
  const [keyId, ...parts] = sealed.split('.');
  const key = ring.find((one) => one.id === keyId);
  const where = `The apiKey of the model configuration ${JSON.stringify(id)}`;
  if (!key) {
    const have = ring.length === 0 ? 'there is none here' : `here is ${ring.map((one) => one.id).join(', ')}`;
    throw new ConfigurationError(`${where} is encrypted with the encryption key ${keyId}; ${have}. Give it by encryptionKey or ${VARIABLE}.`);
  }
  try {
    const [iv = Buffer.alloc(0), tag = Buffer.alloc(0), data = Buffer.alloc(0)] = parts.map((part) => Buffer.from(part, 'base64url'));
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, iv, { authTagLength: TAG_BYTES }).setAAD(boundTo(id)).setAuthTag(tag);
    return Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8');
  } catch {
    throw new ConfigurationError(`${where} is damaged, or was written for another configuration. Store it again.`);
  }
}
