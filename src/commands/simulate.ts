import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { ATTACK_MODES } from '../simulator/attacks/modes.ts';
import { wrap } from '../report/style.ts';
import { DEFAULT_NOISE, FORMATS } from '../simulator/options.ts';
import { TIME_ZONES } from '../simulator/places.ts';
import { SCENARIOS } from '../simulator/scenarios.ts';
import { checkSimulation, scannerAddresses, simulateSignins } from '../simulator/simulate.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { stringOption, UsageError } from './command.ts';
import { DEFAULT_START, simulationOptions } from './simulate-options.ts';

/** Lines written at a time. */
const BATCH = 500;

const HELP = `Usage: scrutineer simulate signins [options]
       scrutineer simulate scenarios

Writes made-up sign-in logs of made-up organisations, with or without the
published attacks in them. The same options give the same bytes. Nothing in them
is real: names, addresses and networks come from ranges set aside for documents.

  --seed TEXT          which made-up world (default: 1)
  --scenario NAME      a named world, drawn by the seed, in place of the options
                       from --people to --mfa-share; "simulate scenarios"
                       lists them
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
  --log NAME=VALUE     what is wrong with the log, repeatable: late (share of
                       records), lateHours, shuffleMinutes, duplicates (share),
                       gap=HOURS:MINUTES (begins so many hours into it)
  --out FILE           records (default: standard output)
  --labels FILE        what each record really is, one JSON object a line
  --allow-list FILE    addresses of the organisations' own scanners

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
    scenario: { type: 'string' },
    log: { type: 'string', multiple: true },
    'allow-list': { type: 'string' },
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
  const [what] = positionals;
  if (positionals.length !== 1 || (what !== 'signins' && what !== 'scenarios')) {
    throw new UsageError(
      'what? There are: scrutineer simulate signins, scrutineer simulate scenarios',
    );
  }
  if (what === 'scenarios') {
    io.stdout.write(scenarioList());
    return 0;
  }
  const options = simulationOptions(values);
  const [problem] = checkSimulation(options);
  if (problem !== undefined) throw new UsageError(problem);
  await using records = target(stringOption(values, 'out'), io.stdout);
  await using labels = target(stringOption(values, 'labels'), undefined);
  const allowList = stringOption(values, 'allow-list');
  if (allowList !== undefined) {
    const addresses = scannerAddresses(options).map(({ address }) => `${address}\n`);
    await writeFile(allowList, addresses.join(''), { mode: 0o600 });
  }
  for (const { line, label, again } of simulateSignins(options)) {
    if (records.closed) break;
    await records.line(line);
    if (labels.open && again !== true) await labels.line(JSON.stringify(label));
  }
  return 0;
}

/** Of the list of scenarios, without its indentation. */
const WIDTH = 74;

function scenarioList(): string {
  const entries = SCENARIOS.map(({ name, title, proves }) => {
    const lines = [...wrap(title, WIDTH), ...wrap(`Measures: ${proves}`, WIDTH)];
    return `${name}\n${lines.map((line) => `    ${line}\n`).join('')}`;
  });
  return entries.join('\n');
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
