import type { Result } from '../../lib/result.ts';
import { err, ok } from '../../lib/result.ts';
import type { Lexicon } from '../words/lexicon.ts';

/** Units that may stand between two elements: nothing, `..`, `...`. */
const GAPS: Readonly<Record<string, number>> = Object.freeze({ '..': 3, '...': 8 });

interface Element {
  /** Class number. */
  readonly of: number;
  /** Units that may stand between this element and the one before. */
  readonly gap: number;
  readonly optional: boolean;
}

/** Elements in order. */
export interface Sequence {
  readonly elements: readonly Element[];
  /** Position of the element whose negation negates the proposition. */
  readonly head: number;
}

/** Sequences that stand in one clause in any order, and those that may not. */
export interface Pattern {
  readonly source: string;
  readonly all: readonly Sequence[];
  readonly none: readonly Sequence[];
  /** Says the opposite of its proposition: "barred from voting" of who may vote. */
  readonly negative: boolean;
  /** Only where the text or what it answers speaks of an election: "They cheated." */
  readonly setting: boolean;
  /** Only where the clause has nothing else to say: "Rigged!", "What a scam…" */
  readonly short: boolean;
}

/** `steal|rig .. election & !game`: see docs/reading.md. */
export function parsePattern(source: string, lexicon: Lexicon): Result<Pattern, string> {
  const all: Sequence[] = [];
  const none: Sequence[] = [];
  const negative = source.startsWith('- ');
  let [setting, short] = [false, false];
  for (const part of (negative ? source.slice(2) : source).split('&')) {
    const text = part.trim();
    if (text === '@setting') {
      setting = true;
      continue;
    }
    if (text === '@short') {
      short = true;
      continue;
    }
    const refused = text.startsWith('!');
    const sequence = parseSequence(refused ? text.slice(1) : text, lexicon);
    if (!sequence.ok) return sequence;
    // The sequence whose head is marked comes first: it is the one that negation has to reach.
    if (refused) none.push(sequence.value);
    else if (text.includes('^')) all.unshift(sequence.value);
    else all.push(sequence.value);
  }
  if (all.length === 0) return err(`"${source}" asks for nothing`);
  return ok({ source, all, none, negative, setting, short });
}

function parseSequence(text: string, lexicon: Lexicon): Result<Sequence, string> {
  const elements: Element[] = [];
  let gap = 0;
  let head = -1;
  for (const word of text.trim().split(/\s+/)) {
    const given = GAPS[word];
    if (given !== undefined) {
      gap = given;
      continue;
    }
    const name = word.replace(/^\^/, '').replace(/\?$/, '');
    const of = lexicon.numberOf(name);
    if (of === undefined) return err(`"${name}" is no class of this language`);
    if (word.startsWith('^')) head = elements.length;
    elements.push({ of, gap, optional: word.endsWith('?') });
    gap = 0;
  }
  if (elements.length === 0) return err('an empty sequence');
  if (elements[0]?.optional === true) return err('the first class of a sequence is optional');
  return ok({ elements, head: head < 0 ? elements.length - 1 : head });
}
