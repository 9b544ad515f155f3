import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { parseTime } from '../lib/time.ts';
import { ATTACK_MODES } from '../simulator/attacks/modes.ts';
import type { AttackPlan, Rate, SimulationOptions } from '../simulator/options.ts';
import { DEFAULT_NOISE, FORMATS } from '../simulator/options.ts';
import { TIME_ZONES } from '../simulator/places.ts';
import { checkSimulation, simulateSignins } from '../simulator/simulate.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { countOption, listOption, stringOption, UsageError } from './command.ts';

/** The simulated time begins here unless --start says otherwise: a Monday. */
const DEFAULT_START = '2026-10-05T00:00:00Z';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Lines written at a time. */
const BATCH = 500;

const HELP = `Usage: scrutineer simulate signins [options]

Writes made-up sign-in logs of made-up organisations, with or without the
published attacks in them. The same options give the same bytes. Nothing in them
is real: names, addresses and networks come from ranges set aside for documents.

  --seed TEXT          which made-up world (default: 1)
  --people N           per organisation (default: 100)
  --organisations N    (default: 1)
  --start TIME         first day, RFC 3339 (default: ${DEFAULT_START})
  --days N             (default: 7)
  --format FORMAT      ${FORMATS.join(', ')} (default: graph)
  --attack PLAN        an attack: MODE[,name=value…], repeatable; the names
                       "start" and "duration" take hours into the simulation,
                       the others are the mode's rates:
                       --attack distributed-spray,start=24,triesPerHour=4
  --noise NAME=VALUE   a rate of ordinary life, repeatable
  --time-zone ZONE     of the offices (default: America/New_York)
  --remote-share X     share of people who never come to the office (0.15)
  --mfa-share X        share of people with a second factor (0.92)
  --out FILE           records (default: standard output)
  --labels FILE        what each record really is, one JSON object a line

Attack modes:
${ATTACK_MODES.map(({ name, title }) => `  ${name.padEnd(20)} ${title}`).join('\n')}

Rates of ordinary life and their defaults:
${Object.entries(DEFAULT_NOISE)
  .map(([name, value]) => `  ${name.padEnd(20)} ${value}`)
  .join('\n')}

Time zones: ${TIME_ZONES.join(', ')}
`;

export const simulateCommand: Command = {
  name: 'simulate',
  usage: 'simulate signins',
  purpose: 'write made-up sign-in logs, with or without attacks',
  help: HELP,
  options: {
    seed: { type: 'string' },
    people: { type: 'string' },
    organisations: { type: 'string' },
    start: { type: 'string' },
    days: { type: 'string' },
    format: { type: 'string' },
    attack: { type: 'string', multiple: true },
    noise: { type: 'string', multiple: true },
    'time-zone': { type: 'string' },
    'remote-share': { type: 'string' },
    'mfa-share': { type: 'string' },
    out: { type: 'string' },
    labels: { type: 'string' },
  },
  run,
};

async function run(
  values: OptionValues,
  positionals: readonly string[],
  io: CommandIo,
): Promise<number> {
  if (positionals.length !== 1 || positionals[0] !== 'signins') {
    throw new UsageError('what? There is: scrutineer simulate signins');
  }
  const options = simulationOptions(values);
  const [problem] = checkSimulation(options);
  if (problem !== undefined) throw new UsageError(problem);
  await using records = target(stringOption(values, 'out'), io.stdout);
  await using labels = target(stringOption(values, 'labels'), undefined);
  for (const { line, label } of simulateSignins(options)) {
    if (records.closed) break;
    await records.line(line);
    if (labels.open) await labels.line(JSON.stringify(label));
  }
  return 0;
}

