/**
 * The modifiers of Sigma 2.1.0 (appendix "modifiers"), and the three long names pySigma adds for the sub-modifiers of
 * `re`. What a modifier may stand beside follows from its role.
 */
export type Role =
  /** Linking of several values. */
  | 'link'
  /** Where in the text the value stands. */
  | 'place'
  /** Rewrites the value before matching. */
  | 'transform'
  /** Makes the value something else than text: at most one, but for a time part and a comparison together. */
  | 'type'
  | 'comparison'
  | 'time'
  /** Sub-modifier of `re`. */
  | 'flag'
  | 'case'
  | 'negation';

const ROLES: Readonly<Record<string, Role>> = {
  all: 'link',
  contains: 'place',
  startswith: 'place',
  endswith: 'place',
  exists: 'type',
  cased: 'case',
  neq: 'negation',
  windash: 'transform',
  re: 'type',
  i: 'flag',
  m: 'flag',
  s: 'flag',
  ignorecase: 'flag',
  multiline: 'flag',
  dotall: 'flag',
  base64: 'transform',
  base64offset: 'transform',
  utf16le: 'transform',
  utf16be: 'transform',
  utf16: 'transform',
  wide: 'transform',
  lt: 'comparison',
  lte: 'comparison',
  gt: 'comparison',
  gte: 'comparison',
  minute: 'time',
  hour: 'time',
  day: 'time',
  week: 'time',
  month: 'time',
  year: 'time',
  cidr: 'type',
  expand: 'transform',
  fieldref: 'type',
};

export const MODIFIER_NAMES: readonly string[] = Object.keys(ROLES);

export function roleOf(modifier: string): Role | undefined {
  return Object.hasOwn(ROLES, modifier) ? ROLES[modifier] : undefined;
}

/** Roles that may stand beside a modifier that decides how the value is read; nothing named here: text. */
const BESIDE: Readonly<Record<string, readonly Role[]>> = {
  exists: [],
  re: ['flag', 'link', 'negation', 'case'],
  cidr: ['link', 'negation'],
  fieldref: ['place', 'case', 'link', 'negation'],
  comparison: ['time', 'link', 'negation'],
  time: ['comparison', 'link', 'negation'],
  text: ['place', 'transform', 'case', 'link', 'negation'],
};

/** What decides how a value is read: `exists`, `re`, `cidr`, `fieldref`, `comparison`, `time` or plain `text`. */
export function readingOf(modifiers: readonly string[]): string {
  for (const name of modifiers) {
    const role = roleOf(name);
    if (role === 'type') return name;
    if (role === 'time') return 'time';
  }
  return modifiers.some((name) => roleOf(name) === 'comparison') ? 'comparison' : 'text';
}

/** The first modifier that cannot stand with the others, and why; undefined when all can. */
export function conflictOf(
  modifiers: readonly string[],
): { readonly index: number; readonly message: string } | undefined {
  const reading = readingOf(modifiers);
  const allowed = BESIDE[reading] ?? [];
  const seen = new Map<Role, string>();
  for (const [index, name] of modifiers.entries()) {
    const role = roleOf(name);
    if (role === undefined) continue;
    const other = seen.get(role);
    const once = role !== 'transform' && role !== 'flag';
    if (once && other !== undefined) {
      const message =
        other === name ? `"${name}" is given twice` : `"${name}" cannot stand beside "${other}"`;
      return { index, message };
    }
    seen.set(role, name);
    const deciding = role === 'type' ? name : role;
    if (deciding === reading || allowed.includes(role)) continue;
    if (role === 'flag') return { index, message: `"${name}" is a sub-modifier of "re"` };
    return { index, message: `"${name}" cannot be used on ${WORDS[reading] ?? reading}` };
  }
  return undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  exists: '"exists"',
  re: 'a regular expression',
  cidr: 'a network',
  fieldref: 'a reference to a field',
  comparison: 'a number comparison',
  time: 'a part of a time',
  text: 'text',
};
