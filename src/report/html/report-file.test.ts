import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ReportFile } from './report-file.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-report-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the file of a report', () => {
  it('is for its owner alone, and takes the place of an older one when it is whole', async () => {
    const path = join(folder, 'report.html');
    writeFileSync(path, 'old', { mode: 0o644 });
    await using file = await ReportFile.create(path);
    expect(readFileSync(path, 'utf8')).toBe('old');
    await file.write(['a', 'é', '😀']);
    expect(readFileSync(path, 'utf8')).toBe('aé😀');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['report.html']);
  });

  it('leaves the older one, and nothing else, when the scan fails', async () => {
    const path = join(folder, 'report.html');
    writeFileSync(path, 'old');
    const failing = async (): Promise<void> => {
      await using file = await ReportFile.create(path);
      await file.write(
        (function* broken() {
          yield 'half';
          throw new Error('the scan failed');
        })(),
      );
    };
    await expect(failing()).rejects.toThrow('the scan failed');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['report.html']);
  });

  it('says what is wrong with a place that cannot be written', async () => {
    await expect(ReportFile.create(join(folder, 'no', 'x.html'))).rejects.toThrow(
      /^--report .*x\.html: cannot be written \(there is no such folder\)$/,
    );
    mkdirSync(join(folder, 'sub'));
    await expect(ReportFile.create(join(folder, 'sub'))).rejects.toThrow('it is a folder');
    expect(existsSync(join(folder, 'no'))).toBe(false);
  });
});
