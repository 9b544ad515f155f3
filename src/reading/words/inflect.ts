/** Endings by marker: a word that ends in the first is written with each of the others instead. The first that fits counts. */
export type Inflections = Readonly<
  Record<string, readonly (readonly [string, readonly string[]])[]>
>;

/** `vote+` → vote, votes, voted, voting, as the pack's table for `+` says; `poll_worker~` inflects its last word. */
export function inflect(written: string, table: Inflections): readonly string[] {
  const marker = written.at(-1) ?? '';
  const endings = Object.hasOwn(table, marker) ? table[marker] : undefined;
  if (endings === undefined) return [written];
  const word = written.slice(0, -1);
  const fitting = endings.find(([ending]) => word.endsWith(ending));
  if (fitting === undefined) return [word];
  const [ending, others] = fitting;
  const stem = word.slice(0, word.length - ending.length);
  return others.map((other) => stem + other);
}
