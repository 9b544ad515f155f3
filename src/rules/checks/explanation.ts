import { error } from '../diagnostic.ts';
import { templateError } from '../template.ts';
import type { Check } from './check.ts';

/** The braces of an explanation hold field names. */
export const explanation: Check = {
  name: 'explanation',
  run({ scrutineer }) {
    const written = scrutineer.explanation;
    const offset = written === undefined ? undefined : templateError(written.text);
    if (written === undefined || offset === undefined) return [];
    const hint = 'write {field}, and {{ or }} for a brace';
    return [error(written.at, `stray brace at character ${offset + 1} of the explanation`, hint)];
  },
};
