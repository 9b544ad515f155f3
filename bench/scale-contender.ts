import { duckDb, duckDbWindows } from './contender-duckdb.ts';
import { jsonLogic } from './contender-json-logic.ts';
import { scrutineer, scrutineerWindows } from './contender-scrutineer.ts';
import { sqrl } from './contender-sqrl.ts';
import { isShape, plainRules } from './rule-sets.ts';
import type { Measured } from './scale-measured.ts';
import { throughLines } from './scale-measured.ts';

/**
 * One contender over one file in a process of its own: `node bench/scale-contender.ts json|scrutineer|json-logic|duckdb|sqrl
 * FILE exact|substring|mixed|windows RULES`. Prints what it measured; DuckDB reads and parses the file itself.
 */
const [which = '', file = '', kind = '', count = '0'] = process.argv.slice(2);

function measure(): Promise<Measured> {
  if (kind === 'windows') return measureWindows();
  if (!isShape(kind)) throw new Error(`no rules are called "${kind}"`);
  const rules = plainRules(kind, Number(count));
  switch (which) {
    case 'json':
      return throughLines(file, () => ({ take: () => undefined, result: () => ({}) }));
    case 'scrutineer':
      return throughLines(file, () => scrutineer(rules));
    case 'json-logic':
      return throughLines(file, () => jsonLogic(rules));
    case 'sqrl':
      return throughLines(file, () => sqrl(rules));
    case 'duckdb':
      return duckDb(rules, file);
    default:
      throw new Error(`no contender is called "${which}"`);
  }
}

function measureWindows(): Promise<Measured> {
  switch (which) {
    case 'scrutineer':
      return throughLines(file, scrutineerWindows);
    case 'duckdb':
      return duckDbWindows(file);
    default:
      throw new Error(`no contender for sliding windows is called "${which}"`);
  }
}

process.stdout.write(JSON.stringify(await measure()));
