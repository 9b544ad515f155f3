import { remember } from '../lib/remember.ts';
import { countryNames } from './country-names.ts';
import { US_DIVISIONS, US_FIPS } from './us-divisions.ts';

/** Longest text that can name a place. */
const MAX_NAME = 200;

/** Names that are kept folded: the same few come again and again. */
const MAX_FOLDED = 20_000;

/** Case, accents, points and doubled blanks make no other place. */
export const foldName = remember(MAX_FOLDED, (name) =>
  name
    .normalize('NFKD')
    .replaceAll(/[\p{M}.'’]/gu, '')
    .replaceAll(/[\s_]+/gu, ' ')
    .trim()
    .toLowerCase(),
);

const COUNTRIES = countryNames(foldName);
const COUNTRY_CODES = new Set(COUNTRIES.values());
const US_BY_NAME = new Map(
  Object.entries(US_DIVISIONS).map(([code, name]) => [foldName(name), code]),
);
for (const [alias, code] of [
  ['washington dc', 'DC'],
  ['washington, dc', 'DC'],
  ['dc', 'DC'],
  ['virgin islands', 'VI'],
] as const)
  US_BY_NAME.set(alias, code);

/** Territories that ISO 3166 lists both as countries and as parts of the United States: facts are kept under the part. */
const US_TERRITORIES = new Set(['AS', 'GU', 'MP', 'PR', 'VI']);

/**
 * Every place a text may mean, in canonical form: a code (`US-GA`), a name (`Georgia`: the state and the country), a
 * part of either (`Georgia-Fulton`, `US-GA-Fulton County`), an Open Civic Data id, a FIPS code with `US` before it. A name
 * nobody knows is a place of its own (`Freedonia`, `Freedonia-NM`). Empty when the text can name no place.
 */
export function placesNamed(text: string): readonly string[] {
  const name = text.trim().replaceAll(/\s+/gu, ' ');
  if (name === '' || name.length > MAX_NAME || !/[\p{L}\p{N}]/u.test(name)) return [];
  if (/^ocd-division\//i.test(name)) return civicData(name);
  const whole = wholePlaces(name);
  if (whole.length > 0) return whole;
  // "Atlanta, Georgia" names the part first, codes name it last.
  const comma = name.lastIndexOf(',');
  if (comma > 0) {
    const inside = wholePlaces(name.slice(comma + 1).trim());
    const part = name.slice(0, comma).trim();
    if (inside.length > 0 && part !== '') return inside.map((place) => joined(place, part));
  }
  return inParts(name);
}

/** A name or code of a country or of one of its first-level parts, as a whole; empty when the tables know none. */
export function wholePlaces(name: string): readonly string[] {
  const folded = foldName(name);
  const found: string[] = [];
  const state = US_BY_NAME.get(folded);
  if (state !== undefined) found.push(`US-${state}`);
  const country = countryOf(name);
  // A bare code is a country's before it is a state's: `GA` is Gabon, `TX` Texas.
  if (country === undefined && /^[A-Z]{2}$/.test(name) && Object.hasOwn(US_DIVISIONS, name))
    found.push(`US-${name}`);
  if (country !== undefined && !(US_TERRITORIES.has(country) && state === country))
    found.push(US_TERRITORIES.has(country) ? `US-${country}` : country);
  return found;
}

function countryOf(name: string): string | undefined {
  if (/^[A-Z]{2}$/i.test(name) && COUNTRY_CODES.has(name.toUpperCase())) return name.toUpperCase();
  return COUNTRIES.get(foldName(name));
}

/** `whole-part-part`, where the whole's own name may have hyphens too (`Guinea-Bissau`). */
function inParts(name: string): readonly string[] {
  const pieces = name.split('-');
  for (let length = pieces.length - 1; length > 0; length -= 1) {
    const whole = pieces.slice(0, length).join('-').trim();
    const rest = pieces.slice(length).join('-').trim();
    const places = rest === '' ? [] : wholePlaces(whole);
    if (places.length > 0) return places.map((place) => joined(place, rest));
  }
  const [own = '', ...parts] = pieces.map((piece) => piece.trim());
  const rest = parts.filter((part) => part !== '').join('-');
  if (own === '') return [];
  return [rest === '' ? own : `${own}-${rest}`];
}

/** A part under a place: first level parts of the United States by code, name or FIPS code; below, as they are called. */
function joined(place: string, part: string): string {
  if (place !== 'US') return `${place}-${partName(part)}`;
  const [first = '', ...below] = part.split('-');
  const state = stateCode(first);
  const wider = state === undefined ? US_BY_NAME.get(foldName(part)) : undefined;
  if (wider !== undefined) return `US-${wider}`;
  if (state === undefined) return `US-${partName(part)}`;
  return below.length === 0 ? `US-${state}` : `US-${state}-${partName(below.join('-'))}`;
}

function stateCode(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (Object.hasOwn(US_DIVISIONS, code)) return code;
  return US_FIPS[code] ?? US_BY_NAME.get(foldName(text));
}

/** Codes stay codes in capitals; `Fulton County` is `Fulton`. */
function partName(part: string): string {
  const name = part
    .trim()
    .replaceAll(/\s+/gu, ' ')
    .replace(/\s+(county|parish|borough)$/i, '');
  const district = /^(?:cd|congressional district)[ :-]?0*(\d+)$/i.exec(name);
  if (district !== null) return `CD${district[1]}`;
  return /^[a-z]{2,3}$/i.test(name) ? name.toUpperCase() : name;
}

/** `ocd-division/country:us/state:ga/county:fulton` → `US-GA-Fulton`. */
function civicData(id: string): readonly string[] {
  const levels = id
    .split('/')
    .slice(1)
    .map((level) => level.split(':'));
  const [[type, country] = [], ...rest] = levels;
  if (type !== 'country' || country === undefined || !COUNTRY_CODES.has(country.toUpperCase()))
    return [];
  const parts = rest
    .filter(([, name]) => name !== undefined && name !== '')
    .map(([kind = '', name = '']) =>
      kind === 'cd' ? `CD${name.replace(/^0+/, '')}` : titled(name),
    );
  const [first, ...below] = parts;
  const code = country.toUpperCase();
  if (first === undefined) return [code];
  const whole = joined(code, first.length <= 3 ? first.toUpperCase() : first);
  return [below.length === 0 ? whole : `${whole}-${below.map(partName).join('/')}`];
}

function titled(name: string): string {
  return name
    .replaceAll('~', '.')
    .replaceAll('_', ' ')
    .replaceAll(/(^|\s)\p{Ll}/gu, (letter) => letter.toUpperCase());
}

/** What two writings of one canonical place have in common. */
export function placeKey(place: string): string {
  return foldName(place);
}

/** The place and every place it lies in, the narrowest first: `US-GA-Fulton`, `US-GA`, `US`. */
export function placeChain(place: string): readonly string[] {
  const chain = [place];
  let rest = place;
  for (;;) {
    const at = cutAt(rest);
    if (at <= 0) return chain;
    rest = rest.slice(0, at);
    chain.push(rest);
  }
}

/** Where the narrowest level of a place begins; -1 when it is a whole. */
function cutAt(place: string): number {
  const slash = place.lastIndexOf('/');
  if (slash !== -1) return slash;
  // A code is two letters; names nobody knows may hold hyphens of their own only below their first part.
  const first = rootLength(place);
  if (first === place.length) return -1;
  const second = place.indexOf('-', first + 1);
  return second === -1 ? first : second;
}

function rootLength(place: string): number {
  const hyphen = place.indexOf('-');
  return hyphen === -1 ? place.length : hyphen;
}

/** What people call a place: `Georgia`, `Fulton (Georgia)`, `Freedonia`. */
export function placeName(place: string): string {
  const [whole = '', first, ...below] = place.split('-');
  if (first === undefined) return countryName(whole);
  const state = whole === 'US' ? US_DIVISIONS[first] : undefined;
  const upper = state ?? place.slice(0, whole.length + 1 + first.length);
  return below.length === 0 ? upper : `${below.join('-')} (${state ?? upper})`;
}

const ENGLISH = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) && COUNTRY_CODES.has(code) ? (ENGLISH.of(code) ?? code) : code;
}

/** Whether a place is one that ISO 3166 or the tables here know, down to the first level where they are known. */
export function isKnownPlace(place: string): boolean {
  const [whole = '', first] = place.split('-');
  if (!COUNTRY_CODES.has(whole)) return false;
  if (first === undefined) return true;
  return whole === 'US' ? Object.hasOwn(US_DIVISIONS, first) : /^[A-Z0-9]{1,3}$/.test(first);
}

/** Names of places that are known, for suggestions. */
export function knownPlaceNames(): readonly string[] {
  return [...Object.values(US_DIVISIONS), ...COUNTRIES.keys()];
}

export function rootOf(place: string): string {
  return place.slice(0, rootLength(place));
}
