import type { FieldValue } from '../../events/fields.ts';
import { unreachable } from '../../lib/assert.ts';
import type { Json } from '../../lib/json.ts';
import { remember } from '../../lib/remember.ts';
import { parseTime } from '../../lib/time.ts';
import type { Derivation, DerivedField } from '../derived-field.ts';
import { fold } from '../fold.ts';
import { addressBytes, parseNetwork } from '../network.ts';
import type { Network } from '../network.ts';
import { compileFinder } from '../regex.ts';

/** Answers of one derived field that are remembered: logs repeat their values. */
const MAX_REMEMBERED = 10_000;

type Derive = (value: Json) => Json | undefined;

/** Computes a derived field's value from that of its field. Absent, null or of no fitting kind: absent. */
export function compileDerivation({ how }: DerivedField): (value: FieldValue) => FieldValue {
  const derive = ofOne(how);
  return (value) => {
    if (!Array.isArray(value))
      return value === undefined || value === null ? undefined : derive(value);
    const derived = (value as readonly Json[])
      .map((member) => (member === null ? undefined : derive(member)))
      .filter((member) => member !== undefined);
    return derived.length === 0 ? undefined : derived;
  };
}

function ofOne(how: Derivation): Derive {
  switch (how.kind) {
    case 'normalise':
      return onText(normalised);
    case 'length':
      return onText((text) => Array.from(text).length);
    case 'list': {
      const has = how.match === 'text' ? textList(how.values) : networkList(how.values);
      return onText(remember(MAX_REMEMBERED, has));
    }
    case 'map': {
      const table = new Map(how.values);
      return onText((text) => table.get(fold(text)) ?? how.otherwise);
    }
    case 'extract': {
      const compiled = compileFinder(how.pattern, how.flags);
      if (!compiled.ok) return () => undefined;
      const { find, groupCount } = compiled.value;
      return onText((text) => find(text)?.[groupCount === 0 ? 0 : 1] ?? undefined);
    }
    case 'hour_of_day':
    case 'day_of_week':
      return timeIn(how.kind, how.zone);
    default:
      return unreachable(how);
  }
}

function onText(derive: (text: string) => Json | undefined): Derive {
  return (value) => {
    if (typeof value === 'string') return derive(value);
    return typeof value === 'number' || typeof value === 'boolean'
      ? derive(String(value))
      : undefined;
  };
}

/** Formatting and control characters, marks that hide in text, and fillers that show as blanks or as nothing. */
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}]+/gu;

/** The text as people see it: compatible forms made one, case folded, nothing invisible, single blanks. */
export function normalised(text: string): string {
  const visible = text
    .normalize('NFKC')
    .replaceAll(/[\t\r\n\v\f]+/g, ' ')
    .replaceAll(INVISIBLE, '');
  // Folding can make decomposed characters, so the form is made once more.
  return fold(visible).normalize('NFKC').replaceAll(/\s+/gu, ' ').trim();
}

function textList(values: readonly string[]): (text: string) => boolean {
  const set = new Set(values);
  return (text) => set.has(fold(text));
}

/** Networks by the length of their prefix, so that a look-up costs one step per length and not one per network. */
function networkList(values: readonly string[]): (text: string) => boolean {
  const byLength = new Map<string, { bits: number; size: number; prefixes: Set<string> }>();
  for (const network of values.map(parseNetwork)) {
    if (network === undefined) continue;
    const { bytes, prefix } = network;
    const key = `${bytes.length}/${prefix}`;
    const known = byLength.get(key) ?? { bits: prefix, size: bytes.length, prefixes: new Set() };
    known.prefixes.add(leading(bytes, prefix));
    byLength.set(key, known);
  }
  const lengths = [...byLength.values()];
  return (text) => {
    const address = addressBytes(text);
    return (
      address !== undefined &&
      lengths.some(
        ({ bits, prefixes, size }) =>
          size === address.length && prefixes.has(leading(address, bits)),
      )
    );
  };
}

function leading(bytes: Network['bytes'], bits: number): string {
  const whole = bytes.slice(0, bits >> 3);
  const rest = bits & 7;
  const last = rest === 0 ? [] : [(bytes[bits >> 3] ?? 0) & (0xff << (8 - rest)) & 0xff];
  return [...whole, ...last].join('.');
}

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Of a time with its zone; one without is taken for UTC. */
function timeIn(kind: 'hour_of_day' | 'day_of_week', zone: string): Derive {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    ...(kind === 'hour_of_day' ? { hour: '2-digit', hourCycle: 'h23' } : { weekday: 'short' }),
  });
  return (value) => {
    const ms = typeof value === 'string' ? parseTime(value) : undefined;
    if (ms === undefined) return undefined;
    const text = format.format(ms);
    return kind === 'hour_of_day' ? Number(text) : WEEKDAYS.indexOf(text) + 1;
  };
}
