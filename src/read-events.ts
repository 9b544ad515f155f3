import { enrich } from './enrich/enrich.ts';
import type { Lookups } from './enrich/enrich.ts';
import type { Event } from './events/event.ts';
import { historyFacts } from './history/history.ts';
import { MemoryState } from './history/state.ts';
import { createRecogniser } from './ingest.ts';
import { decodeChunk } from './intake/decode.ts';
import type { Input } from './intake/inputs.ts';
import { readFiles } from './reading-files.ts';
import { SOURCES } from './sources/all.ts';

export interface ReadEventsOptions {
  readonly lookups: Lookups;
  /** Name of a source to read everything as. */
  readonly as?: string;
  readonly organisation?: string;
  /** Events kept; what comes after them is left unread. */
  readonly limit: number;
}

export interface ReadEvents {
  /** In order of time, with what lists and the past of these same events say of each. */
  readonly events: readonly Event[];
  /** Why records could not be read. */
  readonly rejected: readonly string[];
  /** Whether there were more than `limit`. */
  readonly more: boolean;
}

/** Reads a few events whole, the vendor's record included, for tools that look at them one by one. */
export async function readEvents(
  inputs: readonly Input[],
  options: ReadEventsOptions,
): Promise<ReadEvents> {
  const events: Event[] = [];
  const rejected: string[] = [];
  const { as, limit, organisation } = options;
  const sources = SOURCES.filter(({ name }) => as === undefined || name === as);
  const jobs = readFiles({
    inputs,
    recognise: createRecogniser({ ...(as !== undefined && { as }) }),
    ...(organisation !== undefined && { organisation }),
    problem: (file, reason) => rejected.push(`${inputs[file]?.name ?? ''}: ${reason}`),
    progress: () => undefined,
  });
  for await (const { chunk, context } of jobs) {
    decodeChunk(chunk, {
      broken: ({ line, reason }) => rejected.push(`line ${line}: ${reason}`),
      record: (decoded) => {
        const { record } = decoded;
        const shape = typeof record === 'string' ? 'line' : 'object';
        const source = sources.find((one) => one.shape === shape && one.recognise(record));
        const reading = source?.read(record, context);
        if (reading?.ok === true) {
          events.push(...reading.events.map((event) => enrich(event, options.lookups)));
          return;
        }
        const reason = reading?.reason ?? 'is no record of a kind we know';
        rejected.push(`line ${decoded.locate(reason).line}: ${reason}`);
      },
    });
    if (events.length > limit) break;
  }
  const kept = events.slice(0, limit).toSorted((a, b) => a.time - b.time);
  return { events: withHistory(kept), rejected, more: events.length > limit };
}

function withHistory(events: readonly Event[]): readonly Event[] {
  const state = new MemoryState();
  return events.map((event) => ({
    ...event,
    enrichments: { ...event.enrichments, ...historyFacts(event, state) },
  }));
}
