import { describe, expect, test } from 'vitest';
import type { Case } from './case.ts';
import {
  ALICE,
  BOB,
  casesOf,
  DAY,
  detection,
  finding,
  HOUR,
  MINUTE,
  sighting,
  spray,
  START,
} from './detections.test-support.ts';

const OFFICE = [ALICE, BOB, 'carol@example.org', 'dave@example.org'];

const only = (files: readonly { readonly record: Case }[]): Case => {
  expect(files).toHaveLength(1);
  return (files[0] as { readonly record: Case }).record;
};

describe('attacks that detectors tell of', () => {
  const prompts = (address: string, outcome: 'password-known' | 'in', at = START + 8 * HOUR) =>
    detection(
      [
        sighting(at, {
          address,
          outcome,
          ...(outcome === 'password-known' && { stoppedBy: 'mfa' as const }),
        }),
      ],
      { detector: 'prompts', attack: 'alice', kind: 'mfa-fatigue' },
    );

  test('are one case when one account met both from one address, named by how somebody got in', () => {
    const one = only(casesOf([...spray(OFFICE, 6), prompts('198.51.100.1', 'in')]));
    expect(one).toMatchObject({ kind: 'mfa-fatigue', severity: 'critical', events_total: 25 });
    expect(one.accounts[0]).toMatchObject({ account: ALICE, outcome: 'compromised' });
  });

  test('stay named by the spray when nobody was let in', () => {
    const one = only(casesOf([...spray(OFFICE, 6), prompts('198.51.100.1', 'password-known')]));
    expect(one).toMatchObject({ kind: 'password-spray', severity: 'high' });
  });

  test('stay a spray when the spray itself got in and its session was used elsewhere', () => {
    const hit = sighting(START + 6 * HOUR, {
      account: BOB,
      outcome: 'in',
      address: '198.51.100.200',
      session: 's1',
    });
    const used = sighting(START + 7 * HOUR, {
      account: BOB,
      outcome: 'in',
      address: '203.0.113.9',
      session: 's1',
    });
    const one = only(
      casesOf([
        ...spray(OFFICE, 6),
        detection([hit]),
        detection([used], { detector: 'sessions', kind: 'token-theft' }),
      ]),
    );
    expect(one).toMatchObject({ kind: 'password-spray', severity: 'critical' });
  });

  test('are apart when nothing but the account is shared, or too much time lies between', () => {
    expect(casesOf([...spray(OFFICE, 6), prompts('203.0.113.50', 'in')])).toHaveLength(2);
    expect(
      casesOf([...spray(OFFICE, 6), prompts('198.51.100.1', 'in', START + 30 * DAY)]),
    ).toHaveLength(2);
  });

  test('count an event that two detectors tell of once', () => {
    const hit = sighting(START + 6 * HOUR, { outcome: 'in', address: '203.0.113.9' });
    const one = only(
      casesOf([
        ...spray(OFFICE, 6),
        detection([hit]),
        detection([hit], { detector: 'prompts', kind: 'mfa-fatigue' }),
      ]),
    );
    expect(one.events_total).toBe(25);
    expect(one.accounts[0]).toMatchObject({ account: ALICE, attempts: 7, outcome: 'compromised' });
    expect(one.sources.top.every(({ attempts }) => attempts === 1)).toBe(true);
  });

  test('that overlap from infrastructure of their own are two cases, even through a common follower', () => {
    const cases = casesOf([
      ...spray(OFFICE, 8),
      ...spray(OFFICE, 8, { attack: 'two', net: '192.0.2' }),
      prompts('198.51.100.1', 'in'),
      prompts('192.0.2.1', 'in'),
    ]);
    expect(cases.map(({ record }) => record.events_total).toSorted((a, b) => a - b)).toEqual([
      32, 34,
    ]);
  });

  test('are one case, and are taken back, when two detectors give one suspicion the same words', () => {
    const strange = sighting(START, { address: '203.0.113.1', outcome: 'in' });
    const later = sighting(START + HOUR, {
      address: '203.0.113.80',
      outcome: 'in',
      client: 'curl',
    });
    const first = detection([strange], { detector: 'sessions', attack: 'w', kind: 'token-theft' });
    const second = detection([later], {
      detector: 'entries',
      attack: 'w',
      kind: 'account-takeover',
    });
    expect(only(casesOf([first, second]))).toMatchObject({ kind: 'token-theft', events_total: 2 });
    const back = detection([], {
      at: START + DAY,
      detector: 'entries',
      attack: 'w',
      withdrawn: [strange.id, later.id],
    });
    expect(casesOf([first, second, back])).toEqual([]);
  });

  test('of one detector are one campaign when most of the tools are the same', () => {
    const cases = casesOf([
      ...spray([ALICE], 8, { attack: 'alice', kind: 'brute-force' }),
      ...spray([BOB], 8, { attack: 'bob', kind: 'brute-force' }),
    ]);
    expect(only(cases).accounts).toHaveLength(2);
  });
});

