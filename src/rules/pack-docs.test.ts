import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlationWords } from './correlation-words.ts';
import { markdownCode, markdownLink, markdownText } from './markdown.ts';
import type { DocumentedRule } from './pack-docs.ts';
import { packPage } from './pack-docs.ts';
import { parseRules } from './parse.ts';

const documented = (text: string): readonly DocumentedRule[] =>
  parseRules(text, 'x.yml').rules.map((rule) => ({
    rule,
    file: 'x.yml',
    alerts: true,
    shadow: false,
    cases: 2,
  }));

describe('Markdown of a rule text', () => {
  it.each([
    ['<script>alert(1)</script>', '\\<script\\>alert(1)\\</script\\>'],
    [
      '![x](javascript:y) *b* _i_ `c` ~~s~~ a|b',
      '!\\[x\\](javascript:y) \\*b\\* \\_i\\_ \\`c\\` \\~\\~s\\~\\~ a\\|b',
    ],
    ['# heading\n\n- list', '\\# heading - list'],
    ['- list', '\\- list'],
    ['1. first', '1\\. first'],
    ['&lt; $x$ \\', '\\&lt; \\$x\\$ \\\\'],
    [
      'see https://example.org/ or www.example.org or a@example.org',
      'see https\\://example.org/ or www\\.example.org or a\\@example.org',
    ],
    ['a\u001b[2J\u202eb', 'a \\[2J b'],
  ])('shows %j as it is', (text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });

  it('has no bare mark, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const markdown = markdownText(text);
        expect(markdown).not.toMatch(/[\n\r]/);
        expect(markdown.replaceAll(/\\[\\`*_[\]<>&|~#$:.@+=-]/g, '')).not.toMatch(
          /[\\`*_[\]<>&|~#$]|^[-+=]/,
        );
      }),
    );
  });

  it('fences code so that nothing in it ends it', () => {
    expect(markdownCode('a')).toBe('`a`');
    expect(markdownCode('`a``')).toBe('``` `a`` ```');
    expect(markdownCode('')).toBe('` `');
  });

  it('links web addresses only', () => {
    expect(markdownLink('https://example.org/a?b=c')).toBe('<https://example.org/a?b=c>');
    expect(markdownLink('javascript:alert(1)')).toBe('javascript:alert(1)');
    expect(markdownLink('https://example.org/><script>')).toContain('\\>\\<script');
  });
});

describe('a correlation in words', () => {
  it.each([
    [
      'type: event_count',
      'condition: { gte: 5 }',
      'At least 5 events of a or b, for the same `u`, within 90 minutes.',
    ],
    [
      'type: value_count',
      'condition: { gt: 5, lte: 9, field: f }',
      'More than 5 and at most 9 different values of `f` in events of a or b, for the same `u`, within 90 minutes.',
    ],
    ['type: temporal', '', 'a and b, in any order, for the same `u`, within 90 minutes.'],
    [
      'type: temporal',
      'condition: a and not b',
      '`a and not b`, of a and b, for the same `u`, within 90 minutes.',
    ],
    ['type: temporal_ordered', '', 'a, then b, for the same `u`, within 90 minutes.'],
    [
      'type: value_percentile',
      'condition: { gte: 5, field: f, percentile: 95 }',
      'A percentile (95) of `f` of at least 5 in events of a or b, for the same `u`, within 90 minutes.',
    ],
  ])('tells of %s %s', (type, condition, words) => {
    const text = `title: t\ncorrelation:\n  ${type}\n  rules: [a, b]\n  group-by: [u]\n  timespan: 90m\n  ${condition}\n`;
    const [rule] = parseRules(text, 'x.yml').rules;
    if (rule?.kind !== 'correlation') throw new Error('no correlation');
    expect(correlationWords(rule.correlation, (name) => name)).toBe(words);
  });
});

describe('the page of a pack', () => {
  const RULES = `title: Many | failures
name: many
description: Many of them. More words.
correlation: { type: event_count, rules: [one], group-by: [user.name], timespan: 1h, condition: { gte: 2 } }
level: high
falsepositives: [A "<b>test</b>"]
references: ['https://example.org/x']
tags: [attack.t1110, attack.t1110.003]
scrutineer: { explanation: '{user.name} failed.', next_step: 'Ask {user.name}.' }
---
title: One failure
name: one
logsource: { category: authentication }
detection: { s: { outcome: wrong-password }, condition: s }
level: low
`;

  it('says of every rule what a person needs', () => {
    const page = packPage({ title: 'My *pack*', version: '1.0', rules: documented(RULES) });
    expect(page).toContain('# My \\*pack\\*\n');
    expect(page).toContain(
      '| [Many \\| failures](#rule-many-failures) | high | correlation | Many of them. | [T1110.003](https://attack.mitre.org/techniques/T1110/003/) |',
    );
    expect(page).toContain('level high · correlation · `x.yml` · 2 cases');
    expect(page).toContain('**Waits for:** At least 2 events of [One failure](#rule-one-failure)');
    expect(page).toContain('A finding says: `user.name` failed.');
    expect(page).toContain('**What to do:** Ask `user.name`.');
    expect(page).toContain('- A "\\<b\\>test\\</b\\>"');
    expect(page).toContain('- <https://example.org/x>');
    expect(page).toContain('**Reads:** `outcome`');
  });

  it('is the same in whatever order the rules are read', () => {
    const rules = documented(`${RULES}---\n${RULES.replaceAll('name: ', 'name: x')}`);
    const page = packPage({ title: 'p', rules });
    expect(packPage({ title: 'p', rules: rules.toReversed() })).toBe(page);
    expect(page).toContain('<a id="rule-many-failures-2"></a>');
  });
});
