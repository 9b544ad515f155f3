import type { Post } from '../events/post.ts';
import type { FactBook } from '../facts/fact-book.ts';
import type { RaceState } from '../facts/race-state.ts';
import type { Claim, Entity } from '../reading/reading.ts';
import type { Gazetteer } from '../reading/words/gazetteer.ts';
import type { Comparison } from './comparison.ts';
import { documents, eligibility, withdrawn } from './eligibility.ts';
import type { Moment } from './ledger.ts';
import { Ledger } from './ledger.ts';
import { checkedAtPolls, mailToAll, method, methodVoid } from './methods.ts';
import { Names } from './names.ts';
import { racesMeant } from './race-of.ts';
import type { RaceView } from './results.ts';
import { certified, conceded, overVoted, raceView, uncertified, victory } from './results.ts';
import { deadline, electionDate, pollHours } from './times.ts';
import type { Verdict } from './verdict.ts';
import { agreed, opposite, UNKNOWN } from './verdict.ts';

/** Propositions that rules of participation decide. The words that mean them are in the language packs. */
const BY_RULES: Readonly<Record<string, Comparison>> = Object.freeze({
  method,
  'mail-to-all': mailToAll,
  'election-date': electionDate,
  'poll-hours': pollHours,
  deadline,
  eligibility,
  documents,
  'vote-not-counted': methodVoid,
  'police-at-polls': checkedAtPolls,
  'candidacy-withdrawn': withdrawn,
});

/** Propositions that the state of a race decides. */
const BY_RACE: ReadonlySet<string> = new Set([
  'victory',
  'certified',
  'certification-refused',
  'concession',
  'results-wrong',
  'more-votes-than-voters',
]);

/** Topics whose labels follow the state of the race. */
const OF_RACES: ReadonlySet<string> = new Set([
  'victory',
  'results',
  'certification',
  'fraud',
  'machines',
  'counting',
  'integrity',
  'transfer-of-power',
  'known-claim',
]);

/** How a claim stands to the facts. */
export interface Judgement extends Verdict {
  /** The place whose facts were asked. */
  readonly jurisdiction?: string;
  readonly race?: RaceView;
  /** Whom the claim is about, as names are written in full. */
  readonly who?: string;
}

/** What held when the post was written, by what is known `knownAt`. */
export interface JudgeOptions {
  /** Of what happened: calls, certifications. */
  readonly outcome: Moment;
  /** Of what is laid down: a rule that became known late held all the same. */
  readonly rules: Moment;
}

/** Holds claims against facts. Pure: the same claim, post, facts and moments give the same judgement. */
export class Judge {
  readonly #ledger: Ledger;
  readonly #names: Names;

  constructor(book: FactBook, gazetteers: readonly Gazetteer[]) {
    this.#ledger = new Ledger(book);
    this.#names = new Names(gazetteers);
  }

  judge(claim: Claim, post: Post, at: JudgeOptions): Judgement {
    const near = this.#placeOf(post.place);
    const where = this.#whereOf(claim, near);
    const place = where ?? near;
    const who = this.#whoOf(claim, post);
    const known = {
      ...(place !== undefined && { jurisdiction: place }),
      ...(who !== undefined && { who }),
    };
    if (OF_RACES.has(claim.topic)) {
      const races = this.#races(claim, { where, near, who, time: at.outcome.validAt }, at.outcome);
      const [first] = races;
      const race = first === undefined ? undefined : raceView(first.state, who, this.#names);
      const found = BY_RACE.has(claim.proposition)
        ? agreed(races.map((one) => this.#byRace(claim.proposition, one, who)))
        : UNKNOWN;
      return { ...signed(found, claim), ...known, ...(race !== undefined && { race }) };
    }
    const comparison = BY_RULES[claim.proposition];
    if (comparison === undefined) return { ...UNKNOWN, ...known };
    return { ...signed(this.#byRules(comparison, claim, place, at.rules), claim), ...known };
  }

  #byRace(
    proposition: string,
    { part, state }: { readonly state: RaceState; readonly part: boolean },
    who: string | undefined,
  ): Verdict {
    // Of a part only this follows from the whole: what is open as a whole is settled in no part.
    if (part && state.status !== 'open' && state.status !== 'claimed') return UNKNOWN;
    switch (proposition) {
      case 'victory':
        return victory(state, who, this.#names);
      case 'concession':
        return conceded(state, who, this.#names);
      case 'certified':
        return certified(state, who, this.#names);
      case 'more-votes-than-voters':
        return overVoted(state, this.#ledger);
      default:
        return uncertified(state);
    }
  }

  /** By the place's own rules; where they say nothing, by those of all its parts, when they agree. */
  #byRules(comparison: Comparison, claim: Claim, place: string | undefined, at: Moment): Verdict {
    const slots = slotsOf(claim);
    const of = (one: string): Verdict =>
      comparison.compare(slots, (kind) => this.#ledger.rules(one, kind, at));
    const own = place === undefined ? UNKNOWN : of(place);
    if (own.state !== 'unknown') return own;
    const parts = this.#ledger.places(comparison.kinds, place).map(of);
    return agreed(parts.filter(({ facts, state }) => state !== 'unknown' || facts.length > 0));
  }

  #races(
    claim: Claim,
    {
      near,
      time,
      where,
      who,
    }: {
      readonly where: string | undefined;
      readonly near: string | undefined;
      readonly who: string | undefined;
      readonly time: number;
    },
    at: Moment,
  ) {
    const { office } = claim.slots;
    const race = this.#names.entry(who)?.race ?? personOf(claim)?.race;
    const meant = racesMeant(this.#ledger, {
      where,
      near,
      office: office === undefined ? undefined : String(office),
      race,
      time,
    });
    return meant.map(({ id, part }) => ({ part, state: this.#ledger.race(id, at) }));
  }

  #placeOf(text: string | undefined, near?: string): string | undefined {
    return text === undefined ? undefined : (this.#ledger.book.place(text, near) ?? text);
  }

  /** The place the text names: in the claim itself, else beside it in the sentence. */
  #whereOf(claim: Claim, near: string | undefined): string | undefined {
    const { where } = claim.slots;
    if (where !== undefined) return this.#placeOf(String(where), near);
    const place = claim.entities.find(({ kind }) => kind === 'place');
    return this.#placeOf(place?.jurisdiction ?? place?.name, near);
  }

  /** The person or party named; who writes of himself is the author, if the gazetteer knows him. */
  #whoOf(claim: Claim, { author }: Post): string | undefined {
    const named = personOf(claim);
    if (named !== undefined) return named.name;
    return (this.#names.entry(author.handle) ?? this.#names.entry(author.name))?.name;
  }
}

function signed(verdict: Verdict, { polarity }: Claim): Verdict {
  return polarity === 'negative' ? opposite(verdict) : verdict;
}

/** The name within the claim, else the first of its sentence. */
function personOf({ entities, span }: Claim): Entity | undefined {
  const people = entities.filter(({ kind }) => kind !== 'place');
  return people.find((one) => one.span[0] >= span[0] && one.span[1] <= span[1]) ?? people[0];
}

/** The reader gives a name's place for the name where it has one. */
function slotsOf(claim: Claim): Claim['slots'] {
  const person = personOf(claim);
  const { who } = claim.slots;
  return person !== undefined && who !== undefined && who === person.jurisdiction
    ? { ...claim.slots, who: person.name }
    : claim.slots;
}
