import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SqliteStore, StoreError } from './sqlite-store.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("leaves another program's database as it is", () => {
  const path = join(folder, 'other.db');
  const other = new DatabaseSync(path);
  other.exec('CREATE TABLE findings (x)');
  other.close();
  const before = readFileSync(path);
  expect(() => new SqliteStore(path)).toThrow(/database of another program; choose another --db/);
  expect(readFileSync(path).equals(before)).toBe(true);
});

it('refuses a file that is no database', () => {
  const path = join(folder, 'log.ndjson');
  writeFileSync(path, '{"a":1}\n'.repeat(200));
  expect(() => new SqliteStore(path)).toThrow(StoreError);
  expect(readFileSync(path, 'utf8')).toBe('{"a":1}\n'.repeat(200));
});

it('is used by one run at a time', () => {
  const path = join(folder, 'mine.db');
  {
    using first = new SqliteStore(path);
    expect(first.fresh).toBe(true);
    expect(() => new SqliteStore(path)).toThrow(/in use by another run/);
    expect(first.add(1000, 1, 2)).toBe(true);
    first.commit();
  }
  using again = new SqliteStore(path);
  expect(again.fresh).toBe(false);
  expect(again.add(1500, 1, 2)).toBe(false);
});
