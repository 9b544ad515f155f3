import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { scrutineer, temporaryFolder } from './run.ts';

const PROGRAM = fileURLToPath(new URL('../bin/scrutineer.js', import.meta.url));

/** A watching process, and what it says after each change. */
class Watched {
  readonly #child: ChildProcess;
  #said = '';
  #heard: () => void = () => undefined;

  constructor(path: string) {
    this.#child = spawn(process.execPath, [PROGRAM, 'rules', 'test', '--watch', path]);
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (piece: Buffer) => {
        this.#said += piece.toString();
        this.#heard();
      });
    }
  }

  /** What is said until `text` has come, which is then forgotten. */
  async until(text: string): Promise<string> {
    while (!this.#said.includes(text)) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
    const said = this.#said;
    this.#said = '';
    return said;
  }

  end(): Promise<number | null> {
    return new Promise((resolve) => {
      this.#child.on('close', resolve);
      this.#child.kill('SIGINT');
    });
  }

  [Symbol.dispose](): void {
    this.#child.kill('SIGKILL');
  }
}

const WAITING = 'Ctrl-C ends.';

it('runs again what a change touches, until Ctrl-C', async () => {
  using folder = temporaryFolder();
  for (const name of ['one', 'two']) await scrutineer(['rules', 'new', folder.file(name)]);
  using watched = new Watched(folder.path);
  const start = await watched.until(WAITING);
  expect(start).toContain('4 cases passed, 0 failed');
  expect(start).not.toContain('\u001b');
  const rule = readFileSync(folder.file('one.yml'), 'utf8');

  writeFileSync(folder.file('one.yml'), rule.replace('python-requests', 'perl'));
  const broken = await watched.until(WAITING);
  expect(broken).toContain('one.cases.yml:2: a script signs in');
  expect(broken).toContain('3 cases passed, 1 failed');
  expect(broken).not.toMatch(/two\.yml +2 passed/);

  // As editors save: a new file takes the place of the old one.
  writeFileSync(folder.file('.one.yml.swp'), rule);
  renameSync(folder.file('.one.yml.swp'), folder.file('one.yml'));
  expect(await watched.until(WAITING)).toContain('4 cases passed, 0 failed');
  writeFileSync(folder.file('.one.yml.swp'), rule.replace('curl/', 'wget/'));
  renameSync(folder.file('.one.yml.swp'), folder.file('one.yml'));
  expect(await watched.until(WAITING)).toMatch(/changed: .*one\.yml\n.*one\.yml +2 passed/);

  await scrutineer(['rules', 'new', folder.file('deeper/three')]);
  let added = await watched.until(WAITING);
  // Rule and cases may be seen one after the other.
  while (!added.includes('6 cases passed')) added = await watched.until(WAITING);

  rmSync(folder.file('deeper'), { recursive: true });
  rmSync(folder.file('two.yml'));
  let removed = await watched.until(WAITING);
  while (!removed.includes('2 cases passed')) removed = await watched.until(WAITING);

  writeFileSync(folder.file('one.yml'), 'title: [');
  await watched.until('one.yml:1:');
  expect(await watched.end()).toBe(1);
});

it('ends with 0 when all is well, and waits for files that are gone', async () => {
  using folder = temporaryFolder();
  await scrutineer(['rules', 'new', folder.file('one')]);
  const rule = readFileSync(folder.file('one.yml'), 'utf8');
  using watched = new Watched(folder.path);
  await watched.until(WAITING);
  rmSync(folder.file('one.yml'));
  await watched.until('holds no rules');
  writeFileSync(folder.file('one.yml'), rule);
  expect(await watched.until(WAITING)).toContain('2 cases passed, 0 failed');
  expect(await watched.end()).toBe(0);
});

it('asks back at once when there is nothing to watch', async () => {
  const { status, stderr } = await scrutineer(['rules', 'test', '--watch', 'nowhere']);
  expect([status, stderr]).toEqual([2, expect.stringContaining('nowhere: there is no such')]);
});
