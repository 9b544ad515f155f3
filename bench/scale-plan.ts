import { isInstalled } from './peer.ts';
import type { RecordFile } from './records.ts';
import type { Shape } from './rule-sets.ts';

export interface Peer {
  readonly name: string;
  readonly folder: string;
  /** Its cost grows with each rule, so it is measured up to these bounds. */
  readonly mostRules: number;
  readonly mostRecordsTimesRules: number;
}

export const PEERS: readonly Peer[] = [
  {
    name: 'json-logic',
    folder: 'json-logic-engine',
    mostRules: 1000,
    mostRecordsTimesRules: 1e9,
  },
  { name: 'duckdb', folder: '@duckdb/node-api', mostRules: 1000, mostRecordsTimesRules: 1e10 },
  { name: 'sqrl', folder: 'sqrl', mostRules: 200, mostRecordsTimesRules: 4e6 },
];

/** One line of the table, and what each round measured. */
export interface Cell {
  readonly contender: string;
  /** `json`: nothing but `JSON.parse`. `windows`: the correlation query. */
  readonly kind: Shape | 'json' | 'windows';
  readonly rules: number;
  readonly file: RecordFile;
  /** Microseconds per record. */
  readonly cpu: number[];
  /** Milliseconds. */
  readonly compile: number[];
  /** MiB. */
  readonly peak: number[];
  /** Matches of all rules, or incidents. */
  matches: number;
}

export interface Plan {
  readonly cells: readonly Cell[];
  /** Why which peers are missing, one sentence each. */
  readonly missing: readonly string[];
}

export interface Sizes {
  readonly files: readonly RecordFile[];
  readonly shapes: readonly Shape[];
  readonly rules: readonly number[];
}

export function planCells({ files, rules, shapes }: Sizes): Plan {
  const missing = new Set<string>();
  const contenders = (file: RecordFile, count: number): readonly string[] => {
    const peers = PEERS.filter((peer) => {
      const reason = whyLeftOut(peer, file, count);
      if (reason !== undefined) missing.add(reason);
      return reason === undefined;
    });
    return ['scrutineer', ...peers.map(({ name }) => name)];
  };
  const cells = files.flatMap((file) => [
    cell('JSON.parse', 'json', 0, file),
    ...shapes.flatMap((shape) =>
      rules.flatMap((count) =>
        contenders(file, count).map((name) => cell(name, shape, count, file)),
      ),
    ),
    ...['scrutineer', 'duckdb']
      .filter((name) => PEERS.every((peer) => peer.name !== name || isInstalled(peer.folder)))
      .map((name) => cell(name, 'windows', 2, file)),
  ]);
  return { cells, missing: [...missing] };
}

function whyLeftOut(
  { folder, mostRecordsTimesRules, mostRules, name }: Peer,
  { records }: RecordFile,
  rules: number,
): string | undefined {
  if (!isInstalled(folder)) {
    return `${name} is not installed, so it is not measured (npm ci --prefix bench/peers).`;
  }
  if (rules > mostRules) return `${name} is not measured with more than ${mostRules} rules.`;
  if (records * rules > mostRecordsTimesRules) {
    return `${name} is not measured where records × rules pass ${mostRecordsTimesRules.toLocaleString('en')}.`;
  }
  return undefined;
}

function cell(contender: string, kind: Cell['kind'], rules: number, file: RecordFile): Cell {
  return { contender, kind, rules, file, cpu: [], compile: [], peak: [], matches: 0 };
}

export function nameOf({ contender, file, kind, rules }: Cell): string {
  if (kind === 'json') return `${contender} of ${file.records} records`;
  const what = kind === 'windows' ? 'the sliding windows' : `${rules} ${kind} rules`;
  return `${contender} with ${what} over ${file.records} records`;
}
