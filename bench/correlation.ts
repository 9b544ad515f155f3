import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { FLAGS } from './child.ts';
import { compileRules } from '../src/rules/compile.ts';
import type { CompiledRule } from '../src/rules/compiled.ts';
import { Correlator } from '../src/rules/correlate.ts';
import { Reorder } from '../src/rules/correlation/reorder.ts';
import { parseRules } from '../src/rules/parse.ts';
import { jsonReader } from '../src/rules/reader.ts';
import { CORRELATION_TYPES } from '../src/rules/tree.ts';

const HELP = `Usage: node bench/correlation.ts [options]

Measures what correlations cost: bytes per live group and microseconds per event,
for each type and number of groups, each in a process of its own. Groups are an
account and an address, event ids are UUIDs, and every group gets --hits hits.

  --groups N,N   live groups (default: 1000,100000,1000000)
  --hits N       hits of each group (default: 2)
  --type TYPE    one type only; "distinct": one group with that many values;
                 "reorder": that many events, all waiting; "open": all groups
                 are open incidents; "records": only what makes the events
  --json         print a record instead of the table
`;

const { values: options } = parseArgs({
  options: {
    groups: { type: 'string', default: '1000,100000,1000000' },
    hits: { type: 'string', default: '2' },
    type: { type: 'string' },
    child: { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});

const CONDITIONS: Readonly<Record<string, string>> = {
  event_count: 'condition: { gte: 1000 }',
  value_count: 'condition: { field: app, gte: 1000000 }',
  distinct: 'condition: { field: app, gte: 1000000 }',
  temporal: 'condition: { gte: 3 }',
  temporal_ordered: 'condition: { gte: 3 }',
  absence: "condition: 'b and not c and not a'",
  open: 'condition: { gte: 1 }',
  value_sum: 'condition: { field: bytes, gte: 1000000000 }',
  value_avg: 'condition: { field: bytes, gte: 1000000000 }',
  value_percentile: 'condition: { field: bytes, percentile: 95, gte: 1000000000 }',
  value_median: 'condition: { field: bytes, gte: 1000000000 }',
};

const TYPES = ['records', ...CORRELATION_TYPES, 'absence', 'open', 'distinct', 'reorder'];
/** What those that are no type of Sigma's stand for. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  absence: 'temporal',
  open: 'event_count',
  distinct: 'value_count',
};

/** Events of another correlator before, so that code is compiled when it is measured. */
const WARM_UP = 20_000;

interface Figures {
  readonly type: string;
  readonly groups: number;
  readonly events: number;
  /** Heap and typed arrays after a collection, beyond what was there before. */
  readonly bytesPerGroup: number;
  readonly microsPerEvent: number;
  /** Highest resident set of the whole process, MiB. */
  readonly peak: number;
}

if (options.help === true) process.stdout.write(HELP);
else if (options.child === true) {
  const figures = measure(options.type ?? '', Number(options.groups), Number(options.hits));
  process.stdout.write(JSON.stringify(figures));
} else main();

function main(): void {
  const types = options.type === undefined ? TYPES : [options.type];
  const rows = types.flatMap((type) =>
    options.groups.split(',').map((groups) => inChild(type, groups)),
  );
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ node: process.version, rows })}\n`);
    return;
  }
  const line = (...cells: readonly (string | number)[]): string =>
    cells
      .map((cell, at) => (at === 0 ? String(cell).padEnd(18) : String(cell).padStart(12)))
      .join('');
  const head = line('type', 'groups', 'events', 'bytes/group', 'µs/event', 'peak MB');
  const body = rows.map(({ bytesPerGroup, events, groups, microsPerEvent, peak, type }) =>
    line(
      type,
      groups,
      events,
      Math.round(bytesPerGroup),
      microsPerEvent.toFixed(2),
      Math.round(peak),
    ),
  );
  process.stdout.write(`${[head, ...body].join('\n')}\n`);
}

function inChild(type: string, groups: string): Figures {
  const file = fileURLToPath(import.meta.url);
  const given = ['--child', '--type', type, '--groups', groups, '--hits', options.hits];
  const child = spawnSync(process.execPath, [...FLAGS, '--expose-gc', file, ...given], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.status !== 0) throw new Error(`the measurement of "${type}" failed`);
  return JSON.parse(child.stdout) as Figures;
}

function measure(type: string, groups: number, hits: number): Figures {
  const warm = takeFor(type);
  for (let group = 0; group < WARM_UP; group += 1) warm(0, group);
  const take = takeFor(type);
  const before = used();
  const started = process.cpuUsage();
  const one = type === 'distinct' || type === 'reorder';
  const rounds = one ? 1 : hits;
  for (let round = 0; round < rounds; round += 1) {
    for (let group = 0; group < groups; group += 1) take(round, group);
  }
  const { system, user } = process.cpuUsage(started);
  const held = used() - before;
  take(rounds, 0);
  const events = rounds * groups;
  return {
    type,
    groups,
    events,
    bytesPerGroup: held / groups,
    microsPerEvent: (system + user) / events,
    peak: process.resourceUsage().maxRSS / 1024,
  };
}

/** Takes one hit of one group. */
type Take = (round: number, group: number) => void;

function takeFor(type: string): Take {
  if (type === 'reorder') return waiting();
  if (type === 'records')
    return (round, group) => void [valuesOf(group, round, group), uuid(round, group)];
  return correlating(type);
}

function correlating(type: string): Take {
  const rules = ['a', 'b', 'c'].map(
    (name) =>
      `title: ${name}\nname: ${name}\nlogsource: { product: test }\n` +
      `detection: { selection: { kind: ${name} }, condition: selection }\n---\n`,
  );
  const text =
    `${rules.join('')}title: over\ncorrelation:\n  { type: ${STANDS_FOR[type] ?? type}, rules: [a, b, c], ` +
    `group-by: [user, ip], timespan: 30d, ${CONDITIONS[type] ?? ''} }\n`;
  const { ruleSet } = compileRules(parseRules(text, 'bench.yml').rules, jsonReader);
  const correlator = new Correlator(ruleSet.correlations, () => undefined);
  const matched: readonly (readonly CompiledRule[])[] = ['b', 'a'].map((kind) =>
    ruleSet.match({ kind }),
  );
  const isOne = type === 'distinct';
  return (round, group) => {
    const values = valuesOf(isOne ? 0 : group, round, group);
    correlator.observe({
      rules: matched[round % 2] ?? [],
      time: 1_700_000_000_000 + round * 1_000_000_000 + group,
      id: uuid(round, group),
      partition: 'example',
      value: (field) => values[field],
    });
  };
}

function waiting(): Take {
  const reorder = new Reorder({ onEvent: () => undefined }, { lateness: 1e12, waiting: 1e9 });
  return (round, group) => {
    const time = 1_700_000_000_000 + ((group * 7919) % 1_000_003);
    const event = {
      time,
      id: uuid(round, group),
      partition: 'example',
      ...valuesOf(group, round, group),
    };
    reorder.push(event, time);
  };
}

function valuesOf(group: number, round: number, at: number): Readonly<Record<string, string>> {
  // Copied, as texts read from a log are: not parts of a longer one.
  return JSON.parse(
    `{"user":"person.${String(group).padStart(7, '0')}@staff.example.org",` +
      `"ip":"198.51.${(group >> 8) & 255}.${group & 255}","app":"application-${round}-${at}","bytes":"${(at * 31) % 5000}"}`,
  ) as Record<string, string>;
}

function uuid(round: number, at: number): string {
  const tail = (at * 4096 + round).toString(16).padStart(12, '0');
  return JSON.parse(`"6f1c1f0e-8d57-4b3e-9a41-${tail}"`) as string;
}

function used(): number {
  for (let times = 0; times < 3; times += 1) globalThis.gc?.();
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
