import { join } from 'node:path';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { SCENARIOS } from '../simulator/scenarios.ts';
import type { Scenario } from '../simulator/scenarios/scenario.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { countOption, listOption, stringOption, UsageError } from './command.ts';
import { workFolder } from './evaluate-logs.ts';
import { progressLine } from './evaluate-progress.ts';
import type { Group } from './evaluate-report.ts';
import type { Measured } from './evaluate-set.ts';
import { measureSet } from './evaluate-set.ts';
import { simulateSet } from './evaluate-simulate.ts';

/** Worlds of one scenario; more is a slip of the pen. */
const MAX_SEEDS = 1000;

/** Measures on made-up logs, one scenario and seed after another. */
export async function evaluateScenarios(
  values: OptionValues,
  io: CommandIo,
): Promise<Result<readonly [Group, ...Group[]], string>> {
  const scenarios = chosen(listOption(values, 'scenario'));
  const seeds = seedsOf(stringOption(values, 'seeds') ?? '1..1');
  const threads = countOption(values, 'threads', 0);
  const line = progressLine(io.stderr);
  const groups: Group[] = [];
  for (const [at, scenario] of scenarios.entries()) {
    const sets: Measured[] = [];
    for (const seed of seeds) {
      const place = `${at + 1} of ${scenarios.length}: ${scenario.name}, seed ${seed}`;
      const measured = await measureScenario(scenario, seed, threads, (step) =>
        line.show(`${place}: ${step}`),
      );
      if (!measured.ok) {
        line.clear();
        return err(`${scenario.name}, seed ${seed}: ${measured.error}`);
      }
      sets.push(measured.value);
    }
    const [first, ...rest] = sets;
    const { name, title } = scenario;
    if (first !== undefined) groups.push({ name, title, simulated: true, sets: [first, ...rest] });
  }
  line.clear();
  const [first, ...rest] = groups;
  return first === undefined ? err('there is no scenario to measure') : ok([first, ...rest]);
}

async function measureScenario(
  scenario: Scenario,
  seed: number,
  threads: number | undefined,
  progress: (step: string) => void,
): Promise<Result<Measured, string>> {
  await using folder = await workFolder();
  progress('making up the log');
  const { records, labels, trusted } = await simulateSet(folder.path, scenario, String(seed));
  const request = {
    paths: [records],
    anonymisers: [],
    trusted: [trusted],
    out: join(folder.path, 'found.ndjson'),
    ...(threads !== undefined && { threads }),
  };
  const measured = await measureSet(request, labels, (percent) =>
    progress(`scanning ${percent} %`),
  );
  // What was missed is looked up by scenario and seed.
  return measured.ok ? ok(placed(measured.value, `${scenario.name}/${seed}`)) : measured;
}

function placed({ score, cost }: Measured, set: string): Measured {
  const missed = score.missed.map(({ what, why }) => ({ what: `${set}: ${what}`, why }));
  const falseList = score.falseList.map((found) => ({ ...found, id: `${set}: ${found.id}` }));
  return { score: { ...score, missed, falseList }, cost };
}

function chosen(names: readonly string[]): readonly Scenario[] {
  if (names.length === 0) return SCENARIOS;
  const found = new Set<Scenario>();
  for (const name of names) {
    const matching = SCENARIOS.filter((scenario) => isLike(scenario.name, name));
    if (matching.length === 0)
      throw new UsageError(`there is no scenario "${name}"; --list names them`);
    for (const scenario of matching) found.add(scenario);
  }
  return SCENARIOS.filter((scenario) => found.has(scenario));
}

/** `office-*` stands for all names that begin so. */
function isLike(name: string, wanted: string): boolean {
  return wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
}

function seedsOf(text: string): readonly number[] {
  const [, from = '', to = from] = /^(\d{1,9})(?:\.\.(\d{1,9}))?$/.exec(text) ?? [];
  const [first, last] = [Number(from), Number(to)];
  if (from === '' || last < first || last - first >= MAX_SEEDS) {
    throw new UsageError(
      `--seeds takes a number or a range such as 1..5, of at most ${MAX_SEEDS}; not "${text}"`,
    );
  }
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
