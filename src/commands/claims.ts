import { claimRecord } from '../claims/claim.ts';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { CheckedClaim, Verdict } from '../claims/claim.ts';
import { VERDICTS } from '../claims/claim.ts';
import { ClaimLibrary } from '../claims/claim-library.ts';
import type { ClaimsRead } from '../claims/import/read-file.ts';
import { readClaimFile } from '../claims/import/read-file.ts';
import { oneLine } from '../findings/explain.ts';
import { expandInputs } from '../intake/inputs.ts';
import { chosenAction } from './action.ts';
import type { Command, CommandIo, OptionValues } from './command.ts';
import { countOption, listOption, stringOption, UsageError } from './command.ts';
import { appendLines } from './append-lines.ts';
import { counted, jsonText } from './plain.ts';

const HELP = `Usage: scrutineer claims match TEXT --library FILE… [options]
       scrutineer claims import PATH… --into FILE [--json]

Claims that somebody has checked, and which of them a text means.
Files of claims: NDJSON, JSON, YAML, CSV; ClaimReview (schema.org, JSON-LD:
alone, in lists, DataCommons feeds). docs/claims.md says more.

  match    the claims TEXT may mean, the most probable first; - reads it from
           standard input
  import   adds the claims in files to a library: NDJSON that only grows

  --library FILE       a file or folder of claims (repeatable)
  --limit N            how many claims are shown (default 5)
  --at TIME            leave out claims that do not hold for a text of then
  --jurisdiction CODE  leave out claims about other places
  --prior SHARE        share of texts that mean a known claim, where you know
                       it: 0.01 for a stream of ordinary posts (default 0.5)
  --into FILE          the library claims are added to
  --verdict VERDICT    of claims in a list that does not say: false, misleading,
                       mixed, unproven, satire, true
  --json               print the result as JSON

Exit status: 0 matched (match), all imported (import); 1 no match, records were
rejected; 2 bad usage.
`;

const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  match: ['library', 'limit', 'at', 'jurisdiction', 'prior', 'json'],
  import: ['into', 'verdict', 'json'],
};

/** Rejected records shown; `--json` has all. */
const MAX_SHOWN = 20;

const TEXT = { type: 'string' } as const;

export const claimsCommand: Command = {
  name: 'claims',
  usage: 'claims ACTION',
  purpose: 'keep claims that are checked, and find those a text means',
  help: HELP,
  options: {
    library: { type: 'string', multiple: true },
    limit: TEXT,
    at: TEXT,
    jurisdiction: TEXT,
    prior: TEXT,
    into: TEXT,
    verdict: TEXT,
    json: { type: 'boolean' },
  },
  run,
};

async function run(
  values: OptionValues,
  [name, ...rest]: readonly string[],
  io: CommandIo,
): Promise<number> {
  const action = chosenAction('claims', name, OPTIONS, values);
  return action === 'match' ? match(rest, values, io) : importClaims(rest, values, io);
}

async function match(
  words: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  const library = listOption(values, 'library');
  if (library.length === 0) throw new UsageError('say with --library FILE which claims to match');
  if (words.length === 0) throw new UsageError('say which text to match, or - for standard input');
  const text = words.length === 1 && words[0] === '-' ? await textFrom(io.stdin) : words.join(' ');
  const at = timeOption(values);
  const jurisdiction = stringOption(values, 'jurisdiction');
  const prior = shareOption(values);
  const options = {
    limit: countOption(values, 'limit', 1) ?? 5,
    ...(at === undefined ? {} : { at }),
    ...(jurisdiction === undefined ? {} : { jurisdiction }),
    ...(prior === undefined ? {} : { prior }),
  };
  const read = await readClaims(library, io);
  showRejected(read, io);
  const claims = new ClaimLibrary(read.flatMap((one) => one.claims));
  const { matches, none } = claims.match(text, options);
  const sure = (matches[0]?.probability ?? 0) >= claims.threshold;
  if (values['json'] === true) {
    io.stdout.write(`${jsonText({ matched: sure, threshold: claims.threshold, none, matches })}\n`);
    return sure ? 0 : 1;
  }
  const verdict = sure
    ? 'The text means a known claim.'
    : `No match: no claim reaches ${percent(claims.threshold)}.`;
  io.stdout.write(`${verdict}\n`);
  for (const { claim, probability } of matches) {
    const { id, source, texts, verdict: found } = claim;
    io.stdout.write(
      `\n${percent(probability).padStart(5)}  ${found}: ${oneLine(texts[0] ?? '', 400)}\n`,
    );
    io.stdout.write(
      `       ${oneLine(`${id}  ${source.url ?? source.name ?? 'no source'}`, 400)}\n`,
    );
  }
  return sure ? 0 : 1;
}

