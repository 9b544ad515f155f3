import type { Case, CaseFile } from '../cases/case.ts';
import type { Level } from '../findings/finding.ts';
import { isLevel, LEVELS, levelRank } from '../findings/finding.ts';
import { printable, printableJson } from '../lib/printable.ts';
import type { ScanOptions } from '../pipeline.ts';
import { scan } from '../pipeline.ts';
import { createProgressBar } from '../report/progress-bar.ts';
import { painter } from '../report/style.ts';
import type { Summary } from '../report/summary.ts';
import { renderSummary } from '../report/terminal.ts';
import { formatDiagnostic } from '../rules/diagnostic.ts';
import { SOURCES } from '../sources/all.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { countOption, listOption, stringOption, UsageError } from './command.ts';
import { readLists } from './lists.ts';
import { PACK_OPTIONS, packOptions } from './pack-options.ts';
import { SHIPPED_PACKS } from './shipped-packs.ts';

const EXIT_FOUND = 1;
const EXIT_USAGE = 2;

const SOURCE_LINES = SOURCES.map(({ name, title }) => `  ${name.padEnd(18)} ${title}`).join('\n');

const HELP = `Usage: scrutineer scan PATH… [options]

Reads sign-in and audit logs (files, folders, globs, - for standard input; plain,
.gz or .zst), recognises each format by its content, and says what happened, to
whom, and what to look at first.

  --out DIR           write findings.ndjson, rejected.ndjson and summary.json
  --report FILE.html  write a report to read, print and pass on: one page, for those
                      concerned only
  --db FILE           remember events and findings; a later scan of overlapping
                      files adds only what is new
  --packs DIR         further Sigma rules (repeatable), e.g. SigmaHQ's
  --pipeline FILE     processing pipeline for all rules (repeatable)
  --placeholders FILE values of placeholders: a YAML map from name to values
  --only-packs        leave out the rules shipped with Scrutineer
  --shadow DIR        rules on trial (repeatable): what they would have found is
                      counted and written to shadow.ndjson, and raises nothing
  --anonymisers FILE  addresses or networks of Tor exits and the like (repeatable)
  --trusted FILE      your own networks, VPN exits and scanners (repeatable)
  --organisation NAME whose logs these are, where the logs do not say
  --as KIND           read everything as this kind of log
  --fail-on LEVEL     exit with 1 when a finding is at or above this level
                      (${LEVELS.join(', ')})
  --threads N         worker threads (default: one per core; 0: none)
  --json              print findings and summary as one JSON document

Kinds of log:
${SOURCE_LINES}

Exit status: 0 nothing at or above --fail-on; 1 something was; 2 bad usage or
nothing readable.
`;

export const scanCommand: Command = {
  name: 'scan',
  usage: 'scan PATH…',
  purpose: 'find attacks in sign-in and audit logs',
  help: HELP,
  options: {
    out: { type: 'string' },
    report: { type: 'string' },
    db: { type: 'string' },
    packs: { type: 'string', multiple: true },
    'only-packs': { type: 'boolean' },
    shadow: { type: 'string', multiple: true },
    anonymisers: { type: 'string', multiple: true },
    trusted: { type: 'string', multiple: true },
    organisation: { type: 'string' },
    as: { type: 'string' },
    'fail-on': { type: 'string' },
    threads: { type: 'string' },
    json: { type: 'boolean' },
    ...PACK_OPTIONS,
  },
  run,
};

