import type { PostAction } from './events/decision-words.ts';
import { POST_ACTIONS } from './events/decision-words.ts';
import type { Decision } from './decisions/decision.ts';
import { rankOf } from './decisions/decision.ts';
import { changeOf } from './decisions/change.ts';
import type { StrikeLadder } from './decisions/policy.ts';
import type { Strike } from './decisions/strikes.ts';
import { standingOf } from './decisions/strikes.ts';
import type { DecidedPost } from './ingest-posts.ts';
import { formatTime } from './lib/time.ts';
import type { LineFile, OutputFolder } from './report/output.ts';
import type { PostsSummary } from './report/summary.ts';
import type { Totals } from './report/totals.ts';
import { SqliteStore } from './store/sqlite-store.ts';

/** Authors whose strikes are counted; beyond them only those known already. */
const MAX_AUTHORS = 100_000;

export interface PostBookOptions {
  readonly out: OutputFolder | undefined;
  readonly totals: Totals;
  readonly ladder: StrikeLadder | undefined;
  /** Decisions of an earlier run: what has become of them is an event of its own. */
  readonly before?: ReadonlyMap<string, Decision>;
  /** Given every decision as JSON text, in order. */
  readonly decision?: ((body: string) => void) | undefined;
}

/** Books decisions: each post once, written out, counted. */
export class PostBook {
  readonly #options: PostBookOptions;
  readonly #seen = new SqliteStore(undefined);
  readonly #actions = new Map<PostAction, number>();
  readonly #categories = new Map<string, Map<PostAction, number>>();
  readonly #strikes = new Map<string, Strike[]>();
  #file: LineFile | undefined;
  #changes: LineFile | undefined;
  #posts = 0;
  #changed = 0;
  #records = 0;
  #last = 0;

  constructor(options: PostBookOptions) {
    this.#options = options;
  }

  /** `records`: how many of a chunk's records are of sources of posts, whatever they hold. */
  async take(file: number, records: number, posts: readonly DecidedPost[]): Promise<void> {
    if (records === 0) return;
    this.#file ??= this.#options.out?.lines('decisions.ndjson');
    this.#records += records;
    const old = new Set<number>();
    const fresh = new Set<number>();
    for (const post of posts) {
      const added = this.#seen.add(post.time ?? 0, post.key[0], post.key[1]);
      this.#options.totals.event(post.source, post.time ?? 0, undefined, added);
      (added ? fresh : old).add(post.record);
      if (added) await this.#book(post);
    }
    const duplicates = [...old].filter((record) => !fresh.has(record)).length;
    this.#options.totals.add(file, { accepted: records - duplicates, duplicates });
  }

  async #book(post: DecidedPost): Promise<void> {
    const { action, category } = post;
    this.#posts += 1;
    this.#last = Math.max(this.#last, post.time ?? 0);
    this.#actions.set(action, (this.#actions.get(action) ?? 0) + 1);
    if (category !== undefined && action !== 'none') {
      const actions = this.#categories.get(category) ?? new Map<PostAction, number>();
      actions.set(action, (actions.get(action) ?? 0) + 1);
      this.#categories.set(category, actions);
    }
    this.#strike(post);
    this.#options.decision?.(post.body);
    await this.#file?.write(post.body);
    await this.#compare(post);
  }

  #strike({ author, strikes, time = 0 }: DecidedPost): void {
    if (author === undefined || strikes === 0) return;
    const own = this.#strikes.get(author) ?? [];
    if (own.length === 0 && this.#strikes.size >= MAX_AUTHORS) return;
    own.push({ at: time, count: strikes });
    this.#strikes.set(author, own);
  }

  async #compare(post: DecidedPost): Promise<void> {
    const { before, out } = this.#options;
    if (before === undefined) return;
    const now = JSON.parse(post.body) as Decision;
    const earlier = before.get(now.subject.id);
    const change = earlier === undefined ? undefined : changeOf(earlier, now);
    if (change === undefined) return;
    this.#changed += 1;
    this.#changes ??= out?.lines('changes.ndjson');
    await this.#changes?.write(JSON.stringify(change));
  }

  /** Undefined when there was no post. The strikes of authors go to `strikes.ndjson`. */
  async close(): Promise<PostsSummary | undefined> {
    await this.#file?.close();
    await this.#changes?.close();
    this.#seen[Symbol.dispose]();
    if (this.#records === 0) return undefined;
    const sanctioned = await this.#writeStrikes();
    const counts = (of: ReadonlyMap<PostAction, number> | undefined): Record<PostAction, number> =>
      Object.fromEntries(POST_ACTIONS.map((one) => [one, of?.get(one) ?? 0])) as Record<
        PostAction,
        number
      >;
    return {
      records: this.#records,
      decided: this.#posts,
      acted_on: this.#posts - (this.#actions.get('none') ?? 0),
      by_action: counts(this.#actions),
      by_category: Object.fromEntries(
        [...this.#categories]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([category, actions]) => [category, counts(actions)]),
      ),
      authors_sanctioned: sanctioned,
      ...(this.#options.before !== undefined && { changed: this.#changed }),
    };
  }

  async #writeStrikes(): Promise<number> {
    const { ladder, out } = this.#options;
    if (ladder === undefined || this.#strikes.size === 0) return 0;
    const file = out?.lines('strikes.ndjson');
    let sanctioned = 0;
    for (const [author, strikes] of [...this.#strikes].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const { rung, until, ...standing } = standingOf(strikes, ladder, this.#last);
      if (rung !== undefined && rung.sanction !== 'none') sanctioned += 1;
      await file?.write(
        JSON.stringify({
          author,
          ...standing,
          ...(rung !== undefined && { sanction: rung.sanction }),
          ...(until !== undefined && { until: formatTime(until) }),
          as_of: formatTime(this.#last),
        }),
      );
    }
    await file?.close();
    return sanctioned;
  }
}

/** The strongest action that was taken. */
export function strongestOf({ by_action: actions }: PostsSummary): PostAction {
  const taken = POST_ACTIONS.filter((action) => actions[action] > 0);
  return taken.toSorted((a, b) => rankOf(b) - rankOf(a))[0] ?? 'none';
}
