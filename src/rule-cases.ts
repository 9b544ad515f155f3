import { isPostRule } from './decisions/create-desk.ts';
import type { Event } from './events/event.ts';
import { FacetTable } from './facet-numbers.ts';
import type { Finding } from './findings/finding.ts';
import type { Values } from './findings/values.ts';
import type { IngestJob, IngestResult } from './ingest.ts';
import { createProcessor } from './ingest.ts';
import type { KeptEvent } from './kept-event.ts';
import { KeptEvents } from './kept-event.ts';
import type { JsonObject } from './lib/json.ts';
import type { PostCases } from './post-cases.ts';
import { replay } from './replay.ts';
import type { CaseRecord } from './rules/case-records.ts';
import type { RuleCase } from './rules/cases.ts';
import type { RuleSet } from './rules/compile.ts';
import { asLive } from './rules/shadow.ts';
import type { RuleDocument } from './rules/tree.ts';
import { ROW_FACETS, ROW_TEXTS } from './store/kept-rows.ts';

/** Formats without a year are read as of this day, so that a case means the same every year. */
const CASES_END = Date.UTC(2026, 11, 31);

export interface CaseFindings {
  readonly findings: readonly Finding[];
  /** Why records could not be read, with their place in the case, from 1. */
  readonly rejected: readonly { readonly record: number; readonly reason: string }[];
}

/** Finds in the records of a case what `scrutineer scan` would: sources, enrichment, rules, history, correlations. */
export class CaseRunner {
  readonly ruleSet: RuleSet<Event>;
  readonly #documents: readonly RuleDocument[];
  readonly #processors = new Map<string, Processor>();
  readonly #events = new KeptEvents();
  readonly #posts: PostCases | undefined;

  /** `documents`: all that the rules were compiled from, filters too. `posts`: for rules over claims of posts. */
  constructor(ruleSet: RuleSet<Event>, documents: readonly RuleDocument[], posts?: PostCases) {
    this.ruleSet = ruleSet;
    this.#documents = documents;
    this.#posts = posts;
  }

  /** As `run`, of a case of rules over claims. */
  runPosts(one: RuleCase): CaseFindings {
    return this.#posts?.run(one) ?? { findings: [], rejected: [] };
  }

  run(one: RuleCase): CaseFindings {
    const { process, facets } = this.#processor(one);
    const rejected: { record: number; reason: string }[] = [];
    const entries = one.records.flatMap((record, index) => {
      const result = process(jobOf(record));
      for (const { reason } of result.rejected) rejected.push({ record: index + 1, reason });
      // Every record of a case counts, also where the author did not vary its id.
      const { kept, time } = result.events;
      facets.take(kept.texts);
      return Array.from(kept.places, (place, row) => {
        const texts = kept.own.slice(row * ROW_TEXTS, (row + 1) * ROW_TEXTS);
        const numbers = kept.facets.subarray(row * ROW_FACETS, (row + 1) * ROW_FACETS);
        const entry = {
          time: time[place] ?? 0,
          texts,
          facets: Array.from(numbers, (number) => facets.of(number) ?? null),
        };
        return renamed(this.#events.one(entry), `${texts[0]}/${index}`);
      });
    });
    entries.sort((a, b) => a.event.time - b.event.time);
    return { findings: [...replay(entries, this.ruleSet, { drafts: 'all' })], rejected };
  }

  #processor({ anonymisers, trusted }: RuleCase): Processor {
    const key = JSON.stringify([anonymisers, trusted]);
    let processor = this.#processors.get(key);
    if (processor === undefined) {
      // Drafts are tested as they would be once they are none.
      const rules = asLive(this.#documents);
      processor = {
        process: createProcessor({ rules, anonymisers, trusted }),
        facets: new FacetTable((text) => JSON.parse(text) as JsonObject),
      };
      this.#processors.set(key, processor);
    }
    return processor;
  }
}

interface Processor {
  readonly process: (job: IngestJob) => IngestResult;
  readonly facets: FacetTable<JsonObject>;
}

export interface CaseResult {
  readonly passed: boolean;
  /** Why it failed; absent when it passed. */
  readonly reason?: string;
  /** Findings of the rules the case is about. */
  readonly found: readonly Finding[];
  /** Findings of other rules that are loaded. */
  readonly others: readonly Finding[];
}

/** Runs one case of a rule file and holds what is found against what it expects. */
export function runCase(runner: CaseRunner, file: string, one: RuleCase): CaseResult {
  const keys = keysMeant(runner.ruleSet, file, one.rule);
  if (keys.size === 0) {
    const reason =
      one.rule === undefined
        ? 'no rule of the file raises findings'
        : `no rule of the file that raises findings is called "${one.rule}"`;
    return { passed: false, reason, found: [], others: [] };
  }
  const isOverPosts = runner.ruleSet.rules.some(
    ({ key, rule }) => keys.has(key) && isPostRule(rule),
  );
  const { findings, rejected } = isOverPosts ? runner.runPosts(one) : runner.run(one);
  const found = findings.filter(({ rule }) => keys.has(rule.id));
  const others = findings.filter(({ rule }) => !keys.has(rule.id));
  const [unread] = rejected;
  if (unread !== undefined) {
    const reason = `record ${unread.record} cannot be read: ${unread.reason}`;
    return { passed: false, reason, found, others };
  }
  if (found.length > 0 === (one.expect === 'match')) return { passed: true, found, others };
  const reason =
    one.expect === 'match' ? 'expected a match, found none' : 'expected no match, found one';
  return { passed: false, reason, found, others };
}

/** Keys of the rules of a file that raise findings and answer to `name` (title, name or id; absent: all). */
function keysMeant(
  ruleSet: RuleSet<Event>,
  file: string,
  name: string | undefined,
): ReadonlySet<string> {
  const answers = (rule: RuleDocument): boolean =>
    name === undefined || [rule.title, rule.name, rule.id].includes(name);
  const meant = [...ruleSet.rules, ...ruleSet.correlations].filter(
    ({ alerts, rule }) => alerts && rule.file === file && answers(rule),
  );
  return new Set(meant.map(({ key }) => key));
}

function renamed({ event, marks }: KeptEvent, unique: string): KeptEvent {
  const { uid } = event.metadata;
  const values = (before: Values): Values =>
    Object.fromEntries(
      Object.entries(before).map(([name, value]) => [name, value === uid ? unique : value]),
    );
  return {
    event: { ...event, metadata: { ...event.metadata, uid: unique } },
    marks: marks && { ...marks, values: values(marks.values) },
  };
}

function jobOf(record: CaseRecord): IngestJob {
  const isLine = typeof record === 'string';
  return {
    file: 0,
    chunk: {
      framing: isLine ? 'lines' : 'ndjson',
      bytes: new Uint8Array(Buffer.from(isLine ? record : JSON.stringify(record))),
      offset: 0,
      line: 1,
      broken: [],
    },
    context: { latest: CASES_END },
  };
}
