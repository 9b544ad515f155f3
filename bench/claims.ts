/**
 * Fits the claim matcher and measures it: `node bench/claims.ts [--fit]`.
 *
 * Fits on the training queries of CLEF 2020 CheckThat! task 2 alone, measures on its development queries. The data is
 * for research and not shipped; what is fitted, and kept in `src/claims/model.json`, are a few numbers.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CandidateFinder } from '../src/claims/candidates.ts';
import { familiesOf, wordingsOf } from '../src/claims/families.ts';
import { csvRows } from '../src/lib/csv.ts';
import type { MatchModel } from '../src/claims/model.ts';
import { SHIPPED_MODEL } from '../src/claims/model.ts';
import { weigh } from '../src/claims/weigh.ts';
import type { Example } from './claims-fit.ts';
import { fit } from './claims-fit.ts';
import { sharedData } from '../test/shared-data.ts';

const MODEL = fileURLToPath(new URL('../src/claims/model.json', import.meta.url));

const FOLDS = 5;

/** Sizes of small libraries it is fitted on besides the whole one. */
const SMALL = [30, 300, 3000];

/** Precision asked of the training folds: above the 0.9 promised, for other data is never quite alike. */
const PRECISION = 0.95;

interface Query {
  readonly text: string;
  /** The family of the right claim. */
  readonly claim: number;
  /** Claims of that family before the right one, in the library's order. */
  readonly before: number;
}

function rows(path: string): readonly (readonly string[])[] {
  return [...csvRows(readFileSync(path, 'utf8'), '\t')].map(({ cells }) => cells);
}

interface Clef {
  readonly claims: number;
  /** Wordings by family. */
  readonly texts: readonly (readonly string[])[];
  queries(split: 'train' | 'dev'): readonly Query[];
}

function readClef(folder: string): Clef {
  const claims = rows(`${folder}/verified_claims.docs.tsv`).slice(1);
  const byId = new Map(claims.map(([id = ''], index) => [id, index]));
  const texts = claims.map(([, text = '', title = '']) => [text, title]);
  const families = familiesOf(texts);
  const familyOf = new Map(
    families.flatMap((family, at) =>
      family.map((claim, before) => [claim, { claim: at, before }] as const),
    ),
  );
  return {
    claims: claims.length,
    texts: families.map((family) => wordingsOf(family, texts)),
    queries: (split) => {
      const right = new Map(
        rows(`${folder}/${split}/tweet-vclaim-pairs.qrels`).map(([id = '', , claim = '']) => [
          id,
          byId.get(claim) ?? -1,
        ]),
      );
      const all = rows(`${folder}/${split}/tweets.queries.tsv`).slice(1);
      return all.map(([id = '', text = '']) => ({
        text,
        ...(familyOf.get(right.get(id) ?? -1) ?? { claim: -1, before: 0 }),
      }));
    },
  };
}

/** Every query twice: with its claim in the library, and without. */
function examplesOf(
  queries: readonly Query[],
  finder: CandidateFinder,
): readonly (readonly [Example, Example])[] {
  return queries.map(({ claim, text }) => {
    const found = finder.find(text);
    const right = found.candidates.findIndex((one) => one.claim === claim);
    return [
      { found, right },
      { found: finder.find(text, (one) => one !== claim), right: -1 },
    ];
  });
}

/** The same of libraries as small as people begin with: the right claim among others drawn evenly. */
function smallExamples(
  clef: Clef,
  queries: readonly Query[],
  size: number,
): readonly (readonly [Example, Example])[] {
  const step = Math.floor(clef.texts.length / size);
  const others = Array.from({ length: size }, (_, at) => at * step);
  const kept = [...new Set([...others, ...queries.map(({ claim }) => claim).slice(0, size)])];
  const place = new Map(kept.map((claim, at) => [claim, at]));
  const finder = new CandidateFinder(
    kept.map((claim) => clef.texts[claim] ?? []),
    SHIPPED_MODEL,
  );
  const asked = queries.map((query) => ({ ...query, claim: place.get(query.claim) ?? -1 }));
  return examplesOf(asked, finder);
}

/** The best candidate of an example: how probable it is, and whether it is right. */
interface Told {
  readonly probability: number;
  readonly right: boolean;
  readonly known: boolean;
}

