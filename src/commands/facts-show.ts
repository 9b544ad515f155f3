import { FactBook } from '../facts/fact-book.ts';
import { parseFactTime } from '../facts/fact-time.ts';
import { placeName } from '../facts/jurisdiction.ts';
import type { Quorum } from '../facts/quorum.ts';
import type { RaceState } from '../facts/race-state.ts';
import { parseRace, raceText } from '../facts/race.ts';
import { factRecord } from '../facts/read-fact.ts';
import { formatTime } from '../lib/time.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { stringOption, UsageError } from './command.ts';
import { loadFacts } from './facts-load.ts';
import { factsText } from './facts-show-text.ts';
import type { Shown } from './facts-shown.ts';
import { jsonText } from './plain.ts';

/** Shows what held at one time by what was known at another. Resolves to the exit status. */
export async function showCommand(
  positionals: readonly string[],
  values: OptionValues,
  {
    facts: paths,
    quorum,
  }: { readonly facts: readonly string[]; readonly quorum: Quorum | undefined },
  io: CommandIo,
): Promise<number> {
  if (positionals.length > 1)
    throw new UsageError('"facts show" takes one jurisdiction; quote a name of several words');
  const { facts, rejected } = await loadFacts(paths, io);
  if (rejected.length > 0)
    io.stderr.write(
      `scrutineer: ${rejected.length} records cannot be read: see scrutineer facts check\n`,
    );
  const book = FactBook.from(facts, quorum === undefined ? {} : { quorum });
  const validAt = timeOption(values, 'as-of') ?? io.now();
  const at = { validAt, knownAt: timeOption(values, 'known-at') ?? io.now() };
  const [text] = positionals;
  const code = text === undefined ? undefined : placeIn(book, text);
  const kind = stringOption(values, 'kind');
  const race = raceOption(values, code);
  const held = book.holding(at, {
    ...(code === undefined ? {} : { place: code }),
    ...(kind === undefined ? {} : { kind }),
    ...(race === undefined ? {} : { race }),
  });
  const ids = new Set(held.map(({ id }) => id));
  const outcome = kind === undefined || kind === 'call' || kind === 'certification';
  const races = outcome ? racesOf(book, at, code, race) : [];
  const kinds = [...new Set(held.map((fact) => fact.kind))].filter(
    (one) => one !== 'call' && one !== 'certification',
  );
  const rules =
    code === undefined
      ? []
      : kinds.map((one) => book.rules(code, one, at, race === undefined ? {} : { race }));
  const shown: Shown = {
    ...(code === undefined ? {} : { place: { code, name: placeName(code) } }),
    asOf: formatTime(at.validAt),
    knownAt: formatTime(at.knownAt),
    races,
    rules,
    facts: held,
    withdrawn: book
      .withdrawn(at)
      .filter(({ fact }) => code === undefined || ids.has(fact.id) || fact.jurisdiction === code),
  };
  io.stdout.write(
    values['json'] === true ? `${jsonText(jsonOf(shown))}\n` : factsText(shown, io.stdout),
  );
  return held.length > 0 || races.length > 0 ? 0 : 1;
}

function racesOf(
  book: FactBook,
  at: { readonly validAt: number; readonly knownAt: number },
  code: string | undefined,
  race: string | undefined,
): readonly RaceState[] {
  if (race !== undefined) return [book.race(race, at)];
  const states = book.races(at).map((one) => book.race(one, at));
  const outcomes = states.filter((state) => state.facts.length > 0 || code !== undefined);
  return outcomes.filter((state) => code === undefined || state.race.startsWith(`${code} `));
}

function placeIn(book: FactBook, text: string): string {
  const place = book.place(text);
  if (place === undefined)
    throw new UsageError(`"${text}" may be any of several places; write its code, such as US-GA`);
  return place;
}

/** The race asked for; `president` alone is that of the place. */
function raceOption(values: OptionValues, place: string | undefined): string | undefined {
  const text = stringOption(values, 'race');
  const race = text === undefined ? undefined : parseRace(text, place);
  return race === undefined ? text : raceText(race);
}

function timeOption(values: OptionValues, name: string): number | undefined {
  const text = stringOption(values, name);
  if (text === undefined) return undefined;
  const time = parseFactTime(text);
  if (time === undefined)
    throw new UsageError(`--${name} takes a day or a time (2020-11-07T17:00:00Z), not "${text}"`);
  return time;
}

function jsonOf({ asOf, facts, knownAt, place, races, rules, withdrawn }: Shown): unknown {
  return {
    ...(place === undefined ? {} : { jurisdiction: place.code, name: place.name }),
    as_of: asOf,
    known_at: knownAt,
    races,
    rules,
    facts: facts.map(factRecord),
    withdrawn: withdrawn.map(({ by, fact, how }) => ({ how, by, fact: factRecord(fact) })),
  };
}
