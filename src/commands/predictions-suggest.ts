import { oneLine } from '../findings/explain.ts';
import { loadIndex } from '../predictions/index-on-disk.ts';
import { MAX_SUGGESTIONS } from '../predictions/limits.ts';
import type { Suggestion, Via } from '../predictions/prediction-index.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { countOption, stringOption, UsageError } from './command.ts';
import { jsonText } from './plain.ts';

const WAYS: readonly Via[] = ['prefix', 'words', 'typo'];

const NO_GUARD = 'No guard has decided on this index: nothing is held back.\n';

/** Shows the lists for what was typed. Resolves to the exit status. */
export async function suggestCommand(
  typed: readonly string[],
  values: OptionValues,
  { stderr, stdout }: CommandIo,
): Promise<number> {
  const path = stringOption(values, 'index');
  if (typed.length === 0) throw new UsageError('say what was typed so far');
  if (path === undefined) throw new UsageError('say with --index INDEX which index to ask');
  const limit = countOption(values, 'limit', 1) ?? 10;
  if (limit > MAX_SUGGESTIONS)
    throw new UsageError(`--limit takes at most ${MAX_SUGGESTIONS}, not ${limit}`);
  const ways = waysOf(stringOption(values, 'ways'));
  const loaded = await loadIndex(path);
  if (!loaded.ok) throw new UsageError(`${path}: ${loaded.error}`);
  const { index } = loaded.value;
  const guarded = index.rules !== undefined;
  if (!guarded) {
    index.book.showsUndecided = true;
    index.reshow();
  }
  const lists = typed.map((text) => ({
    typed: text,
    suggestions: index.suggest(text, { limit, ways }),
  }));
  if (values['json'] === true) {
    stdout.write(`${jsonText({ guarded, ...(guarded ? { rules: index.rules } : {}), lists })}\n`);
    return 0;
  }
  if (!guarded) stderr.write(NO_GUARD);
  for (const [number, { suggestions, typed: text }] of lists.entries()) {
    if (lists.length > 1) stdout.write(`${number > 0 ? '\n' : ''}${oneLine(text, 78)}\n`);
    stdout.write(listText(suggestions));
  }
  return 0;
}

function waysOf(list: string | undefined): readonly Via[] {
  if (list === undefined) return WAYS;
  return list.split(',').map((name) => {
    const way = WAYS.find((one) => one === name.trim());
    if (way === undefined)
      throw new UsageError(`--ways takes ${WAYS.join(', ')}, with commas between, not "${name}"`);
    return way;
  });
}

function listText(suggestions: readonly Suggestion[]): string {
  if (suggestions.length === 0) return 'Nothing is suggested.\n';
  const counts = suggestions.map(({ count }) => Math.round(count).toLocaleString('en-GB'));
  const width = Math.max(...counts.map(({ length }) => length));
  return suggestions
    .map(({ text, via }, number) => {
      const count = (counts[number] ?? '').padStart(width);
      return `  ${count}  ${via.padEnd(6)}  ${oneLine(text, 66 - width)}\n`;
    })
    .join('');
}