function tell({ found, right }: Example, model: MatchModel): Told {
  const { probabilities } = weigh(found, model);
  const best = Math.max(...probabilities, 0);
  return {
    probability: best,
    right: right !== -1 && probabilities[right] === best,
    known: right !== -1,
  };
}

function uncalibrated(model: MatchModel): MatchModel {
  return { ...model, calibration: { slope: 1, shift: 0 } };
}

/** Logistic regression of being right on the fit's own log odds (Platt), by Newton's method. */
function calibrate(told: readonly Told[]): MatchModel['calibration'] {
  let [slope, shift] = [1, 0];
  const odds = told.map(({ probability }) =>
    Math.log(probability / (1 - probability + 1e-12) + 1e-12),
  );
  for (let round = 0; round < 50; round += 1) {
    let [a, b, aa, ab, bb] = [0, 0, 1e-6, 0, 1e-6];
    for (const [at, x] of odds.entries()) {
      const p = 1 / (1 + Math.exp(-(slope * x + shift)));
      const off = Number(told[at]?.right ?? false) - p;
      const weight = p * (1 - p);
      a += off * x;
      b += off;
      aa += weight * x * x;
      ab += weight * x;
      bb += weight;
    }
    const size = aa * bb - ab * ab;
    slope += (bb * a - ab * b) / size;
    shift += (aa * b - ab * a) / size;
  }
  return { slope, shift };
}

/** The lowest probability from which on as many as asked are right. */
function thresholdOf(told: readonly Told[], precision: number): number {
  const sorted = told.toSorted((a, b) => b.probability - a.probability);
  let right = 0;
  let threshold = 1;
  for (const [at, one] of sorted.entries()) {
    right += Number(one.right);
    if (at >= 20 && right / (at + 1) >= precision) threshold = one.probability;
  }
  return threshold;
}

function fitAll(
  pairs: readonly (readonly [Example, Example])[],
  base: MatchModel,
): { model: MatchModel; told: readonly Told[] } {
  const told = Array.from({ length: FOLDS }, (_, fold) => {
    const rest = pairs.filter((_pair, at) => at % FOLDS !== fold).flat();
    const model = uncalibrated(fit(rest, base));
    return pairs
      .filter((_pair, at) => at % FOLDS === fold)
      .flatMap((pair) => pair.map((one) => tell(one, model)));
  }).flat();
  const calibration = calibrate(told);
  const apply = (p: number): number =>
    1 /
    (1 +
      Math.exp(-(calibration.slope * Math.log(p / (1 - p + 1e-12) + 1e-12) + calibration.shift)));
  const calibrated = told.map((one) => ({ ...one, probability: apply(one.probability) }));
  const threshold = thresholdOf(calibrated, PRECISION);
  return { model: { ...fit(pairs.flat(), base), calibration, threshold }, told: calibrated };
}

function averagePrecision(examples: readonly Example[], model: MatchModel): string {
  let sum = 0;
  let first = 0;
  let listed = 0;
  for (const { found, right } of examples) {
    const { probabilities } = weigh(found, model);
    const own = probabilities[right];
    if (right === -1 || own === undefined) continue;
    listed += 1;
    const above = probabilities.filter(
      (one, at) => one > own || (one === own && at < right),
    ).length;
    if (above < 5) sum += 1 / (above + 1);
    first += Number(above === 0);
  }
  const share = (count: number): string => (count / examples.length).toFixed(3);
  return `MAP@5 ${share(sum)}  first ${share(first)}  among candidates ${share(listed)}  (${examples.length} queries)`;
}

function atThreshold(told: readonly Told[], threshold: number): string {
  const taken = told.filter(({ probability }) => probability >= threshold);
  const right = taken.filter((one) => one.right).length;
  const known = told.filter((one) => one.known).length;
  return `precision ${(right / taken.length).toFixed(3)} (${right} of ${taken.length})  recall ${(right / known).toFixed(3)} of ${known} with a match, ${told.length - known} without`;
}

