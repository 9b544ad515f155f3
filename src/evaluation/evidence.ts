import type { Case } from '../cases/case.ts';
import type { Label } from './label.ts';
import { STEPS } from './label.ts';

/** A scan put this event into this case. */
export interface Assigned {
  /** `<source>:<record id>`. */
  readonly event: string;
  readonly caseId: string;
  /** Event time at which a stream would have done so, in milliseconds; where the scan does not say, the account's. */
  readonly at?: number;
}

interface Place {
  readonly found: FoundCase;
  readonly at?: number;
}

/** What a case turned out to hold. */
export interface FoundCase {
  readonly record: Case;
  /** Its accounts by name, lower case. */
  readonly accounts: ReadonlyMap<string, Case['accounts'][number]>;
  attacks: number;
  /** Events of ordinary life by mode. */
  readonly benign: Map<string, number>;
  /** Campaigns of which it holds an event. */
  readonly campaigns: Set<Campaign>;
}

/** A sign-in that succeeded, or whose password was right. */
export interface Success {
  readonly label: Label;
  readonly places: readonly Place[];
}

interface Attacked {
  /** Milliseconds. */
  readonly first: number;
  /** The furthest that was got with the account: position in `STEPS`. */
  step: number;
}

interface Shared {
  events: number;
  /** Of them, what was done after an entry. */
  aftermath: number;
}

/** One campaign against one organisation, as labelled. */
export interface Campaign {
  readonly organisation: string;
  readonly name: string;
  readonly modes: Set<string>;
  first: number;
  last: number;
  readonly total: Shared;
  readonly accounts: Map<string, Attacked>;
  readonly successes: Success[];
  /** How much of it each case holds. */
  readonly held: Map<FoundCase, Shared>;
}

const AFTERMATH = STEPS.indexOf('aftermath');

const NOWHERE: readonly Place[] = [];

/**
 * What was found laid beside what is true, a label at a time and in any order. Memory grows with the events of attacks
 * and of cases and with accounts, not with ordinary life.
 */
export class Evidence {
  readonly cases: readonly FoundCase[];
  readonly campaigns = new Map<string, Campaign>();
  /** Accounts with a life of their own, by organisation. */
  readonly living = new Map<string, Set<string>>();
  labels = 0;
  first = Infinity;
  last = -Infinity;
  readonly #places: ReadonlyMap<string, readonly Place[]>;
  #labelled = 0;

  constructor(cases: readonly Case[], assigned: Iterable<Assigned>) {
    this.cases = cases.map((record) => ({
      record,
      accounts: new Map(record.accounts.map((one) => [one.account.toLowerCase(), one])),
      attacks: 0,
      benign: new Map(),
      campaigns: new Set(),
    }));
    this.#places = placesOf(this.cases, assigned);
  }

  /** Events of cases that no label speaks of; they count for nothing. */
  get unlabelled(): number {
    return Math.max(0, this.#places.size - this.#labelled);
  }

  add(label: Label): void {
    this.labels += 1;
    this.first = Math.min(this.first, label.time);
    this.last = Math.max(this.last, label.time);
    const places = this.#placesOf(label.id);
    if (places.length > 0) this.#labelled += 1;
    const living = this.#livingIn(label.organisation);
    if (label.attack !== undefined) this.#attack(label, label.attack, places);
    else {
      living.add(label.account);
      for (const { found } of places) count(found.benign, label.mode);
    }
  }

  #placesOf(id: string): readonly Place[] {
    const key = id.toLowerCase();
    // Labels may also name events as a scan does.
    return this.#places.get(key) ?? this.#places.get(recordId(key)) ?? NOWHERE;
  }

  #livingIn(organisation: string): Set<string> {
    let living = this.living.get(organisation);
    if (living === undefined) this.living.set(organisation, (living = new Set()));
    return living;
  }

  #attack(label: Label, attack: NonNullable<Label['attack']>, places: readonly Place[]): void {
    const campaign = this.#campaign(label, attack.campaign);
    const step = STEPS.indexOf(attack.step);
    const { time, account } = label;
    campaign.modes.add(label.mode);
    campaign.first = Math.min(campaign.first, time);
    campaign.last = Math.max(campaign.last, time);
    add(campaign.total, step);
    const known = campaign.accounts.get(account);
    const first = Math.min(time, known?.first ?? time);
    campaign.accounts.set(account, { first, step: Math.max(step, known?.step ?? 0) });
    if (attack.step === 'hit' || attack.step === 'entry')
      campaign.successes.push({ label, places });
    for (const { found } of places) {
      found.attacks += 1;
      found.campaigns.add(campaign);
      let held = campaign.held.get(found);
      if (held === undefined) campaign.held.set(found, (held = { events: 0, aftermath: 0 }));
      add(held, step);
    }
  }

  #campaign({ organisation, time }: Label, name: string): Campaign {
    const key = JSON.stringify([organisation, name]);
    let campaign = this.campaigns.get(key);
    if (campaign === undefined) {
      campaign = {
        organisation,
        name,
        modes: new Set(),
        first: time,
        last: time,
        total: { events: 0, aftermath: 0 },
        accounts: new Map(),
        successes: [],
        held: new Map(),
      };
      this.campaigns.set(key, campaign);
    }
    return campaign;
  }
}

function add(to: Shared, step: number): void {
  to.events += 1;
  if (step === AFTERMATH) to.aftermath += 1;
}

function count<K>(counts: Map<K, number>, key: K, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** What the vendor calls the record, out of the id of its event. */
function recordId(event: string): string {
  return event.slice(event.indexOf(':') + 1).toLowerCase();
}

/** Where each event went, by record id: what the scan said, and what the cases list themselves. */
function placesOf(
  cases: readonly FoundCase[],
  assigned: Iterable<Assigned>,
): ReadonlyMap<string, readonly Place[]> {
  const byId = new Map(cases.map((found) => [found.record.id, found]));
  const places = new Map<string, readonly Place[]>();
  const put = (event: string, place: Place): void => {
    const key = recordId(event);
    const there = places.get(key);
    if (there === undefined) places.set(key, [place]);
    else if (!there.some(({ found }) => found === place.found)) places.set(key, [...there, place]);
  };
  for (const { event, caseId, at } of assigned) {
    const found = byId.get(caseId);
    if (found !== undefined) put(event, { found, ...(at !== undefined && { at }) });
  }
  for (const found of cases) {
    const place = { found };
    for (const event of found.record.events) put(event, place);
  }
  return places;
}
