import { peer } from './peer.ts';
import { SQRL_INPUT, SQRL_OUTPUT, sqrlOf } from './peer-rules.ts';
import type { PlainRule } from './rule-sets.ts';
import type { Contender } from './scale-measured.ts';

interface Sqrl {
  createInstance(): unknown;
  createSimpleContext(): unknown;
  compileFromString(
    instance: unknown,
    source: string,
  ): Promise<{ readonly executable: SqrlExecutable }>;
}

interface SqrlExecutable {
  execute(
    context: unknown,
    options: { readonly inputs: Readonly<Record<string, unknown>> },
  ): Promise<{ fetchValue(feature: string): Promise<unknown> }>;
}

/**
 * One execution per record, each awaited before the next. Every rule and every field is a feature, and SQRL makes each a
 * promise of its own.
 */
export async function sqrl(rules: readonly PlainRule[]): Promise<Contender> {
  const engine = quietly(() => peer('sqrl') as Sqrl);
  const { executable } = await engine.compileFromString(engine.createInstance(), sqrlOf(rules));
  const context = engine.createSimpleContext();
  const counts = rules.map(() => 0);
  return {
    async take(record) {
      const execution = await executable.execute(context, { inputs: { [SQRL_INPUT]: record } });
      const held = (await execution.fetchValue(SQRL_OUTPUT)) as readonly unknown[];
      for (const [place, holds] of held.entries()) {
        if (holds === true) counts[place] = (counts[place] ?? 0) + 1;
      }
    },
    result: () => ({ counts }),
  };
}

/** Without its warning that big integers are computed in JavaScript, of which no rule here has any. */
function quietly<T>(load: () => T): T {
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return load();
  } finally {
    console.warn = warn;
  }
}
