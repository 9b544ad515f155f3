import type { Event } from '../src/events/event.ts';
import type { Finding } from '../src/findings/finding.ts';
import type { IngestResult } from '../src/ingest.ts';
import { createProcessor } from '../src/ingest.ts';
import { replay } from '../src/replay.ts';
import type { CaseRecord } from '../src/rules/case-records.ts';
import type { RuleCase } from '../src/rules/cases.ts';
import type { RuleSet } from '../src/rules/compile.ts';
import type { TimelineEntry } from '../src/store/store.ts';

/** What `scrutineer scan` would find in the records of a case: sources, enrichment, rules, history, correlations. */
export function caseFindings(
  ruleSet: RuleSet<Event>,
  { records, anonymisers, trusted }: RuleCase,
): { readonly findings: readonly Finding[]; readonly rejected: readonly string[] } {
  const rules = [...ruleSet.rules, ...ruleSet.correlations].map(({ rule }) => rule);
  const process = createProcessor({ rules, anonymisers, trusted });
  const rejected: string[] = [];
  const entries = records.flatMap((record, index) => {
    const result = process(jobOf(record));
    rejected.push(...result.rejected.map(({ reason }) => reason));
    // Every record of a case counts, also where the author did not vary its id.
    const { id, time, payloads } = result.events;
    return id.map((one, place) =>
      entryOf({ id: one, time: time[place] ?? 0, payload: payloads.get(place) }, `${one}/${index}`),
    );
  });
  entries.sort((a, b) => a.time - b.time);
  const kept = entries.filter(({ payload }) => payload !== undefined);
  return { findings: [...replay(kept, ruleSet)], rejected };
}

function entryOf({ id, time, payload }: TimelineEntry, unique: string) {
  return {
    id: unique,
    time,
    payload: payload?.replaceAll(JSON.stringify(id), JSON.stringify(unique)),
  };
}

const YEAR_OF_CASES = Date.UTC(2026, 11, 31);

function jobOf(
  record: CaseRecord,
): Parameters<(job: Parameters<ReturnType<typeof createProcessor>>[0]) => IngestResult>[0] {
  const isLine = typeof record === 'string';
  const text = isLine ? record : JSON.stringify(record);
  return {
    file: 0,
    chunk: {
      framing: isLine ? 'lines' : 'ndjson',
      bytes: new Uint8Array(Buffer.from(text)),
      offset: 0,
      line: 1,
      broken: [],
    },
    context: { latest: YEAR_OF_CASES },
  };
}
