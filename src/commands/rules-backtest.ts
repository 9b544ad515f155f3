import { stat } from 'node:fs/promises';
import type { Event } from '../events/event.ts';
import type { Backtest, BacktestOptions, LogOptions } from '../backtest.ts';
import { backtestLogs, backtestStore } from '../backtest.ts';
import { oneLine } from '../findings/explain.ts';
import { parseTime } from '../lib/time.ts';
import type { AnyRule, Period } from '../report/backtest.ts';
import { DAY } from '../report/backtest.ts';
import { createProgressBar } from '../report/progress-bar.ts';
import { painter } from '../report/style.ts';
import { compileRules } from '../rules/compile.ts';
import { eventReader } from '../rules/reader.ts';
import { asLive } from '../rules/shadow.ts';
import { SOURCES } from '../sources/all.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { countOption, listOption, stringOption, UsageError } from './command.ts';
import { readLists } from './lists.ts';
import { diagnosticLine, jsonText } from './plain.ts';
import { backtestJson } from './rules-backtest-json.ts';
import { renderBacktest } from './rules-backtest-text.ts';
import { packOptions } from './pack-options.ts';
import { loadRules } from './rules-load.ts';
import { rulesNamed } from './rules-named.ts';

const EXIT_USAGE = 2;

/** Options that say how log files are read; a database has them read already. */
const READING = ['anonymisers', 'trusted', 'organisation', 'as', 'threads'];

/** Says what rules would have found. Resolves to the exit status. */
export async function backtestCommand(
  files: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  const db = stringOption(values, 'db');
  if ((db === undefined) === (files.length === 0)) {
    throw new UsageError('backtest takes log FILEs (- for standard input), or --db FILE');
  }
  const stray = db === undefined ? undefined : READING.find((name) => values[name] !== undefined);
  if (stray !== undefined) throw new UsageError(`--${stray} is for log files; --db has read them`);
  const period = periodOf(values);
  const { close, failed, options } = await chosenRules(values, period, io);
  const result =
    db === undefined ? await overLogs(files, values, options, io) : await overStore(db, options);
  if (typeof result === 'string') {
    io.stderr.write(`scrutineer rules backtest: ${oneLine(result, 500)}\n`);
    return EXIT_USAGE;
  }
  if (values['json'] === true) io.stdout.write(`${jsonText(backtestJson(result, period))}\n`);
  else io.stdout.write(renderBacktest(result, { period, close }, painter(io.stdout)));
  if (
    result.files.length > 0 &&
    result.files.every(({ records, rejected }) => records === rejected)
  ) {
    io.stderr.write('scrutineer rules backtest: nothing readable was found in what was given\n');
    return EXIT_USAGE;
  }
  return failed ? 1 : 0;
}

/** `close`: rules were asked for by name, to be looked at closely. `failed`: some could not be loaded. */
async function chosenRules(
  values: OptionValues,
  period: Period,
  { stderr }: CommandIo,
): Promise<{ close: boolean; failed: boolean; options: BacktestOptions }> {
  const loaded = await loadRules(listOption(values, 'packs'), packOptions(values));
  const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
  for (const found of errors) stderr.write(`${diagnosticLine(found)}\n`);
  const drafts = new Set(
    [...loaded.ruleSet.rules, ...loaded.ruleSet.correlations]
      .filter(({ shadow }) => shadow)
      .map(({ key }) => key),
  );
  const documents = asLive(loaded.documents);
  const { ruleSet } = compileRules<Event>(documents, eventReader);
  const own = new Set(loaded.own.map(({ file, at }) => `${file}:${at.line}`));
  const all: readonly AnyRule[] = [...ruleSet.rules, ...ruleSet.correlations];
  const names = listOption(values, 'rule');
  const rules =
    names.length > 0
      ? [...new Set(names.flatMap((name) => rulesNamed(name, all)))]
      : all.filter(({ rule }) => own.has(`${rule.file}:${rule.at.line}`));
  const options = { ruleSet, documents, rules, drafts, period };
  return { close: names.length > 0, failed: errors.length > 0, options };
}

async function overLogs(
  paths: readonly string[],
  values: OptionValues,
  options: BacktestOptions,
  io: CommandIo,
): Promise<Backtest | string> {
  const as = stringOption(values, 'as');
  if (as !== undefined && !SOURCES.some(({ name }) => name === as)) {
    throw new UsageError(`--as takes one of ${SOURCES.map(({ name }) => name).join(', ')}`);
  }
  const organisation = stringOption(values, 'organisation');
  const threads = countOption(values, 'threads', 0);
  const bar = createProgressBar(io.stderr);
  const logs: LogOptions = {
    paths,
    stdin: io.stdin,
    anonymisers: await readLists(listOption(values, 'anonymisers')),
    trusted: await readLists(listOption(values, 'trusted')),
    now: io.now,
    progress: bar.update,
    ...(as !== undefined && { as }),
    ...(organisation !== undefined && { organisation }),
    ...(threads !== undefined && { threads }),
  };
  const result = await backtestLogs(options, logs);
  bar.clear();
  return result.ok ? result.value : result.error;
}

/** A path that is no database yet would be made one. */
async function overStore(path: string, options: BacktestOptions): Promise<Backtest | string> {
  const info = await stat(path).catch(() => undefined);
  if (info === undefined || !info.isFile() || info.size === 0) {
    return `--db ${path}: there is no such database; scan --db ${path} makes one`;
  }
  return backtestStore(options, path);
}

/** `--until` of a day takes in that day. */
function periodOf(values: OptionValues): Period {
  const from = timeOption(values, 'since', 0) ?? -Infinity;
  const until = timeOption(values, 'until', DAY) ?? Infinity;
  if (from >= until) throw new UsageError('--since is later than --until');
  return { from, until };
}

function timeOption(values: OptionValues, name: string, afterDay: number): number | undefined {
  const text = stringOption(values, name);
  if (text === undefined) return undefined;
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const time = parseTime(isDay ? `${text}T00:00:00Z` : text);
  if (time !== undefined) return isDay ? time + afterDay : time;
  throw new UsageError(
    `--${name} takes a day or time (UTC) such as 2026-09-01 or 2026-09-01T08:00:00Z, not "${oneLine(text, 100)}"`,
  );
}
