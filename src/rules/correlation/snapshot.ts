import type { Json } from '../../lib/json.ts';
import type { Result } from '../../lib/result.ts';
import { err, ok } from '../../lib/result.ts';
import type { CompiledCorrelation } from '../compiled.ts';
import { digestOf } from './digest.ts';
import type { Groups, SavedGroup, SavedHit } from './groups.ts';
import type { Lane } from './lane.ts';
import { SealedReader, sealedLines } from './sealed-lines.ts';
import type { SavedTally, Tally } from './tally.ts';

const KIND = { name: 'correlations', version: 1 };

/** A clock that has not begun is null, for JSON has no infinity. */
type Clock = number | null;

type Saved =
  | readonly ['rules', readonly (readonly [key: string, digest: string, title: string])[]]
  | readonly ['tally', rule: number, SavedTally]
  | readonly ['clock', Clock]
  | readonly ['lane', partition: string | null, Clock]
  | readonly ['groups', rule: number, Clock]
  | SavedGroup
  | SavedHit;

/** What there is to save, and to restore into. */
export interface CorrelatorState {
  readonly correlations: readonly CompiledCorrelation[];
  /** By place of the correlation. */
  readonly tallies: readonly Tally[];
  now: number;
  readonly lanes: Iterable<Lane>;
  /** The lane of an organisation, made when there is none. */
  lane(partition: string | undefined): Lane;
}

export function saveCorrelations(state: CorrelatorState): Generator<string, void, undefined> {
  return sealedLines(KIND, recordsOf(state));
}

function* recordsOf(state: CorrelatorState): Generator<Saved, void, undefined> {
  const digests = new Map<CompiledCorrelation, string>();
  const { correlations } = state;
  const rules = correlations.map(
    (one) => [one.key, digestOf(one, digests), one.rule.title] as const,
  );
  yield ['rules', rules];
  for (const [place, tally] of state.tallies.entries()) yield ['tally', place, tally.save()];
  yield ['clock', clock(state.now)];
  for (const lane of state.lanes) {
    yield ['lane', lane.partition ?? null, clock(lane.now)];
    for (const groups of lane.groups) {
      yield ['groups', correlations.indexOf(groups.correlation), clock(groups.now)];
      yield* groups.save();
    }
  }
}

/** Fills an empty state; the value is what was dropped and why, in sentences. On an error the state is of no use. */
export function restoreCorrelations(
  state: CorrelatorState,
  lines: Iterable<string>,
): Result<readonly string[], string> {
  const reader = new SealedReader(KIND, lines);
  const restoring = new Restoring(state);
  for (const record of reader.records()) restoring.take(record);
  restoring.finish();
  return reader.problem === undefined ? ok(restoring.dropped()) : err(reader.problem);
}

interface SavedRule {
  readonly key: string;
  readonly title: string;
  /** Where it is now; undefined: its state is of no use. */
  readonly place: number | undefined;
  readonly isKnown: boolean;
  groups: number;
  incidents: number;
}

/** Records were checked to be what `recordsOf` wrote, so that they are taken as such. */
class Restoring {
  readonly #state: CorrelatorState;
  #rules: readonly SavedRule[] = [];
  #lane: Lane | undefined;
  #rule: SavedRule | undefined;
  #groups: Groups | undefined;
  #groupsNow = -Infinity;

  constructor(state: CorrelatorState) {
    this.#state = state;
  }

  take(record: Json): void {
    const saved = record as unknown as Saved;
    switch (saved[0]) {
      case 'rules':
        this.#rules = saved[1].map(([key, digest, title]) => this.#ruleOf(key, digest, title));
        return;
      case 'tally':
        this.#tally(saved[1], saved[2]);
        return;
      case 'clock':
        this.#state.now = saved[1] ?? -Infinity;
        return;
      case 'lane':
        this.finish();
        this.#lane = this.#state.lane(saved[1] ?? undefined);
        this.#lane.restoreNow(saved[2] ?? -Infinity);
        return;
      case 'groups':
        this.finish();
        this.#rule = this.#rules[saved[1]];
        this.#groupsNow = saved[2] ?? -Infinity;
        if (this.#rule?.place !== undefined) this.#groups = this.#lane?.groupsOf(this.#rule.place);
        return;
      case 'group':
      case 'hit':
        if (this.#groups !== undefined) this.#groups.restore(saved, this.#groupsNow);
        else if (this.#rule !== undefined && saved[0] === 'group') {
          this.#rule.groups += 1;
          if (saved[3] !== null) this.#rule.incidents += 1;
        }
        return;
      default:
    }
  }

  /** Ends a section. */
  finish(): void {
    this.#groups?.restored();
    this.#groups = undefined;
    this.#rule = undefined;
  }

  dropped(): readonly string[] {
    return this.#rules
      .filter(({ place }) => place === undefined)
      .map(({ groups, incidents, isKnown, title }) => {
        const why = isKnown ? 'has changed' : 'is no longer there';
        return (
          `The correlation "${title}" ${why} since the snapshot, so what it remembered was dropped: ` +
          `${groups} groups, ${incidents} of them with an open incident.`
        );
      });
  }

  #ruleOf(key: string, digest: string, title: string): SavedRule {
    const { correlations } = this.#state;
    const known = correlations.findIndex((one) => one.key === key);
    const one = correlations[known];
    const same = one !== undefined && digestOf(one) === digest;
    const counts = { groups: 0, incidents: 0 };
    return { key, title, place: same ? known : undefined, isKnown: known >= 0, ...counts };
  }

  #tally(rule: number, saved: SavedTally): void {
    const place = this.#rules[rule]?.place;
    if (place !== undefined) this.#state.tallies[place]?.restore(saved);
  }
}

function clock(time: number): Clock {
  return Number.isFinite(time) ? time : null;
}
