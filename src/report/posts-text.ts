import { POST_ACTIONS } from '../events/decision-words.ts';
import type { Paint } from './style.ts';
import { thousands } from './style.ts';
import type { PostsSummary } from './summary.ts';

const WIDTH_OF_COUNT = 9;

/** How many posts were acted on, as a table of categories and actions. */
export function renderPosts(posts: PostsSummary | undefined, paint: Paint): readonly string[] {
  if (posts === undefined) return [];
  const { acted_on: acted, decided } = posts;
  const share = decided === 0 ? '' : ` (${((100 * acted) / decided).toFixed(1)} %)`;
  const head = paint(
    'bold',
    `Decided on ${thousands(decided)} ${decided === 1 ? 'post' : 'posts'}: ${thousands(acted)} acted on${share}`,
  );
  if (acted === 0) return [head, ...footer(posts)];
  const actions = POST_ACTIONS.filter((action) => action !== 'none');
  const row = (name: string, cells: readonly string[]): string =>
    `  ${name.padEnd(14)}${cells.map((cell) => cell.padStart(WIDTH_OF_COUNT)).join('')}`;
  const counts = (of: PostsSummary['by_action']): readonly string[] =>
    actions.map((action) => (of[action] === 0 ? '–' : thousands(of[action])));
  return [
    head,
    paint('dim', row('', actions)),
    ...Object.entries(posts.by_category).map(([category, of]) => row(category, counts(of))),
    ...(Object.keys(posts.by_category).length > 1 ? [row('all', counts(posts.by_action))] : []),
    ...footer(posts),
  ];
}

function footer({ authors_sanctioned: authors, changed }: PostsSummary): readonly string[] {
  return [
    ...(authors > 0
      ? [
          `  ${thousands(authors)} ${authors === 1 ? 'author has' : 'authors have'} strikes that bear a sanction: strikes.ndjson`,
        ]
      : []),
    ...(changed === undefined
      ? []
      : [
          `  ${thousands(changed)} ${changed === 1 ? 'decision differs' : 'decisions differ'} from the earlier ones: changes.ndjson`,
        ]),
  ];
}
