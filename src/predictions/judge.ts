import { assert } from '../lib/assert.ts';
import { MAX_VERDICTS } from './limits.ts';
import type { Guard, GuardContext } from './verdict.ts';
import type { VerdictBook } from './verdict-book.ts';
import { KILLED } from './verdict-book.ts';

/** A guard, and where and when its verdicts are to hold. */
export interface Judge {
  readonly guard: Guard;
  readonly at: GuardContext;
}

/** What the guard says of a query, as an index keeps it. */
export function judgedBy(
  { at, guard }: Judge,
  query: string,
  book: VerdictBook,
): { readonly verdict: number; readonly template: number | undefined } {
  const verdict = guard(query, at);
  const number = book.numberOf(verdict);
  assert(number !== undefined, `a guard has at most ${MAX_VERDICTS} different verdicts`);
  const template = verdict.template === undefined ? undefined : book.templateId(verdict.template);
  return { verdict: book.isKilled(template) ? number | KILLED : number, template };
}
