import type { Candidate } from '../clauses/candidate.ts';
import type { Sentence, TextShape } from '../clauses/clauses.ts';
import type { CueClass } from '../cue-classes.ts';
import type { Evidence } from '../reading.ts';
import { hasClass } from '../words/unit.ts';
import type { Unit } from '../words/unit.ts';

/** The whole text, as the rules of speech acts ask about it. */
export interface TextScope {
  readonly units: readonly Unit[];
  readonly shape: TextShape;
  /** The masks of all units, joined. */
  readonly present: Uint32Array;
  /** Class number by cue. */
  readonly cues: Readonly<Record<CueClass, number>>;
  /** Do several negations make one, as in Spanish, or undo each other? */
  readonly concord: boolean;
  /** Spans in quotation marks, as positions of units. */
  readonly quotes: readonly (readonly [from: number, to: number])[];
}

/** One candidate in its text. */
export interface Scope extends TextScope {
  readonly candidate: Candidate;
  readonly sentence: Sentence;
  /** Positions of the candidate's first and last unit, and of its head. */
  readonly first: number;
  readonly last: number;
  readonly head: number;
  readonly own: ReadonlySet<number>;
}

export function scopeOf(text: TextScope, candidate: Candidate): Scope {
  const places = candidate.units.map(({ index }) => index);
  return {
    ...text,
    candidate,
    sentence: candidate.clause.sentence,
    first: places[0] ?? 0,
    last: places.at(-1) ?? 0,
    head: candidate.head.index,
    own: new Set(places),
  };
}

export function is(scope: TextScope, index: number, cue: CueClass): boolean {
  return hasClass(scope.units[index], scope.cues[cue]);
}

function isPresent(scope: TextScope, cue: CueClass): boolean {
  const number = scope.cues[cue];
  return (((scope.present[number >> 5] ?? 0) >>> (number & 31)) & 1) === 1;
}

/** Positions in `[from, to)` of units of the class that are not the candidate's own. */
export function findCues(scope: Scope, cue: CueClass, from: number, to: number): readonly number[] {
  const found: number[] = [];
  if (!isPresent(scope, cue)) return found;
  for (let index = Math.max(0, from); index < Math.min(to, scope.units.length); index += 1) {
    if (is(scope, index, cue) && !scope.own.has(index)) found.push(index);
  }
  return found;
}

/** Is there a word of this class in `[from, to)`? The candidate's own count as well. */
export function anyOf(scope: TextScope, cue: CueClass, from: number, to: number): boolean {
  if (!isPresent(scope, cue)) return false;
  for (let index = Math.max(0, from); index < Math.min(to, scope.units.length); index += 1) {
    if (is(scope, index, cue)) return true;
  }
  return false;
}

export function isMark(scope: TextScope, index: number, pattern: RegExp): boolean {
  const token = scope.units[index]?.token;
  return token?.kind === 'mark' && pattern.test(token.word);
}

export function anyMark(scope: TextScope, pattern: RegExp, from: number, to: number): boolean {
  for (let index = from; index < to; index += 1) if (isMark(scope, index, pattern)) return true;
  return false;
}

export function cueEvidence(scope: TextScope, id: string, index: number): Evidence {
  const unit = scope.units[index];
  return { kind: 'cue', id, span: [unit?.start ?? 0, unit?.end ?? 0] };
}

/** Number of the sentence a unit stands in. */
export function sentenceNumber(scope: TextScope, index: number): number {
  return scope.shape.sentences.findIndex(({ from, to }) => index >= from && index < to);
}
