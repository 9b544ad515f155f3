import type { PostAction, PostCategory } from '../events/decision-words.ts';
import type { Post } from '../events/post.ts';
import { originalSpan } from '../events/post.ts';
import { fillTemplate } from '../findings/explain.ts';
import { isLevel, levelRank } from '../findings/finding.ts';
import type { Judge } from '../judging/judge.ts';
import { contentId } from '../lib/hash.ts';
import type { Json, JsonObject } from '../lib/json.ts';
import { isObject } from '../lib/json.ts';
import { formatTime } from '../lib/time.ts';
import type { Claim, Reader } from '../reading/reading.ts';
import type { RuleSet } from '../rules/compile.ts';
import type { CompiledRule } from '../rules/compiled.ts';
import type { ClaimRecord } from './claim-record.ts';
import { claimRecord, postFields } from './claim-record.ts';
import type { Decision, DecisionClaim, DecisionLabel, DecisionLimit, Reason } from './decision.ts';
import { rankOf } from './decision.ts';
import type { KnownClaims } from './known-claims.ts';
import { wholeText } from './known-claims.ts';
import { labelText } from './label-text.ts';
import type { Policy } from './policy.ts';
import { momentOf } from './policy.ts';

export interface DeskParts {
  readonly reader: Reader;
  readonly judge: Judge;
  /** Over claims; see `claimReader`. */
  readonly rules: RuleSet<JsonObject>;
  readonly policies: readonly Policy[];
  readonly knownClaims?: KnownClaims;
  /** Sentence of a fact by its id. */
  readonly factText: (id: string) => string | undefined;
  /** Milliseconds since 1970: facts known by then count. Absent: those known when the post was written. */
  readonly asOf?: number;
}

/** A post with everything that led to its decision. */
export interface Examined {
  readonly decision: Decision;
  readonly lang: string;
  readonly records: readonly ClaimRecord[];
  /** Rules that matched a claim but do not act, with why. */
  readonly passedOver: readonly {
    readonly rule: string;
    readonly claim: number;
    readonly why: string;
  }[];
}

/** A rule with what its block says, read once. */
interface Enforced {
  readonly rule: CompiledRule;
  readonly policy: Policy | undefined;
  readonly action: PostAction;
  readonly doubt: PostAction;
  readonly category: PostCategory;
  readonly from: number;
  readonly until: number;
}

interface Matched {
  readonly reason: Reason;
  readonly enforced: Enforced;
  readonly record: ClaimRecord;
}

/** How much a state of the facts adds to the score. */
const CERTAINTY: Readonly<Record<string, number>> = {
  contradicted: 1,
  premature: 1,
  disputed: 0.9,
};
const UNDECIDED = 0.8;

