import { readFile } from 'node:fs/promises';
import { ndjsonRecords } from '../facts/import/json-records.ts';
import { textOfBytes } from '../facts/import/text.ts';
import { oneLine } from '../findings/explain.ts';
import { didYouMean } from '../lib/suggest.ts';
import type { Exporter } from '../sinks/exporter.ts';
import { claimReviewExporter } from '../sinks/claim-review-exporter.ts';
import { statementExporter } from '../sinks/dsa/statement-exporter.ts';
import { labelExporter } from '../sinks/atproto/label-exporter.ts';
import { isDid } from '../sinks/atproto/labels-of.ts';
import { signingKey } from '../sinks/atproto/label.ts';
import type { DecisionRecord } from '../sinks/decision-record.ts';
import { readDecision } from '../sinks/decision-record.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { countOption, listOption, stringOption, UsageError } from './command.ts';
import { counted } from './plain.ts';

const HELP = `Usage: scrutineer decisions export --as atproto|dsa|claimreview FILE [options]

Writes decisions (decisions.ndjson of a scan; - is standard input) in the form
others take, a record per line, to standard output. What cannot be written is
said on standard error. docs/claims.md says more.

  --as atproto      labels of the AT Protocol, signed; a later decision on the
                    same post takes back labels it no longer asks for
    --src DID         the labeler (needed)
    --key FILE        its private key: 32 bytes in hex (needed, or --unsigned)
    --curve CURVE     k256 (default) or p256
    --unsigned        without signatures
    --days N          labels end after N days
    --previous FILE   decisions exported before: labels that stand already are
                      not made again, and are taken back where they are to be

  --as dsa          statements of reasons for the DSA Transparency Database
    --policy-url URL  where the policy can be read
    --language CODE   of the posts, as in EN
    --territory CODE  a country of the EU or EEA (repeatable)
    --source-type S   SOURCE_VOLUNTARY (default), SOURCE_ARTICLE_16 …
    --automated A     AUTOMATED_DECISION_FULLY (default), _PARTIALLY …
    --days N          the restriction ends after N days

  --as claimreview  reviews of claims that facts decide (schema.org, JSON-LD)
    --organisation N  who publishes them (needed)
    --organisation-url URL
    --review-url URL  where they can be read; the decision's id is put behind

Exit status: 0 all is well; 1 some decisions could not be written; 2 bad usage.
`;

const TEXT = { type: 'string' } as const;

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  atproto: ['src', 'key', 'curve', 'unsigned', 'days', 'previous'],
  dsa: ['policy-url', 'language', 'territory', 'source-type', 'automated', 'days'],
  claimreview: ['organisation', 'organisation-url', 'review-url'],
};

/** Problems shown; of more only the number. */
const MAX_SHOWN = 20;

export const decisionsCommand: Command = {
  name: 'decisions',
  usage: 'decisions ACTION',
  purpose: 'write decisions as signed labels, DSA statements or ClaimReview',
  help: HELP,
  options: {
    as: TEXT,
    src: TEXT,
    key: TEXT,
    curve: TEXT,
    unsigned: { type: 'boolean' },
    previous: TEXT,
    days: TEXT,
    'policy-url': TEXT,
    language: TEXT,
    territory: { type: 'string', multiple: true },
    'source-type': TEXT,
    automated: TEXT,
    organisation: TEXT,
    'organisation-url': TEXT,
    'review-url': TEXT,
  },
  run,
};

async function run(
  values: OptionValues,
  [action, file, ...rest]: readonly string[],
  io: CommandIo,
): Promise<number> {
  if (action !== 'export') {
    const given = action === undefined ? '' : `, not "${action}"`;
    throw new UsageError(`say what to do: export${given}`);
  }
  if (file === undefined || rest.length > 0)
    throw new UsageError('say which one file of decisions to export');
  const exporter = await exporterOf(values);
  const previous = stringOption(values, 'previous');
  if (previous !== undefined)
    for (const { decision } of (await readDecisions(previous, io)).decisions)
      await exporter(decision);
  const { count, decisions, problems } = await readDecisions(file, io);
  let written = 0;
  for (const { decision, line } of decisions) {
    const made = await exporter(decision);
    if (!made.ok) {
      problems.push(`${file}:${line}: ${made.error}`);
      continue;
    }
    for (const record of made.value) io.stdout.write(`${JSON.stringify(record)}\n`);
    written += made.value.length;
  }
  for (const problem of problems.slice(0, MAX_SHOWN)) io.stderr.write(`${oneLine(problem, 400)}\n`);
  if (problems.length > MAX_SHOWN) io.stderr.write(`and ${problems.length - MAX_SHOWN} more\n`);
  io.stderr.write(
    `${counted(count, 'decision')}: ${counted(written, 'record')} written, ${problems.length} refused.\n`,
  );
  return problems.length > 0 ? 1 : 0;
}

