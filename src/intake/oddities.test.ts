import { describe, expect, it } from 'vitest';
import { readContent } from './content.ts';
import { locations, readBack } from './records.test-support.ts';
import { cpuTime } from '../../test/cpu-time.ts';

/** What real exports hold beside their records. */

const read = (text: string) => readBack(Buffer.from(text));
const reasons = (text: string) => read(text).broken.map(({ reason }) => reason);

describe('beside its rows, a CSV file may hold', () => {
  const ROWS = 'Id,Operation,UserId\r\n1,UserLoggedIn,ana\r\n2,"a\nb",bo\r\n';
  it.each([
    ['the type PowerShell writes first', '#TYPE Selected.System.Object\r\n'],
    ['the delimiter Excel is told', 'sep=,\r\n'],
    ['both', '#TYPE x\r\nsep=,\r\n'],
  ])('%s', (_, preamble) => {
    expect(read(preamble + ROWS)).toMatchObject({
      framing: 'csv',
      broken: [],
      records: [{ Id: '1' }, { Id: '2', Operation: 'a\nb' }],
    });
  });
  it('its header again, where exports were put one behind the other', () => {
    expect(read(`#TYPE x\n${ROWS}#TYPE x\n${ROWS}`).records).toHaveLength(4);
  });
  it('another delimiter', () => {
    expect(read(`sep=;\r\n${ROWS.replaceAll(',', ';')}`).records).toHaveLength(2);
  });
});

describe('beside its lines, a log may hold', () => {
  const LINE = 'Nov  3 08:00:00 host sshd[1]: x';
  it("journalctl's own remarks", () => {
    const text = `-- Logs begin at Mon. --\n${LINE}\n-- Reboot --\n${LINE}\n-- neither of both\n`;
    expect(read(text).records).toEqual([LINE, LINE, '-- neither of both']);
  });
  it('zero bytes, after which the line goes on', () => {
    const zeros = '\0'.repeat(700);
    expect(read(`${LINE}\n${zeros}${LINE}\n${zeros}\n`).records).toEqual([LINE, LINE]);
    expect(read(`${LINE}\n${zeros}${LINE}\n${zeros}`).broken).toMatchObject([
      { line: 2, offset: LINE.length + 1 },
      { line: 3, offset: 2 * LINE.length + 702 },
    ]);
    expect(reasons(`{"a":1}\n${zeros}{"b":2}\n`)).toEqual([
      expect.stringContaining('the file was damaged'),
    ]);
  });
});

describe('beside its objects, a JSON file may hold', () => {
  it('what evtx_dump writes above each', () => {
    const text = 'Record 1\n{\n  "a": 1\n}\nRecord 2\n{\n  "a": 2\n}\n';
    expect(read(text)).toMatchObject({ records: [{ a: 1 }, { a: 2 }], broken: [] });
  });
  it('other text, which is rejected where it stands', () => {
    expect(read('[{"a":1},\nnonsense,\n{"a":2}]').broken).toEqual([
      { line: 2, offset: 10, reason: 'is no JSON object', excerpt: 'nonsense' },
    ]);
  });
  it('very much of it, without taking longer than it takes to read', () => {
    const started = cpuTime();
    expect(read(`[{"a":1},${'1,\n'.repeat(80_000)}{"a":2}]`).broken).toHaveLength(80_000);
    expect(cpuTime() - started).toBeLessThan(5000);
  });
});

it('tells where a record stands within a page on one line', () => {
  const text = '{"records":[{"a":"é"},{"b":1}]}\n{"value":[{"c":1}]}\n{"d":[]}\n';
  const bytes = Buffer.from(text);
  const starts = ['{"a"', '{"b"', '{"c"', '{"d"'].map((record) => bytes.indexOf(record));
  expect(locations(bytes)).toEqual(
    starts.map((offset, index) => ({ offset, line: Math.max(1, index) })),
  );
});

describe('before it is cut,', () => {
  async function content(text: string): Promise<string> {
    async function* bytes() {
      yield Buffer.from(text);
    }
    const pieces: Buffer[] = [];
    for await (const piece of readContent(bytes())) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  }
  it('text whose lines end in bare carriage returns gets line feeds', async () => {
    expect(await content('a,b\r1,2\r')).toBe('a,b\n1,2\n');
    expect(await content('a\rb\r\nc')).toBe('a\rb\r\nc');
  });
  it('a JSON text sequence loses its separators', async () => {
    expect(await content('\u001e{"a":1}\n\u001e{"a":2}\n')).toBe(' {"a":1}\n {"a":2}\n');
  });
});
