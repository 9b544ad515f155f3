import type { Readable } from 'node:stream';

/** A line, or undefined where it was longer than the limit. */
export interface Line {
  readonly number: number;
  readonly bytes: Buffer | undefined;
}

/** The lines of a stream that are not empty. One that is too long is passed over; no more than one is in memory. */
export async function* boundedLines(stream: Readable, most: number): AsyncGenerator<Line> {
  let rest: Buffer[] = [];
  let [held, number] = [0, 0];
  const line = (end: Buffer): Line => {
    number += 1;
    const whole = held === 0 ? end : Buffer.concat([...rest, end]);
    const tooLong = held + end.length > most;
    [rest, held] = [[], 0];
    return { number, bytes: tooLong ? undefined : whole };
  };
  for await (const piece of stream as AsyncIterable<Buffer | string>) {
    const chunk = typeof piece === 'string' ? Buffer.from(piece) : piece;
    let from = 0;
    for (let to = chunk.indexOf(10); to !== -1; to = chunk.indexOf(10, from)) {
      const found = line(chunk.subarray(from, to));
      if (found.bytes?.length !== 0) yield found;
      from = to + 1;
    }
    // Of a line that is too long already only its length is kept.
    if (held <= most) rest.push(chunk.subarray(from));
    held += chunk.length - from;
  }
  if (held > 0) yield line(Buffer.alloc(0));
}