/** Posts → decisions. Pure: the same post and parts give the same decision, byte for byte. */
export class PostDesk {
  readonly #parts: DeskParts;
  readonly #packs: Readonly<Record<string, string>>;
  readonly #enforced = new Map<CompiledRule, Enforced>();

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#packs = Object.fromEntries(parts.policies.map(({ name, version }) => [name, version]));
    for (const rule of parts.rules.rules) this.#enforced.set(rule, enforced(rule, parts.policies));
  }

  decide(post: Post): Decision {
    return this.examine(post).decision;
  }

  examine(post: Post): Examined {
    const { lang, records } = this.#read(post);
    const matched: Matched[] = [];
    const passedOver: { rule: string; claim: number; why: string }[] = [];
    for (const [index, record] of records.entries()) {
      for (const rule of this.#parts.rules.match(record.fields)) {
        const one = this.#enforced.get(rule);
        if (one === undefined) continue;
        const why = outOfForce(one, post.time ?? this.#parts.asOf);
        if (why === undefined) matched.push(this.#matched(one, record, index));
        else passedOver.push({ rule: rule.rule.title, claim: index, why });
      }
    }
    return { decision: this.#decision(post, lang, records, matched), lang, records, passedOver };
  }

  /** What rules do with a record that is like one of the post's but for some fields. */
  actionOn(record: ClaimRecord, fields: JsonObject, time: number | undefined): PostAction {
    let strongest: PostAction = 'none';
    for (const rule of this.#parts.rules.match({ ...record.fields, ...fields })) {
      const one = this.#enforced.get(rule);
      if (one === undefined || outOfForce(one, time ?? this.#parts.asOf) !== undefined) continue;
      const { reason } = this.#matched(
        one,
        { ...record, fields: { ...record.fields, ...fields } },
        0,
      );
      if (rankOf(reason.action) > rankOf(strongest)) strongest = reason.action;
    }
    return strongest;
  }

  #read(post: Post): Pick<Examined, 'lang' | 'records'> {
    const { judge, knownClaims, reader } = this.#parts;
    const reading = reader.read(post.text, {
      lang: post.lang,
      context: { quoted_text: post.quoted_text, reply_to_text: post.reply_to_text },
    });
    const [known] = knownClaims?.(post.text) ?? [];
    const claims: readonly Claim[] =
      reading.claims.length === 0 && known !== undefined
        ? [wholeText(post.text, known)]
        : reading.claims;
    if (claims.length === 0) return { lang: reading.lang, records: [] };
    const common = postFields(post, reading.lang);
    const then = this.#moments(post.time, undefined);
    const now = this.#parts.asOf === undefined ? then : this.#moments(post.time, this.#parts.asOf);
    const records = claims.map((claim) => {
      const before = judge.judge(claim, post, then);
      const judged = { before, now: now === then ? before : judge.judge(claim, post, now) };
      return claimRecord(claim, judged, common, known);
    });
    return { lang: reading.lang, records };
  }

  /** Rules of participation are asked as they were when the post was written; outcomes as they are. */
  #moments(time: number | undefined, asOf: number | undefined) {
    const at = asOf ?? time ?? Infinity;
    return {
      outcome: { validAt: Number.isFinite(at) ? at : FAR, knownAt: at },
      rules: { validAt: time ?? (Number.isFinite(at) ? at : FAR), knownAt: asOf ?? Infinity },
    };
  }

  #matched(one: Enforced, record: ClaimRecord, index: number): Matched {
    const { policy, rule } = one;
    const { facts } = record.now;
    const confidence = record.fields['confidence'];
    const unsure = typeof confidence === 'number' && confidence < (policy?.doubt ?? 0);
    const disputed =
      record.fields['fact_state'] === 'disputed' && rankOf(one.action) > rankOf('label');
    const doubt = unsure
      ? 'the text is not plain'
      : disputed
        ? 'sources of facts disagree'
        : undefined;
    const template = rule.rule.scrutineer.explanation?.text ?? rule.rule.title;
    return {
      enforced: one,
      record,
      reason: {
        rule: rule.key,
        title: rule.rule.title,
        clause: rule.rule.scrutineer.clause ?? '',
        claim: index,
        action: doubt === undefined ? one.action : one.doubt,
        category: one.category,
        ...(doubt !== undefined && { doubt }),
        facts,
        explanation: fillTemplate(template, (name) =>
          name === 'fact' ? this.#factText(facts) : fieldText(record.fields, name),
        ),
      },
    };
  }

  #factText(facts: readonly string[]): string | undefined {
    const [first] = facts;
    return first === undefined ? undefined : this.#parts.factText(first);
  }

  #decision(
    post: Post,
    lang: string,
    records: readonly ClaimRecord[],
    matched: readonly Matched[],
  ): Decision {
    const acting = matched
      .filter(({ reason }) => reason.action !== 'none')
      .toSorted(
        (a, b) =>
          rankOf(b.reason.action) - rankOf(a.reason.action) ||
          levelOf(b.enforced) - levelOf(a.enforced) ||
          a.reason.claim - b.reason.claim ||
          (a.reason.rule < b.reason.rule ? -1 : 1),
      );
    const [strongest] = acting;
    const at = this.#parts.asOf ?? post.time;
    const when = formatTime(at ?? 0);
    const strikes = Math.max(
      0,
      ...acting.map(({ enforced: { rule } }) => rule.rule.scrutineer.strikes ?? 0),
    );
    const limits = strongest === undefined ? [] : this.#limits(post, acting);
    const body = {
      at: when,
      subject: { kind: 'post', id: post.id } as const,
      action: strongest?.reason.action ?? ('none' as const),
      ...(strongest !== undefined && { category: strongest.reason.category }),
      labels: this.#labels(post, lang, acting),
      ...(limits.length > 0 && { limits }),
      claims: records.map((record) => claimOf(record, post)),
      reasons: acting.map(({ reason }) => reason),
      ...(strikes > 0 && strongest?.reason.action !== 'review' && { strikes }),
      packs: this.#packs,
      ...(at !== undefined && { facts_as_of: when }),
      score: scoreOf(strongest),
    };
    return { id: `decision-${contentId(JSON.stringify(body))}`, ...body };
  }

  /** Each label once, in the words of the first claim it is for. */
  #labels(post: Post, lang: string, acting: readonly Matched[]): readonly DecisionLabel[] {
    const labels = new Map<string, DecisionLabel>();
    for (const { enforced: one, record } of acting) {
      const id = one.rule.rule.scrutineer.label;
      const label = id === undefined ? undefined : one.policy?.labels[id];
      if (id === undefined || label === undefined || labels.has(id)) continue;
      labels.set(id, labelText(id, label, record.now, [post.lang, lang]));
    }
    return [...labels.values()];
  }

  #limits(post: Post, acting: readonly Matched[]): readonly DecisionLimit[] {
    const policies = new Set(acting.flatMap(({ enforced: { policy } }) => policy ?? []));
    const { author, engagement } = post;
    const time = post.time ?? this.#parts.asOf ?? Infinity;
    return [...policies].flatMap(({ limits }) =>
      limits
        .filter(
          (limit) =>
            limit.from <= time &&
            time < limit.until &&
            (limit.roles.includes(author.role) ||
              (author.followers ?? 0) > limit.followers ||
              engagement.likes >= limit.likes ||
              engagement.reposts + engagement.quotes >= limit.shares),
        )
        .map(({ clause, effects, id }) => ({ id, effects, clause })),
    );
  }
}

