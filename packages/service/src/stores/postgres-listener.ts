import type pg from 'pg';
import type { StoreWatch } from './store.ts';

/** The channel on which PostgreSQL tells the ids of changed rows. */
export const CHANNEL = 'sdk_model_configs';

/** Waits between attempts to listen again. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

type OnChange = (id?: string) => void;

/** Listens on one connection for as long as somebody watches, and connects again when it is lost. Holds no process. */
export class PostgresListener {
  readonly makeClient: () => Promise<pg.Client>;
  readonly watchers = new Set<OnChange>();
  client: pg.Client | undefined = undefined;
  isListening = false;
  isRunning = false;
  isClosed = false;
  waitMs = FIRST_WAIT_MS;
  timer: ReturnType<typeof setTimeout> | undefined = undefined;

  constructor(makeClient: () => Promise<pg.Client>) {
    this.makeClient = makeClient;
  }

  watch(onChange: OnChange): StoreWatch {
    this.watchers.add(onChange);
    if (!this.isRunning && !this.isClosed) {
      this.isRunning = true;
      void this.connect();
    }
    return {
      isLive: () => this.isListening,
      close: () => {
        this.watchers.delete(onChange);
        if (this.watchers.size === 0) this.stop();
      },
    };
  }

  /** Tells of a change that this process has made, before the database does. */
  tell(id?: string): void {
    for (const onChange of this.watchers) onChange(id);
  }

  close(): void {
    this.isClosed = true;
    this.stop();
  }

  stop(): void {
    this.isRunning = this.isListening = false;
    clearTimeout(this.timer);
    const { client } = this;
    this.client = undefined;
    client?.end().catch(() => {});
  }

  /** Never rejects. */
  async connect(): Promise<void> {
    let client: pg.Client | undefined;
    try {
      client = await this.makeClient();
      if (!this.isRunning) return;
      this.client = client;
      client.on('error', () => this.lose(client));
      client.on('end', () => this.lose(client));
      client.on('notification', ({ payload }) => this.tell(payload));
      await client.connect();
      unref(client);
      await client.query(`LISTEN ${CHANNEL}`);
      if (this.client !== client) return;
      this.isListening = true;
      this.waitMs = FIRST_WAIT_MS;
      // What happened while nobody listened is not told any more.
      this.tell();
    } catch {
      this.lose(client);
    }
  }

  lose(client: pg.Client | undefined): void {
    if (this.client !== client || !this.isRunning) return;
    this.client = undefined;
    this.isListening = false;
    client?.end().catch(() => {});
    this.timer = setTimeout(() => void this.connect(), this.waitMs).unref();
    this.waitMs = Math.min(this.waitMs * 2, LONGEST_WAIT_MS);
  }
}

/** The driver can do it; its types do not say so. */
function unref(client: pg.Client): void {
  (client as pg.Client & { unref?(): void }).unref?.();
}
