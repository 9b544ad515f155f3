import type { Case, CaseFile } from '../cases/case.ts';
import type { Decision } from '../decisions/decision.ts';
import { rankOf } from '../decisions/decision.ts';
import type { PostAction } from '../events/decision-words.ts';
import { POST_ACTIONS } from '../events/decision-words.ts';
import type { Level } from '../findings/finding.ts';
import { isLevel, LEVELS, levelRank } from '../findings/finding.ts';
import { printable, printableJson } from '../lib/printable.ts';
import type { PostsOptions, ScanOptions } from '../pipeline.ts';
import { scan } from '../pipeline.ts';
import { strongestOf } from '../post-book.ts';
import { createProgressBar } from '../report/progress-bar.ts';
import { painter } from '../report/style.ts';
import type { Summary } from '../report/summary.ts';
import { renderSummary } from '../report/terminal.ts';
import { formatDiagnostic } from '../rules/diagnostic.ts';
import { SOURCES } from '../sources/all.ts';
import { POST_SOURCES } from '../sources/posts.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { countOption, listOption, stringOption, UsageError } from './command.ts';
import { holdsPolicy } from './holds-policy.ts';
import { readLists } from './lists.ts';
import { PACK_OPTIONS, packOptions } from './pack-options.ts';
import { deskOptions, POST_OPTIONS, readDecisions } from './post-options.ts';
import { SHIPPED_PACKS, SHIPPED_POLICY } from './shipped-packs.ts';

const AS_NAMES: ReadonlySet<string> = new Set(
  [...SOURCES, ...POST_SOURCES].map(({ name }) => name),
);

const EXIT_FOUND = 1;
const EXIT_USAGE = 2;

const SOURCE_LINES = [...SOURCES, ...POST_SOURCES]
  .map(({ name, title }) => `  ${name.padEnd(18)} ${title}`)
  .join('\n');

const HELP = `Usage: scrutineer scan PATH… [options]

Reads sign-in and audit logs and posts (files, folders, globs, - for standard
input; plain, .gz or .zst), recognises each format by its content, and says what
happened, to whom, and what to look at first.

  --out DIR           write findings.ndjson, cases.ndjson, decisions.ndjson,
                      rejected.ndjson and summary.json
  --report FILE.html  write a report to read, print and pass on: one page, for those
                      concerned only
  --db FILE           remember events and findings; a later scan of overlapping
                      files adds only what is new
  --packs DIR         further Sigma rules (repeatable), e.g. SigmaHQ's
  --pipeline FILE     processing pipeline for all rules (repeatable)
  --placeholders FILE values of placeholders: a YAML map from name to values
  --only-packs        leave out the rules shipped with Scrutineer
  --no-detectors      rules alone: twice as fast, and blind to what no rule says
                      (slow sprays, stolen sessions, consent phishing)
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

For posts (docs/posts.md):
  --packs DIR         policy to hold them against, such as
                      packs/posts/twitter-2020; else packs/posts/civic
  --facts FILE        facts of elections (repeatable); without it, the shipped ones
  --gazetteer FILE    names of candidates and parties (repeatable)
  --outlets FILE      who can call a race
  --as-of TIME        decide by what is known then, not when a post was written
  --before FILE       earlier decisions.ndjson: what differs goes to
                      changes.ndjson
  --fail-on takes label, reduce, review and remove for posts

Kinds of log and of posts:
${SOURCE_LINES}

Exit status: 0 nothing at or above --fail-on; 1 something was; 2 bad usage or
nothing readable.
`;

export const scanCommand: Command = {
  name: 'scan',
  usage: 'scan PATH…',
  purpose: 'find attacks in logs, decide on posts',
  help: HELP,
  options: {
    out: { type: 'string' },
    report: { type: 'string' },
    db: { type: 'string' },
    packs: { type: 'string', multiple: true },
    'only-packs': { type: 'boolean' },
    'no-detectors': { type: 'boolean' },
    shadow: { type: 'string', multiple: true },
    anonymisers: { type: 'string', multiple: true },
    trusted: { type: 'string', multiple: true },
    organisation: { type: 'string' },
    as: { type: 'string' },
    'fail-on': { type: 'string' },
    threads: { type: 'string' },
    json: { type: 'boolean' },
    ...PACK_OPTIONS,
    ...POST_OPTIONS,
    before: { type: 'string' },
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
    posts: await postsOptions(values, io, json),
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
  if (failOn !== undefined && isPostAction(failOn)) {
    const { posts } = summary;
    return posts !== undefined && rankOf(strongestOf(posts)) >= rankOf(failOn) ? EXIT_FOUND : 0;
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
  #decisions = 0;

  constructor(stdout: CommandIo['stdout']) {
    this.#stdout = stdout;
  }

  /** All of them come before the first finding; what is not acted on is left to `--out`. */
  decision(body: string): void {
    if ((JSON.parse(body) as Decision).action === 'none') return;
    this.#stdout.write(
      `${this.#decisions === 0 ? '{"decisions":[\n' : ',\n'}${printableJson(body)}`,
    );
    this.#decisions += 1;
  }

  finding(body: string): void {
    this.#stdout.write(
      `${this.#count === 0 ? `${this.#opened}"findings":[\n` : ',\n'}${printableJson(body)}`,
    );
    this.#count += 1;
  }

  get #opened(): string {
    return this.#decisions === 0 ? '{' : '],\n';
  }

  case({ record }: CaseFile): void {
    this.#cases.push(record);
  }

  end(summary: Summary): void {
    const cases = this.#cases.map((found) => printableJson(JSON.stringify(found))).join(',\n');
    this.#stdout.write(
      `${this.#count === 0 ? `${this.#opened}"findings":[` : ''}],\n"cases":[${cases}],\n` +
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
  if (as !== undefined && !AS_NAMES.has(as)) {
    throw new UsageError(`--as takes one of ${[...AS_NAMES].join(', ')}; not "${as}"`);
  }
  const [out, report, db, organisation] = ['out', 'report', 'db', 'organisation'].map((name) =>
    stringOption(values, name),
  );
  const threads = countOption(values, 'threads', 0);
  return {
    paths,
    stdin: io.stdin,
    packs: await packsOf(values),
    detectors: values['no-detectors'] !== true,
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

/** The shipped rules and those given. A policy for posts that is given stands in for the shipped one. */
async function packsOf(values: OptionValues): Promise<readonly string[]> {
  const given = listOption(values, 'packs');
  if (values['only-packs'] === true) return given;
  return [...SHIPPED_PACKS, ...((await holdsPolicy(given)) ? [] : [SHIPPED_POLICY]), ...given];
}

async function postsOptions(
  values: OptionValues,
  io: CommandIo,
  json: JsonOutput | undefined,
): Promise<PostsOptions> {
  const before = stringOption(values, 'before');
  return {
    desk: () => deskOptions(values, io),
    ...(before !== undefined && { before: await readDecisions(before) }),
    ...(json && { decision: (body) => json.decision(body) }),
  };
}

function failOnLevel(values: OptionValues): Level | PostAction | undefined {
  const text = stringOption(values, 'fail-on');
  if (text === undefined || isLevel(text) || isPostAction(text)) return text;
  throw new UsageError(
    `--fail-on takes one of ${LEVELS.join(', ')}, or of ${ACTED.join(', ')}; not "${text}"`,
  );
}

const ACTED = POST_ACTIONS.filter((action) => action !== 'none');

function isPostAction(text: string): text is PostAction {
  return ACTED.some((action) => action === text);
}
