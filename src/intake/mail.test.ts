import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Broken } from './chunk.ts';
import { createCutter } from './cutter.ts';
import { decodeChunk } from './decode.ts';
import { detectFraming } from './framing.ts';
import { MAX_MESSAGE_BYTES } from './limits.ts';

const LETTER = 'From: ann@example.org\nTo: bob@example.org\nSubject: Minutes\n\nText.\n';
const SEPARATOR = 'From ann@example.org Mon Oct  5 09:30:00 2026\n';
const BOX = [
  `${SEPARATOR}${LETTER}\n`,
  `${SEPARATOR}${LETTER}\n>From here on it is quoted.\n\nFrom Monday on all is well.\n\n`,
  `From 177@xxx Mon Oct 05 09:30:00 +0000 2026\nSubject: Gr\u00fc\u00dfe\nFrom: c@example.org\n\nfrom me\n\n`,
];

function cut(content: Buffer, sizes: Iterator<number>) {
  const { framing, csv } = detectFraming(content);
  const cutter = createCutter(framing, csv);
  const records: string[] = [];
  const broken: Broken[] = [];
  const take = (chunk: Parameters<typeof decodeChunk>[0]): void =>
    decodeChunk(chunk, {
      record: ({ record }) => records.push(typeof record === 'string' ? record : ''),
      broken: (one) => broken.push(one),
    });
  for (let at = 0; at < content.length;) {
    const size = sizes.next().value as number;
    for (const chunk of cutter.push(content.subarray(at, at + size))) take(chunk);
    at += size;
  }
  for (const chunk of cutter.end()) take(chunk);
  return { framing, records, broken };
}

function* always(size: number): Generator<number, never, undefined> {
  for (;;) yield size;
}

describe('messages in a file', () => {
  test.each([
    [LETTER, 'message'],
    [
      `Received: from a.example by b.example;\n\tMon, 5 Oct 2026 09:30:00 +0000\n${LETTER}`,
      'message',
    ],
    [SEPARATOR + LETTER, 'mbox'],
    ['Oct  5 09:30:00 mx sshd[1]: Failed password for x from 192.0.2.1\n', 'lines'],
    ['{"from": "a", "to": "b"}\n', 'ndjson'],
    ['date,from,to,subject\n2026-10-05,a,b,c\n', 'csv'],
  ])('are known by what stands at the beginning: %j', (text, framing) => {
    expect(detectFraming(Buffer.from(text)).framing).toBe(framing);
  });

  test('are cut at the lines between them, wherever the pieces end', () => {
    const content = Buffer.from(BOX.join(''));
    const expected = BOX.map((text) => Buffer.from(text).toString('latin1'));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: content.length }), (size) => {
        const { framing, records, broken } = cut(content, always(size));
        expect([framing, records, broken]).toEqual(['mbox', expected, []]);
      }),
      { numRuns: 30 },
    );
  });

  test('are cut the same when there is more than a chunk of them', () => {
    const many = Array.from({ length: 2000 }, () => BOX).flat();
    const { records } = cut(Buffer.from(many.join('')), always(65_536));
    expect(records).toEqual(many.map((text) => Buffer.from(text).toString('latin1')));
  });

  test('that are too long are given up with their place, and the next is read', () => {
    const long = Buffer.concat([
      Buffer.from(BOX[0] ?? ''),
      Buffer.from(SEPARATOR + LETTER),
      Buffer.alloc(MAX_MESSAGE_BYTES + 100, 'x'),
      Buffer.from(`\n\n${BOX[2]}`),
    ]);
    const { records, broken } = cut(long, always(8 * 1024 * 1024));
    expect(records).toHaveLength(2);
    expect(broken).toMatchObject([
      { offset: BOX[0]?.length, line: 8, reason: 'is longer than 64 MiB' },
    ]);
  });
});