function reliability(told: readonly Told[]): string {
  const edges = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0001];
  let error = 0;
  const lines = edges.slice(0, -1).map((from, at) => {
    const bin = told.filter(
      (one) => one.probability >= from && one.probability < (edges[at + 1] ?? 1),
    );
    const said = bin.reduce((sum, one) => sum + one.probability, 0) / Math.max(1, bin.length);
    const was = bin.filter((one) => one.right).length / Math.max(1, bin.length);
    error += (Math.abs(said - was) * bin.length) / told.length;
    return `  said ${said.toFixed(2)}  right ${was.toFixed(2)}  of ${bin.length}`;
  });
  return `${lines.join('\n')}\n  expected calibration error ${error.toFixed(3)}`;
}

/** A library without the claims of half of the queries. */
function halfKnown(clef: Clef, queries: readonly Query[], model: MatchModel): readonly Example[] {
  const asked = [...new Set(queries.map(({ claim }) => claim))];
  const gone = new Set(asked.filter((_, at) => at % 2 === 1));
  const kept = [...clef.texts.keys()].filter((at) => !gone.has(at));
  const finder = new CandidateFinder(
    kept.map((at) => clef.texts[at] ?? []),
    model,
  );
  return queries.map(({ claim, text }) => {
    const found = finder.find(text);
    const right = found.candidates.findIndex((one) => kept[one.claim] === claim);
    return { found, right };
  });
}

function main(): void {
  const folder = sharedData('civic/clef2020_task2');
  if (folder === undefined) return;
  const clef = readClef(folder);
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const finder = new CandidateFinder(clef.texts, SHIPPED_MODEL);
  console.log(
    `${clef.claims} claims in ${clef.texts.length} families indexed in ${(performance.now() - started).toFixed(0)} ms; index ${(finder.bytes / 2 ** 20).toFixed(1)} MiB, resident +${((process.memoryUsage().rss - before) / 2 ** 20).toFixed(0)} MiB`,
  );
  const train = examplesOf(clef.queries('train'), finder);
  let model = SHIPPED_MODEL;
  if (process.argv.includes('--fit')) {
    const queries = clef.queries('train');
    const small = SMALL.flatMap((size, at) =>
      smallExamples(
        clef,
        queries.filter((_query, index) => index % SMALL.length === at),
        size,
      ),
    );
    const fitted = fitAll([...train, ...small], SHIPPED_MODEL);
    ({ model } = fitted);
    console.log(
      `\ntrain, ${FOLDS} folds: ${atThreshold(fitted.told, model.threshold)}\n${reliability(fitted.told)}`,
    );
    const rounded = (value: unknown): unknown =>
      typeof value === 'number' ? Number(value.toPrecision(5)) : value;
    writeFileSync(MODEL, `${JSON.stringify(model, (_, value: unknown) => rounded(value), 2)}\n`);
  }
  console.log(
    `train  ${averagePrecision(
      train.map(([one]) => one),
      model,
    )}`,
  );
  const dev = clef.queries('dev');
  const found = examplesOf(dev, finder);
  console.log(
    `dev    ${averagePrecision(
      found.map(([one]) => one),
      model,
    )}`,
  );
  const half = halfKnown(clef, dev, model).map((one) => tell(one, model));
  console.log(
    `dev, half without a match: ${atThreshold(half, model.threshold)} at ${model.threshold.toFixed(3)}\n${reliability(half)}`,
  );
  for (const size of SMALL) {
    const told = smallExamples(clef, dev, size).flatMap((pair) =>
      pair.map((one) => tell(one, model)),
    );
    console.log(`dev, ${size} claims and those asked for: ${atThreshold(told, model.threshold)}`);
  }
  const both = found.flatMap((pair) => pair.map((one) => tell(one, model)));
  console.log(`dev, each with and without: ${atThreshold(both, model.threshold)}`);
  speed(finder, model, [...dev, ...clef.queries('train')]);
}

function speed(finder: CandidateFinder, model: MatchModel, queries: readonly Query[]): void {
  const started = process.cpuUsage().user;
  let rounds = 0;
  while (process.cpuUsage().user - started < 2_000_000) {
    for (const { text } of queries) weigh(finder.find(text), model);
    rounds += queries.length;
  }
  const seconds = (process.cpuUsage().user - started) / 1e6;
  console.log(`${Math.round(rounds / seconds)} queries/s of CPU`);
}

main();
