import type { Readable } from 'node:stream';
import type { IngestJob } from './ingest.ts';
import type { Broken, Cutter } from './intake/chunk.ts';
import { ContentError, readContent } from './intake/content.ts';
import { createCutter } from './intake/cutter.ts';
import { decodeChunk } from './intake/decode.ts';
import { detectFraming } from './intake/framing.ts';
import type { Input } from './intake/inputs.ts';
import { EXCERPT_CHARS, HEAD_BYTES } from './intake/limits.ts';
import { adviceFor } from './sources/advice.ts';

/** Tells of a record whether some source knows it, and if not, why. */
type Recognise = (
  record: Parameters<Parameters<typeof decodeChunk>[1]['record']>[0],
) => string | undefined;

export interface ReadFilesOptions {
  readonly inputs: readonly Input[];
  readonly recognise: Recognise;
  readonly organisation?: string;
  /** A file that is not read, or not to its end. `record`: what stands for it among the rejected records. */
  readonly problem: (file: number, reason: string, record?: Broken) => void;
  readonly progress: (file: number, bytes: number) => void;
}

/** Reads inputs one after the other and cuts them into jobs. */
export async function* readFiles(
  options: ReadFilesOptions,
): AsyncGenerator<IngestJob, void, undefined> {
  for (const [file, input] of options.inputs.entries()) {
    const context = {
      latest: input.modified,
      ...(options.organisation !== undefined && { organisation: options.organisation }),
    };
    try {
      for await (const chunk of readFile(input, file, options)) yield { file, chunk, context };
    } catch (error) {
      const reason = error instanceof ContentError ? error.message : readError(error);
      options.problem(file, reason, { offset: 0, line: 1, reason, excerpt: '' });
    }
  }
}

async function* readFile(input: Input, file: number, options: ReadFilesOptions) {
  let cutter: Cutter | undefined;
  let failure: unknown;
  const content = readContent(counted(input.open(), (bytes) => options.progress(file, bytes)));
  try {
    for await (const piece of content) {
      if (cutter === undefined) {
        const head = piece.subarray(0, HEAD_BYTES);
        const refusal = probe(head, options.recognise);
        if (refusal !== undefined) {
          const excerpt = head.toString('utf8', 0, EXCERPT_CHARS);
          const record = { offset: 0, line: 1, reason: refusal, excerpt };
          options.problem(file, refusal, refusal === NO_RECORDS ? undefined : record);
          return;
        }
        const { framing, csv } = detectFraming(head);
        cutter = createCutter(framing, csv);
      }
      yield* cutter.push(piece);
    }
  } catch (error) {
    failure = error;
  }
  // Also when the archive around it is damaged: what was read before is kept.
  if (cutter !== undefined) yield* cutter.end();
  if (failure !== undefined) throw failure;
  if (cutter === undefined) options.problem(file, 'is empty');
  else if (!cutter.complete()) {
    options.problem(file, 'a list or page is never closed: the file may have been cut off');
  }
}

/** An empty list or page: nothing that could have been read, and so no record that was not. */
const NO_RECORDS = 'holds no records';

/** Why a file is refused as a whole: none of the records at its beginning is known. Undefined: it is read. */
function probe(head: Buffer, recognise: Recognise): string | undefined {
  const { framing, csv } = detectFraming(head);
  const cutter = createCutter(framing, csv);
  const reasons: string[] = [];
  let whole = 0;
  let known = false;
  for (const chunk of [...cutter.push(head), ...cutter.end()]) {
    decodeChunk(chunk, {
      record: (decoded) => {
        whole += 1;
        const reason = known ? undefined : recognise(decoded);
        if (reason === undefined) known = true;
        else reasons.push(reason);
      },
      broken: (broken) => reasons.push(broken.reason),
    });
    if (known) return undefined;
  }
  // One record that is longer than the head says nothing yet.
  if (whole === 0 && reasons.length <= 1 && head.length === HEAD_BYTES) return undefined;
  const advice = adviceFor(head.toString('utf8'), csv !== undefined);
  if (advice !== undefined) return advice;
  if (reasons.length === 0) return NO_RECORDS;
  const telling = reasons.find((reason) => reason.includes('take it out')) ?? reasons[0];
  return reasons.length === 1
    ? `its only record ${telling}`
    : `none of its first ${reasons.length} records is known; the first one ${telling}`;
}

async function* counted(stream: Readable, count: (bytes: number) => void) {
  for await (const piece of stream) {
    count((piece as Buffer).length);
    yield piece as Buffer;
  }
}

function readError(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EACCES') return 'cannot be read: permission denied';
  if (code !== undefined && code.startsWith('E')) return `cannot be read (${code})`;
  throw error instanceof Error ? error : new Error(message);
}
