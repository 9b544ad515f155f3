/**
 * Attackers choose account names and user agents, and so what logs hold. Nothing from outside may reach a terminal with
 * characters that steer it (controls, U+009B among them), hide text or change its direction.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** The text on one line, with a blank for each run of unprintable characters. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, ' ');
}

/** The same value with every text in it printable. Keys are ours and stay. */
export function printableAll<T>(value: T): T {
  if (typeof value === 'string') return printable(value) as T;
  if (Array.isArray(value)) return value.map((member: unknown) => printableAll(member)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, printableAll<unknown>(member)]),
  ) as T;
}

/** What JSON itself leaves as it is although a terminal may obey it. */
const UNESCAPED = /[\p{Cf}\u007f-\u009f\u2028\u2029]/gu;

/** JSON text of the same value that is safe to print. */
export function printableJson(json: string): string {
  return json.replace(UNESCAPED, (char) =>
    Array.from(
      { length: char.length },
      (_, index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}