async function run(values: OptionValues, paths: readonly string[], io: CommandIo): Promise<number> {
  if (paths.length === 0)
    throw new UsageError('which files or folders? Give at least one PATH, or - for standard input');
  const failOn = failOnLevel(values);
  const bar = createProgressBar(io.stderr);
  const json = values['json'] === true ? new JsonOutput(io.stdout) : undefined;
  const options = await scanOptions(values, paths, io, bar.update);
  const result = await scan({
    ...options,
    ...(json && { finding: (body) => json.finding(body), case: (found) => json.case(found) }),
  });
  bar.clear();
  if (!result.ok) {
    io.stderr.write(`scrutineer scan: ${printable(result.error)}\n`);
    return EXIT_USAGE;
  }
  const { cases, summary, digest, others, diagnostics } = result.value;
  for (const found of diagnostics) io.stderr.write(`${printable(formatDiagnostic(found))}\n`);
  if (json !== undefined) json.end(summary);
  else io.stdout.write(renderSummary(summary, others, painter(io.stdout), cases));
  if (summary.totals.accepted + summary.totals.duplicates === 0) {
    io.stderr.write('scrutineer scan: nothing readable was found in what was given\n');
    return EXIT_USAGE;
  }
  const worst = worstOf([digest.worst, ...cases.map(({ severity }) => severity)]);
  return failOn !== undefined && worst !== undefined && levelRank(worst) >= levelRank(failOn)
    ? EXIT_FOUND
    : 0;
}

/** The worst of levels and severities, which share their names. */
function worstOf(levels: readonly (Level | undefined)[]): Level | undefined {
  return levels
    .filter((level) => level !== undefined)
    .toSorted((a, b) => levelRank(b) - levelRank(a))[0];
}

/** `{"findings": […], "cases": […], "summary": {…}}`, written as findings come, so that many of them need no memory. */
class JsonOutput {
  readonly #stdout: CommandIo['stdout'];
  readonly #cases: Case[] = [];
  #count = 0;

  constructor(stdout: CommandIo['stdout']) {
    this.#stdout = stdout;
  }

  finding(body: string): void {
    this.#stdout.write(`${this.#count === 0 ? '{"findings":[\n' : ',\n'}${printableJson(body)}`);
    this.#count += 1;
  }

  case({ record }: CaseFile): void {
    this.#cases.push(record);
  }

  end(summary: Summary): void {
    const cases = this.#cases.map((found) => printableJson(JSON.stringify(found))).join(',\n');
    this.#stdout.write(
      `${this.#count === 0 ? '{"findings":[' : ''}],\n"cases":[${cases}],\n` +
        `"summary":${printableJson(JSON.stringify(summary))}}\n`,
    );
  }
}

async function scanOptions(
  values: OptionValues,
  paths: readonly string[],
  io: CommandIo,
  progress: ScanOptions['progress'],
): Promise<ScanOptions> {
  const as = stringOption(values, 'as');
  if (as !== undefined && !SOURCES.some(({ name }) => name === as)) {
    throw new UsageError(
      `--as takes one of ${SOURCES.map(({ name }) => name).join(', ')}; not "${as}"`,
    );
  }
  const [out, report, db, organisation] = ['out', 'report', 'db', 'organisation'].map((name) =>
    stringOption(values, name),
  );
  const threads = countOption(values, 'threads', 0);
  return {
    paths,
    stdin: io.stdin,
    packs: [
      ...(values['only-packs'] === true ? [] : SHIPPED_PACKS),
      ...listOption(values, 'packs'),
    ],
    shadow: listOption(values, 'shadow'),
    packOptions: packOptions(values),
    anonymisers: await readLists(listOption(values, 'anonymisers')),
    trusted: await readLists(listOption(values, 'trusted')),
    now: io.now,
    progress,
    ...(out !== undefined && { out }),
    ...(report !== undefined && { report }),
    ...(db !== undefined && { db }),
    ...(as !== undefined && { as }),
    ...(organisation !== undefined && { organisation }),
    ...(threads !== undefined && { threads }),
  };
}

function failOnLevel(values: OptionValues): Level | undefined {
  const text = stringOption(values, 'fail-on');
  if (text === undefined || isLevel(text)) return text;
  throw new UsageError(`--fail-on takes one of ${LEVELS.join(', ')}; not "${text}"`);
}
