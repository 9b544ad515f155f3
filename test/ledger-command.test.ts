import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parseCheckpoint } from '../src/ledger/checkpoint.ts';
import { formatNote } from '../src/ledger/note.ts';
import { formatVerifierKey, signCheckpoint, signerKey } from '../src/ledger/note-key.ts';
import { sha256 } from '../src/ledger/sha256.ts';
import { main } from '../src/cli.ts';
import type { RunOptions, RunResult } from './run.ts';
import { scrutineer as spawned, temporaryFolder } from './run.ts';

/** As `run.ts` does, without a process of its own. */
async function scrutineer(
  args: readonly string[],
  { input = '' }: RunOptions = {},
): Promise<RunResult> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') =>
    new Writable({
      write: (piece: Buffer, _, done) => {
        written[name] += piece.toString();
        done();
      },
    }) as NodeJS.WriteStream;
  const status = await main(args, {
    stdin: Readable.from([Buffer.from(input)]),
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    now: Date.now,
    interrupted: () => Promise.resolve(),
  });
  return { status, ...written };
}

const PROGRAM = fileURLToPath(new URL('../bin/scrutineer.js', import.meta.url));
const WITNESS = signerKey('witness.example.net', 4, Buffer.alloc(32, 3));
const AT = '2020-11-03T19:00:00Z';

function digest(text: string): string {
  return `sha256:${sha256(text).toString('hex')}`;
}

function facts(number: number): string {
  return JSON.stringify({
    kind: 'facts',
    v: 1,
    at: AT,
    known_at: AT,
    facts: number,
    digest: digest('x'),
  });
}

function lines(count: number): string {
  return Array.from({ length: count }, (_, number) => `${facts(number)}\n`).join('');
}

async function ledger(folder: {
  file(name: string): string;
}): Promise<{ readonly path: string; readonly key: string }> {
  const path = folder.file('ledger');
  const made = await scrutineer([
    'ledger',
    'init',
    path,
    '--origin',
    'ledger.example.org',
    '--json',
  ]);
  const { keys } = JSON.parse(made.stdout) as { readonly keys: readonly string[] };
  return { path, key: keys[0] ?? '' };
}

it('an advisory is logged, proved beside itself, and the proof checked with a key alone', async () => {
  using folder = temporaryFolder();
  const { key, path } = await ledger(folder);
  const advisory = folder.file('advisory.md');
  writeFileSync(advisory, '# What was seen\n');
  const forms = [{ form: 'markdown', digest: digest('# What was seen\n') }];
  const entry = { kind: 'advisory', v: 1, at: AT, number: '2020-1', status: 'published', forms };
  const input = `${lines(3)}${JSON.stringify(entry)}\n`;
  expect(await scrutineer(['ledger', 'append', path], { input })).toMatchObject({
    status: 0,
    stdout: '4 added as entries from 0 on; 4 in all\n',
  });
  expect((await scrutineer(['ledger', 'prove', path, '--file', advisory])).status).toBe(0);
  const check = [
    'ledger',
    'check-proof',
    `${advisory}.tlog-proof`,
    '--key',
    key,
    '--file',
    advisory,
  ];
  const held = await scrutineer(check);
  expect(held.stdout).toContain('It is entry 3 of ledger.example.org, under a checkpoint of 4.');
  appendFileSync(advisory, 'more');
  expect(await scrutineer(check)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('not what was logged') as string,
  });
  const other = formatVerifierKey(signerKey('ledger.example.org', 1, Buffer.alloc(32)).verifier);
  expect((await scrutineer([...check.slice(0, 3), '--key', other])).status).toBe(1);
});

it('a name is refused, not repeated, and nothing behind it is added', async () => {
  using folder = temporaryFolder();
  const { path } = await ledger(folder);
  const named = JSON.stringify({
    ...(JSON.parse(facts(1)) as object),
    digest: 'Ann Lee',
    note: 'Ann Lee',
  });
  const { status, stderr, stdout } = await scrutineer(['ledger', 'append', path], {
    input: `${lines(2)}${named}\n${facts(3)}\n`,
  });
  expect({ status, stdout }).toEqual({
    status: 1,
    stdout: '2 added as entries from 0 on; 2 in all\n',
  });
  expect(stderr).toContain('line 3: digest must be');
  expect(stderr).not.toContain('Ann');
});

