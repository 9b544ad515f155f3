import { unreachable } from '../../lib/assert.ts';
import type { Condition } from '../tree.ts';
import type { WindowHit } from './window.ts';

/** A condition over which rules were hit. */
export type Presence = (has: (stage: number) => boolean) => boolean;

/** Whether a condition may cease to hold when more rules are hit, so that one must wait before it is certain. */
export function needsAbsence(expression: Condition | undefined): boolean {
  if (expression === undefined) return false;
  switch (expression.kind) {
    case 'not':
      return true;
    case 'and':
    case 'or':
      return expression.of.some(needsAbsence);
    case 'search':
    case 'quantified':
      return false;
    default:
      return unreachable(expression);
  }
}

/**
 * A group in which "this and not that" held at some hit. It is certain when nothing to the contrary comes within the
 * time span after that hit; what came within the time span before it was asked when it was taken up.
 */
export class Candidate {
  /** Milliseconds; the last moment at which a hit can still refute it. */
  readonly deadline: number;
  readonly #hits: WindowHit[];

  constructor(hits: readonly WindowHit[], deadline: number) {
    this.#hits = [...hits];
    this.deadline = deadline;
  }

  get hits(): readonly WindowHit[] {
    return this.#hits;
  }

  add(hit: WindowHit): void {
    this.#hits.push(hit);
  }

  holds(presence: Presence): boolean {
    const stages = new Set(this.#hits.flatMap((hit) => hit.stages));
    return presence((stage) => stages.has(stage));
  }
}
