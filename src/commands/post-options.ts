import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { Decision } from '../decisions/decision.ts';
import { parseFactTime } from '../facts/fact-time.ts';
import { isObject } from '../lib/json.ts';
import type { DeskOptions } from '../load-desk.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { listOption, stringOption, UsageError } from './command.ts';
import { loadFacts, loadQuorum, SHIPPED_FACTS } from './facts-load.ts';
import { readGazetteers } from './read-gazetteers.ts';
import { SHIPPED_READING } from './shipped-packs.ts';

/** Options of every command that decides on posts; `deskOptions` reads them. */
export const POST_OPTIONS = {
  facts: { type: 'string', multiple: true },
  gazetteer: { type: 'string', multiple: true },
  outlets: { type: 'string' },
  'as-of': { type: 'string' },
} as const;

/** What decisions depend on beside rules. Without `--facts` the shipped ones. */
export async function deskOptions(
  values: OptionValues,
  io: Pick<CommandIo, 'now' | 'stdin' | 'stderr'>,
): Promise<DeskOptions> {
  const paths = listOption(values, 'facts');
  const loaded = await loadFacts(paths.length > 0 ? paths : [SHIPPED_FACTS], io);
  const [first] = loaded.rejected;
  if (first !== undefined) {
    const more = loaded.rejected.length - 1;
    io.stderr.write(
      `${first.file}:${first.line}: ${first.reason}${more > 0 ? ` (and ${more} more)` : ''}: left out; ` +
        'see scrutineer facts check\n',
    );
  }
  const quorum = await loadQuorum(stringOption(values, 'outlets'));
  const asOf = asTime(values, 'as-of');
  return {
    facts: loaded.facts,
    gazetteers: await readGazetteers(listOption(values, 'gazetteer')),
    reading: SHIPPED_READING,
    ...(quorum !== undefined && { quorum }),
    ...(asOf !== undefined && { asOf }),
  };
}

/** A day, from its beginning in UTC, or a time; milliseconds since 1970. */
export function asTime(values: OptionValues, name: string): number | undefined {
  const text = stringOption(values, name);
  if (text === undefined) return undefined;
  const time = parseFactTime(text);
  if (time === undefined)
    throw new UsageError(`--${name} takes a day or a time, such as 2020-11-08; not "${text}"`);
  return time;
}

/** Earlier decisions by the id of their post; the last one counts. */
export async function readDecisions(file: string): Promise<ReadonlyMap<string, Decision>> {
  const decisions = new Map<string, Decision>();
  const raw = createReadStream(file);
  const lines = createInterface({ input: /\.gz$/i.test(file) ? raw.pipe(createGunzip()) : raw });
  let number = 0;
  try {
    await new Promise((resolve, reject) => {
      raw.once('open', resolve);
      raw.once('error', reject);
    });
    for await (const line of lines) {
      number += 1;
      if (line.trim() === '') continue;
      const decision = decisionOf(line);
      if (decision === undefined) throw new UsageError(`${file}:${number}: is no decision`);
      decisions.set(decision.subject.id, decision);
    }
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown;
    const { code, message } = thrown as NodeJS.ErrnoException;
    throw new UsageError(`${file}: cannot be read (${code ?? message})`);
  }
  return decisions;
}

function decisionOf(line: string): Decision | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isDecision =
      isObject(value) &&
      isObject(value['subject']) &&
      typeof value['action'] === 'string' &&
      Array.isArray(value['labels']) &&
      Array.isArray(value['reasons']) &&
      isObject(value['packs']);
    return isDecision ? (value as unknown as Decision) : undefined;
  } catch {
    return undefined;
  }
}
