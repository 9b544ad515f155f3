import { threadId } from 'node:worker_threads';
import type { DeskInit } from './decisions/create-desk.ts';
import { enrich } from './enrich/enrich.ts';
import { NetworkList } from './enrich/network-list.ts';
import type { Event } from './events/event.ts';
import { OUTCOMES } from './events/outcome.ts';
import type { IngestedEvents } from './event-columns.ts';
import { EventColumns } from './event-columns.ts';
import { FacetNumbers } from './facet-numbers.ts';
import { ValueReader } from './findings/values.ts';
import { HourCounts } from './hour-counts.ts';
import { historyWants, isRemembered } from './history/wants.ts';
import type { DecidedPost } from './ingest-posts.ts';
import { PostIngest } from './ingest-posts.ts';
import type { Broken, Chunk } from './intake/chunk.ts';
import type { Decoded, DecodeSink } from './intake/decode.ts';
import { decodeChunk } from './intake/decode.ts';
import { JsonLine } from './intake/json-line.ts';
import type { Marks } from './kept-event.ts';
import { numberFacets, ownTexts } from './kept-event.ts';
import type { JsonObject } from './lib/json.ts';
import type { Salt } from './lib/hash.ts';
import { contentId, writeKey } from './lib/hash.ts';
import { RuleSet } from './rules/compile.ts';
import { compileApart } from './rules/compile-apart.ts';
import { usesHistory } from './rules/uses-history.ts';
import { eventReader } from './rules/reader.ts';
import type { RuleDocument } from './rules/tree.ts';
import { SOURCES } from './sources/all.ts';
import type { Source, SourceContext } from './sources/source.ts';
import { NO_ID } from './sources/source.ts';
import { unrecognised } from './sources/unrecognised.ts';

/**
 * The stages that look at one event alone, run on any thread: cut-out bytes → records → events → enrichment → rules.
 * Nothing here remembers anything from one chunk to the next but which texts were handed over already.
 */

export interface IngestInit {
  readonly rules: readonly RuleDocument[];
  readonly anonymisers: readonly string[];
  readonly trusted: readonly string[];
  /** Name of a source to read everything as. */
  readonly as?: string;
  /** Whether every sign-in is kept, as detectors need; else those that rules match or that `history.*` fields speak of. */
  readonly keepsSignIns?: boolean;
  /** Of the store that the events are for; absent when they are for none. */
  readonly salt?: Salt;
  /** What posts are decided with; absent: posts are no records to be read. */
  readonly posts?: DeskInit;
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
  /** How often a regular expression saw only the beginning of a value. */
  readonly regexCuts: number;
  /** Records of sources of posts, and the decisions on what they hold. */
  readonly postRecords: number;
  readonly posts: readonly DecidedPost[];
}

/** `mail` stands for mail in every form. */
function isNamed(name: string, as: string | undefined): boolean {
  return as === undefined || name === as || name.startsWith(`${as}-`);
}

export function createProcessor(init: IngestInit): (job: IngestJob) => IngestResult {
  const ingest = new Ingest(init);
  return (job) => ingest.process(job);
}

/** Tells why a record cannot be read by any source; undefined when it can. */
export function createRecogniser(
  init: Pick<IngestInit, 'as' | 'posts'>,
): (decoded: Decoded) => string | undefined {
  const sources = SOURCES.filter(({ name }) => isNamed(name, init.as));
  const posts = init.posts && new PostIngest(init.posts, init.as);
  return ({ record }) => {
    const shape = typeof record === 'string' ? 'line' : 'object';
    const known =
      sources.some((source) => source.shape === shape && source.recognise(record)) ||
      posts?.recognise(record) !== undefined;
    return known ? undefined : unrecognised(record, sources);
  };
}

class Ingest {
  readonly #rules: RuleSet<Event>;
  readonly #drafts: RuleSet<Event> | undefined;
  readonly #lookups = { anonymisers: new NetworkList(), trusted: new NetworkList() };
  readonly #sources: readonly Source[];
  readonly #numbers = new Map(SOURCES.map((source, index) => [source, index]));
  readonly #values = new ValueReader();
  readonly #line = new JsonLine();
  readonly #facets = new FacetNumbers(threadId);
  readonly #keepsHistory: boolean;
  readonly #keepsSignIns: boolean;
  readonly #salt: Salt;
  readonly #posts: PostIngest | undefined;
  /** Whether the last record was of a source of posts. */
  #wasPost = false;
  #last: Source | undefined;

  constructor(init: IngestInit) {
    const { drafts, live } = compileApart(init.rules, eventReader);
    this.#rules = withoutPast(live);
    this.#drafts = drafts && withoutPast(drafts);
    this.#keepsHistory = [...live.rules, ...(drafts?.rules ?? [])].some(usesHistory);
    this.#keepsSignIns = init.keepsSignIns === true;
    this.#salt = init.salt ?? [0, 0];
    this.#posts = init.posts && new PostIngest(init.posts, init.as);
    for (const network of init.anonymisers) this.#lookups.anonymisers.add(network);
    for (const network of init.trusted) this.#lookups.trusted.add(network);
    this.#sources = SOURCES.filter(({ name }) => isNamed(name, init.as));
  }

