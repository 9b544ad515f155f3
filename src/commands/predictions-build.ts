import { oneLine } from '../findings/explain.ts';
import { ContentError, readContent } from '../intake/content.ts';
import type { Input } from '../intake/inputs.ts';
import { expandInputs } from '../intake/inputs.ts';
import { buildIndex } from '../predictions/build-index.ts';
import { saveIndex } from '../predictions/index-on-disk.ts';
import { QueryCollector } from '../predictions/query-collector.ts';
import type { RejectedLine } from '../predictions/read-queries.ts';
import { readQueries } from '../predictions/read-queries.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { stringOption, UsageError } from './command.ts';
import { counted, jsonText } from './plain.ts';

/** Rejected lines that are kept and shown; of more only the number. */
const MAX_KEPT = 1000;
const MAX_SHOWN = 20;

interface Tally {
  lines: number;
  rejected: number;
  readonly kept: RejectedLine[];
}

/** Makes an index file. Resolves to the exit status. */
export async function buildPredictionsCommand(
  paths: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  const out = stringOption(values, 'out');
  if (paths.length === 0) throw new UsageError('say which files of query<TAB>count to read');
  if (out === undefined) throw new UsageError('say with --out INDEX which file to write');
  const inputs = await expandInputs(paths, io.stdin, io.now());
  if (!inputs.ok) throw new UsageError(inputs.error);
  const queries = new QueryCollector();
  const tally: Tally = { lines: 0, rejected: 0, kept: [] };
  for (const input of inputs.value) await readInput(input, queries, tally);
  if (queries.size === 0) {
    showRejected(tally, io);
    throw new UsageError('there is no query in what was given; lines are query<TAB>count');
  }
  const { index } = await buildIndex(queries);
  const files = inputs.value.map(({ name }) => name);
  const saved = await saveIndex(out, index, { built_at: new Date(io.now()).toISOString(), files });
  if (!saved.ok) throw new UsageError(`${out}: ${saved.error}`);
  const result = {
    index: out,
    lines: tally.lines,
    queries: index.size,
    rejected: tally.rejected,
    undecided: index.size,
    bytes: saved.value,
  };
  if (values['json'] === true) {
    io.stdout.write(`${jsonText({ ...result, rejected_lines: tally.kept })}\n`);
  } else {
    showRejected(tally, io);
    io.stdout.write(
      `${counted(tally.lines, 'line')}: ${result.queries.toLocaleString('en-GB')} different queries in ${oneLine(out, 200)} ` +
        `(${(saved.value / 1e6).toFixed(1)} MB), ${tally.rejected} rejected.\n` +
        'No guard has decided on them: all are undecided.\n',
    );
  }
  return tally.rejected > 0 ? 1 : 0;
}

async function readInput(input: Input, queries: QueryCollector, tally: Tally): Promise<void> {
  const reject = (line: RejectedLine): void => {
    tally.rejected += 1;
    if (tally.kept.length < MAX_KEPT) tally.kept.push(line);
  };
  try {
    tally.lines += await readQueries(input.name, readContent(input.open()), queries, reject);
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    const reason = thrown instanceof ContentError ? message : `cannot be read (${code ?? message})`;
    reject({ file: input.name, line: 0, offset: 0, reason, excerpt: '' });
  }
}

function showRejected({ kept, rejected }: Tally, { stderr }: CommandIo): void {
  for (const { excerpt, file, line, reason } of kept.slice(0, MAX_SHOWN)) {
    const where = line === 0 ? file : `${file}:${line}`;
    const what = excerpt === '' ? '' : ` | ${excerpt}`;
    stderr.write(`${oneLine(`${where}: rejected: ${reason}${what}`, 400)}\n`);
  }
  if (rejected > MAX_SHOWN)
    stderr.write(
      `and ${counted(rejected - MAX_SHOWN, 'more rejected line')} (--json lists them)\n`,
    );
}
