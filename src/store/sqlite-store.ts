import { DatabaseSync } from 'node:sqlite';
import type { FindingCounts, Store, StoredFinding, TimelineEntry } from './store.ts';

/** Version of the tables; a database of a later one is refused. */
const SCHEMA_VERSION = 1;

/** Marks the files that are ours ("Scrt"); kept in the header of the file. */
const APPLICATION_ID = 0x53_63_72_74;

/** KiB of pages SQLite may hold in memory. */
const CACHE_KIB = 8192;

/** Bytes. With SQLite's own 4096, a payload of a kilobyte goes to a page of its own: twice the work, thrice the file. */
const PAGE_BYTES = 16_384;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS timeline (
    second INTEGER NOT NULL,
    id TEXT NOT NULL,
    time INTEGER NOT NULL,
    payload TEXT,
    PRIMARY KEY (second, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS findings (
    id TEXT PRIMARY KEY,
    time INTEGER NOT NULL,
    rule TEXT NOT NULL,
    body TEXT NOT NULL,
    first_scan INTEGER NOT NULL,
    last_scan INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * Store in one SQLite file, or in a private temporary one that goes with the process when there is no path.
 *
 * Graph gives times to the second, Log Analytics the same events to the microsecond: the key of an event is therefore
 * its id and its second, and clustering by time keeps inserts of ordered logs sequential. Throws `StoreError` for a
 * file that is no database of ours, or one that is in use.
 */
export class SqliteStore implements Store {
  readonly fresh: boolean;
  readonly #db: DatabaseSync;
  readonly #insert: ReturnType<DatabaseSync['prepare']>;
  #open = false;

  constructor(path: string | undefined) {
    this.#db = opened(path ?? '');
    try {
      this.#db.exec(`PRAGMA page_size = ${PAGE_BYTES}`);
      this.#db.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA busy_timeout = 2000;`);
      this.#checkOwner(path);
      // One run at a time: two that write by turns would each call half of the findings theirs.
      this.#db.exec('PRAGMA locking_mode = EXCLUSIVE;');
      this.#db.exec(
        path === undefined
          ? 'PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;'
          : 'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;',
      );
      this.#db.exec(SCHEMA);
      this.#checkVersion(path);
    } catch (error) {
      this.#db.close();
      throw asStoreError(path, error);
    }
    this.fresh = this.#db.prepare('SELECT 1 FROM timeline LIMIT 1').get() === undefined;
    this.#insert = this.#db.prepare('INSERT OR IGNORE INTO timeline VALUES (?, ?, ?, ?)');
  }

  add({ id, time, payload }: TimelineEntry): boolean {
    this.#begin();
    const { changes } = this.#insert.run(Math.floor(time / 1000), id, time, payload ?? null);
    return changes === 1;
  }

  commit(): void {
    if (!this.#open) return;
    this.#db.exec('COMMIT');
    this.#open = false;
  }

  *timeline(): Generator<TimelineEntry, void, undefined> {
    const rows = this.#db
      .prepare(
        'SELECT id, time, payload FROM timeline WHERE payload IS NOT NULL ORDER BY second, time, id',
      )
      .iterate();
    for (const row of rows) yield row as unknown as TimelineEntry;
  }

  replaceFindings(rules: readonly string[], findings: Iterable<StoredFinding>): FindingCounts {
    this.#begin();
    const scan = Number(this.getMeta('scan') ?? '0') + 1;
    this.setMeta('scan', String(scan));
    const upsert = this.#db.prepare(
      `INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET time = excluded.time, body = excluded.body, last_scan = excluded.last_scan`,
    );
    for (const { id, time, rule, body } of findings) upsert.run(id, time, rule, body, scan, scan);
    const stale = this.#db.prepare('DELETE FROM findings WHERE rule = ? AND last_scan < ?');
    for (const rule of rules) stale.run(rule, scan);
    const counts = this.#db
      .prepare(
        'SELECT count(*) AS total, count(*) FILTER (WHERE first_scan = ?) AS added FROM findings',
      )
      .get(scan) as unknown as FindingCounts;
    this.commit();
    return { total: counts.total, added: counts.added };
  }

  *findings(): Generator<StoredFinding, void, undefined> {
    const rows = this.#db
      .prepare('SELECT id, time, rule, body FROM findings ORDER BY time, id')
      .iterate();
    for (const row of rows) yield row as unknown as StoredFinding;
  }

  getMeta(key: string): string | undefined {
    const row = this.#db.prepare('SELECT value FROM meta WHERE key = ?').get(key);
    return row === undefined ? undefined : String(row['value']);
  }

  setMeta(key: string, value: string): void {
    this.#begin();
    this.#db
      .prepare(
        'INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      )
      .run(key, value);
  }

  [Symbol.dispose](): void {
    if (this.#open) this.#db.exec('ROLLBACK');
    this.#db.close();
  }

  #begin(): void {
    if (this.#open) return;
    this.#db.exec('BEGIN');
    this.#open = true;
  }

  /** Refuses another program's database before anything in it is touched. */
  #checkOwner(path: string | undefined): void {
    const { application_id: owner } = this.#db.prepare('PRAGMA application_id').get() as {
      application_id: number;
    };
    if (owner === APPLICATION_ID) return;
    if (this.#db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() !== undefined) {
      throw new StoreError(`${path}: is the database of another program; choose another --db file`);
    }
    this.#db.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
  }

  #checkVersion(path: string | undefined): void {
    const { user_version: version } = this.#db.prepare('PRAGMA user_version').get() as {
      user_version: number;
    };
    if (version > SCHEMA_VERSION) {
      throw new StoreError(
        `${path}: was written by a newer Scrutineer; update this one or use another --db file`,
      );
    }
    this.#db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  }
}

/** A store that cannot be used; `message` names the file and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

function opened(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path);
  } catch (error) {
    throw asStoreError(path, error);
  }
}

function asStoreError(path: string | undefined, error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const message = (error as Error).message;
  if (/not a database|malformed/.test(message)) {
    return new StoreError(
      `${path}: is no Scrutineer database (${message}); choose another --db file`,
    );
  }
  if (/locked|busy/.test(message)) {
    return new StoreError(`${path}: is in use by another run; wait for it to end`);
  }
  return new StoreError(`${path}: cannot be opened as a database (${message})`);
}
