import type { Found } from './found.ts';
import type { Measured } from './scale-measured.ts';
import type { Cell } from './scale-plan.ts';
import { nameOf } from './scale-plan.ts';

/** Differences shown of two lists. */
const SHOWN = 5;

/**
 * Holds every measurement against those before it: equal conditions match equally often, rule by rule, whoever asks, in
 * whatever set; and a correlation query finds the same incidents.
 */
export class AnswerCheck {
  readonly #counts = new Map<
    string,
    { readonly name: string; readonly counts: readonly number[] }
  >();
  readonly #found = new Map<string, { readonly name: string; readonly found: Found }>();

  /** Throws, naming both and the difference. */
  check(cell: Cell, { counts, found, records }: Measured): void {
    const name = nameOf(cell);
    if (records !== cell.file.records) throw new Error(`${name}: read ${records}`);
    const about = `${cell.file.path} ${cell.kind}`;
    if (counts !== undefined) this.#checkCounts(about, name, counts);
    if (found !== undefined) this.#checkFound(about, name, found);
  }

  /** The first rules of a larger set are the smaller one. */
  #checkCounts(about: string, name: string, counts: readonly number[]): void {
    const known = this.#counts.get(about);
    for (const [index, expected] of known?.counts.slice(0, counts.length).entries() ?? []) {
      if (counts[index] === expected) continue;
      throw new Error(
        `rule ${index + 1} matched ${expected} records in ${known?.name}, but ${counts[index]} in ${name}: ` +
          'the conditions are not the same, so the times cannot be compared',
      );
    }
    if (counts.length > (known?.counts.length ?? 0)) this.#counts.set(about, { name, counts });
  }

  #checkFound(about: string, name: string, found: Found): void {
    const known = this.#found.get(about);
    if (known === undefined) {
      this.#found.set(about, { name, found });
      return;
    }
    if (known.found.count === found.count && known.found.digest === found.digest) return;
    const only = (one: Found, other: Found): string => {
      const others = new Set(other.listed);
      const listed = one.listed?.filter((text) => !others.has(text)).slice(0, SHOWN) ?? [];
      return listed.length === 0 ? '' : `\n  only there: ${listed.join('\n              ')}`;
    };
    throw new Error(
      `the incidents differ: ${known.found.count} in ${known.name}${only(known.found, found)}\n` +
        `${found.count} in ${name}${only(found, known.found)}`,
    );
  }
}
