import { createRecogniser } from './ingest.ts';
import { readContent } from './intake/content.ts';
import { createCutter } from './intake/cutter.ts';
import { decodeChunk } from './intake/decode.ts';
import { detectFraming } from './intake/framing.ts';
import type { Input } from './intake/inputs.ts';
import { POST_SOURCES } from './sources/posts.ts';

/** Bytes at the beginning of a file that tell whether it holds posts. */
const PROBED_BYTES = 64 * 1024;

/**
 * Whether posts may come, so that facts and languages have to be read. What cannot be looked at twice, such as a pipe, may
 * hold anything.
 */
export async function mayHoldPosts(inputs: readonly Input[]): Promise<boolean> {
  for (const input of inputs) {
    if (input.size === undefined) return true;
    if (await beginsWithPosts(input)) return true;
  }
  return false;
}

async function beginsWithPosts(input: Input): Promise<boolean> {
  const stream = input.open();
  try {
    for await (const piece of readContent(stream))
      return holdsPosts(piece.subarray(0, PROBED_BYTES));
  } catch {
    // Whatever is wrong with it is said where it is read.
  } finally {
    stream.destroy();
  }
  return false;
}

function holdsPosts(head: Buffer): boolean {
  const { csv, framing } = detectFraming(head);
  const cutter = createCutter(framing, csv);
  const isOfLogs = createRecogniser({});
  let found = false;
  for (const chunk of [...cutter.push(head), ...cutter.end()]) {
    decodeChunk(chunk, {
      record: (decoded) => {
        const { record } = decoded;
        if (found || typeof record === 'string') return;
        found =
          POST_SOURCES.some((source) => source.recognise(record)) &&
          isOfLogs(decoded) !== undefined;
      },
      broken: () => undefined,
    });
    if (found) break;
  }
  return found;
}
