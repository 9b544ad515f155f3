/** So many of something: `1 try`, `1,200 tries`. */
export function many(count: number, word: string, plural = `${word}s`): string {
  return `${count.toLocaleString('en-GB')} ${count === 1 ? word : plural}`;
}
