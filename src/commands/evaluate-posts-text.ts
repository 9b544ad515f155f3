import type { EvaluatedPost, Measured, PostScore } from '../evaluation/score-posts.ts';
import { byFunctionality, isRight, scorePosts } from '../evaluation/score-posts.ts';
import { oneLine } from '../findings/explain.ts';
import { cut, padded, thousands } from '../report/style.ts';

const NAME_WIDTH = 40;

/** Figures with intervals at 95 %, the confusion, and per functionality how many are right. */
export function postsReport(
  posts: readonly EvaluatedPost[],
  misses: boolean,
  seconds: number,
): string {
  const score = scorePosts(posts);
  const { confusion } = score;
  const lines = [
    `${thousands(score.posts)} labelled posts, decided in ${seconds.toFixed(1)} s`,
    '',
    row('precision', score.precision),
    row('recall', score.recall),
    row('F1', score.f1),
    row('right action', score.right),
    row('sent to review', score.reviewed),
    '',
    `  ${''.padEnd(22)}${'acted on'.padStart(10)}${'left'.padStart(10)}`,
    `  ${'should be acted on'.padEnd(22)}${count(confusion.truePositive)}${count(confusion.falseNegative)}`,
    `  ${'should be left'.padEnd(22)}${count(confusion.falsePositive)}${count(confusion.trueNegative)}`,
    ...functionalities(posts),
    ...(misses ? missed(posts) : []),
  ];
  return `${lines.join('\n')}\n`;
}

function functionalities(posts: readonly EvaluatedPost[]): readonly string[] {
  const groups = byFunctionality(posts);
  if (groups.length === 0) return [];
  const head = `  ${'functionality'.padEnd(NAME_WIDTH)}${'posts'.padStart(7)}${'right'.padStart(9)}${'too much'.padStart(10)}${'missed'.padStart(8)}`;
  return [
    '',
    head,
    ...groups.map(([name, { confusion, posts: many, right }]) =>
      [
        `  ${padded(cut(oneLine(name, 200), NAME_WIDTH), NAME_WIDTH)}`,
        thousands(many).padStart(7),
        percent(right.value).padStart(9),
        thousands(confusion.falsePositive).padStart(10),
        thousands(confusion.falseNegative).padStart(8),
      ].join(''),
    ),
  ];
}

function missed(posts: readonly EvaluatedPost[]): readonly string[] {
  const wrong = posts.filter((post) => !isRight(post));
  return [
    '',
    ...wrong.map(({ action, expected, id, text }) =>
      oneLine(
        `${expected ? 'missed' : 'too much'}\t${action}\t${id}\t${text.replaceAll(/\s+/g, ' ')}`,
        300,
      ),
    ),
  ];
}

export function postsReportJson(posts: readonly EvaluatedPost[]): {
  readonly total: PostScore;
  readonly functionalities: Readonly<Record<string, PostScore>>;
  readonly wrong: readonly EvaluatedPost[];
} {
  return {
    total: scorePosts(posts),
    functionalities: Object.fromEntries(byFunctionality(posts)),
    wrong: posts.filter((post) => !isRight(post)),
  };
}

function row(name: string, { interval, value }: Measured): string {
  const range = `${percent(interval.low)} to ${percent(interval.high)}`;
  return `  ${name.padEnd(22)}${percent(value).padStart(10)}   ${range}`;
}

function percent(value: number | undefined): string {
  return value === undefined ? '–' : `${(100 * value).toFixed(1)} %`;
}

function count(value: number): string {
  return thousands(value).padStart(10);
}