interface ReadDecisions {
  /** In order of time: a later decision on a post stands in the place of an earlier one. */
  readonly decisions: readonly { readonly decision: DecisionRecord; readonly line: number }[];
  readonly problems: string[];
  /** Decisions and what is none. */
  readonly count: number;
}

async function readDecisions(file: string, io: CommandIo): Promise<ReadDecisions> {
  const text = textOfBytes(await bytesOf(file, io));
  if (!text.ok) throw new UsageError(`${file}: ${text.error.reason}`);
  const { records, rejected } = ndjsonRecords(text.value);
  const problems = rejected.map(({ line, reason }) => `${file}:${line}: ${reason}`);
  const decisions: { readonly decision: DecisionRecord; readonly line: number }[] = [];
  for (const { line, value } of records) {
    const decision = readDecision(value);
    if (decision.ok) decisions.push({ decision: decision.value, line });
    else problems.push(`${file}:${line}: ${decision.error}`);
  }
  decisions.sort((a, b) => Date.parse(a.decision.at) - Date.parse(b.decision.at));
  return { decisions, problems, count: records.length + rejected.length };
}

async function exporterOf(values: OptionValues): Promise<Exporter> {
  const as = stringOption(values, 'as');
  const allowed = as !== undefined && Object.hasOwn(OPTIONS, as) ? OPTIONS[as] : undefined;
  if (as === undefined || allowed === undefined) {
    const hint = as === undefined ? undefined : didYouMean(as, Object.keys(OPTIONS));
    throw new UsageError(
      `say with --as what to write: ${Object.keys(OPTIONS).join(', ')}${hint === undefined ? '' : `; ${hint}`}`,
    );
  }
  const stray = Object.keys(values).find((name) => name !== 'as' && !allowed.includes(name));
  if (stray !== undefined) throw new UsageError(`--as ${as} takes no --${stray}`);
  switch (as) {
    case 'atproto':
      return labels(values);
    case 'dsa':
      return statementExporter(statementOptions(values));
    default:
      return reviews(values);
  }
}

const DAY = 86_400_000;

async function labels(values: OptionValues): Promise<Exporter> {
  const src = stringOption(values, 'src');
  if (src === undefined || !isDid(src))
    throw new UsageError('say with --src who the labeler is: a DID, as in did:web:example.org');
  const days = countOption(values, 'days', 1);
  const options = { src, ...(days === undefined ? {} : { lifetime: days * DAY }) };
  const file = stringOption(values, 'key');
  if (file === undefined) {
    if (values['unsigned'] === true) return labelExporter(options, undefined);
    throw new UsageError('say with --key FILE what to sign with, or --unsigned');
  }
  const curve = stringOption(values, 'curve') ?? 'k256';
  if (curve !== 'k256' && curve !== 'p256')
    throw new UsageError(`--curve takes k256 or p256, not "${curve}"`);
  const hex = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => error);
  if (typeof hex !== 'string')
    throw new UsageError(`${file}: cannot be read (${hex.code ?? hex.message})`);
  if (!/^[0-9a-f]{64}$/i.test(hex.trim()))
    throw new UsageError(`${file}: a private key is 32 bytes in hex: 64 digits`);
  return labelExporter(options, await signingKey(hex.trim(), curve));
}

function statementOptions(values: OptionValues): Parameters<typeof statementExporter>[0] {
  const territory = listOption(values, 'territory');
  const days = countOption(values, 'days', 1);
  const texts = {
    policyUrl: stringOption(values, 'policy-url'),
    language: stringOption(values, 'language'),
    source: stringOption(values, 'source-type'),
    automated: stringOption(values, 'automated'),
  };
  return {
    ...(Object.fromEntries(Object.entries(texts).filter(([, one]) => one !== undefined)) as Record<
      string,
      string
    >),
    ...(territory.length === 0 ? {} : { territory }),
    ...(days === undefined ? {} : { days }),
  };
}

function reviews(values: OptionValues): Exporter {
  const organisation = stringOption(values, 'organisation');
  if (organisation === undefined)
    throw new UsageError('say with --organisation who publishes the reviews');
  const organisationUrl = stringOption(values, 'organisation-url');
  const reviewUrl = stringOption(values, 'review-url');
  return claimReviewExporter({
    organisation,
    ...(organisationUrl === undefined ? {} : { organisationUrl }),
    ...(reviewUrl === undefined ? {} : { reviewUrl }),
  });
}

async function bytesOf(file: string, { stdin }: CommandIo): Promise<Buffer> {
  try {
    if (file !== '-') return await readFile(file);
    const pieces: Buffer[] = [];
    for await (const piece of stdin) pieces.push(Buffer.from(piece as Buffer));
    return Buffer.concat(pieces);
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    throw new UsageError(`${file}: cannot be read (${code ?? message})`);
  }
}
