import { enrich } from './enrich/enrich.ts';
import { NetworkList } from './enrich/network-list.ts';
import type { Event } from './events/event.ts';
import { OUTCOMES } from './events/outcome.ts';
import type { EventDigest } from './events/digest.ts';
import type { Values } from './findings/values.ts';
import { ValueReader } from './findings/values.ts';
import { historyWants } from './history/wants.ts';
import type { Broken, Chunk } from './intake/chunk.ts';
import type { Decoded } from './intake/decode.ts';
import { decodeChunk } from './intake/decode.ts';
import type { JsonObject } from './lib/json.ts';
import { contentId } from './lib/hash.ts';
import { compileRules, RuleSet } from './rules/compile.ts';
import { usesHistory } from './rules/uses-history.ts';
import { eventReader } from './rules/reader.ts';
import type { RuleDocument } from './rules/tree.ts';
import { SOURCES } from './sources/all.ts';
import type { Source, SourceContext } from './sources/source.ts';
import { NO_ID } from './sources/source.ts';
import { unrecognised } from './sources/unrecognised.ts';

/**
 * The stages that look at one event alone, run on any thread: cut-out bytes → records → events → enrichment → rules.
 * Nothing here remembers anything from one chunk to the next.
 */

export interface IngestInit {
  readonly rules: readonly RuleDocument[];
  readonly anonymisers: readonly string[];
  readonly trusted: readonly string[];
  /** Name of a source to read everything as. */
  readonly as?: string;
}

export interface IngestJob {
  readonly file: number;
  readonly chunk: Chunk;
  readonly context: SourceContext;
}

export interface IngestResult {
  readonly file: number;
  readonly bytes: number;
  /** Records seen, whatever became of them. */
  readonly records: number;
  readonly rejected: readonly Broken[];
  readonly events: IngestedEvents;
  /** Events by `source`, tab, `organisation` and hour since 1970: what tells a silent log from a quiet one. */
  readonly hours: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/** Events of a chunk, attribute by attribute: threads hand over a few arrays faster than many objects. */
export interface IngestedEvents {
  /** Number of the record within the chunk; a record may hold several events. */
  readonly record: Uint32Array;
  readonly id: readonly string[];
  /** 1: the record had no id of its own; the id is a hash of it, and the how-manieth it is must still be added. */
  readonly hashed: Uint8Array;
  /** Milliseconds since 1970. */
  readonly time: Float64Array;
  /** Index into `SOURCES`. */
  readonly source: Uint8Array;
  /** Index into `OUTCOMES` for sign-ins, -1 for audit events. */
  readonly outcome: Int8Array;
  /** By place: JSON text of a `Payload`, for events that a rule matched or that teach what is usual. */
  readonly payloads: ReadonlyMap<number, string>;
}

/** What the stateful stages need of an event. */
export interface Payload {
  readonly event: EventDigest;
  /** Its log source, without the category, which the kind of event tells. */
  readonly product: string;
  readonly services: readonly string[];
  /** Keys of the rules that matched the event by itself. */
  readonly rules: readonly string[];
  readonly values: Values;
}

export function createProcessor(init: IngestInit): (job: IngestJob) => IngestResult {
  const ingest = new Ingest(init);
  return (job) => ingest.process(job);
}

/** Tells why a record cannot be read by any source; undefined when it can. */
export function createRecogniser(
  init: Pick<IngestInit, 'as'>,
): (decoded: Decoded) => string | undefined {
  const sources = SOURCES.filter(({ name }) => init.as === undefined || name === init.as);
  return ({ record }) => {
    const shape = typeof record === 'string' ? 'line' : 'object';
    const known = sources.some((source) => source.shape === shape && source.recognise(record));
    return known ? undefined : unrecognised(record, sources);
  };
}

class Ingest {
  readonly #rules: RuleSet<Event>;
  readonly #lookups = { anonymisers: new NetworkList(), trusted: new NetworkList() };
  readonly #sources: readonly Source[];
  readonly #numbers = new Map(SOURCES.map((source, index) => [source, index]));
  readonly #values = new ValueReader();
  readonly #keepsHistory: boolean;
  #last: Source | undefined;

  constructor(init: IngestInit) {
    const { rules } = compileRules(init.rules, eventReader).ruleSet;
    // Rules that ask what the past says are matched in order of time, by `replay`.
    this.#rules = new RuleSet(
      rules.filter((rule) => !usesHistory(rule)),
      [],
      eventReader,
    );
    this.#keepsHistory = rules.some(usesHistory);
    for (const network of init.anonymisers) this.#lookups.anonymisers.add(network);
    for (const network of init.trusted) this.#lookups.trusted.add(network);
    this.#sources = SOURCES.filter(({ name }) => init.as === undefined || name === init.as);
  }

