import { parse } from 'yaml';
import type { JsonObject } from '../lib/json.ts';
import { arrayAt, isObject, numberAt, objectAt, textAt } from '../lib/json.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import { parseTime } from '../lib/time.ts';

/** What a policy pack holds beside its rules: label texts, limits, the ladder of strikes. */
export interface Policy {
  readonly name: string;
  readonly version: string;
  /** Folder of its rules; a rule belongs to the policy whose folder it lies in. */
  readonly folder: string;
  readonly labels: Readonly<Record<string, LabelText>>;
  readonly limits: readonly Limit[];
  readonly ladder?: StrikeLadder;
  /** Claims read with less confidence than this are in doubt. */
  readonly doubt: number;
}

/** By language. */
type Texts = Readonly<Record<string, string>>;

export interface LabelText {
  readonly link?: string;
  readonly text: Texts;
  /** Wording by state of the race: `open`, `called`, `called-otherwise` … */
  readonly states: Readonly<Record<string, Texts>>;
}

/** Engagement of labelled posts of some authors or reach is limited. Any of the conditions is enough. */
interface Limit {
  readonly id: string;
  readonly clause: string;
  readonly from: number;
  readonly until: number;
  readonly roles: readonly string[];
  readonly followers: number;
  readonly likes: number;
  readonly shares: number;
  readonly effects: readonly string[];
}

export interface StrikeLadder {
  /** Days after which a strike no longer counts; absent: never. */
  readonly expires?: number;
  /** From the fewest strikes up. */
  readonly rungs: readonly StrikeRung[];
}

export interface StrikeRung {
  readonly strikes: number;
  readonly sanction: string;
  /** Hours; absent: for good, or where there is nothing to last. */
  readonly hours?: number;
}

/** Below this the reader is not sure enough to act without a person. */
const DOUBT_BELOW = 0.5;

export interface PolicyFiles {
  readonly folder: string;
  /** Text of `pack.yml`. */
  readonly pack: string | undefined;
  /** Text of `labels.yml`. */
  readonly labels: string | undefined;
}

/** Reads a policy; what is wrong with it comes as a list. */
export function parsePolicy(files: PolicyFiles): Result<Policy, readonly string[]> {
  const problems: string[] = [];
  const pack = mapping(files.pack, 'pack.yml', problems);
  const labels = mapping(files.labels, 'labels.yml', problems);
  const name = textAt(pack, 'name') ?? files.folder.split(/[\\/]/).findLast((part) => part !== '');
  const ladder = ladderOf(objectAt(pack, 'strikes'), problems);
  const policy: Policy = {
    name: name ?? files.folder,
    version: textAt(pack, 'version') ?? '0',
    folder: files.folder,
    labels: Object.fromEntries(
      Object.entries(labels).flatMap(([id, value]) => {
        const label = labelOf(value);
        if (label === undefined) problems.push(`labels.yml: "${id}" has no English text`);
        return label === undefined ? [] : [[id, label]];
      }),
    ),
    limits: arrayAt(pack, 'limits').flatMap((value) => {
      const limit = isObject(value) ? limitOf(value) : undefined;
      if (limit === undefined)
        problems.push('pack.yml: a limit needs id, clause, from and effects');
      return limit === undefined ? [] : [limit];
    }),
    doubt: numberAt(pack, 'doubt_below') ?? DOUBT_BELOW,
    ...(ladder !== undefined && { ladder }),
  };
  return problems.length > 0 ? err(problems) : ok(policy);
}

function mapping(text: string | undefined, file: string, problems: string[]): JsonObject {
  if (text === undefined) return {};
  try {
    const value: unknown = parse(text);
    if (isObject(value)) return value;
    problems.push(`${file}: is no mapping`);
  } catch (thrown) {
    problems.push(`${file}: ${String(thrown)}`);
  }
  return {};
}

function textsOf(value: unknown): Texts {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([language, text]) =>
      typeof text === 'string' ? [[language, text.trim()]] : [],
    ),
  );
}

function labelOf(value: unknown): LabelText | undefined {
  if (!isObject(value)) return undefined;
  const text = textsOf(value['text']);
  const link = textAt(value, 'link');
  if (text['en'] === undefined) return undefined;
  const states = Object.entries(objectAt(value, 'states') ?? {});
  return {
    text,
    states: Object.fromEntries(states.map(([state, texts]) => [state, textsOf(texts)])),
    ...(link !== undefined && { link }),
  };
}

function limitOf(value: JsonObject): Limit | undefined {
  const [id, clause] = [textAt(value, 'id'), textAt(value, 'clause')];
  const from = momentOf(textAt(value, 'from'));
  const effects = arrayAt(value, 'effects').map(String);
  if (id === undefined || clause === undefined || from === undefined || effects.length === 0)
    return undefined;
  return {
    id,
    clause,
    from,
    until: momentOf(textAt(value, 'until')) ?? Infinity,
    roles: arrayAt(value, 'roles').map(String),
    followers: numberAt(value, 'followers') ?? Infinity,
    likes: numberAt(value, 'likes') ?? Infinity,
    shares: numberAt(value, 'shares') ?? Infinity,
    effects,
  };
}

function ladderOf(value: JsonObject | undefined, problems: string[]): StrikeLadder | undefined {
  if (value === undefined) return undefined;
  const expires = numberAt(value, 'expires_days');
  const rungs = arrayAt(value, 'ladder').flatMap((rung): readonly StrikeRung[] => {
    const row = isObject(rung) ? rung : {};
    const strikes = numberAt(row, 'strikes');
    const sanction = textAt(row, 'sanction');
    const hours = numberAt(row, 'hours');
    if (strikes === undefined || sanction === undefined) {
      problems.push('pack.yml: a rung of the ladder needs strikes and sanction');
      return [];
    }
    return [{ strikes, sanction, ...(hours !== undefined && { hours }) }];
  });
  return {
    rungs: rungs.toSorted((a, b) => a.strikes - b.strikes),
    ...(expires !== undefined && { expires }),
  };
}

/** Milliseconds of a day, from its beginning in UTC, or of a time. */
export function momentOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return parseTime(text.length === 10 ? `${text}T00:00:00Z` : text);
}
