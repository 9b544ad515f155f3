import { peer } from './peer.ts';
import { logicOf } from './peer-rules.ts';
import type { PlainRule } from './rule-sets.ts';
import type { Contender } from './scale-measured.ts';

interface JsonLogic {
  readonly LogicEngine: new () => {
    addMethod(name: string, method: (parts: readonly unknown[]) => boolean): void;
    build(logic: unknown): (data: unknown) => unknown;
  };
}

/** One compiled function per rule, called one after the other. */
export function jsonLogic(rules: readonly PlainRule[]): Contender {
  const { LogicEngine } = peer('json-logic-engine') as JsonLogic;
  const engine = new LogicEngine();
  for (const place of ['startsWith', 'endsWith', 'includes'] as const) {
    engine.addMethod(
      place,
      ([text, part]) => typeof text === 'string' && text[place](String(part)),
    );
  }
  const built = rules.map((rule) => engine.build(logicOf(rule)));
  const counts = rules.map(() => 0);
  return {
    take(record) {
      for (const [place, holds] of built.entries()) {
        if (holds(record) === true) counts[place] = (counts[place] ?? 0) + 1;
      }
      return undefined;
    },
    result: () => ({ counts }),
  };
}
