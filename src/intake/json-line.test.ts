import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../lib/json.ts';
import { JsonLine } from './json-line.ts';
import { CONTAINER_KEYS } from './json-scan.ts';

const line = new JsonLine();

function shown(text: string | Buffer): boolean {
  const bytes = Buffer.from(text as string);
  return line.load(bytes) && line.show(0, bytes.length);
}

/** What `JSON.parse` makes of it, if that is an object. */
function parsed(bytes: Buffer): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Reading on demand may decline, never differ. */
function agrees(bytes: Buffer): boolean {
  const whole = parsed(bytes);
  if (!line.load(bytes) || !line.show(0, bytes.length)) return false;
  expect(whole).toBeDefined();
  for (const [key, value] of Object.entries(whole ?? {})) {
    expect(line.has(key)).toBe(true);
    expect(line.get(key)).toStrictEqual(value);
  }
  for (const [key, value] of Object.entries(whole ?? {})) {
    const inner = line.inside(key);
    if (inner === undefined) continue;
    expect(inner.whole()).toStrictEqual(value);
    for (const [name, member] of Object.entries(value as JsonObject)) {
      expect(inner.get(name)).toStrictEqual(member);
    }
    // What is around it is as it was.
    for (const [name, member] of Object.entries(whole ?? {})) {
      expect(line.get(name)).toStrictEqual(member);
    }
  }
  for (const absent of ['constructor', '', 'no such key']) {
    expect(line.has(absent)).toBe(Object.hasOwn(whole ?? {}, absent));
  }
  expect(line.whole()).toStrictEqual(whole);
  return true;
}

const PIECES = ['"', '\\', '{', '}', '[', ']', ',', ':', 'e', '-', '0', '.', 'tru', ' ', '\t'].map(
  (text) => Buffer.from(text),
);
const BYTES = [0x00, 0x0a, 0x1f, 0x7f, 0x80, 0xc3, 0xff].map((byte) => Buffer.of(byte));

const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  drop: fc.nat({ max: 3 }),
  piece: fc.constantFrom(Buffer.alloc(0), ...PIECES, ...BYTES),
});

const objects = fc.dictionary(
  fc.oneof(fc.string(), fc.constantFrom('id', 'status', 'value', '__proto__', 'ü')),
  fc.jsonValue({ maxDepth: 3 }),
);

describe('a line of JSON', () => {
  it('is read on demand as JSON.parse reads it, or not at all, whatever the bytes', () => {
    fc.assert(
      fc.property(
        objects,
        fc.array(change, { maxLength: 3 }),
        fc.constantFrom(0, 1),
        (object, changes, indent) => {
          let bytes: Buffer = Buffer.from(JSON.stringify(object, null, indent));
          for (const { at, drop, piece } of changes) {
            const place = Math.floor(at * bytes.length);
            bytes = Buffer.concat([bytes.subarray(0, place), piece, bytes.subarray(place + drop)]);
          }
          expect(agrees(bytes)).toBeTypeOf('boolean');
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('is read on demand when it is an ordinary one', () => {
    const ordinary = fc.dictionary(
      fc.stringMatching(/^[A-Za-z][A-Za-z0-9_. ]{0,40}$/),
      fc.jsonValue({ maxDepth: 5 }),
      { minKeys: 1 },
    );
    fc.assert(
      fc.property(ordinary, (object) => {
        fc.pre(!Object.keys(object).some((key) => CONTAINER_KEYS.has(key)));
        expect(agrees(Buffer.from(JSON.stringify(object)))).toBe(true);
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['an empty object', '{}'],
    ['a list', '[1]'],
    ['a text', '"a"'],
    ['a key twice', '{"a":1,"a":2}'],
    ['the key of a prototype', '{"__proto__":{"a":1}}'],
    ['a key with an escape', String.raw`{"\u0061":1}`],
    ['a key beyond ASCII', '{"ä":1}'],
    ['a very long key', `{"${'k'.repeat(65)}":1}`],
    ['a page of records', '{"value":[{"id":1}]}'],
    ['very many members', JSON.stringify(Object.fromEntries(keys(513)))],
    ['deep nesting', `{"a":${'['.repeat(65)}${']'.repeat(65)}}`],
    ['more behind it', '{"a":1} {"b":2}'],
    ['no end', '{"a":1'],
    ['a number with a zero before it', '{"a":01}'],
    ['a control character', '{"a":"\u0001"}'],
  ])('is left to JSON.parse: %s', (_, text) => {
    expect(shown(text)).toBe(false);
  });

  it('is one of many in a chunk, each with its own keys', () => {
    const texts = ['{"a":1,"b":"x"}', '{"b":"y","a":2}', '{"a":3,"b":"z"}', '{"a":4}'];
    const bytes = Buffer.from(texts.join('\n'));
    line.load(bytes);
    let start = 0;
    const read = texts.map((text) => {
      expect(line.show(start, start + text.length)).toBe(true);
      start += text.length + 1;
      return [line.get('a'), line.get('b')];
    });
    expect(read).toStrictEqual([
      [1, 'x'],
      [2, 'y'],
      [3, 'z'],
      [4, undefined],
    ]);
  });

  it('is found among ever new keys, which do not fill memory', () => {
    for (let round = 0; round < 3000; round += 1) {
      expect(agrees(Buffer.from(JSON.stringify(Object.fromEntries(keys(20, `${round}-`)))))).toBe(
        true,
      );
    }
    expect(agrees(Buffer.from('{"a":1}'))).toBe(true);
  });

  it('is left to JSON.parse in a chunk of a single enormous record', () => {
    expect(line.load(Buffer.alloc(17 * 1024 * 1024, ' '))).toBe(false);
  });
});

function keys(count: number, prefix = ''): readonly [string, number][] {
  return Array.from({ length: count }, (_, index) => [`${prefix}key-${index}`, index]);
}

it('the scanner is built from its source', () => {
  const binary = readFileSync(new URL('json-scanner.wasm', import.meta.url));
  const source = readFileSync(new URL('../../wasm/json-scanner.ts', import.meta.url));
  const digest = createHash('sha256').update(source).digest();
  // As the last section, see wasm/build.js.
  expect(binary.subarray(-digest.length).equals(digest)).toBe(true);
});
