import type { PostAction } from '../events/decision-words.ts';
import { POST_ACTIONS } from '../events/decision-words.ts';
import type { Post } from '../events/post.ts';
import { createDesk } from '../decisions/create-desk.ts';
import type { PostDesk } from '../decisions/desk.ts';
import type { EvaluatedPost, PostOutcome } from '../evaluation/score-posts.ts';
import type { JsonObject } from '../lib/json.ts';
import { isObject, textAt } from '../lib/json.ts';
import { loadDesk } from '../load-desk.ts';
import { loadPacks } from '../packs.ts';
import { roleOf } from '../sources/post-parts.ts';
import { POST_SOURCES } from '../sources/posts.ts';
import type { CommandIo, OptionValues } from './command.ts';
import { countOption, listOption, stringOption, UsageError } from './command.ts';
import { readRows } from './evaluate-posts-rows.ts';
import { postsReport, postsReportJson } from './evaluate-posts-text.ts';
import { jsonText } from './plain.ts';
import { asTime, deskOptions } from './post-options.ts';
import { SHIPPED_POLICY } from './shipped-packs.ts';

/** Fields of a label, the first that is there counts. */
const ACTION_FIELDS = ['expected', 'expect', 'action', 'act', 'label'];
const ACTED_FIELDS = ['acted', 'acted_on'];
const FUNCTIONALITY_FIELDS = ['functionality', 'group'];

/** Decides on every labelled post and counts. Resolves to the exit status. */
export async function evaluatePosts(
  paths: readonly string[],
  values: OptionValues,
  io: CommandIo,
): Promise<number> {
  const labels = stringOption(values, 'labels');
  if (labels === undefined)
    throw new UsageError(
      'evaluate posts needs --labels FILE: posts, or ids of posts, and what is right',
    );
  const policies = listOption(values, 'packs');
  const packs = await loadPacks(policies.length > 0 ? policies : [SHIPPED_POLICY]);
  if (!packs.ok) throw new UsageError(packs.error);
  const init = await loadDesk(packs.value.rules, await deskOptions(values, io));
  if (!init.ok) throw new UsageError(init.error);
  const desk = createDesk(init.value);
  const texts = await textsById(paths);
  const evaluated: EvaluatedPost[] = [];
  const started = performance.now();
  for (const { line, row } of await readRows(labels)) {
    const one = evaluate(row, texts, desk, values);
    if (typeof one === 'string') throw new UsageError(`${labels}:${line}: ${one}`);
    if (one !== undefined) evaluated.push(one);
  }
  const seconds = (performance.now() - started) / 1000;
  if (evaluated.length === 0)
    throw new UsageError(`${labels}: no labelled post is left to decide on`);
  io.stdout.write(
    values['json'] === true
      ? `${jsonText(postsReportJson(evaluated))}\n`
      : postsReport(evaluated, values['misses'] === true, seconds),
  );
  return 0;
}

/** Posts at the paths by id, for labels that have an id alone. */
async function textsById(paths: readonly string[]): Promise<ReadonlyMap<string, JsonObject>> {
  const texts = new Map<string, JsonObject>();
  for (const path of paths) {
    for (const { row } of await readRows(path)) {
      const id = textAt(row, 'id');
      if (id !== undefined) texts.set(id, row);
    }
  }
  return texts;
}

function evaluate(
  row: JsonObject,
  texts: ReadonlyMap<string, JsonObject>,
  desk: PostDesk,
  values: OptionValues,
): EvaluatedPost | string | undefined {
  const post = postOf(row, texts, values);
  if (typeof post === 'string') return post;
  if (!isChosen(post, values)) return undefined;
  const right = rightOf(row, listOption(values, 'acted'));
  if (typeof right === 'string') return right;
  const functionality = fieldOf(row, FUNCTIONALITY_FIELDS);
  return {
    id: post.id,
    text: post.text,
    ...right,
    ...(functionality !== undefined && { functionality }),
    action: desk.decide(post).action,
  };
}

function postOf(
  row: JsonObject,
  texts: ReadonlyMap<string, JsonObject>,
  values: OptionValues,
): Post | string {
  const record = typeof row['text'] === 'string' ? row : texts.get(textAt(row, 'id') ?? '');
  if (record === undefined) return 'has no text, and no post at the paths has its id';
  const source = POST_SOURCES.find((each) => each.recognise(record));
  const reading = source?.read(record);
  if (reading === undefined) return 'is no post we know';
  const [post] = reading.ok ? reading.posts : [];
  if (!reading.ok || post === undefined) return reading.ok ? 'holds no post' : reading.reason;
  const role = stringOption(values, 'role');
  const place = stringOption(values, 'place');
  return {
    ...post,
    author: { ...post.author, ...(role !== undefined && { role: roleOf(role) }) },
    ...(place !== undefined && post.place === undefined && { place }),
  };
}

/** A link is no text anybody could judge. */
const LINK = /https?:\/\/\S+/g;

function isChosen(post: Post, values: OptionValues): boolean {
  const least = countOption(values, 'min-length', 0) ?? 0;
  const from = asTime(values, 'from') ?? -Infinity;
  const until = asTime(values, 'until') ?? Infinity;
  const time = post.time ?? from;
  return post.text.replaceAll(LINK, '').trim().length > least && time >= from && time < until;
}

/** What the label says is right. */
function rightOf(
  row: JsonObject,
  flags: readonly string[],
): Pick<PostOutcome, 'expected' | 'right'> | string {
  if (flags.length > 0) return { expected: flags.some((name) => isTrue(row[name])) };
  const acted = ACTED_FIELDS.find((name) => row[name] !== undefined);
  if (acted !== undefined) return { expected: isTrue(row[acted]) };
  const text = fieldOf(row, ACTION_FIELDS);
  const right = (text ?? '').split(/[/|,]/).map((action) => action.trim());
  const wrong = right.find((action) => !POST_ACTIONS.includes(action as PostAction));
  if (wrong !== undefined)
    return `says neither whether to act (acted) nor which action is right (${POST_ACTIONS.join(', ')})`;
  return { expected: !right.includes('none'), right };
}

function fieldOf(row: JsonObject, names: readonly string[]): string | undefined {
  const name = names.find((one) => row[one] !== undefined);
  return name === undefined ? undefined : textAt(row, name);
}

function isTrue(value: unknown): boolean {
  return value === true || value === 1 || value === '1' || value === 'true' || isObject(value);
}
