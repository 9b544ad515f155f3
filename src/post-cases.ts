import type { DeskInit, DeskStock } from './decisions/create-desk.ts';
import { createDesk, deskStock } from './decisions/create-desk.ts';
import type { Decision, Reason } from './decisions/decision.ts';
import type { PostDesk } from './decisions/desk.ts';
import { HeldPlaces } from './facts/held-places.ts';
import { readFact } from './facts/read-fact.ts';
import type { Finding } from './findings/finding.ts';
import { isLevel } from './findings/finding.ts';
import type { Json } from './lib/json.ts';
import { isObject, textAt } from './lib/json.ts';
import type { DeskOptions } from './load-desk.ts';
import { loadDesk } from './load-desk.ts';
import { parseGazetteer } from './reading/words/parse-gazetteer.ts';
import type { RuleCase } from './rules/cases.ts';
import { asLive } from './rules/shadow.ts';
import type { RuleDocument } from './rules/tree.ts';
import { POST_SOURCES } from './sources/posts.ts';

export interface PostCaseFindings {
  readonly findings: readonly Finding[];
  readonly rejected: readonly { readonly record: number; readonly reason: string }[];
}

/** Runs cases of rules over claims: posts are read, judged and decided with the facts and names of the case alone. */
export class PostCases {
  readonly #init: DeskInit;
  readonly #stock: DeskStock;
  readonly #rules: ReadonlyMap<string, RuleDocument>;
  readonly #desks = new Map<string, PostDesk | string>();

  private constructor(init: DeskInit) {
    this.#init = init;
    this.#stock = deskStock(init);
    this.#rules = new Map(this.#stock.rules.rules.map(({ key, rule }) => [key, rule]));
  }

  /** Throws where the packs the rules belong to cannot be used; the message is a sentence. */
  static async load(
    rules: readonly RuleDocument[],
    reading: DeskOptions['reading'],
  ): Promise<PostCases> {
    // Drafts are tested as they would be once they are none.
    const init = await loadDesk(asLive(rules), { facts: [], gazetteers: [], reading });
    if (!init.ok) throw new Error(init.error);
    return new PostCases(init.value);
  }

  run(one: RuleCase): PostCaseFindings {
    const desk = this.#deskFor(one);
    if (typeof desk === 'string') return { findings: [], rejected: [{ record: 0, reason: desk }] };
    const rejected: { record: number; reason: string }[] = [];
    const findings = one.records.flatMap((record, index) => {
      const source =
        typeof record === 'string'
          ? undefined
          : POST_SOURCES.find((each) => each.recognise(record));
      if (source === undefined || typeof record === 'string') {
        rejected.push({ record: index + 1, reason: 'is no post' });
        return [];
      }
      const reading = source.read(record);
      if (!reading.ok) rejected.push({ record: index + 1, reason: reading.reason });
      return reading.ok ? reading.posts.flatMap((post) => this.#findings(desk.decide(post))) : [];
    });
    return { findings, rejected };
  }

  #deskFor({ facts, gazetteer }: RuleCase): PostDesk | string {
    const key = JSON.stringify([facts, gazetteer]);
    let desk = this.#desks.get(key);
    if (desk === undefined) {
      desk = this.#makeDesk(facts, gazetteer);
      this.#desks.set(key, desk);
    }
    return desk;
  }

  #makeDesk(given: readonly Json[], gazetteer: readonly Json[]): PostDesk | string {
    const places = given.flatMap((fact) =>
      isObject(fact) ? (textAt(fact, 'jurisdiction') ?? []) : [],
    );
    const read = given.map((fact) => readFact(fact, { held: new HeldPlaces(places) }));
    const wrong = read.find(({ fact }) => fact === undefined)?.problems[0];
    if (wrong !== undefined) return `a fact of the case: ${wrong.field ?? ''} ${wrong.message}`;
    const names = parseGazetteer(gazetteer.map((entry) => JSON.stringify(entry)).join('\n'));
    if (!names.ok) return `a name of the case: ${names.error.message}`;
    const facts = read.flatMap(({ fact }) => fact ?? []);
    return createDesk({ ...this.#init, facts, gazetteers: [names.value] }, undefined, this.#stock);
  }

  #findings(decision: Decision): readonly Finding[] {
    return decision.reasons.map((reason) => this.#finding(decision, reason));
  }

  #finding({ at, id, subject }: Decision, { explanation, rule, title }: Reason): Finding {
    const document = this.#rules.get(rule);
    const level = document?.level?.text ?? '';
    return {
      id: `${id}/${rule}`,
      at,
      desk: 'posts',
      rule: {
        id: rule,
        title,
        level: isLevel(level) ? level : 'medium',
        tags: document?.tags ?? [],
      },
      organisation: '',
      subject: { kind: 'account', id: subject.id },
      events: [],
      evidence: { first_seen: at, last_seen: at, events_total: 1, values: {} },
      explanation,
    };
  }
}