describe('findings of rules', () => {
  const attack = [
    ...spray(OFFICE, 6),
    detection([
      sighting(START + 7 * HOUR, {
        account: BOB,
        outcome: 'password-known',
        stoppedBy: 'mfa',
        address: '198.51.100.9',
      }),
    ]),
  ];

  test('join the case whose events they share', () => {
    const shared = attack[3]?.sightings.map(({ id }) => id) ?? [];
    const said = finding({
      level: 'medium',
      tags: ['attack.t1110.003'],
      events: [...shared, 'benign:1'],
      account: 'zoe@example.org',
    });
    const one = only(casesOf(attack, [said]));
    expect(one.findings).toContain(said.id);
    expect(one.events).not.toContain('benign:1');
    expect(one.accounts).toHaveLength(4);
  });

  test('from the attacker’s address on an attacked account show that somebody got in', () => {
    const one = only(
      casesOf(attack, [
        finding({
          at: START + 9 * HOUR,
          account: BOB,
          address: '198.51.100.9',
          events: ['audit:rule'],
        }),
      ]),
    );
    expect(one).toMatchObject({ severity: 'critical', kind: 'password-spray' });
    expect(one.accounts.find(({ account }) => account === BOB)?.outcome).toBe('compromised');
    expect(one.events).toContain('audit:rule');
    expect(one.explanation).toContain('Afterwards: Rule hides-mail');
  });

  test('make a case with a known password critical, but not the colleague’s whose password nobody found', () => {
    const later = { at: START + 12 * HOUR, address: '203.0.113.99' };
    expect(only(casesOf(attack, [finding({ ...later, account: BOB })])).severity).toBe('critical');
    expect(casesOf(attack, [finding({ ...later, account: 'dave@example.org' })])).toHaveLength(2);
  });

  test('that no case claims are cases by account and day, gravely only when several agree', () => {
    const rule = finding({});
    const consent = finding({
      at: START + 20 * HOUR,
      rule: 'consent',
      tags: ['attack.credential-access', 'attack.persistence', 'attack.t1528'],
    });
    expect(only(casesOf([], [rule]))).toMatchObject({ kind: 'mailbox-rule', severity: 'medium' });
    expect(only(casesOf([], [rule, consent]))).toMatchObject({
      kind: 'consent-phishing',
      severity: 'high',
    });
    expect(casesOf([], [rule, finding({ at: START + 3 * DAY })])).toHaveLength(2);
    expect(casesOf([], [rule, finding({ account: BOB })])).toHaveLength(2);
  });

  test('about one application are one case, whoever let it in', () => {
    const consent = (account: string, at: number) => {
      const one = finding({
        account,
        at,
        rule: 'consent',
        tags: ['attack.credential-access', 'attack.persistence', 'attack.t1528'],
      });
      const values = {
        ...one.evidence.values,
        'parameters.target.ServicePrincipal': ['Mail Helper'],
      };
      return { ...one, evidence: { ...one.evidence, values } };
    };
    const one = only(casesOf([], [consent(ALICE, START), consent(BOB, START + 5 * DAY)]));
    expect(one.accounts.map(({ account }) => account)).toEqual([ALICE, BOB]);
    expect(casesOf([], [consent(ALICE, START), consent(BOB, START + 20 * DAY)])).toHaveLength(2);
  });

  test('of the same event told by two rules do not make each other surer', () => {
    const events = ['audit:same'];
    const one = only(
      casesOf(
        [],
        [finding({ events }), finding({ events, rule: 'sends-on', tags: ['attack.t1114.003'] })],
      ),
    );
    expect(one).toMatchObject({ severity: 'medium', events_total: 1 });
    expect(one.accounts[0]?.attempts).toBe(1);
  });

  test('that are slight make no case but join one', () => {
    const slight = finding({ level: 'low', at: START + HOUR });
    expect(casesOf([], [slight])).toEqual([]);
    expect(only(casesOf([], [finding({}), slight])).findings).toContain(slight.id);
  });

  test('of what administrators do every day are no case alone', () => {
    const role = (given = {}) =>
      finding({ tags: ['attack.persistence', 'attack.t1098.003'], rule: 'role', ...given });
    expect(casesOf([], [role()])).toEqual([]);
    expect(casesOf([], [role(), role({ at: START + MINUTE })])).toEqual([]);
    const auditOff = finding({
      tags: ['attack.defense-evasion', 'attack.t1562.008'],
      rule: 'audit-off',
    });
    expect(only(casesOf([], [role(), auditOff])).severity).toBe('medium');
  });

  test('about an application list no person of its name', () => {
    const app = finding({
      tags: ['attack.credential-access', 'attack.persistence', 'attack.t1528'],
    });
    const one = only(
      casesOf(
        [],
        [
          {
            ...app,
            subject: { kind: 'account', id: 'Mail Helper' },
            evidence: { ...app.evidence, values: { 'parameters.app_name': ['Mail Helper'] } },
          },
        ],
      ),
    );
    expect(one.accounts).toEqual([]);
  });
});
