import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mailAttack } from '../src/detectors/mail-attack.ts';
import type { Mail } from '../src/events/event.ts';
import { MemoryState } from '../src/history/state.ts';
import { asMbox, simulateMail } from '../src/simulator/mail.ts';
import { mail } from '../src/sources/mail.ts';
import { scrutineer } from './run.ts';
import { sharedData } from './shared-data.ts';

test('mail in every form is read and every message counted', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mail-'));
  const people = ['ann@example.org', 'bob@example.org'];
  const all = simulateMail({
    seed: 'forms',
    people,
    start: Date.UTC(2026, 9, 5),
    days: 3,
    perDay: 5,
  });
  const [first, second, ...rest] = all;
  mkdirSync(join(folder, 'Maildir', 'new'), { recursive: true });
  writeFileSync(join(folder, 'one.eml'), first?.text ?? '');
  writeFileSync(join(folder, 'Maildir', 'new', '1791.M1P2.host,S=9:2,S'), second?.text ?? '');
  writeFileSync(join(folder, 'box.mbox'), asMbox(rest));
  writeFileSync(join(folder, 'twice.mbox'), asMbox(rest.slice(0, 3)));
  writeFileSync(join(folder, 'undated.eml'), 'From: a@example.org\nTo: b@example.org\n\nText\n');
  const out = join(folder, 'out');
  const { status, stderr } = await scrutineer(['scan', folder, '--out', out, '--as', 'mail']);
  expect([status, stderr]).toEqual([0, '']);
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as { totals: object };
  const records = all.length + 4;
  expect(summary.totals).toMatchObject({
    records,
    accepted: all.length,
    duplicates: 3,
    rejected: 1,
  });
  const [rejected = ''] = readFileSync(join(out, 'rejected.ndjson'), 'utf8').split('\n');
  expect(JSON.parse(rejected)).toMatchObject({ line: 1, offset: 0 });
  rmSync(folder, { recursive: true });
});

const ham = sharedData('accounts/email/spamassassin/hard-ham-1');

describe.skipIf(ham === undefined)('newsletters and receipts of a public corpus', () => {
  test('are read, every one, and none is told as a lure', () => {
    const messages = readdirSync(ham ?? '').map((name) => {
      const reading = mail.read(readFileSync(join(ham ?? '', name), 'latin1'), { latest: 0 });
      return reading.ok ? (reading.events[0] as Mail) : name;
    });
    expect(messages.filter((one) => typeof one === 'string')).toEqual([]);
    const state = new MemoryState();
    const told: string[] = [];
    const inOrder = messages
      .filter((one) => typeof one !== 'string')
      .toSorted((a, b) => a.time - b.time);
    for (const one of inOrder)
      mailAttack.observeMail?.(one, state, ({ reason }) => told.push(reason));
    expect(told).toEqual([]);
  });
});