  process({ file, chunk, context }: IngestJob): IngestResult {
    const rejected: Broken[] = [];
    const events = new EventColumns();
    const hours = new HourCounts();
    const cutsBefore = this.#regexCuts;
    this.#facets.begin();
    let records = 0;
    let postRecords = 0;
    const posts: DecidedPost[] = [];
    const sink: DecodeSink = {
      broken: (broken) => {
        records += 1;
        rejected.push(broken);
      },
      record: (decoded) => {
        const decided = this.#wasPost ? this.#decide(decoded, records) : undefined;
        const read = decided ?? this.#read(decoded, context, records);
        if (isDecided(read)) {
          postRecords += 1;
          posts.push(...read);
        } else if (typeof read === 'string') rejected.push(decoded.locate(read));
        else {
          for (const event of read.events) {
            this.#ingest(event, decoded, read.source, events, records);
            hours.add(event);
          }
        }
        records += 1;
      },
    };
    // Where the log is of a kind that is always parsed, looking at it before is in vain.
    const isParsed =
      this.#wasPost || (this.#last !== undefined && this.#last.onDemand === undefined);
    decodeChunk(chunk, sink, isParsed ? undefined : this.#line);
    return {
      file,
      bytes: chunk.bytes.length,
      records,
      rejected,
      events: events.finish(this.#facets.end()),
      hours: hours.byLog,
      regexCuts: this.#regexCuts - cutsBefore,
      postRecords,
      posts,
    };
  }

  get #regexCuts(): number {
    return this.#rules.cuts + (this.#drafts?.cuts ?? 0);
  }

  /** The events of a record, or why there are none. */
  #read(
    decoded: Decoded,
    context: SourceContext,
    place: number,
  ): { source: Source; events: readonly Event[] } | readonly DecidedPost[] | string {
    const { members } = decoded;
    const onDemand = members && this.#recognise((source) => source.onDemand?.recognise(members));
    const source = onDemand ?? this.#recogniseWhole(decoded.record);
    if (source === undefined)
      return this.#decide(decoded, place) ?? unrecognised(decoded.record, this.#sources);
    const reading =
      members === undefined || source.onDemand === undefined
        ? source.read(decoded.record, context)
        : source.onDemand.read(members, context);
    return reading.ok ? { source, events: reading.events } : `${source.title}: ${reading.reason}`;
  }

  /** The decisions on a record of posts, or why it cannot be read; undefined when it is none. */
  #decide({ record }: Decoded, place: number): readonly DecidedPost[] | string | undefined {
    const source = typeof record === 'string' ? undefined : this.#posts?.recognise(record);
    this.#wasPost = source !== undefined;
    if (source === undefined || typeof record === 'string') return undefined;
    return this.#posts?.decide(record, source, place);
  }

  #recogniseWhole(record: JsonObject | string): Source | undefined {
    const shape = typeof record === 'string' ? 'line' : 'object';
    return this.#recognise((source) => source.shape === shape && source.recognise(record));
  }

  /** The source that knows a record; the one that knew the last is asked first. */
  #recognise(knows: (source: Source) => boolean | undefined): Source | undefined {
    if (this.#last !== undefined && knows(this.#last) === true) return this.#last;
    const found = this.#sources.find((source) => knows(source) === true);
    if (found !== undefined) this.#last = found;
    return found;
  }

  #ingest(
    read: Event,
    decoded: Decoded,
    source: Source,
    events: EventColumns,
    place: number,
  ): void {
    const event = enrich(read, this.#lookups);
    const { uid } = event.metadata;
    const hashed = uid.endsWith(`:${NO_ID}`);
    const id = hashed ? `${uid}${contentId(textOf(decoded.record))}` : uid;
    const index = events.add(event.time, place);
    this.#keep(event, id, index, events);
    if (hashed) events.ids.set(index, id);
    const second = Math.floor(event.time / 1000);
    writeKey(events.keys, 2 * index, { id, second, salt: this.#salt });
    events.hashed[index] = hashed ? 1 : 0;
    events.source[index] = this.#numbers.get(source) ?? 0;
    events.outcome[index] = event.kind === 'sign-in' ? OUTCOMES.indexOf(event.outcome) : -1;
  }

  #keep(event: Event, id: string, index: number, events: EventColumns): void {
    const marks = this.#marks(event);
    if (marks === undefined && !this.#isWanted(event)) return;
    events.keep(index, ownTexts(event, id), numberFacets(event, marks, this.#facets));
  }

  #isWanted(event: Event): boolean {
    return this.#keepsSignIns ? isRemembered(event) : this.#keepsHistory && historyWants(event);
  }

  #marks(event: Event): Marks | undefined {
    const matched = this.#rules.match(event);
    const drafts = this.#drafts?.match(event) ?? [];
    if (matched.length + drafts.length === 0) return undefined;
    return {
      rules: matched.map(({ key }) => key),
      values: this.#values.read(event, matched),
      ...(drafts.length > 0 && {
        drafts: { rules: drafts.map(({ key }) => key), values: this.#values.read(event, drafts) },
      }),
    };
  }
}

function isDecided(read: object | string): read is readonly DecidedPost[] {
  return Array.isArray(read);
}

/** Rules that ask what the past says are matched in order of time, by `replay`. */
function withoutPast({ rules }: RuleSet<Event>): RuleSet<Event> {
  return new RuleSet(
    rules.filter((rule) => !usesHistory(rule)),
    [],
    eventReader,
  );
}

function textOf(record: JsonObject | string): string {
  return typeof record === 'string' ? record : JSON.stringify(record);
}
