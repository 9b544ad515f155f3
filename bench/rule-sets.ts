import { stringify } from 'yaml';

/** One comparison of a field of the record, in words every engine has; alternatives in `values`. */
export interface Comparison {
  readonly field: string;
  readonly place: 'equals' | 'contains' | 'startswith' | 'endswith';
  readonly values: readonly (string | number | boolean)[];
}

/** A rule before it is written for an engine: all of `selection`, and not all of `exception`. */
export interface PlainRule {
  readonly id: string;
  readonly selection: readonly Comparison[];
  readonly exception?: readonly Comparison[];
}

/** `exact`: whole values. `substring`: parts of values over the same few fields. `mixed`: half of each. */
export const SHAPES = ['exact', 'substring', 'mixed'] as const;

export type Shape = (typeof SHAPES)[number];

export function isShape(text: string): text is Shape {
  return SHAPES.some((shape) => shape === text);
}

/** Two rules of so many ask for what is in the log, so that the matches of engines can be compared. */
const ONE_IN = 200;
const MATCHING: ReadonlySet<number> = new Set([3, 6]);

type Draw = (below: number) => number;

/**
 * Rules as people write them for Entra sign-ins, any number of them: the first 50 of 1,000 are the 50. Each asks for
 * something rare beside something common, every fourth has an exception. Few records match, and few rules any.
 */
export function plainRules(shape: Shape, count: number): readonly PlainRule[] {
  return Array.from({ length: count }, (_, index) => {
    const draw = generator(index * 7919 + 17);
    const exact = shape === 'exact' || (shape === 'mixed' && index % 2 === 0);
    return {
      id: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
      selection: MATCHING.has(index % ONE_IN)
        ? [exact ? seenValue(draw) : seenPart(draw)]
        : exact
          ? exactSelection(draw)
          : substringSelection(draw),
      ...(index % 4 === 3 && { exception: exceptionOf(draw) }),
    };
  });
}

function exactSelection(draw: Draw): readonly Comparison[] {
  const rare: readonly (() => Comparison)[] = [
    () =>
      equals(
        'appDisplayName',
        many(draw, () => `${capital(draw)} ${capital(draw)}`),
      ),
    () =>
      equals(
        'resourceDisplayName',
        many(draw, () => `${capital(draw)} service`),
      ),
    () =>
      equals(
        'status.errorCode',
        many(draw, () => 90_000 + draw(60_000)),
      ),
    () =>
      equals(
        'userPrincipalName',
        many(draw, () => `${word(draw)}@${word(draw)}.example.org`),
      ),
    () =>
      equals(
        'ipAddress',
        many(draw, () => `198.51.100.${draw(256)}`),
      ),
    () => equals('deviceDetail.displayName', [`${capital(draw)}'s ${capital(draw)}`]),
    () => equals('riskEventTypes_v2', [word(draw) + capital(draw)]),
    () => equals('appId', [`${word(draw)}-${draw(100_000)}-${word(draw)}`]),
  ];
  const common: readonly (() => Comparison)[] = [
    () => equals('isInteractive', [draw(2) === 0]),
    () => equals('status.errorCode', [0]),
    () => equals('clientAppUsed', ['Browser']),
    () => equals('authenticationRequirement', ['singleFactorAuthentication']),
    () => equals('conditionalAccessStatus', ['success', 'notApplied']),
    () => equals('userType', ['member']),
  ];
  return withCommon(pick(draw, rare)(), draw(3) > 0 ? pick(draw, common)() : undefined);
}