  process({ file, chunk, context }: IngestJob): IngestResult {
    const rejected: Broken[] = [];
    const events = new EventColumns();
    const hours = new HourCounts();
    let records = 0;
    decodeChunk(chunk, {
      broken: (broken) => {
        records += 1;
        rejected.push(broken);
      },
      record: (decoded) => {
        const read = this.#read(decoded, context);
        if (typeof read === 'string') rejected.push(decoded.locate(read));
        else {
          for (const event of read.events) {
            this.#ingest(event, decoded.record, read.source, events, records);
            hours.add(event);
          }
        }
        records += 1;
      },
    });
    return {
      file,
      bytes: chunk.bytes.length,
      records,
      rejected,
      events: events.finish(),
      hours: hours.byLog,
    };
  }

  /** The events of a record, or why there are none. */
  #read(
    { record }: Decoded,
    context: SourceContext,
  ): { source: Source; events: readonly Event[] } | string {
    const source = this.#recognise(record);
    if (source === undefined) return unrecognised(record, this.#sources);
    const reading = source.read(record, context);
    return reading.ok ? { source, events: reading.events } : `${source.title}: ${reading.reason}`;
  }

  #recognise(record: JsonObject | string): Source | undefined {
    const shape = typeof record === 'string' ? 'line' : 'object';
    const last = this.#last;
    if (last !== undefined && last.shape === shape && last.recognise(record)) return last;
    const found = this.#sources.find(
      (source) => source.shape === shape && source.recognise(record),
    );
    if (found !== undefined) this.#last = found;
    return found;
  }

  #ingest(
    read: Event,
    record: JsonObject | string,
    source: Source,
    events: EventColumns,
    place: number,
  ): void {
    const event = enrich(read, this.#lookups);
    const { uid } = event.metadata;
    const hashed = uid.endsWith(`:${NO_ID}`);
    const id = hashed
      ? `${uid}${contentId(typeof record === 'string' ? record : JSON.stringify(record))}`
      : uid;
    const payload = this.#payload(event, id);
    if (payload !== undefined) events.payloads.set(events.id.length, JSON.stringify(payload));
    events.record.push(place);
    events.id.push(id);
    events.hashed.push(hashed ? 1 : 0);
    events.time.push(event.time);
    events.source.push(this.#numbers.get(source) ?? 0);
    events.outcome.push(event.kind === 'sign-in' ? OUTCOMES.indexOf(event.outcome) : -1);
  }

  #payload(event: Event, id: string): Payload | undefined {
    const matched = this.#rules.match(event);
    if (matched.length === 0 && !(this.#keepsHistory && historyWants(event))) return undefined;
    const { raw: _, aliases: __, logsource, ...rest } = event;
    return {
      event: { ...rest, metadata: { ...event.metadata, uid: id } } as EventDigest,
      product: logsource.product,
      services: logsource.services,
      rules: matched.map(({ key }) => key),
      values: this.#values.read(event, matched),
    };
  }
}

class EventColumns {
  readonly record: number[] = [];
  readonly id: string[] = [];
  readonly hashed: number[] = [];
  readonly time: number[] = [];
  readonly source: number[] = [];
  readonly outcome: number[] = [];
  readonly payloads = new Map<number, string>();

  finish(): IngestedEvents {
    return {
      record: new Uint32Array(this.record),
      id: this.id,
      hashed: new Uint8Array(this.hashed),
      time: new Float64Array(this.time),
      source: new Uint8Array(this.source),
      outcome: new Int8Array(this.outcome),
      payloads: this.payloads,
    };
  }
}

const HOUR = 3_600_000;

class HourCounts {
  readonly byLog = new Map<string, Map<number, number>>();
  /** Those of the last event: the next one is nearly always from the same log. */
  #source = '';
  #tenant = '';
  #counts = new Map<number, number>();

  add({ metadata, time }: Event): void {
    if (metadata.source !== this.#source || metadata.tenant_uid !== this.#tenant) {
      this.#source = metadata.source;
      this.#tenant = metadata.tenant_uid;
      const log = `${this.#source}\t${this.#tenant}`;
      this.#counts = this.byLog.get(log) ?? new Map<number, number>();
      this.byLog.set(log, this.#counts);
    }
    const hour = Math.floor(time / HOUR);
    this.#counts.set(hour, (this.#counts.get(hour) ?? 0) + 1);
  }
}
