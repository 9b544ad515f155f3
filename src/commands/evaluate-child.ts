import { closeSync, openSync, writeSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { Cost } from '../evaluation/measures.ts';
import type { ScanOptions } from '../pipeline.ts';
import { scan } from '../pipeline.ts';
import { SHIPPED_PACKS } from './shipped-packs.ts';

/** A process of its own for one scan, so that its time and memory are nobody else's. */

export interface ScanRequest {
  readonly paths: readonly string[];
  readonly anonymisers: readonly string[];
  readonly trusted: readonly string[];
  readonly organisation?: string;
  readonly as?: string;
  readonly threads?: number;
  /** Where to write what was found: first all cases, one JSON object a line, then assigned events, one array a line. */
  readonly out: string;
}

/** Event, case, time: an array, since there may be millions. */
export type AssignedLine = Parameters<NonNullable<ScanOptions['assigned']>>;

export type ScanReply =
  | { readonly progress: number }
  | { readonly cost: Cost }
  | { readonly error: string };

/** Characters written at a time. */
const BATCH = 1 << 20;

const KIBIBYTE = 1024;

process.once('message', (request: ScanRequest) => {
  void serve(request)
    .catch((error: unknown): ScanReply => {
      return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    })
    .then((reply) => process.send?.(reply, () => process.disconnect()));
});

async function serve({ out, ...reading }: ScanRequest): Promise<ScanReply> {
  using file = openLines(out);
  const started = performance.now();
  const before = process.cpuUsage();
  let told = -1;
  const result = await scan({
    ...reading,
    stdin: Readable.from([]),
    packs: SHIPPED_PACKS,
    now: Date.now,
    case: ({ record }) => file.write(JSON.stringify(record)),
    assigned: (...line: AssignedLine) => file.write(JSON.stringify(line)),
    progress: ({ bytes, total }) => {
      const percent = total === undefined ? 0 : Math.floor((bytes / Math.max(1, total)) * 100);
      if (percent > told) process.send?.({ progress: (told = percent) } satisfies ScanReply);
    },
  });
  if (!result.ok) return { error: result.error };
  const { accepted, duplicates } = result.value.summary.totals;
  if (accepted + duplicates === 0) return { error: 'nothing readable was found in what was given' };
  const { user, system } = process.cpuUsage(before);
  return {
    cost: {
      records: accepted + duplicates,
      seconds: (performance.now() - started) / 1000,
      cpuSeconds: (user + system) / 1_000_000,
      peakBytes: process.resourceUsage().maxRSS * KIBIBYTE,
    },
  };
}

function openLines(path: string): Disposable & { readonly write: (line: string) => void } {
  const file = openSync(path, 'w', 0o600);
  let batch = '';
  return {
    write: (line) => {
      batch += `${line}\n`;
      if (batch.length < BATCH) return;
      writeSync(file, batch);
      batch = '';
    },
    [Symbol.dispose]: () => {
      writeSync(file, batch);
      closeSync(file);
    },
  };
}