function substringSelection(draw: Draw): readonly Comparison[] {
  const rare: readonly (() => Comparison)[] = [
    () =>
      compare(
        'userAgent',
        'contains',
        many(draw, () => `${word(draw)}/`),
      ),
    () =>
      compare(
        'userAgent',
        'contains',
        many(draw, () => `${word(draw)}-${word(draw)}`),
      ),
    () =>
      compare(
        'userAgent',
        'startswith',
        many(draw, () => word(draw)),
      ),
    () =>
      compare(
        'userPrincipalName',
        'endswith',
        many(draw, () => `@${word(draw)}.example.org`),
      ),
    () =>
      compare(
        'userPrincipalName',
        'startswith',
        many(draw, () => `${word(draw)}.`),
      ),
    () =>
      compare(
        'appDisplayName',
        'contains',
        many(draw, () => word(draw)),
      ),
    () => compare('status.failureReason', 'contains', [`${word(draw)} ${word(draw)}`]),
    () => compare('deviceDetail.displayName', 'endswith', [` ${word(draw)}`]),
  ];
  const common: readonly (() => Comparison)[] = [
    () => compare('userAgent', 'contains', ['Windows NT', 'Macintosh', 'Android']),
    () => compare('status.additionalDetails', 'contains', ['MFA']),
    () => compare('userPrincipalName', 'contains', ['.']),
  ];
  return withCommon(pick(draw, rare)(), draw(2) > 0 ? pick(draw, common)() : undefined);
}

/** Of the simulator's sign-ins; between one in a hundred and one in a thousand have each. */
function seenValue(draw: Draw): Comparison {
  return pick(draw, [
    equals('status.errorCode', [50_126, 50_132, 50_074, 70_043]),
    equals('appDisplayName', ['Payroll', 'Print Shop', 'Event Planner']),
  ]);
}

function seenPart(draw: Draw): Comparison {
  return pick(draw, [
    compare('appDisplayName', 'contains', ['Volunteer', 'Shop']),
    compare('userAgent', 'startswith', ['Android-Mail/', 'Apple-iPhone']),
    compare('status.failureReason', 'endswith', ['due to inactivity.', 'request.']),
  ]);
}

function withCommon(rare: Comparison, common: Comparison | undefined): readonly Comparison[] {
  return common === undefined || common.field === rare.field ? [rare] : [rare, common];
}

function exceptionOf(draw: Draw): readonly Comparison[] {
  return draw(2) === 0
    ? [equals('deviceDetail.isManaged', [true])]
    : [compare('userPrincipalName', 'endswith', [`@${word(draw)}.example.org`])];
}

function equals(field: string, values: Comparison['values']): Comparison {
  return compare(field, 'equals', values);
}

function compare(
  field: string,
  place: Comparison['place'],
  values: Comparison['values'],
): Comparison {
  return { field, place, values };
}

function many<T>(draw: Draw, make: () => T): readonly T[] {
  return Array.from({ length: 1 + draw(4) }, make);
}

function pick<T>(draw: Draw, of: readonly T[]): T {
  const chosen = of[draw(of.length)];
  if (chosen === undefined) throw new Error('nothing to pick from');
  return chosen;
}

const SYLLABLES = 'ka lo mi ra ten sol vi dor quo na per zu bel fin gar hos jal mun ost ry'.split(
  ' ',
);

function word(draw: Draw): string {
  return Array.from({ length: 3 + draw(2) }, () => pick(draw, SYLLABLES)).join('');
}

function capital(draw: Draw): string {
  const text = word(draw);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whole numbers that are the same in every run (mulberry32). */
function generator(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** The rules as one Sigma file. */
export function sigmaText(rules: readonly PlainRule[]): string {
  return rules
    .map(({ id, selection, exception }) =>
      stringify({
        title: `Benchmark rule ${id}`,
        id,
        status: 'test',
        logsource: { product: 'azure', service: 'signinlogs' },
        detection: {
          selection: searchOf(selection),
          ...(exception !== undefined && { exception: searchOf(exception) }),
          condition: exception === undefined ? 'selection' : 'selection and not exception',
        },
        level: 'low',
      }),
    )
    .join('---\n');
}

function searchOf(comparisons: readonly Comparison[]): readonly Record<string, unknown>[] | object {
  const tests = comparisons.map(
    ({ field, place, values }) =>
      [place === 'equals' ? field : `${field}|${place}`, values] as const,
  );
  return Object.fromEntries(tests);
}
