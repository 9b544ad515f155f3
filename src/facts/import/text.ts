import type { Result } from '../../lib/result.ts';
import { err, ok } from '../../lib/result.ts';

/** The text of bytes in UTF-8, or in UTF-16 with a byte order mark; an error says on which line it is neither. */
export function textOfBytes(
  bytes: Uint8Array,
): Result<string, { readonly line: number; readonly offset: number; readonly reason: string }> {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    return ok(new TextDecoder(encoding, { fatal: true }).decode(bytes));
  } catch {
    const offset = firstBroken(bytes, encoding);
    const line = bytes
      .subarray(0, offset)
      .reduce((lines, byte) => lines + Number(byte === 0x0a), 1);
    const reason = `is no ${encoding.toUpperCase()} text: save the file as UTF-8`;
    return err({ line, offset, reason });
  }
}

/** The longest start that is well-formed, by halving. */
function firstBroken(bytes: Uint8Array, encoding: string): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    try {
      // As a stream, a character cut in two is no fault.
      new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, middle), {
        stream: true,
      });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}