function simulationOptions(values: OptionValues): SimulationOptions {
  const startText = stringOption(values, 'start') ?? DEFAULT_START;
  const start = parseTime(startText.length === 10 ? `${startText}T00:00:00Z` : startText);
  if (start === undefined)
    throw new UsageError(`--start takes a time such as ${DEFAULT_START}, not "${startText}"`);
  const [people, organisations] = [
    countOption(values, 'people', 1),
    countOption(values, 'organisations', 1),
  ];
  const [timeZone, format] = [stringOption(values, 'time-zone'), stringOption(values, 'format')];
  const [remoteShare, mfaShare] = [
    shareOption(values, 'remote-share'),
    shareOption(values, 'mfa-share'),
  ];
  const noise = listOption(values, 'noise').map((text) => pair(text, '--noise'));
  return {
    seed: stringOption(values, 'seed') ?? '1',
    start,
    days: countOption(values, 'days', 1) ?? 7,
    attacks: listOption(values, 'attack').map((text) => attackPlan(text, start)),
    noise: Object.fromEntries(
      noise.map(([name, value]) => [name, numberOf(value, `--noise ${name}`)]),
    ),
    ...(people !== undefined && { people }),
    ...(organisations !== undefined && { organisations }),
    ...(timeZone !== undefined && { timeZone }),
    ...(format !== undefined && { format: format as (typeof FORMATS)[number] }),
    ...(remoteShare !== undefined && { remoteShare }),
    ...(mfaShare !== undefined && { mfaShare }),
  };
}

/** `MODE,name=value,…` */
function attackPlan(text: string, start: number): AttackPlan {
  const [mode = '', ...parts] = text.split(',');
  const rates: Record<string, Rate> = {};
  let begin: number | undefined;
  let duration: number | undefined;
  for (const part of parts) {
    const [name, value] = pair(part, `--attack ${mode}`);
    if (name === 'start') begin = start + numberOf(value, 'start') * HOUR;
    else if (name === 'duration') duration = numberOf(value, 'duration') * HOUR;
    else rates[name] = rateOf(value);
  }
  return {
    mode,
    rates,
    ...(begin !== undefined && { start: begin }),
    ...(duration !== undefined && { duration: Math.min(duration, 3650 * DAY) }),
  };
}

function rateOf(text: string): Rate {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}

function pair(text: string, option: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`${option} takes name=value, not "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function shareOption(values: OptionValues, name: string): number | undefined {
  const text = stringOption(values, name);
  if (text === undefined) return undefined;
  const share = numberOf(text, `--${name}`);
  if (share < 0 || share > 1)
    throw new UsageError(`--${name} takes a share from 0 to 1, not "${text}"`);
  return share;
}

function numberOf(text: string, what: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number))
    throw new UsageError(`${what} takes a number, not "${text}"`);
  return number;
}

/** Lines to a file, to the stream given when there is no file, or to nowhere. */
function target(path: string | undefined, fallback: Writable | undefined) {
  const stream = path === undefined ? fallback : createWriteStream(path, { mode: 0o600 });
  let failure: Error | undefined;
  let batch: string[] = [];
  const state = { closed: false };
  const fail = (error: Error): void => {
    failure = error;
    state.closed = true;
  };
  stream?.on('error', fail);
  const flush = async (): Promise<void> => {
    if (stream === undefined || batch.length === 0) return;
    const text = `${batch.join('\n')}\n`;
    batch = [];
    if (stream.write(text) || state.closed) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        for (const event of ['drain', 'error', 'close']) stream.off(event, go);
        resolve();
      };
      for (const event of ['drain', 'error', 'close']) stream.once(event, go);
    });
  };
  return {
    open: stream !== undefined,
    get closed() {
      return state.closed;
    },
    line: async (text: string): Promise<void> => {
      batch.push(text);
      if (batch.length >= BATCH) await flush();
    },
    [Symbol.asyncDispose]: async (): Promise<void> => {
      await flush();
      stream?.off('error', fail);
      if (path !== undefined && stream !== undefined)
        await new Promise<void>((resolve) => stream.end(resolve));
      // A reader that has gone (`| head`) is no failure; a full disk is.
      if (failure !== undefined && (failure as NodeJS.ErrnoException).code !== 'EPIPE')
        throw failure;
    },
  };
}
