import { describe, expect, it } from 'vitest';
import { plainRules, sigmaText } from '../bench/rule-sets.ts';
import type { Json, JsonObject } from '../src/lib/json.ts';
import { compileRules } from '../src/rules/compile.ts';
import type { RuleSet } from '../src/rules/compile.ts';
import type { Diagnostic } from '../src/rules/diagnostic.ts';
import { parseRules } from '../src/rules/parse.ts';
import { jsonReader } from '../src/rules/reader.ts';
import { cpuTime } from './cpu-time.ts';

const field = (key: string, value: unknown): string =>
  written({ selection: { [key]: value }, condition: 'selection' });

function written(detection: unknown): string {
  return `${JSON.stringify({ title: 'Hostile', logsource: { product: 'test' }, detection })}\n`;
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

const LAUGHS = `a: &a [x,x,x,x,x,x,x,x,x]\n${numbers(9)
  .map((n) => `${'bcdefghij'[n]}: &${'bcdefghij'[n]} [${`*${'abcdefghi'[n]},`.repeat(9)}]`)
  .join('\n')}\n`;

const correlation = (name: string, rules: readonly string[]): string =>
  `${JSON.stringify({ title: name, name, correlation: { type: 'temporal', rules, 'group-by': ['u'], timespan: '1h' } })}\n`;

/** What a rule tries → its text. */
const HOSTILE: Readonly<Record<string, string>> = {
  'an exponential pattern': field('userAgent|re', '(a+a+)+b'),
  'nested quantifiers': field('userAgent|re', '^(([a-z])+.)+[A-Z]([a-z])+$'),
  'stars in stars': field('userAgent|re', '((a*)*)*b'),
  'many states at once': field('userAgent|re', '(a|b)*a(a|b){200}a$'),
  'repeats of repeats': field('userAgent|re', '((a{1,30}){1,30}){1,30}b'),
  'a repeat of many': field('userAgent|re', '[^b]{1000}b'),
  'a huge alternation': field(
    'userAgent|re',
    `(${numbers(500)
      .map((n) => `aa${n}`)
      .join('|')})+$`,
  ),
  'a pattern that is too long': field('userAgent|re', 'a?'.repeat(50_000)),
  'a thousand patterns': field(
    'userAgent|re',
    numbers(1000).map((n) => `a+[ab]*c${n}`),
  ),
  'brackets in brackets': written({
    s: { a: 1 },
    condition: `${'('.repeat(5000)}s${')'.repeat(5000)}`,
  }),
  'not, not, not': written({ s: { a: 1 }, condition: `${'not '.repeat(4000)}s` }),
  'a search said over and over': written({
    s: numbers(3000).map((n) => ({ 'userAgent|contains': `a?a${n}` })),
    condition: `${'s and '.repeat(2000)}s`,
  }),
  'a long list of parts': field(
    'userAgent|contains',
    numbers(30_000).map((n) => `${'a'.repeat(n % 30)}${n}`),
  ),
  'parts of one another': field(
    'userAgent|contains',
    numbers(2000).map((n) => `${'a'.repeat(n + 1)}b`),
  ),
  'parts that all occur': field(
    'userAgent|contains|all',
    numbers(2000).map((n) => 'a'.repeat(n + 1)),
  ),
  'a long list of values': field(
    'userAgent',
    numbers(100_000).map((n) => `value ${n}`),
  ),
  'a long list of endings': field(
    'userAgent|endswith',
    numbers(30_000).map((n) => `x${n}`),
  ),
  'a long list of networks': field(
    'ipAddress|cidr',
    numbers(50_000).map((n) => `198.${n >> 8}.${n & 255}.0/24`),
  ),
  'a long list of keywords': written({
    kw: numbers(30_000).map((n) => `word ${n}`),
    condition: 'kw',
  }),
  'a thousand searches': written({
    ...Object.fromEntries(numbers(5000).map((n) => [`s${n}`, { 'userAgent|contains': `aa${n}` }])),
    condition: '1 of them',
  }),
  'wildcards without end': field('userAgent', `${'*a'.repeat(5000)}*b`),
  'a thousand wildcards': field(
    'userAgent',
    numbers(1000).map((n) => `*a*a?a*${n}`),
  ),
  'a huge text': field('userAgent|contains', 'a'.repeat(900_000) + 'b'),
  'dashes to encode': field('userAgent|windash|base64offset|contains', '-a-a-a-a-a-a-a-a-a-a'),
  'encodings of encodings': field(
    'userAgent|utf16|base64|wide|base64offset|contains',
    'a'.repeat(100_000),
  ),
  'fields that are everywhere': field('kw|fieldref|contains', 'userAgent'),
  'a key twice': 'title: t\ntitle: u\nlogsource: {}\ndetection: {}\n',
  'a billion laughs': LAUGHS,
  'an alias of itself': 'title: &a [*a]\n',
  'brackets without end': '['.repeat(100_000),
  'a correlation of itself': correlation('self', ['self']),
  'correlations in a circle': numbers(50)
    .map((n) => correlation(`c${n}`, [`c${(n + 1) % 50}`]))
    .join('---\n'),
};

const MIB = 1024 * 1024;

/** Records with values as an attacker would send them, among ordinary ones. */
function hostileRecords(): readonly JsonObject[] {
  const deep = numbers(2000).reduce<Json>((inner) => ({ k: inner }), 'a');
  return [
    { userAgent: 'a'.repeat(MIB), ipAddress: '198.51.100.7' },
    { userAgent: 'ab'.repeat(MIB / 2), ipAddress: '2001:db8::1' },
    { userAgent: `${'a-'.repeat(MIB / 2)}b`, appDisplayName: 'A'.repeat(MIB) },
    { userAgent: numbers(20_000).map((n) => `aaaa ${n}`), kw: numbers(1000).map(String) },
    { userAgent: deep, userPrincipalName: [[[['a']]]], kw: 'aaa' },
    ...numbers(20).map((n) => ({
      userAgent: `aaa/${n}`,
      ipAddress: '192.0.2.1',
      appDisplayName: 'x',
    })),
  ];
}

function load(text: string): {
  readonly ruleSet: RuleSet<JsonObject>;
  readonly errors: readonly Diagnostic[];
} {
  const parsed = parseRules(text, 'hostile.yml');
  const compiled = compileRules(parsed.rules, jsonReader);
  return {
    ruleSet: compiled.ruleSet,
    errors: [...parsed.diagnostics, ...compiled.diagnostics].filter((d) => d.severity === 'error'),
  };
}

/** Milliseconds of processor time, the least of some rounds: what the work itself takes. */
function costOf(ruleSet: RuleSet<JsonObject>, records: readonly JsonObject[]): number {
  let least = Infinity;
  for (let round = 0; round < 3; round += 1) {
    const started = cpuTime();
    for (const record of records) ruleSet.match(record);
    least = Math.min(least, cpuTime() - started);
  }
  return least;
}

const ORDINARY = sigmaText(plainRules('mixed', 50));

describe('a hostile rule', () => {
  const records = hostileRecords();

  it.each(Object.entries(HOSTILE))('%s is refused or costs little', (_, text) => {
    const started = cpuTime();
    const { ruleSet, errors } = load(text);
    if (ruleSet.rules.length > 0) ruleSet.match({});
    expect(cpuTime() - started).toBeLessThan(5000);
    for (const { file, line, column, message } of errors) {
      expect([file, line > 0, column > 0, message !== '']).toEqual([
        'hostile.yml',
        true,
        true,
        true,
      ]);
    }
    const runs = ruleSet.rules.length > 0;
    expect(runs || errors.length > 0).toBe(true);
    // Beside each other, warm, so that a busy machine slows both.
    const ordinary = costOf(load(ORDINARY).ruleSet, records);
    if (!runs) return;
    const pack = load(`${ORDINARY}---\n${text}`).ruleSet;
    let both = costOf(pack, records);
    // What else the machine does only adds: more rounds come nearer to what the work takes.
    for (let more = 0; more < 4 && both >= 2 * ordinary + 20; more += 1) {
      both = Math.min(both, costOf(pack, records));
    }
    expect(both).toBeLessThan(2 * ordinary + 20);
  });
});
