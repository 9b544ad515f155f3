import type { Diagnostic, Problem } from '../diagnostic.ts';
import { diagnostic, error } from '../diagnostic.ts';
import type { Placeholders } from '../plan-text.ts';
import { readYaml } from '../read-yaml.ts';
import { nameOf } from '../shape.ts';
import type { YamlMap, YamlNode } from '../yaml-node.ts';
import { describe } from '../yaml-node.ts';
import { Keys } from './keys.ts';
import type { ReadList } from './parse-derived.ts';
import { parseDerived } from './parse-derived.ts';
import { parseItems } from './parse-item.ts';
import type { Pipeline } from './pipeline.ts';

/** Values of all placeholders of a file together. */
const MAX_VARS = 100_000;

export interface ParsedPipeline {
  /** Undefined: there is an error among the diagnostics. */
  readonly pipeline?: Pipeline;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads one pipeline from YAML. Never throws; `readList` gives the text of a list file. */
export function parsePipeline(text: string, file: string, readList: ReadList): ParsedPipeline {
  const problems: Problem[] = [];
  const pipeline = parse(text, file, readList, problems);
  const diagnostics = problems.map((problem) => diagnostic(problem, file));
  return problems.some(({ severity }) => severity === 'error') || pipeline === undefined
    ? { diagnostics }
    : { pipeline, diagnostics };
}

function parse(
  text: string,
  file: string,
  readList: ReadList,
  problems: Problem[],
): Pipeline | undefined {
  const root = onlyMap(text, 'a pipeline', problems);
  if (root === undefined) return undefined;
  const keys = new Keys(root, problems);
  const name = keys.optionalText('name')?.text ?? nameOfFile(file);
  const priority = keys.number('priority') ?? 0;
  // Which of pySigma's back ends it is for: says nothing about matching.
  keys.node('allowed_backends');
  for (const key of ['postprocessing', 'finalizers']) {
    const node = keys.node(key);
    if (node === undefined || (node.kind === 'list' && node.items.length === 0)) continue;
    const message = `"${key}" changes the text of queries for another product; rules are matched here`;
    keys.fail(node.at, message, 'leave it out, or keep it in a pipeline of its own');
  }
  const vars = keys.node('vars');
  const placeholders = vars === undefined ? {} : placeholdersOf(vars, keys);
  const written =
    keys.node('transformations') === undefined ? undefined : keys.list('transformations');
  const context = { pipeline: name, placeholders, problems, count: 0 };
  const items = written === undefined ? [] : parseItems(written, context);
  const own = keys.node('scrutineer');
  const derived = own === undefined ? [] : parseDerived(own, keys, readList);
  keys.end();
  const isEmpty = written === undefined && derived.length === 0 && vars === undefined;
  if (isEmpty && keys.problems.length === 0) {
    keys.fail(
      keys.at,
      'the pipeline does nothing',
      'give "transformations", "vars" or "scrutineer"',
    );
  }
  return { name, file, priority, placeholders, items, derived };
}

export interface ParsedPlaceholders {
  readonly placeholders: Placeholders;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a YAML map from names of placeholders to a value or a list of them. */
export function parsePlaceholders(text: string, file: string): ParsedPlaceholders {
  const problems: Problem[] = [];
  const root = onlyMap(text, 'a file of placeholders', problems);
  const placeholders = root === undefined ? {} : placeholdersOf(root, new Keys(root, problems));
  return { placeholders, diagnostics: problems.map((problem) => diagnostic(problem, file)) };
}

function onlyMap(text: string, what: string, problems: Problem[]): YamlMap | undefined {
  const documents = readYaml(text);
  for (const { findings } of documents) problems.push(...findings);
  const roots = documents.map(({ root }) => root).filter((root) => root !== undefined);
  const [root, second] = roots;
  if (problems.length > 0) return undefined;
  if (second !== undefined) problems.push(error(second.at, `${what} is one document`));
  else if (root === undefined)
    problems.push(error({ line: 1, column: 1 }, `${what} is empty here`));
  else if (root.kind === 'map') return root;
  else problems.push(error(root.at, `${what} is a map of keys, not ${describe(root)}`));
  return undefined;
}

function placeholdersOf(node: YamlNode, keys: Keys): Placeholders {
  if (node.kind !== 'map') {
    keys.fail(node.at, `placeholders are a map from names to values, not ${describe(node)}`);
    return {};
  }
  const entries: (readonly [string, readonly string[]])[] = [];
  let count = 0;
  for (const { key, value } of node.entries) {
    const name = nameOf(key).text;
    if (!/^[\w .-]+$/.test(name)) {
      keys.fail(key.at, `"${name}" cannot be the name of a placeholder`);
      continue;
    }
    const values = keys.textsOf(value, name);
    if (values === undefined) continue;
    count += values.length;
    entries.push([name, values.map(({ text }) => text)]);
  }
  if (count > MAX_VARS) keys.fail(node.at, `there are more than ${MAX_VARS} values`);
  return Object.fromEntries(entries);
}

function nameOfFile(file: string): string {
  return (file.split(/[\\/]/).at(-1) ?? file).replace(/(?:\.pipeline)?\.ya?ml$/, '');
}
