import type { Fact } from '../facts/fact.ts';
import { FactBook } from '../facts/fact-book.ts';
import type { Quorum } from '../facts/quorum.ts';
import { Judge } from '../judging/judge.ts';
import { namesOfFacts } from '../judging/names.ts';
import { assert } from '../lib/assert.ts';
import type { JsonObject } from '../lib/json.ts';
import { createReader } from '../reading/create-reader.ts';
import type { LanguagePack, PackFiles } from '../reading/pack.ts';
import { parsePack } from '../reading/pack.ts';
import type { Gazetteer } from '../reading/words/gazetteer.ts';
import type { RuleSet } from '../rules/compile.ts';
import { compileRules } from '../rules/compile.ts';
import type { RuleDocument } from '../rules/tree.ts';
import { claimReader } from './claim-record.ts';
import { PostDesk } from './desk.ts';
import type { KnownClaims } from './known-claims.ts';
import type { Policy } from './policy.ts';

/** Everything decisions depend on, as plain data that can be handed to a thread. */
export interface DeskInit {
  /** Rules over claims. */
  readonly rules: readonly RuleDocument[];
  readonly policies: readonly Policy[];
  readonly facts: readonly Fact[];
  readonly quorum?: Quorum;
  readonly gazetteers: readonly Gazetteer[];
  /** Texts of the language packs. */
  readonly languages: readonly PackFiles[];
  readonly asOf?: number;
}

/** Whether a rule is over claims of posts. */
export function isPostRule(rule: RuleDocument): boolean {
  return (
    rule.kind === 'detection' &&
    rule.logsource.category === 'claim' &&
    rule.logsource.product === 'post'
  );
}

/** What all desks of the same languages and rules share; making it takes longer than the rest. */
export interface DeskStock {
  readonly packs: readonly LanguagePack[];
  readonly rules: RuleSet<JsonObject>;
}

/** Language packs and rules have been checked where they were loaded. */
export function deskStock(init: Pick<DeskInit, 'languages' | 'rules'>): DeskStock {
  const packs = init.languages.map((files) => {
    const pack = parsePack(files);
    assert(pack.ok, `a language pack cannot be used: ${pack.ok ? '' : (pack.error[0] ?? '')}`);
    return pack.value;
  });
  // What drafts would do is no decision.
  const rules = init.rules.filter((rule) => isPostRule(rule) && rule.scrutineer.shadow !== true);
  return { packs, rules: compileRules(rules, claimReader).ruleSet };
}

export function createDesk(
  init: DeskInit,
  knownClaims?: KnownClaims,
  { packs, rules }: DeskStock = deskStock(init),
): PostDesk {
  const gazetteers = [...init.gazetteers, namesOfFacts(init.facts)];
  const book = FactBook.from(init.facts, init.quorum === undefined ? {} : { quorum: init.quorum });
  return new PostDesk({
    reader: createReader({ packs, gazetteers }),
    judge: new Judge(book, gazetteers),
    rules,
    policies: init.policies,
    factText: (id) => book.get(id)?.value,
    ...(knownClaims !== undefined && { knownClaims }),
    ...(init.asOf !== undefined && { asOf: init.asOf }),
  });
}
