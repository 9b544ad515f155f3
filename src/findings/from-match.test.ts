import { describe, expect, it } from 'vitest';
import type { EventDigest } from '../events/digest.ts';
import { compileRules } from '../rules/compile.ts';
import type { CompiledRule } from '../rules/compiled.ts';
import { parseRules } from '../rules/parse.ts';
import { eventReader } from '../rules/reader.ts';
import { MatchFindings } from './from-match.ts';

function rule(text: string): CompiledRule {
  const { rules } = parseRules(
    `title: Odd device
logsource: { category: authentication }
detection: { s: { outcome: in }, condition: s }
${text}`,
    'rule.yml',
  );
  const [compiled] = compileRules(rules, eventReader).ruleSet.rules;
  if (compiled === undefined) throw new Error('the rule does not compile');
  return compiled;
}

const PLAIN = rule('');
const TELLING = rule(
  'scrutineer: { explanation: "{user.name} came from {src_endpoint.ip}.", next_step: "Ask {user.name}." }',
);

function event(id: string, time: string, ip = '192.0.2.1', name = 'ann@example.org'): EventDigest {
  return {
    kind: 'sign-in',
    class_uid: 3002,
    activity_id: 1,
    time: Date.parse(time),
    metadata: { uid: id, source: 'test', tenant_uid: 'acme' },
    user: { name },
    src_endpoint: { ip },
    outcome: 'in',
  };
}

function found(of: CompiledRule, events: readonly EventDigest[]) {
  const matches = new MatchFindings();
  return [
    ...events.flatMap((one) =>
      matches.add(of, one, {
        'user.name': one.user?.name ?? '',
        'src_endpoint.ip': one.src_endpoint?.ip ?? '',
      }),
    ),
    ...matches.end(),
  ];
}

describe('what a rule finds in single events', () => {
  it('is one finding a day for what it says in the same words of the same account', () => {
    const [first, second, ...more] = found(PLAIN, [
      event('a', '2026-11-03T08:00:00Z'),
      event('b', '2026-11-03T09:00:00Z', '192.0.2.2'),
      event('c', '2026-11-03T23:59:59.999Z'),
      event('d', '2026-11-04T00:00:00Z'),
    ]);
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      at: '2026-11-03T08:00:00Z',
      events: ['a', 'b', 'c'],
      explanation: 'Odd device: ann@example.org.',
      evidence: {
        first_seen: '2026-11-03T08:00:00Z',
        last_seen: '2026-11-03T23:59:59.999Z',
        events_total: 3,
        values: { 'src_endpoint.ip': ['192.0.2.1', '192.0.2.2'] },
      },
    });
    expect(second).toMatchObject({ events: ['d'], evidence: { events_total: 1 } });
    expect(second?.id).not.toBe(first?.id);
  });

  it('is told apart by what the rule says of it', () => {
    const findings = found(TELLING, [
      event('a', '2026-11-03T08:00:00Z'),
      event('b', '2026-11-03T09:00:00Z', '192.0.2.2'),
      event('c', '2026-11-03T10:00:00Z'),
    ]);
    expect(findings.map(({ explanation, events }) => [explanation, events])).toEqual([
      ['ann@example.org came from 192.0.2.1.', ['a', 'c']],
      ['ann@example.org came from 192.0.2.2.', ['b']],
    ]);
  });

  it('keeps accounts and organisations apart', () => {
    const other = { metadata: { uid: 'c', source: 'test', tenant_uid: 'other' } };
    const findings = found(PLAIN, [
      event('a', '2026-11-03T08:00:00Z'),
      event('b', '2026-11-03T08:00:00Z', '192.0.2.1', 'bob@example.org'),
      { ...event('c', '2026-11-03T08:00:00Z'), ...other },
    ]);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(3);
  });

  it('has the same id when more of the day becomes known', () => {
    const later = [event('b', '2026-11-03T09:00:00Z')];
    const all = [event('a', '2026-11-03T08:00:00Z'), ...later];
    expect(found(PLAIN, all)[0]?.id).toBe(found(PLAIN, later)[0]?.id);
  });

  it('names some of very many events and counts them all', () => {
    const start = Date.parse('2026-11-03T00:00:00Z');
    const events = Array.from({ length: 5000 }, (_, index) =>
      event(`e${index}`, new Date(start + index * 1000).toISOString(), `192.0.2.${index % 250}`),
    );
    const [finding, ...more] = found(PLAIN, events);
    expect(more).toEqual([]);
    expect(finding?.evidence.events_total).toBe(5000);
    expect(finding?.events.length).toBe(50);
    expect(finding?.evidence.values['src_endpoint.ip']?.length).toBe(50);
  });

  it('stands for one event each beyond the bound of what may grow, and loses none', () => {
    const matches = new MatchFindings();
    const time = '2026-11-03T08:00:00Z';
    const findings = [];
    for (let index = 0; index < 100_050; index += 1) {
      const name = `u${index}@example.org`;
      findings.push(...matches.add(PLAIN, event(`e${index}`, time, '192.0.2.1', name), {}));
    }
    findings.push(...matches.end());
    expect(new Set(findings.map(({ id }) => id)).size).toBe(100_050);
  });

  it('takes an account for text, whatever it looks like', () => {
    const [finding] = found(PLAIN, [
      event('a', '2026-11-03T08:00:00Z', '192.0.2.1', '{user.name}\n\u001B[2J'),
    ]);
    expect(finding?.explanation).toMatch(/^Odd device: \{user\.name\}.*\.$/);
    expect(finding?.explanation).not.toContain('\u001B');
  });
});
