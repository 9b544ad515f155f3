import type { Json, JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import { didYouMean } from '../lib/suggest.ts';
import { factId } from './content.ts';
import { dataProblems, knownData } from './read-data.ts';
import type { FactProblem } from './diagnostic.ts';
import { problem } from './diagnostic.ts';
import type { Fact, FactSource } from './fact.ts';
import { FIELDS, KINDS } from './fact.ts';
import { canonicalTime, parseFactTime } from './fact-time.ts';
import { isKnownPlace, knownPlaceNames, placeName, rootOf } from './jurisdiction.ts';
import { HeldPlaces } from './held-places.ts';
import { parseRace, raceText } from './race.ts';
import { resolvePlace } from './resolve-place.ts';

/** Characters of a fact's sentence. */
const MAX_VALUE = 4000;
const MAX_ID = 200;

const NOTHING_HELD = new HeldPlaces();

export interface ReadFact {
  /** Absent when an error keeps the fact out. */
  readonly fact?: Fact;
  readonly problems: readonly FactProblem[];
}

/** What helps to read a fact: the places others in the same file are about. */
export interface ReadContext {
  readonly held?: HeldPlaces;
}

/** Reads one fact as people write it into its canonical form. Never throws. */
export function readFact(record: Json | undefined, context: ReadContext = {}): ReadFact {
  if (!isObject(record)) {
    return { problems: [problem('error', undefined, 'a fact is an object with kind and value')] };
  }
  const problems: FactProblem[] = [];
  const reader = new FieldReader(record, problems);
  const kind = reader
    .text('kind')
    ?.trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  checkKind(kind, problems);
  const race = reader.text('race');
  const held = context.held ?? NOTHING_HELD;
  const place = placeOf(reader, race, held, problems);
  const times = timesOf(reader, problems);
  const source = sourceOf(record['source'], problems);
  const data = dataOf(record['data'], kind, problems);
  const value = reader.text('value') ?? '';
  if (value.length > MAX_VALUE)
    problems.push(problem('error', 'value', `is longer than ${MAX_VALUE} characters`));
  const corrects = reader.ids('corrects');
  const retracts = reader.ids('retracts');
  if (kind === 'retraction' && retracts.length === 0) {
    problems.push(problem('error', 'retracts', 'a retraction names the ids it withdraws'));
  }
  const id = reader.text('id');
  if (id !== undefined && id.length > MAX_ID)
    problems.push(problem('error', 'id', `is longer than ${MAX_ID} characters`));
  if (value === '' && Object.keys(data).length === 0 && kind !== 'retraction')
    problems.push(
      problem('error', 'value', 'the fact says nothing: it has neither value nor data'),
    );
  const extra = extraOf(record, problems);
  if (kind === undefined || place === undefined || problems.some(isError)) return { problems };
  const named = raceOf(race, place, held, problems);
  const body: Omit<Fact, 'id'> = {
    kind,
    jurisdiction: place,
    ...(named === undefined ? {} : { race: named }),
    value,
    data,
    ...times,
    ...(source === undefined ? {} : { source }),
    ...(corrects.length === 0 ? {} : { corrects }),
    ...(retracts.length === 0 ? {} : { retracts }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
  return { fact: { id: id ?? factId(body), ...body }, problems };
}

function isError({ severity }: FactProblem): boolean {
  return severity === 'error';
}

/** A fact as it is written to a file: fields in the contract's order, unknown ones as they came. */
export function factRecord(fact: Fact): JsonObject {
  const { extra, ...rest } = fact;
  return { ...(rest as unknown as JsonObject), ...extra };
}

class FieldReader {
  readonly #record: JsonObject;
  readonly #problems: FactProblem[];

  constructor(record: JsonObject, problems: FactProblem[]) {
    this.#record = record;
    this.#problems = problems;
  }

  text(name: string): string | undefined {
    const value = this.#record[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    this.#problems.push(problem('error', name, 'is to be a text'));
    return undefined;
  }

  ids(name: string): readonly string[] {
    const value = this.#record[name];
    if (value === undefined || value === null || value === '') return [];
    const all = Array.isArray(value) ? (value as readonly Json[]) : [value];
    const ids = all.filter((one) => typeof one === 'string').filter((one) => one !== '');
    if (ids.length < all.length)
      this.#problems.push(problem('error', name, 'is to be an id or a list of ids'));
    return ids.toSorted();
  }
}

function checkKind(kind: string | undefined, problems: FactProblem[]): void {
  if (kind === undefined) {
    problems.push(
      problem('error', 'kind', 'is missing', `one of ${Object.keys(KINDS).join(', ')}`),
    );
  } else if (!Object.hasOwn(KINDS, kind)) {
    problems.push(
      problem(
        'warning',
        'kind',
        `"${kind}" is no kind of fact that decisions read`,
        didYouMean(kind, Object.keys(KINDS)) ?? `kinds: ${Object.keys(KINDS).join(', ')}`,
      ),
    );
  }
}

function placeOf(
  reader: FieldReader,
  race: string | undefined,
  held: HeldPlaces,
  problems: FactProblem[],
): string | undefined {
  const text = reader.text('jurisdiction');
  if (text === undefined) {
    const place = race === undefined ? undefined : parseRace(race, undefined, held)?.place;
    if (place === undefined) {
      const hint = 'a code such as US-GA, or a name such as Georgia or Freedonia';
      problems.push(problem('error', 'jurisdiction', 'is missing', hint));
    }
    return place;
  }
  const raceAlone = race === undefined ? undefined : parseRace(race)?.place;
  const near = raceAlone === undefined ? {} : { near: raceAlone };
  const { place, candidates } = resolvePlace(text, { held, ...near });
  if (place === undefined) {
    const message =
      candidates.length === 0
        ? `"${text}" names no place`
        : `"${text}" may be any of several places`;
    const hint = candidates.map((one) => `${one} (${placeName(one)})`).join(' or ');
    problems.push(
      problem('error', 'jurisdiction', message, hint === '' ? undefined : `write ${hint}`),
    );
    return undefined;
  }
  if (!isKnownPlace(place)) unknownPlace(place, held, problems);
  return place;
}

/** Invented and unlisted places are allowed: a word near a known name is probably a slip. */
function unknownPlace(place: string, held: HeldPlaces, problems: FactProblem[]): void {
  const root = rootOf(place);
  if (held.chains.has(root) || root === 'US') {
    if (root === 'US') {
      const hint = 'parts of the United States: US-GA, US-GA-Fulton';
      problems.push(problem('warning', 'jurisdiction', `"${place}" is no state`, hint));
    }
    return;
  }
  const hint = didYouMean(root, knownPlaceNames());
  const message = `"${root}" is in no list of countries and is taken as a name of its own`;
  problems.push(problem('warning', 'jurisdiction', message, hint));
}

function raceOf(
  text: string | undefined,
  place: string,
  held: HeldPlaces,
  problems: FactProblem[],
): string | undefined {
  if (text === undefined) return undefined;
  const race = parseRace(text, place, held);
  if (race === undefined) {
    const hint = 'PLACE OFFICE YEAR, as in "US-GA president 2020"';
    problems.push(problem('warning', 'race', `"${text}" names no race`, hint));
    return text;
  }
  return raceText(race);
}

type Times = Pick<Fact, 'from' | 'until' | 'known_at'>;

function timesOf(reader: FieldReader, problems: FactProblem[]): Times {
  const read = (name: string, end = false): string | undefined => {
    const text = reader.text(name);
    if (text === undefined) return undefined;
    const time = canonicalTime(text.trim(), end);
    if (time === undefined) {
      const hint = 'as in 2020-11-03 or 2020-11-03T19:00:00-05:00';
      problems.push(problem('error', name, `"${text}" is no time`, hint));
    } else if (/T|\s/.test(text.trim()) && !/(?:Z|UTC|[+-]\d\d(?::?\d\d)?)$/i.test(text.trim())) {
      problems.push(problem('warning', name, 'has no zone and is taken as UTC'));
    }
    return time;
  };
  const from = read('from');
  const until = read('until', true);
  const known = read('known_at') ?? from;
  if (from !== undefined && until !== undefined) {
    const [start, end] = [parseFactTime(from), parseFactTime(until)];
    if (start !== undefined && end !== undefined && end <= start)
      problems.push(problem('error', 'until', 'is not after from: the fact would never hold'));
  }
  return {
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(known === undefined ? {} : { known_at: known }),
  };
}

function sourceOf(value: Json | undefined, problems: FactProblem[]): FactSource | undefined {
  if (value === undefined || value === null || value === '') {
    problems.push(problem('warning', 'source', 'is missing: nobody can check the fact'));
    return undefined;
  }
  const given = isObject(value)
    ? value
    : typeof value === 'string'
      ? plainSource(value)
      : undefined;
  const name = given?.['name'];
  const url = given?.['url'];
  const okName = name === undefined || typeof name === 'string';
  const okUrl = url === undefined || typeof url === 'string';
  if (given === undefined || !okName || !okUrl) {
    problems.push(problem('error', 'source', 'is to be a URL, or {"name", "url"}'));
    return undefined;
  }
  if (url !== undefined && !/^https?:\/\//i.test(url))
    problems.push(problem('error', 'source.url', 'is no http or https address'));
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(url === undefined ? {} : { url }),
  };
}

function plainSource(text: string): JsonObject {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? { url: text } : { name: text };
}

function dataOf(
  value: Json | undefined,
  kind: string | undefined,
  problems: FactProblem[],
): JsonObject {
  if (value === undefined || value === null || value === '') return {};
  if (!isObject(value)) {
    problems.push(problem('error', 'data', 'is to be an object'));
    return {};
  }
  if (kind !== undefined) problems.push(...dataProblems(kind, value));
  return knownData(value);
}

function extraOf(record: JsonObject, problems: FactProblem[]): JsonObject {
  const extra = Object.entries(record).filter(
    ([key, value]) => !FIELDS.includes(key) && value !== undefined,
  );
  for (const [key] of extra) {
    if (key === '__proto__') problems.push(problem('error', key, 'is no usable name of a field'));
    const hint = didYouMean(key, FIELDS);
    problems.push(problem('warning', key, 'is no field of a fact; it is kept', hint));
  }
  return Object.fromEntries(extra);
}
