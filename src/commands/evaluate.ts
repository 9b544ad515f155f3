import { readFile, writeFile } from 'node:fs/promises';
import { printable } from '../lib/printable.ts';
import type { Result } from '../lib/result.ts';
import { painter } from '../report/style.ts';
import { SCENARIOS } from '../simulator/scenarios.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { stringOption, UsageError } from './command.ts';
import { evaluateLabels } from './evaluate-logs.ts';
import { reportJson } from './evaluate-json.ts';
import { intoDocument } from './evaluate-markdown.ts';
import type { Group, Report } from './evaluate-report.ts';
import { isMissed, reportOf } from './evaluate-report.ts';
import { evaluateScenarios } from './evaluate-scenarios.ts';
import { renderReport } from './evaluate-text.ts';
import { evaluatePosts } from './evaluate-posts.ts';
import { jsonText } from './plain.ts';
import { POST_OPTIONS } from './post-options.ts';

const EXIT_MISSED = 1;
const EXIT_USAGE = 2;

const HELP = `Usage: scrutineer evaluate accounts [options]
       scrutineer evaluate accounts --labels FILE PATH… [options]
       scrutineer evaluate posts --labels FILE [PATH…] [options]

Says how well attacks on accounts are found, against labels that say what each
event really was. Without --labels it makes up logs with the simulator, scans them
as \`scan\` would, and scores every scenario and seed; with --labels it scans the
logs at PATH. docs/accuracy.md explains each figure.

  --scenario NAME     only this scenario (repeatable); 'office-*': all that
                      begin so
  --seeds A..B        which made-up worlds of each (default: 1..1)
  --list              list the scenarios
  --labels FILE       one JSON object per line (plain or .gz): id, time,
                      organisation, account, label (benign, attack), mode, and
                      of attacks campaign and step (attempt, hit, entry,
                      aftermath), as \`simulate signins --labels\` writes them
  --require           exit with 1 when a requirement is missed
  --out FILE.md       write the figures as Markdown tables; where FILE.md has the
                      marks <!-- figures --> and <!-- end of figures -->, between
                      them, else over it all
  --json              print the figures, what was missed and the false cases
  --threads N         worker threads of each scan (default: one per core; 0: none)

For the logs at PATH, as for scan:
  --anonymisers FILE  addresses or networks of Tor exits and the like (repeatable)
  --trusted FILE      your own networks, VPN exits and scanners (repeatable)
  --organisation NAME whose logs these are, where the logs do not say
  --as KIND           read everything as this kind of log

For posts (docs/posts.md): decides on every labelled post and counts what was
acted on, with intervals at 95 %, and per functionality where labels name one.
  --labels FILE       NDJSON or a table with tabs: id, and acted (true, false)
                      or action (those that are right, parted by /), and
                      functionality; the posts themselves, or ids of posts at
                      PATH
  --acted FIELD       field that says whether it was acted on (repeatable)
  --from, --until     only posts of this time
  --min-length N      only texts of more than N characters, links left out
  --role, --place     of all authors, where posts do not say
  --misses            list the posts that are wrong
  --packs, --facts, --gazetteer, --outlets, --as-of   as for scan

Exit status: 0; 1 with --require when a requirement is missed; 2 bad usage or
nothing readable.
`;

/** Options that say how logs are read: scenarios are read one way. */
const READING = ['anonymisers', 'trusted', 'organisation', 'as'];

export const evaluateCommand: Command = {
  name: 'evaluate',
  usage: 'evaluate accounts|posts',
  purpose: 'measure detection and decisions against labels',
  help: HELP,
  options: {
    scenario: { type: 'string', multiple: true },
    seeds: { type: 'string' },
    list: { type: 'boolean' },
    labels: { type: 'string' },
    require: { type: 'boolean' },
    out: { type: 'string' },
    json: { type: 'boolean' },
    threads: { type: 'string' },
    anonymisers: { type: 'string', multiple: true },
    trusted: { type: 'string', multiple: true },
    organisation: { type: 'string' },
    as: { type: 'string' },
    packs: { type: 'string', multiple: true },
    acted: { type: 'string', multiple: true },
    from: { type: 'string' },
    until: { type: 'string' },
    'min-length': { type: 'string' },
    role: { type: 'string' },
    place: { type: 'string' },
    misses: { type: 'boolean' },
    ...POST_OPTIONS,
  },
  run,
};

async function run(
  values: OptionValues,
  positionals: readonly string[],
  io: CommandIo,
): Promise<number> {
  const [what, ...paths] = positionals;
  if (what === 'posts') return evaluatePosts(paths, values, io);
  if (what !== 'accounts')
    throw new UsageError(
      'what? There are: scrutineer evaluate accounts, scrutineer evaluate posts',
    );
  if (values['list'] === true) {
    io.stdout.write(listed());
    return 0;
  }
  const groups = await measured(values, paths, io);
  if (!groups.ok) {
    io.stderr.write(`scrutineer evaluate: ${printable(groups.error)}\n`);
    return EXIT_USAGE;
  }
  const report = reportOf(groups.value, commandLine(values, paths));
  const out = stringOption(values, 'out');
  if (out !== undefined) await writeMarkdown(out, report);
  if (values['json'] === true) io.stdout.write(`${jsonText(reportJson(report))}\n`);
  else io.stdout.write(renderReport(report, painter(io.stdout)));
  const missed = [...report.lines, report.total].some(isMissed);
  return missed && values['require'] === true ? EXIT_MISSED : 0;
}

async function measured(
  values: OptionValues,
  paths: readonly string[],
  io: CommandIo,
): Promise<Result<readonly [Group, ...Group[]], string>> {
  const labels = stringOption(values, 'labels');
  const stray = (names: readonly string[]): string | undefined =>
    names.find((name) => values[name] !== undefined);
  if (labels === undefined) {
    if (paths.length > 0)
      throw new UsageError('logs at a PATH need --labels FILE: what each event really was');
    const wrong = stray(READING);
    if (wrong !== undefined) throw new UsageError(`--${wrong} is for logs with --labels`);
    return evaluateScenarios(values, io);
  }
  if (paths.length === 0)
    throw new UsageError('which logs do the labels belong to? Give at least one PATH');
  const wrong = stray(['scenario', 'seeds']);
  if (wrong !== undefined) throw new UsageError(`--${wrong} is for made-up logs, without --labels`);
  return evaluateLabels(labels, paths, values, io);
}

async function writeMarkdown(path: string, report: Report): Promise<void> {
  const before = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  await writeFile(path, intoDocument(before, report));
}

/** What anybody types to get the same figures. */
function commandLine(values: OptionValues, paths: readonly string[]): string {
  const shown = ['scenario', 'seeds', 'labels', 'anonymisers', 'trusted', 'organisation', 'as'];
  const options = shown.flatMap((name) => {
    const value = values[name];
    return [value ?? []].flat().flatMap((one) => [`--${name}`, String(one)]);
  });
  return ['scrutineer evaluate accounts', ...options, ...paths].join(' ');
}

function listed(): string {
  const lines = SCENARIOS.map(
    ({ name, title, proves }) => `${name}\n  ${title}.\n  Shows: ${proves}.`,
  );
  return `${lines.join('\n')}\n`;
}
