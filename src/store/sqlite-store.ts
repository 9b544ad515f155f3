import { randomBytes } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import type { Salt } from '../lib/hash.ts';
import type { Json } from '../lib/json.ts';
import type { PageShelf } from './facet-pages.ts';
import { FacetPages } from './facet-pages.ts';
import type { RowShelf } from './kept-hours.ts';
import { KeptHours } from './kept-hours.ts';
import type { PackedRows } from './kept-rows.ts';
import type { HourShelf, SeenHour } from './seen-hours.ts';
import { hourOf, SeenHours } from './seen-hours.ts';
import type { EventCounts, FindingCounts, Store, StoredFinding, TimelineEntry } from './store.ts';

/** Version of the tables; a database of another one is refused. */
const SCHEMA_VERSION = 3;

/** Marks the files that are ours ("Scrt"); kept in the header of the file. */
const APPLICATION_ID = 0x53_63_72_74;

/** KiB of pages SQLite may hold in memory. */
const CACHE_KIB = 8192;

/** Bytes. With SQLite's own 4096, a page of facets is scattered over several: twice the work. */
const PAGE_BYTES = 16_384;

/** Beyond any date there is. */
const MAX_HOUR = 1e12;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS seen (
    hour INTEGER PRIMARY KEY,
    events INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    keys BLOB NOT NULL
  );
  CREATE TABLE IF NOT EXISTS kept (
    part INTEGER PRIMARY KEY,
    hour INTEGER NOT NULL,
    events INTEGER NOT NULL,
    rows BLOB NOT NULL
  );
  CREATE INDEX IF NOT EXISTS kept_by_hour ON kept (hour, events);
  CREATE TABLE IF NOT EXISTS facets (page INTEGER PRIMARY KEY, texts TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS findings (
    time INTEGER NOT NULL,
    id TEXT NOT NULL,
    rule TEXT NOT NULL,
    body TEXT NOT NULL,
    first_scan INTEGER NOT NULL,
    last_scan INTEGER NOT NULL,
    PRIMARY KEY (time, id)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * Store in one SQLite file, or in a private temporary one that goes with the process when there is no path.
 *
 * Graph gives times to the second, Log Analytics the same events to the microsecond: the key of an event is therefore
 * its id and its second. Events are kept by the hour, which keeps what is written for ordered logs sequential. Throws
 * `StoreError` for a file that is no database of ours, or one that is in use.
 */
export class SqliteStore implements Store {
  readonly fresh: boolean;
  readonly #db: DatabaseSync;
  readonly salt: Salt;
  readonly #seen: SeenHours;
  readonly #kept: KeptHours;
  readonly #facets: FacetPages;
  readonly #path: string | undefined;
  #open = false;

  constructor(path: string | undefined) {
    this.#path = path;
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
    this.fresh = this.#db.prepare('SELECT 1 FROM seen LIMIT 1').get() === undefined;
    this.salt = this.#salt();
    this.#seen = new SeenHours(this.#seenShelf());
    this.#kept = new KeptHours(this.#rowShelf());
    this.#facets = new FacetPages(this.#pageShelf());
  }

  add(time: number, low: number, high: number): boolean {
    return this.#seen.add(time, low, high);
  }

  facet(text: string): number {
    return this.#facets.add(text);
  }

  keep(time: number, texts: readonly string[], facets: ArrayLike<number>): void {
    this.#kept.add(time, texts, facets);
  }

  commit(): void {
    // A private file is read by nobody: hours go there only when memory runs short.
    if (this.#path !== undefined) {
      this.#seen.save();
      this.#kept.save();
      this.#facets.save();
    }
    if (!this.#open) return;
    this.#db.exec('COMMIT');
    this.#open = false;
  }

  *timeline(): Generator<TimelineEntry, void, undefined> {
    this.#facets.save();
    for (const { time, texts, facets } of this.#kept.rows()) {
      const values: Json[] = [];
      for (const facet of facets) values.push(this.#facets.value(facet));
      yield { time, texts, facets: values };
    }
  }

  count(from: number, until: number): EventCounts {
    this.#seen.save();
    const [first, last] = [boundedHour(from), boundedHour(until)];
    const seen = this.#db
      .prepare(
        `SELECT sum(events) AS events, min(first) AS first, max(last) AS last
         FROM seen WHERE hour >= ? AND hour < ?`,
      )
      .get(first, last) as Readonly<Record<string, number | null>>;
    return {
      events: seen['events'] ?? 0,
      kept: this.#kept.count(first, last),
      ...(typeof seen['first'] === 'number' &&
        typeof seen['last'] === 'number' && { span: { first: seen['first'], last: seen['last'] } }),
    };
  }

  replaceFindings(rules: readonly string[], findings: Iterable<StoredFinding>): FindingCounts {
    this.#begin();
    const scan = Number(this.getMeta('scan') ?? '0') + 1;
    this.setMeta('scan', String(scan));
    const upsert = this.#db.prepare(
      `INSERT INTO findings VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (time, id) DO UPDATE SET body = excluded.body, last_scan = excluded.last_scan`,
    );
    for (const { id, time, rule, body } of findings) upsert.run(time, id, rule, body, scan, scan);
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

  #salt(): Salt {
    const known = this.getMeta('salt');
    const words = known === undefined ? randomBytes(8) : Buffer.from(known, 'hex');
    if (known === undefined) this.setMeta('salt', words.toString('hex'));
    return [words.readInt32LE(0), words.readInt32LE(4)];
  }

  #seenShelf(): HourShelf {
    const get = this.#db.prepare('SELECT keys, first, last FROM seen WHERE hour = ?');
    const put = this.#db.prepare('INSERT OR REPLACE INTO seen VALUES (?, ?, ?, ?, ?)');
    return {
      get: (hour) => get.get(hour) as SeenHour | undefined,
      put: (hour, { keys, first, last }) => {
        this.#begin();
        put.run(hour, keys.length / 8, first, last, keys);
      },
    };
  }

  #rowShelf(): RowShelf {
    const put = this.#db.prepare('INSERT INTO kept (hour, events, rows) VALUES (?, ?, ?)');
    const get = this.#db.prepare('SELECT events, rows AS bytes FROM kept WHERE hour = ?');
    const hours = this.#db.prepare('SELECT hour, sum(events) AS events FROM kept GROUP BY hour');
    return {
      put: (hour, { events, bytes }) => {
        this.#begin();
        put.run(hour, events, bytes);
      },
      get: (hour) => get.iterate(hour) as Iterable<unknown> as Iterable<PackedRows>,
      hours: () => hours.all().map(({ hour, events }) => [Number(hour), Number(events)] as const),
    };
  }

  #pageShelf(): PageShelf {
    const put = this.#db.prepare('INSERT OR REPLACE INTO facets VALUES (?, ?)');
    const get = this.#db.prepare('SELECT texts FROM facets WHERE page = ?');
    const last = this.#db.prepare('SELECT max(page) AS last FROM facets');
    return {
      put: (page, text) => {
        this.#begin();
        put.run(page, text);
      },
      get: (page) => get.get(page)?.['texts'] as string | undefined,
      last: () => Number(last.get()?.['last'] ?? -1),
    };
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
    if (version !== 0 && version !== SCHEMA_VERSION) {
      const which =
        version > SCHEMA_VERSION
          ? 'a newer Scrutineer; update this one or'
          : 'an older Scrutineer;';
      throw new StoreError(`${path}: was written by ${which} use another --db file`);
    }
    this.#db.exec(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  }
}

/** A store that cannot be used; `message` names the file and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** Infinity is no integer of SQLite's. */
function boundedHour(time: number): number {
  return Math.max(-MAX_HOUR, Math.min(MAX_HOUR, hourOf(time)));
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
