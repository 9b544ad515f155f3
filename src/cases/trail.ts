import type { AttackKind, Detection } from '../detectors/detection.ts';
import { prefixOf } from '../detectors/network-prefix.ts';
import type { Sighting } from '../detectors/sighting.ts';
import type { Trace } from './account-trace.ts';
import { AccountTrace } from './account-trace.ts';
import { EventList } from './event-list.ts';
import {
  LEAST_RECENT,
  MAX_ACCOUNTS,
  MAX_CELLS,
  MAX_COUNTED,
  MAX_MARKS,
  MAX_RECENT,
  MAX_RECENT_OF_ACCOUNT,
} from './limits.ts';
import { Newest } from './newest.ts';
import { rungOf } from './rung.ts';
import { Tally } from './tally.ts';

/** From when to when something was seen, in milliseconds. */
export interface Span {
  readonly first: number;
  readonly last: number;
}

/** When more than half of what was told is withdrawn, less sureness than this is left and there was no attack. */
const LEAST_CONFIDENCE = 0.2;

/** One attack in a detector's words, and what was seen of it; every sighting takes the same time. */
export class Trail {
  readonly detector: string;
  readonly attack: string;
  readonly organisation: string;
  readonly detectedAt: number;
  kind: AttackKind;
  reason: string;
  readonly accounts = new Map<string, AccountTrace>();
  readonly addresses = new Tally(MAX_COUNTED);
  readonly asns = new Tally(MAX_COUNTED);
  readonly countries = new Tally(MAX_COUNTED);
  readonly clients = new Tally(MAX_COUNTED);
  /** Address with client: what tells one attacker's tools from another's at a shared exit. */
  readonly tools = new Tally(MAX_COUNTED);
  /** Where each account was tried from, and when: an address, a network with a client, a session. */
  readonly marks = new Newest<Span>();
  readonly events: EventList;
  /** Sightings named and not withdrawn. */
  total = 0;
  #told = 0;
  #confidence = 0;
  #cells = 0;
  #recent: ReadonlyMap<string, Trace> | undefined;

  constructor(first: Detection, keepAll: boolean) {
    this.detector = first.detector;
    this.attack = first.attack;
    this.organisation = first.organisation;
    this.detectedAt = first.at;
    this.kind = first.kind;
    this.reason = first.reason;
    this.events = new EventList(keepAll);
  }

  /** Undefined when what is left justifies no case. */
  get confidence(): number | undefined {
    if (this.total === 0) return undefined;
    const left = Math.min(1, (2 * this.total) / this.#told);
    const confidence = this.#confidence * left;
    return left < 1 && confidence < LEAST_CONFIDENCE ? undefined : confidence;
  }

  /** From the first sighting to the last, as far as accounts are told apart. */
  get span(): Span {
    let [first, last] = [Infinity, -Infinity];
    for (const account of this.accounts.values()) {
      first = Math.min(first, account.first);
      last = Math.max(last, account.last);
    }
    return first > last ? { first: this.detectedAt, last: this.detectedAt } : { first, last };
  }

  /** Sightings that can still be told apart, by id. Worked out when asked for, at the end. */
  get recent(): ReadonlyMap<string, Trace> {
    this.#recent ??= new Map(
      [...this.accounts.values()].flatMap(({ recent }) =>
        [...recent.values()].map((trace) => [trace.id, trace] as const),
      ),
    );
    return this.#recent;
  }

  knows(event: string): boolean {
    return this.recent.has(event) || this.events.has(event);
  }

  add(detection: Detection): void {
    this.kind = detection.kind;
    this.reason = detection.reason;
    this.#confidence = detection.confidence;
    this.#recent = undefined;
    for (const sighting of detection.sightings) this.#sight(sighting, detection);
    for (const id of detection.withdrawn ?? []) this.#withdraw(id);
  }

  /** Takes back what turned out to be the owner's, where it was named before. */
  withdraw({ attack, withdrawn = [] }: Detection): void {
    if (attack !== this.attack) return;
    this.#recent = undefined;
    for (const id of withdrawn) this.#withdraw(id);
  }

  #sight(sighting: Sighting, { at, kind }: Detection): void {
    let account = this.accounts.get(sighting.account);
    if (account?.recent.has(sighting.id) === true) return;
    const trace = traceOf(sighting, kind);
    this.total += 1;
    this.#told += 1;
    this.events.add(trace, at);
    this.#count(trace, 1);
    if (account === undefined) {
      if (this.accounts.size >= MAX_ACCOUNTS) return;
      account = new AccountTrace(sighting.account, at);
      this.accounts.set(sighting.account, account);
    }
    this.#cells += account.add(trace);
    if (this.#cells > MAX_CELLS) this.#chartLess();
    const share = Math.floor(MAX_RECENT / this.accounts.size);
    account.recent.set(
      trace.id,
      trace,
      Math.max(LEAST_RECENT, Math.min(MAX_RECENT_OF_ACCOUNT, share)),
    );
    for (const mark of marksOf(sighting)) this.#mark(mark, sighting.time);
  }

  /** Seldom: looks for it with every account. */
  #withdraw(id: string): void {
    this.events.remove(id);
    for (const account of this.accounts.values()) {
      const trace = account.recent.get(id);
      if (trace === undefined) continue;
      this.total -= 1;
      this.#count(trace, -1);
      account.remove(trace);
      if (account.attempts <= 0) this.accounts.delete(trace.account);
      return;
    }
  }

  #count({ address, asn, country, client }: Trace, times: 1 | -1): void {
    if (address !== undefined) {
      this.addresses.add(address, times);
      this.tools.add(`${address}\n${client ?? ''}`, times);
    }
    if (asn !== undefined) this.asns.add(asn, times);
    if (country !== undefined) this.countries.add(country, times);
    if (client !== undefined) this.clients.add(client, times);
  }

  #mark(mark: string, time: number): void {
    const before = this.marks.get(mark);
    const first = Math.min(time, before?.first ?? time);
    const last = Math.max(time, before?.last ?? time);
    this.marks.set(mark, { first, last }, MAX_MARKS);
  }

  #chartLess(): void {
    const charted = [...this.accounts.values()]
      .filter(({ hours }) => hours !== undefined)
      .toSorted((a, b) => b.attempts - a.attempts || (a.account < b.account ? -1 : 1));
    for (const account of charted.slice(Math.floor(charted.length / 2))) account.hours = undefined;
    this.#cells = charted.reduce((sum, { hours }) => sum + (hours?.size ?? 0), 0);
  }
}

function traceOf(sighting: Sighting, kind: AttackKind): Trace {
  return {
    id: sighting.id,
    account: sighting.account,
    time: sighting.time,
    rung: rungOf(sighting, kind),
    unknown: sighting.outcome === 'user-unknown',
    address: sighting.address,
    asn: sighting.asn === undefined ? undefined : String(sighting.asn),
    country: sighting.country,
    client: sighting.client,
  };
}

/** What makes two attacks on one account the same attacker's, each with the account. */
function marksOf({ account, address, asn, client, session }: Sighting): readonly string[] {
  const marks: string[] = [];
  if (session !== undefined) marks.push(`session\n${account}\n${session}`);
  if (address === undefined) return marks;
  marks.push(`address\n${account}\n${address}`);
  if (client !== undefined) {
    const network = asn === undefined ? prefixOf(address) : `AS${asn}`;
    marks.push(`network\n${account}\n${network}\n${client}`);
  }
  return marks;
}
