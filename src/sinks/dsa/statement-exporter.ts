import type { Json } from '../../lib/json.ts';
import { err, ok } from '../../lib/result.ts';
import type { Exporter } from '../exporter.ts';
import type { StatementOptions } from './statement.ts';
import { statementOf } from './statement.ts';
import { statementProblems } from './validate.ts';

/** Statements are checked before they are handed out: the database would refuse a whole batch for one. */
export function statementExporter(options: StatementOptions): Exporter {
  return (decision) => {
    const statement = statementOf(decision, options);
    if (statement === undefined) return ok([]);
    const problems = statementProblems(statement as unknown as Json);
    if (problems.length === 0) return ok([statement]);
    return err(problems.map(({ field, message }) => `${field} ${message}`).join('; '));
  };
}
