import shortForms from './short-forms.json' with { type: 'json' };

/** Ways a person's name is written; the weak ones are also other people's names, or words. */
export interface NameForms {
  readonly strong: readonly string[];
  readonly weak: readonly string[];
}

const SUFFIX = /^(?:jr|sr|i{2,3}|iv|v|md|phd|esq|dds|ret)\.?$/i;
const INITIAL = /^\p{L}\.?$|^(?:\p{L}\.){2,3}$/u;

/** Words a surname of several begins with. */
const PARTICLES: ReadonlySet<string> = new Set(
  'al ben bin da das de del della der di do dos du el la las le los mac san santa st st. van vande ver von y'.split(
    ' ',
  ),
);

/** Letters of a surname that may stand alone. */
const MIN_SURNAME = 3;

/**
 * The forms of a person's full name ("Lee, Ann M.", `Robert "Bob" de la Cruz Jr.`): without suffix, without middle names,
 * with the nickname it brings or a usual one; the surname alone is weak.
 */
export function personForms(name: string): NameForms {
  const nicknames = [...name.matchAll(/["“(]\s*([^"”)]{2,30}?)\s*["”)]/gu)].flatMap(([, nick]) =>
    nick === undefined ? [] : [nick],
  );
  const bare = ordered(name.replaceAll(/["“(][^"”)]*["”)]/gu, ' '));
  const words = bare.split(/[\s,]+/u).filter((word) => word !== '' && !SUFFIX.test(word));
  const first = words[0];
  if (first === undefined || words.length < 2) return { strong: unique([name, bare]), weak: [] };
  const surnameAt = surnameStart(words);
  const surname = words.slice(surnameAt).join(' ');
  // "A. Benton Chafin" goes by the second name.
  const given = words.slice(0, surnameAt).find((word) => !INITIAL.test(word));
  const called = [given ?? first, ...nicknames, ...usualForms(given ?? '')];
  const strong = [
    words.join(' '),
    ...(nicknames.length > 0 ? nicknames.map((nick) => `${first} ${nick} ${surname}`) : []),
    ...called.map((one) => `${one} ${surname}`),
  ];
  // "María García Márquez" is María García too.
  const middle = words.slice(1, -1);
  const double = middle.length === 1 && middle.every((word) => !INITIAL.test(word));
  const weak = [
    ...(double ? [`${first} ${words[1] ?? ''}`] : []),
    ...(surname.length >= MIN_SURNAME ? [surname] : []),
  ];
  return { strong: unique([name, ...strong]), weak: unique(weak) };
}

/** "Lee, Ann" the other way round; "Lee, Jr." is left. */
function ordered(name: string): string {
  const [last = '', first = '', ...rest] = name.split(',').map((part) => part.trim());
  if (first === '' || SUFFIX.test(first)) return name;
  return [first, last, ...rest].join(' ').trim();
}

function surnameStart(words: readonly string[]): number {
  let at = words.length - 1;
  while (at > 1 && PARTICLES.has((words[at - 1] ?? '').toLowerCase())) at -= 1;
  return at;
}

function usualForms(given: string): readonly string[] {
  const table: Readonly<Record<string, readonly string[]>> = shortForms;
  const key = given.toLowerCase();
  return Object.hasOwn(table, key) ? (table[key] ?? []) : [];
}

const LABEL =
  /^(?:the\s+)?(.+?)\s+party(?:\s+of\s+.+)?$|^(?:el\s+)?partido\s+(.+)$|^party\s+(?:of|for)\s+(.+)$/iu;

/** A party's name in full is strong; without "Party" or "Partido", and in capitals short, it is weak. */
export function partyForms(name: string): NameForms {
  const strong = unique(
    name
      .split(/\s+\/\s+|\s*;\s*/u)
      .flatMap((part) => [part.trim(), part.replaceAll(/\s*\([^)]*\)/gu, '').trim()])
      .filter((part) => part.length > 1),
  );
  const weak = strong.flatMap((part) => {
    const label = LABEL.exec(part)
      ?.slice(1)
      .find((one) => one !== undefined);
    return label === undefined ? [] : [label];
  });
  const isShort = (part: string): boolean => !/\s/u.test(part);
  return {
    strong: strong.filter((part) => !isShort(part)),
    weak: unique([...weak, ...strong.filter(isShort)]),
  };
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
