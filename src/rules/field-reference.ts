import { Automaton } from './automaton.ts';
import type { Cell, Member } from './member.ts';
import type { Test } from './plan.ts';
import { placeTest } from './predicate.ts';

type FieldTest = Extract<Test, { readonly kind: 'field' }>;

/** With more values in the other field, comparing each with each would cost a long record its length squared. */
const FEW = 8;

/** Whether some value of a field has, at the place the test says, some value of the other field. */
export function someWithin<R>(cell: Cell<R>, other: Cell<R>, test: FieldTest): boolean {
  const texts = textsOf(cell, test);
  if (texts.length === 0) return false;
  const others = textsOf(other, test);
  if (others.length <= FEW) {
    const holds = placeTest(test.place);
    return texts.some((text) => others.some((part) => holds(text, part)));
  }
  const parts = new Set(others);
  if (test.place === 'equals') return texts.some((text) => parts.has(text));
  return parts.delete('') || found(texts, [...parts], test.place);
}

function textsOf<R>({ members }: Cell<R>, { cased }: FieldTest): readonly string[] {
  return members
    .map((member: Member) => (cased ? member.text : member.folded))
    .filter((text) => text !== undefined);
}

function found(
  texts: readonly string[],
  parts: readonly string[],
  place: Exclude<FieldTest['place'], 'equals'>,
): boolean {
  let holds = false;
  const yes = (): void => {
    holds = true;
  };
  const no = (): void => undefined;
  const automaton = new Automaton(parts);
  automaton.begin();
  return texts.some((text) => {
    automaton.find(text, {
      anywhere: place === 'contains' ? yes : no,
      atStart: place === 'startswith' ? yes : no,
      atEnd: place === 'endswith' ? yes : no,
    });
    return holds;
  });
}