it('verify says whose word it takes, where a byte was changed, and what continues', async () => {
  using folder = temporaryFolder();
  const { key, path } = await ledger(folder);
  await scrutineer(['ledger', 'append', path], { input: lines(300) });
  const older = folder.file('older');
  writeFileSync(older, readFileSync(`${path}/public/checkpoint`));
  await scrutineer(['ledger', 'append', path], { input: lines(2) });
  const good = await scrutineer(['ledger', 'verify', path, '--older', older]);
  expect(good.status).toBe(0);
  expect(good.stdout).toContain('all 302 entries hold');
  expect(good.stdout).toContain('the older checkpoint of 300');
  expect(good.stdout).toContain('The key is the one in the ledger itself');
  const file = `${path}/public/tile/entries/000`;
  const bytes = readFileSync(file);
  bytes[500] = (bytes[500] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const bad = await scrutineer(['ledger', 'verify', `${path}/public`, '--key', key]);
  expect(bad.status).toBe(1);
  expect(bad.stdout).toMatch(/^tile\/entries\/000: entry \d was changed/);
  const json = await scrutineer(['ledger', 'verify', path, '--key', key, '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    ok: false,
    damaged: 1,
    damages: [{ file: 'tile/entries/000', tile: 0 }],
  });
  expect((await scrutineer(['ledger', 'verify', folder.path])).status).toBe(2);
});

it('a witness is asked, answers, and is asked for from then on', async () => {
  using folder = temporaryFolder();
  const { key, path } = await ledger(folder);
  await scrutineer(['ledger', 'append', path], { input: lines(5) });
  const witness = formatVerifierKey(WITNESS.verifier);
  const verify = ['ledger', 'verify', path, '--key', key, '--witness', witness];
  expect((await scrutineer(verify)).status).toBe(1);
  const asked = await scrutineer(['ledger', 'prove', path, '--since', '3']);
  expect(asked.stdout).toMatch(/^old 3\n/);
  const checkpoint = parseCheckpoint(readFileSync(`${path}/public/checkpoint`));
  if (!checkpoint.ok) throw new Error(checkpoint.error);
  const signature = signCheckpoint(WITNESS, checkpoint.value.checkpoint, 1_604_430_000_000);
  const answer = formatNote({ text: '', signatures: [signature] }).trimStart();
  const added = await scrutineer(['ledger', 'cosign', path, '--witness', witness], {
    input: answer,
  });
  expect(added.stdout).toBe('1 cosignature in the checkpoint: witness.example.net\n');
  const held = await scrutineer(verify);
  expect(held.status).toBe(0);
  expect(held.stdout).toContain('witness.example.net');
  expect(held.stdout).toContain('2020-11-03T19:00:00Z');
});

it('keys are rotated: both sign, then the new one alone', async () => {
  using folder = temporaryFolder();
  const { key, path } = await ledger(folder);
  const added = await scrutineer(['ledger', 'rotate', path, '--json']);
  const { keys } = JSON.parse(added.stdout) as { readonly keys: readonly string[] };
  for (const one of [key, keys[1] ?? ''])
    expect((await scrutineer(['ledger', 'verify', path, '--key', one])).status).toBe(0);
  const retired = await scrutineer(['ledger', 'rotate', path, '--retire', key.split('+')[1] ?? '']);
  expect(retired.status).toBe(0);
  expect((await scrutineer(['ledger', 'verify', path, '--key', key])).status).toBe(1);
  expect((await scrutineer(['ledger', 'verify', path, '--key', keys[1] ?? ''])).status).toBe(0);
  expect(statSync(`${path}/private/keys`).mode & 0o777).toBe(0o600);
  expect(retired.stdout + added.stdout).not.toContain('PRIVATE');
});

it('the public folder is served, and nothing else', async () => {
  using folder = temporaryFolder();
  const { path } = await ledger(folder);
  await scrutineer(['ledger', 'append', path], { input: lines(1) });
  const child = spawn(process.execPath, [PROGRAM, 'ledger', 'serve-dir', path, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await new Promise<string>((resolve) => {
      child.stdout.once('data', (piece: Buffer) =>
        resolve(/http:\S+(?=\/checkpoint)/.exec(piece.toString())?.[0] ?? ''),
      );
    });
    const checkpoint = await fetch(`${url}/checkpoint`);
    expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await checkpoint.text()).toContain('ledger.example.org\n1\n');
    const tile = await fetch(`${url}/tile/0/000.p/1`);
    expect(tile.headers.get('cache-control')).toContain('immutable');
    for (const other of [
      '/private/keys',
      '/..%2fprivate/keys',
      '/tile/../../private/keys',
      '/',
      '/tile/0/001',
    ])
      expect((await fetch(url + other)).status).toBe(404);
    expect((await fetch(`${url}/checkpoint`, { method: 'POST' })).status).toBe(405);
  } finally {
    child.kill('SIGINT');
  }
});

it('killed while it appends, the ledger opens again with all that was acknowledged', async () => {
  using folder = temporaryFolder();
  const { path } = await ledger(folder);
  const input = folder.file('entries');
  writeFileSync(input, lines(40_000));
  for (const killAfter of [350, 600]) {
    await spawned(['ledger', 'append', path, input], { killAfter });
    const again = await scrutineer(['ledger', 'append', path, '--json'], { input: lines(1) });
    expect(again.status).toBe(0);
    const { size } = JSON.parse(again.stdout) as { readonly size: number };
    const verified = await scrutineer(['ledger', 'verify', path, '--json']);
    expect(JSON.parse(verified.stdout)).toMatchObject({ ok: true, size });
  }
}, 60_000);
