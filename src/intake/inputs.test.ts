import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { expandInputs } from './inputs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-inputs-'));
  mkdirSync(join(folder, 'logs/.hidden'), { recursive: true });
  mkdirSync(join(folder, 'logs/older'));
  for (const name of ['b.json', 'a.json', '.secret', '.hidden/x.json', 'older/c.log'])
    writeFileSync(join(folder, 'logs', name), '{}');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function names(...paths: string[]): Promise<readonly string[] | string> {
  const expanded = await expandInputs(
    paths.map((path) => (path === '-' ? path : join(folder, path))),
    Readable.from([]),
    0,
  );
  return expanded.ok
    ? expanded.value.map(({ name }) => name.replace(`${folder}/`, ''))
    : expanded.error.replaceAll(`${folder}/`, '');
}

describe('inputs', () => {
  it('of a folder are its files by name, hidden ones left out', async () => {
    expect(await names('logs')).toEqual(['logs/a.json', 'logs/b.json', 'logs/older/c.log']);
  });
  it('hold each file once, however it is named', async () => {
    symlinkSync('a.json', join(folder, 'logs/z.json'));
    symlinkSync('..', join(folder, 'logs/older/up'));
    expect(await names('logs/b.json', 'logs', 'logs/*.json', '-', '-')).toEqual([
      'logs/b.json',
      'logs/a.json',
      'logs/older/c.log',
      '-',
    ]);
  });
  it('leave out links that lead nowhere, in folders and globs', async () => {
    symlinkSync('nothing', join(folder, 'logs/dangling.json'));
    expect(await names('logs')).not.toContain('logs/dangling.json');
    expect(await names('logs/*.json')).toEqual(['logs/a.json', 'logs/b.json']);
  });
  it('that are not there are an error that names them', async () => {
    expect(await names('logs', 'none.json')).toBe('none.json: there is no such file or folder');
    expect(await names('logs/*.csv')).toBe('logs/*.csv: no file matches');
    expect(await names('logs/.hidden/none')).toBe(
      'logs/.hidden/none: there is no such file or folder',
    );
  });
});
