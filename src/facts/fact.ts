import type { JsonObject } from '../lib/json.ts';

/**
 * A sourced, dated assertion about an election, as it is written to a file. It has two times: when it holds (`from` up
 * to, not including, `until`) and since when it is known (`known_at`). It is never changed: what turns out wrong is
 * corrected or retracted by a further fact.
 */
export interface Fact {
  readonly id: string;
  readonly kind: string;
  /** Canonical: `US`, `US-GA`, `US-GA-Fulton`. */
  readonly jurisdiction: string;
  /** Canonical: `US-GA president 2020`. */
  readonly race?: string;
  /** The sentence people read. */
  readonly value: string;
  /** What is compared. */
  readonly data: JsonObject;
  /** RFC 3339 UTC. Absent: it held always. */
  readonly from?: string;
  /** RFC 3339 UTC. Absent: no end is known. */
  readonly until?: string;
  /** RFC 3339 UTC. Absent: it was always known. */
  readonly known_at?: string;
  readonly source?: FactSource;
  /** Ids of the facts in whose place this one stands. */
  readonly corrects?: readonly string[];
  /** Ids of the facts that are withdrawn. */
  readonly retracts?: readonly string[];
  /** Fields nobody here knows, kept as they were. */
  readonly extra?: JsonObject;
}

export interface FactSource {
  readonly name?: string;
  readonly url?: string;
}

/** Every kind of fact → the keys its `data` may have. */
export const KINDS: Readonly<Record<string, readonly string[]>> = Object.freeze({
  hours: ['date', 'open', 'close', 'registration', 'longest', 'time_zone', 'note'],
  method: [
    'allowed',
    'not_allowed',
    'early',
    'mail_to_all',
    'checks_at_polls',
    'stations',
    'places',
    'moved',
    'postal_count_from',
    'certification_due',
    'postmark',
    'receipt',
    'receipt_time',
    'note',
  ],
  deadline: ['registration', 'request', 'receipt', 'receipt_time', 'postmark', 'note'],
  eligibility: [
    'citizen',
    'min_age',
    'photo_id',
    'document',
    'strict',
    'student_id',
    'registration',
    'candidates',
    'note',
  ],
  call: ['winner', 'outlets', 'official', 'electors', 'note'],
  certification: [
    'winner',
    'margin',
    'shares',
    'electors',
    'turnout',
    'votes',
    'registered',
    'by',
    'note',
  ],
  'office-holder': ['holder', 'office', 'until', 'account', 'note'],
  retraction: ['reason'],
});

/** The ways to vote that `allowed` and `not_allowed` of a method may name. */
export const METHODS: readonly string[] = Object.freeze([
  'in-person',
  'early-in-person',
  'post',
  'drop-box',
  'hand-delivery',
  'phone',
  'text',
  'email',
  'internet',
  'app',
  'social-media',
]);

/** Fields of a fact as it is written. */
export const FIELDS: readonly string[] = Object.freeze([
  'id',
  'kind',
  'jurisdiction',
  'race',
  'value',
  'data',
  'from',
  'until',
  'known_at',
  'source',
  'corrects',
  'retracts',
]);

/** The name under which a source's statements belong together: its own, else the host of its address. */
export function sourceName(source: FactSource | undefined): string {
  if (source?.name !== undefined) return source.name;
  if (source?.url === undefined) return '';
  const { hostname } = URL.parse(source.url) ?? { hostname: source.url };
  return hostname.replace(/^www\./, '');
}
