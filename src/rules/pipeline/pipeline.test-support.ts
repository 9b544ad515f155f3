import { ok } from '../../lib/result.ts';
import type { JsonObject } from '../../lib/json.ts';
import { compileRules } from '../compile.ts';
import { formatDiagnostic } from '../diagnostic.ts';
import { parseRules } from '../parse.ts';
import type { RecordReader } from '../reader.ts';
import { jsonReader } from '../reader.ts';
import { applyPipelines } from './apply.ts';
import { parsePipeline } from './parse-pipeline.ts';
import type { Pipeline } from './pipeline.ts';

/** A pipeline that must be sound. */
export function pipelineOf(yaml: string, lists: Readonly<Record<string, string>> = {}): Pipeline {
  const { diagnostics, pipeline } = parsePipeline(yaml, 'p.pipeline.yml', (path) =>
    ok(lists[path] ?? ''),
  );
  if (pipeline === undefined) throw new Error(diagnostics.map(formatDiagnostic).join('\n'));
  return pipeline;
}

/** What is wrong with a pipeline, as `line:column message (hint)`. */
export function faultsOf(yaml: string): readonly string[] {
  return parsePipeline(yaml, 'p', () => ok('')).diagnostics.map(
    ({ column, hint, line, message }) =>
      `${line}:${column} ${message}${hint === undefined ? '' : ` (${hint})`}`,
  );
}

export interface Applied {
  /** Titles of the rules that match. */
  readonly match: (record: JsonObject) => readonly string[];
  readonly errors: readonly string[];
  readonly rules: ReturnType<typeof applyPipelines>[number];
}

export function applied(
  rules: string,
  pipelines: readonly Pipeline[],
  reader: RecordReader<JsonObject> = jsonReader,
): Applied {
  const parsed = parseRules(rules, 'r.yml');
  const [changed = []] = applyPipelines([{ rules: parsed.rules, pipelines }]);
  const { diagnostics, ruleSet } = compileRules(changed, reader);
  return {
    rules: changed,
    match: (record) => ruleSet.match(record).map((one) => one.rule.title),
    errors: [...parsed.diagnostics, ...diagnostics]
      .filter(({ severity }) => severity === 'error')
      .map(formatDiagnostic),
  };
}

/** A rule of one search. */
export function rule(search: string, more = '', product = 'windows'): string {
  return `title: T
logsource: { product: ${product}, category: process_creation }
${more}
detection:
  sel: ${search}
  condition: sel
`;
}