function percent(share: number): string {
  return share > 0 && share < 0.005 ? '<1 %' : `${Math.round(share * 100)} %`;
}

function verdictOption(values: OptionValues): Verdict | undefined {
  const given = stringOption(values, 'verdict');
  const verdict = VERDICTS.find((one) => one === given);
  if (given !== undefined && verdict === undefined)
    throw new UsageError(`--verdict takes ${VERDICTS.join(', ')}, not "${given}"`);
  return verdict;
}

function timeOption(values: OptionValues): string | undefined {
  const at = stringOption(values, 'at');
  if (at !== undefined && Number.isNaN(Date.parse(at)))
    throw new UsageError(`--at takes a time such as 2020-11-03T19:00:00Z, not "${at}"`);
  return at;
}

function shareOption(values: OptionValues): number | undefined {
  const text = stringOption(values, 'prior');
  if (text === undefined) return undefined;
  const share = Number(text);
  if (!(share > 0 && share < 1))
    throw new UsageError(`--prior takes a share between 0 and 1, not "${text}"`);
  return share;
}

async function textFrom(stream: AsyncIterable<Buffer | string>): Promise<string> {
  return (await bytesOf(stream)).toString();
}

async function bytesOf(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Reads all files of claims at the paths. */
async function readClaims(
  paths: readonly string[],
  io: CommandIo,
  verdict?: Verdict,
): Promise<readonly ClaimsRead[]> {
  const inputs = await expandInputs(paths, io.stdin, io.now());
  if (!inputs.ok) throw new UsageError(inputs.error);
  const read: ClaimsRead[] = [];
  for (const input of inputs.value) {
    const { name } = input;
    try {
      const bytes = await bytesOf(input.open());
      read.push(readClaimFile(name, /\.gz$/i.test(name) ? gunzipSync(bytes) : bytes, verdict));
    } catch (thrown) {
      const { code, message } = thrown as NodeJS.ErrnoException;
      throw new UsageError(`${name}: cannot be read (${code ?? message})`);
    }
  }
  return read;
}

function showRejected(read: readonly ClaimsRead[], io: CommandIo): number {
  const rejected = read.flatMap((one) => one.rejected);
  for (const { excerpt, file, line, reason } of rejected.slice(0, MAX_SHOWN))
    io.stderr.write(
      `${oneLine(`${file}:${line}: rejected: ${reason}${excerpt === '' ? '' : ` | ${excerpt}`}`, 400)}\n`,
    );
  if (rejected.length > MAX_SHOWN)
    io.stderr.write(`and ${counted(rejected.length - MAX_SHOWN, 'more rejected record')}\n`);
  return rejected.length;
}

async function importClaims(
  paths: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  if (paths.length === 0) throw new UsageError('say which files to import');
  const into = stringOption(values, 'into');
  if (into === undefined)
    throw new UsageError('say with --into FILE which library (NDJSON) the claims go to');
  const read = await readClaims(paths, io, verdictOption(values));
  const held = await readFile(into).catch(() => Buffer.alloc(0));
  const known = new Set(readClaimFile(into, held).claims.map(({ id }) => id));
  const added: CheckedClaim[] = [];
  const claims = read.flatMap((one) => one.claims);
  for (const claim of claims) {
    if (known.has(claim.id)) continue;
    known.add(claim.id);
    added.push(claim);
  }
  await appendLines(into, added.map(claimRecord));
  const rejected = read.flatMap((one) => one.rejected);
  const unrated = added.filter(({ verdict }) => verdict === 'unrated').length;
  const counts = {
    records: claims.length + rejected.length,
    added: added.length,
    known: claims.length - added.length,
    unrated,
    rejected: rejected.length,
  };
  if (values['json'] === true) {
    io.stdout.write(`${jsonText({ into, ...counts, rejected_records: rejected })}\n`);
  } else {
    showRejected(read, io);
    io.stdout.write(
      `${counted(counts.records, 'record')}: ${counted(counts.added, 'claim')} added to ${oneLine(into, 200)}, ` +
        `${counts.known} known already, ${counts.rejected} rejected.\n`,
    );
    if (unrated > 0)
      io.stdout.write(
        `${counted(unrated, 'claim')} with a rating in words nobody knows: no decision rests on them.\n`,
      );
  }
  return rejected.length > 0 ? 1 : 0;
}
