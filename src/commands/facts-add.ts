import { factRecord } from '../facts/read-fact.ts';
import { formatFactDiagnostic } from '../facts/diagnostic.ts';
import { readFact } from '../facts/read-fact.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import { formatTime } from '../lib/time.ts';
import { oneLine } from '../findings/explain.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { listOption, stringOption, UsageError } from './command.ts';
import { appendLines } from './append-lines.ts';

/** Adds one fact from the command line. It is known from now on unless told otherwise. Resolves to the exit status. */
export async function addCommand(
  positionals: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  if (positionals.length > 0)
    throw new UsageError('"facts add" takes options only: --value "the sentence"');
  const into = stringOption(values, 'into');
  if (into === undefined)
    throw new UsageError('say with --into FILE which ledger (NDJSON) the fact goes to');
  const record: Record<string, Json> = { known_at: formatTime(io.now()) };
  for (const [option, field] of [
    ['id', 'id'],
    ['kind', 'kind'],
    ['jurisdiction', 'jurisdiction'],
    ['race', 'race'],
    ['value', 'value'],
    ['from', 'from'],
    ['until', 'until'],
    ['known-at', 'known_at'],
  ] as const) {
    const text = stringOption(values, option);
    if (text !== undefined) record[field] = text;
  }
  const data = dataOf(values);
  if (Object.keys(data).length > 0) record['data'] = data;
  const url = stringOption(values, 'source');
  const name = stringOption(values, 'source-name');
  if (url !== undefined || name !== undefined)
    record['source'] =
      name === undefined ? (url ?? '') : { name, ...(url === undefined ? {} : { url }) };
  for (const field of ['corrects', 'retracts'] as const) {
    const ids = listOption(values, field);
    if (ids.length > 0) record[field] = [...ids];
  }
  const { fact, problems } = readFact(record);
  for (const one of problems)
    io.stderr.write(
      `${oneLine(formatFactDiagnostic({ ...one, file: 'facts add', line: 1 }), 1000)}\n`,
    );
  if (fact === undefined) return 1;
  await appendLines(into, [factRecord(fact)]);
  io.stdout.write(`${oneLine(fact.id, 200)}\n`);
  return 0;
}

/** `--data JSON` and then `--set key=value`, whose value is JSON where it reads as such, else text. */
function dataOf(values: OptionValues): JsonObject {
  const text = stringOption(values, 'data');
  const whole = text === undefined ? {} : json(text);
  if (!isObject(whole)) throw new UsageError('--data takes a JSON object: \'{"winner":"…"}\'');
  const set = listOption(values, 'set').map((one) => {
    const at = one.indexOf('=');
    if (at < 1) throw new UsageError(`--set takes key=value, not "${one}"`);
    const value = one.slice(at + 1);
    return [one.slice(0, at), json(value) ?? value] as const;
  });
  return { ...whole, ...Object.fromEntries(set) };
}

function json(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
