import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ContentError, readContent } from './content.ts';

async function* pieces(content: Buffer, size = 7): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function text(content: Buffer, size?: number): Promise<string> {
  const read: Buffer[] = [];
  for await (const piece of readContent(pieces(content, size))) read.push(piece);
  return Buffer.concat(read).toString('utf8');
}

const SENTENCE = 'Ünïcode {"a":1}\n'.repeat(50);

describe('content', () => {
  it('is given as it is when it is plain', async () => {
    expect(await text(Buffer.from(SENTENCE))).toBe(SENTENCE);
  });
  it('loses its byte order mark', async () => {
    expect(await text(Buffer.from(`\uFEFF${SENTENCE}`), 1)).toBe(SENTENCE);
  });
  it('is unpacked from gzip, also of several members', async () => {
    const packed = Buffer.concat([gzipSync(SENTENCE), gzipSync('more')]);
    expect(await text(packed)).toBe(`${SENTENCE}more`);
  });
  it('is unpacked from zstd', async () => {
    expect(await text(zstdCompressSync(SENTENCE))).toBe(SENTENCE);
  });
  it('is transcoded from UTF-16 with and without a mark', async () => {
    const little = Buffer.from(SENTENCE, 'utf16le');
    expect(await text(Buffer.concat([Buffer.from([0xff, 0xfe]), little]))).toBe(SENTENCE);
    expect(await text(Buffer.from('{"a":1}\n'.repeat(9), 'utf16le'))).toBe('{"a":1}\n'.repeat(9));
    expect(
      await text(Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(little).swap16()])),
    ).toBe(SENTENCE);
  });
  it('of a damaged archive is kept up to the damage, and the damage is named', async () => {
    const noise = Array.from({ length: 60_000 }, (_, index) => `${(index * 7919) % 10_007}`).join(
      '\n',
    );
    const packed = gzipSync(noise);
    const read: Buffer[] = [];
    const reading = (async () => {
      for await (const piece of readContent(pieces(packed.subarray(0, packed.length / 2), 1000)))
        read.push(piece);
    })();
    await expect(reading).rejects.toThrow(/gzip stream is damaged or ends early/);
    expect(noise.startsWith(Buffer.concat(read).toString())).toBe(true);
    expect(Buffer.concat(read).length).toBeGreaterThan(1000);
  });
  it('of a kind we do not read is refused with advice', async () => {
    await expect(text(Buffer.from('PK\u0003\u0004rest of a zip'))).rejects.toThrow(ContentError);
    await expect(text(Buffer.from('ElfFile\0 binary log'))).rejects.toThrow(/EvtxECmd/);
  });
});
