import { readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { DeskInit } from './decisions/create-desk.ts';
import { isPostRule } from './decisions/create-desk.ts';
import type { Policy } from './decisions/policy.ts';
import { parsePolicy } from './decisions/policy.ts';
import type { Fact } from './facts/fact.ts';
import type { Quorum } from './facts/quorum.ts';
import type { Result } from './lib/result.ts';
import { err, ok } from './lib/result.ts';
import { readLanguagePacks } from './reading/load-packs.ts';
import type { Gazetteer } from './reading/words/gazetteer.ts';
import type { RuleDocument } from './rules/tree.ts';

/** What the user brings for decisions on posts. */
export interface DeskOptions {
  readonly facts: readonly Fact[];
  readonly quorum?: Quorum;
  readonly gazetteers: readonly Gazetteer[];
  /** Folder of the language packs. */
  readonly reading: string;
  /** Milliseconds since 1970. */
  readonly asOf?: number;
}

/** Reads everything decisions depend on. The error is a sentence for the person who gave the command. */
export async function loadDesk(
  rules: readonly RuleDocument[],
  options: DeskOptions,
): Promise<Result<DeskInit, string>> {
  const languages = await readLanguagePacks(options.reading);
  const own = rules.filter(isPostRule);
  const policies: Policy[] = [];
  for (const folder of new Set(own.map(({ file }) => dirname(file)))) {
    const policy = await loadPolicy(folder);
    if (!policy.ok) return err(`${folder}: ${policy.error[0] ?? ''}`);
    policies.push(policy.value);
  }
  const missing = missingLabel(own, policies);
  if (missing !== undefined) return err(missing);
  return ok({
    rules: own,
    policies,
    facts: options.facts,
    gazetteers: options.gazetteers,
    languages: languages.map(({ files }) => files),
    ...(options.quorum !== undefined && { quorum: options.quorum }),
    ...(options.asOf !== undefined && { asOf: options.asOf }),
  });
}

function loadPolicy(folder: string): Promise<ReturnType<typeof parsePolicy>> {
  const text = (name: string): Promise<string | undefined> =>
    readFile(join(folder, name), 'utf8').catch(() => undefined);
  return Promise.all([text('pack.yml'), text('labels.yml')]).then(([pack, labels]) =>
    parsePolicy({ folder: folder + sep, pack, labels }),
  );
}

/** A label nobody can read is no label. */
function missingLabel(
  rules: readonly RuleDocument[],
  policies: readonly Policy[],
): string | undefined {
  for (const { file, scrutineer, title } of rules) {
    const { label } = scrutineer;
    const policy = policies.find(({ folder }) => file.startsWith(folder));
    if (label !== undefined && policy?.labels[label] === undefined)
      return `${file}: "${title}" names the label "${label}", which is not in its labels.yml`;
  }
  return undefined;
}
