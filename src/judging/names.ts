import { foldName, rootOf } from '../facts/jurisdiction.ts';
import type { Fact } from '../facts/fact.ts';
import type { Gazetteer, GazetteerEntry } from '../reading/words/gazetteer.ts';

/** Who is who among candidates and parties: names by any way they are written. */
export class Names {
  readonly #entries: ReadonlyMap<string, GazetteerEntry>;
  readonly #parties: ReadonlyMap<string, string>;

  constructor(gazetteers: readonly Gazetteer[]) {
    const people = gazetteers.flat().filter(({ kind }) => kind !== 'place');
    this.#entries = new Map(
      people
        .flatMap((entry) =>
          [entry.name, ...(entry.aliases ?? [])].map((name) => [name, entry] as const),
        )
        .toReversed()
        .map(([name, entry]) => [foldName(name), entry]),
    );
    this.#parties = new Map(
      people.flatMap(({ name, party }) =>
        party === undefined ? [] : [[foldName(name), foldName(party)] as const],
      ),
    );
  }

  entry(name: string | undefined): GazetteerEntry | undefined {
    return name === undefined ? undefined : this.#entries.get(foldName(name));
  }

  /** Whether a winner as facts name them is the person or party a claim names. */
  same(winner: string, claimed: string): boolean {
    const won = this.entry(winner)?.name ?? winner;
    const said = this.entry(claimed)?.name ?? claimed;
    return foldName(won) === foldName(said) || this.#parties.get(foldName(won)) === foldName(said);
  }
}

/** Kinds of facts whose `winner` is a candidate. */
const WITH_WINNER: ReadonlySet<string> = new Set(['call', 'certification']);

/**
 * The people and places facts speak of, so that a text that names them is understood without a gazetteer: winners and
 * candidates as candidates, jurisdictions that are names as places.
 */
export function namesOfFacts(facts: readonly Fact[]): Gazetteer {
  const people = new Map<string, { readonly name: string; readonly races: Set<string> }>();
  const places = new Map<string, GazetteerEntry>();
  for (const { data, jurisdiction, kind, race } of facts) {
    for (const name of peopleIn(kind, data)) {
      const person = people.get(foldName(name)) ?? { name, races: new Set<string>() };
      people.set(foldName(name), person);
      if (race !== undefined) person.races.add(race);
    }
    for (const name of placeNames(jurisdiction))
      places.set(foldName(name), { name, kind: 'place', jurisdiction });
  }
  const candidates = [...people.values()].map(({ name, races }): GazetteerEntry => {
    // Who is called state by state stands for the whole.
    const race = [...races].toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))[0];
    const whole = races.size > 1 && race !== undefined ? widened(race, races) : race;
    return { name, kind: 'candidate', ...(whole !== undefined && { race: whole }) };
  });
  return [...candidates, ...places.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The race of the place that all others lie in; none where there is no such place. */
function widened(race: string, races: ReadonlySet<string>): string | undefined {
  const [place = '', ...rest] = race.split(' ');
  const root = rootOf(place);
  const office = rest.join(' ');
  return [...races].every((one) => one.startsWith(root) && one.endsWith(office))
    ? `${root} ${office}`
    : undefined;
}

function peopleIn(kind: string, data: Fact['data']): readonly string[] {
  const { candidates, holder, winner } = data;
  if (WITH_WINNER.has(kind)) return typeof winner === 'string' ? [winner] : [];
  if (kind === 'office-holder') return typeof holder === 'string' ? [holder] : [];
  return Array.isArray(candidates) ? candidates.filter((name) => typeof name === 'string') : [];
}

/** `Freedonia` and `Freedonia-Northmark` have names; `US-GA` has a code, which language packs know. */
function placeNames(jurisdiction: string): readonly string[] {
  const last = jurisdiction.slice(jurisdiction.lastIndexOf('-') + 1);
  return [jurisdiction, last].filter((name) => /^\p{Lu}[\p{L}'’ ]*\p{Ll}/u.test(name));
}
