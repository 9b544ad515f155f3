import type { Result } from '../lib/result.ts';
import type { DecisionRecord } from './decision-record.ts';

/** The port of a sink: a decision becomes the records others take, none where there is nothing to tell them. The error says why it cannot be written. */
export type Exporter = (
  decision: DecisionRecord,
) => Promise<Result<readonly object[], string>> | Result<readonly object[], string>;