/** Later than any fact begins. Milliseconds since 1970. */
const FAR = Date.UTC(9999, 0, 1);

function enforced(rule: CompiledRule, policies: readonly Policy[]): Enforced {
  const { scrutineer, file } = rule.rule;
  const action = (scrutineer.action?.text ?? 'none') as PostAction;
  const mild = rankOf(action) <= rankOf('label');
  return {
    rule,
    policy: policies.find(({ folder }) => file.startsWith(folder)),
    action,
    doubt: (scrutineer.doubt?.text ?? (mild ? action : 'review')) as PostAction,
    category: (scrutineer.category?.text ?? 'process') as PostCategory,
    from: momentOf(scrutineer.from?.text) ?? -Infinity,
    until: momentOf(scrutineer.until?.text) ?? Infinity,
  };
}

function levelOf({ rule }: Enforced): number {
  const level = rule.rule.level?.text ?? '';
  return isLevel(level) ? levelRank(level) : 0;
}

/** A policy is not for what was written before it. */
function outOfForce({ from, until }: Enforced, time: number | undefined): string | undefined {
  if (time === undefined) return undefined;
  if (time < from) return `in force from ${formatTime(from)}`;
  return time >= until ? `in force until ${formatTime(until)}` : undefined;
}

function claimOf({ claim, now }: ClaimRecord, post: Post): DecisionClaim {
  return {
    span: originalSpan(post, claim.span),
    text: claim.text,
    topic: claim.topic,
    proposition: claim.proposition,
    speech_act: claim.speech_act,
    polarity: claim.polarity,
    entities: [...new Set(claim.entities.map(({ name }) => name))],
    fact_state: now.state,
    ...(now.jurisdiction !== undefined && { jurisdiction: now.jurisdiction }),
    ...(now.race !== undefined && { race_state: now.race.status }),
  };
}

function scoreOf(strongest: Matched | undefined): number {
  if (strongest === undefined) return 0;
  const { claim, now } = strongest.record;
  return Math.round(claim.confidence * (CERTAINTY[now.state] ?? UNDECIDED) * 100) / 100;
}

function fieldText(fields: JsonObject, name: string): string | undefined {
  let value: Json | undefined = fields;
  for (const key of name.split('.')) value = isObject(value) ? value[key] : undefined;
  return value === undefined || value === null || typeof value === 'object'
    ? undefined
    : String(value);
}
