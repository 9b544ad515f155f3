import type { AttackKind } from '../detectors/detection.ts';
import { contentId } from '../lib/hash.ts';
import type { Trace } from './account-trace.ts';
import { AccountTrace } from './account-trace.ts';
import type { Clue } from './clue.ts';
import { MEDIUM } from './clue.ts';
import { EventList } from './event-list.ts';
import { MAX_COUNTED } from './limits.ts';
import { nameOfClues, nameOfTrails } from './naming.ts';
import type { Rung } from './rung.ts';
import { COMPROMISED } from './rung.ts';
import { Tally } from './tally.ts';
import type { Span, Trail } from './trail.ts';

/** All that is known of one campaign against one organisation. */
export class Dossier {
  readonly id: string;
  readonly organisation: string;
  readonly kind: AttackKind;
  readonly confidence: number;
  detectedAt: number;
  /** Why this is an attack. */
  readonly reason: string;
  /** Attacks in detectors' words; none in a case made by rules alone. */
  readonly trails: readonly Trail[];
  readonly clues: Clue[] = [];
  readonly accounts = new Map<string, AccountTrace>();
  readonly addresses = new Tally(MAX_COUNTED);
  readonly asns = new Tally(MAX_COUNTED);
  readonly countries = new Tally(MAX_COUNTED);
  readonly clients = new Tally(MAX_COUNTED);
  readonly events: EventList;
  /** Events, each counted once. */
  total = 0;
  #span: Span = { first: Infinity, last: -Infinity };

  private constructor(head: DossierHead, trails: readonly Trail[], keepAll: boolean) {
    this.id = contentId('case', head.organisation, ...head.identity);
    this.organisation = head.organisation;
    this.kind = head.kind;
    this.confidence = head.confidence;
    this.detectedAt = head.detectedAt;
    this.reason = head.reason;
    this.trails = trails;
    this.events = new EventList(keepAll);
  }

  /** `trails`: at least one, the first detected first, each with a confidence. */
  static ofTrails(trails: readonly [Trail, ...Trail[]], keepAll: boolean): Dossier {
    const [first] = trails;
    const name = nameOfTrails(trails);
    const head = {
      organisation: first.organisation,
      identity: [first.detector, first.attack],
      kind: name.kind,
      confidence: Math.max(...trails.map(({ confidence }) => confidence ?? 0)),
      detectedAt: first.detectedAt,
      reason: name.reason,
    };
    const dossier = new Dossier(head, trails, keepAll);
    for (const trail of trails) dossier.#addTrail(trail);
    return dossier;
  }

  /** A case that rules alone make. `clues`: at least one, in order. */
  static ofClues(
    organisation: string,
    clues: readonly [Clue, ...Clue[]],
    { confidence, keepAll }: { readonly confidence: number; readonly keepAll: boolean },
  ): Dossier {
    const [first] = clues;
    const worst = clues.reduce((a, b) => (b.level > a.level ? b : a));
    const head = {
      organisation,
      identity: ['rules', first.id],
      kind: nameOfClues(clues),
      confidence,
      detectedAt: first.at,
      reason: worst.explanation,
    };
    const dossier = new Dossier(head, [], keepAll);
    for (const clue of clues) dossier.takeWhole(clue);
    return dossier;
  }

  get span(): Span {
    return this.#span;
  }

  /** Accounts the directory has. */
  get people(): readonly AccountTrace[] {
    return [...this.accounts.values()].filter(({ exists }) => exists);
  }

  /** The highest rung reached with anybody. */
  get rung(): Rung {
    return this.people.reduce((rung, account) => Math.max(rung, account.rung), 0);
  }

  knows(event: string): boolean {
    return this.events.has(event) || this.trails.some((trail) => trail.knows(event));
  }

  /** A finding that says no more than the case knew. */
  take(clue: Clue): void {
    this.clues.push(clue);
    this.#raisedBy(clue);
  }

  /** A finding of what else was done; its events become events of the case. */
  takeEvents(clue: Clue, rung: Rung): number {
    this.clues.push(clue);
    this.#raisedBy(clue);
    let added = Math.max(0, clue.total - clue.events.length);
    for (const id of clue.events) {
      if (this.knows(id)) continue;
      this.events.add({ id, time: clue.first, rung }, clue.at);
      added += 1;
    }
    this.total += added;
    this.#widen(clue);
    return added;
  }

  /** Says of these accounts that somebody was inside, by what was done. */
  entered(accounts: readonly string[], { first, last, at }: Clue): void {
    for (const name of accounts) {
      const account = this.#account(name, at);
      if (account.rung < COMPROMISED) account.note(COMPROMISED, 1, { first, last });
    }
  }

  /** A finding with everything it says: that is all that is known. */
  takeWhole(clue: Clue): void {
    const added = this.takeEvents(clue, clue.sense.rung);
    const each = Math.ceil(added / Math.max(1, clue.accounts.length));
    for (const name of clue.accounts) {
      const account = this.#account(name, clue.at);
      const isNew = account.attempts === 0 || account.rung < clue.sense.rung;
      if (each > 0 || isNew) account.note(clue.sense.rung, Math.max(1, each), clue);
    }
    for (const address of clue.addresses) this.addresses.add(address, Math.max(1, added));
    for (const country of clue.countries) this.countries.add(country);
    for (const client of clue.clients) this.clients.add(client, Math.max(1, added));
  }

  /** A finding that is a case by itself raises it when it is told, whatever a detector waits for. */
  #raisedBy({ accounts, at, level, sense }: Clue): void {
    if (level < MEDIUM || sense.alone !== 'yes') return;
    this.detectedAt = Math.min(this.detectedAt, at);
    for (const name of accounts) {
      const account = this.accounts.get(name);
      if (account !== undefined) account.detectedAt = Math.min(account.detectedAt, at);
    }
  }

  #account(name: string, detectedAt: number): AccountTrace {
    let account = this.accounts.get(name);
    if (account === undefined) {
      account = new AccountTrace(name, detectedAt);
      this.accounts.set(name, account);
    }
    return account;
  }

  #addTrail(trail: Trail): void {
    this.addresses.addAll(trail.addresses);
    this.asns.addAll(trail.asns);
    this.countries.addAll(trail.countries);
    this.clients.addAll(trail.clients);
    this.total += trail.total;
    for (const trace of trail.recent.values()) {
      const twin = this.accounts.get(trace.account)?.recent.get(trace.id);
      if (twin !== undefined) this.#uncount(trace);
    }
    for (const [name, other] of trail.accounts) {
      const account = this.#account(name, other.detectedAt);
      const twins = [...other.recent.values()].flatMap((trace) => {
        const twin = account.recent.get(trace.id);
        return twin === undefined ? [] : [twin.rung < trace.rung ? twin : trace];
      });
      account.merge(other);
      for (const twin of twins) account.uncountTwin(twin);
    }
    this.events.merge(trail.events);
    this.#widen(trail.span);
  }

  #uncount({ address, asn, country, client }: Trace): void {
    this.total -= 1;
    if (address !== undefined) this.addresses.add(address, -1);
    if (asn !== undefined) this.asns.add(asn, -1);
    if (country !== undefined) this.countries.add(country, -1);
    if (client !== undefined) this.clients.add(client, -1);
  }

  #widen({ first, last }: Span): void {
    this.#span = {
      first: Math.min(first, this.#span.first),
      last: Math.max(last, this.#span.last),
    };
  }
}

interface DossierHead {
  readonly organisation: string;
  readonly identity: readonly string[];
  readonly kind: AttackKind;
  readonly confidence: number;
  readonly detectedAt: number;
  readonly reason: string;
}
