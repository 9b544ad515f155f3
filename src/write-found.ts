import type { Case, CaseFile } from './cases/case.ts';
import type { Investigation } from './cases/investigation.ts';
import type { Finding } from './findings/finding.ts';
import { FindingsDigest } from './report/findings-digest.ts';
import type { ReportInput } from './report/html/render-report.ts';
import type { LineFile, OutputFolder } from './report/output.ts';
import type { Summary } from './report/summary.ts';
import { worstFirst } from './report/worst-first.ts';
import type { Store } from './store/store.ts';

/** What was found → the output folder, the report and whoever wants to be told. */

export interface CaseListeners {
  /** Given every case once all of them are known. */
  readonly case?: (file: CaseFile) => void;
  /** Given, once all cases are known, which event went into which case, and at what event time a stream would have put it there. */
  readonly assigned?: (event: string, caseId: string, at: number) => void;
}

/** Findings shown of a case; the others are in the output folder. */
const MAX_EVIDENCE = 200;

/** What the report draws: cases, findings outside them, and those behind each case. */
export function reportInput(
  investigation: Investigation,
  store: Store,
  cases: readonly Case[],
  summary: Summary,
): Omit<ReportInput, 'now'> {
  const caseOf = new Map(cases.flatMap(({ findings, id }) => findings.map((found) => [found, id])));
  const behind = new Map<string, Finding[]>(cases.map(({ id }) => [id, []]));
  for (const { body, id } of store.findings()) {
    const findings = behind.get(caseOf.get(id) ?? '');
    if (findings !== undefined && findings.length < MAX_EVIDENCE)
      findings.push(JSON.parse(body) as Finding);
  }
  const others = function* (): Generator<Finding, void, undefined> {
    for (const { body, id } of store.findings())
      if (!caseOf.has(id)) yield JSON.parse(body) as Finding;
  };
  return {
    summary,
    cases: investigation.cases(),
    findings: worstFirst(others),
    evidence: ({ id }) => worstFirst(() => behind.get(id) ?? []),
  };
}

/** Findings as the store keeps them. */
export function* stored(findings: Iterable<Finding>) {
  for (const finding of findings) {
    yield {
      id: finding.id,
      time: Date.parse(finding.at),
      rule: finding.rule.id,
      body: JSON.stringify(finding),
    };
  }
}

/** Writes and shows every case; gives their records, without the lists of events. */
export async function writeCases(
  investigation: Investigation,
  out: OutputFolder | undefined,
  { assigned, case: show }: CaseListeners,
): Promise<readonly Case[]> {
  const file = out?.lines('cases.ndjson');
  const records: Case[] = [];
  for (const found of investigation.cases()) {
    show?.(found);
    await file?.write(JSON.stringify(found.record));
    records.push({ ...found.record, events: [] });
  }
  await file?.close();
  if (assigned !== undefined) {
    for (const assignment of investigation.assignments()) assigned(...assignment);
  }
  return records;
}

/** `claimed`: ids of those that cases speak of; `others` is of those that none does. */
export async function writeFindings(
  store: Store,
  file: LineFile | undefined,
  {
    claimed,
    show,
  }: {
    readonly claimed?: ReadonlySet<string>;
    readonly show?: ((body: string) => void) | undefined;
  },
): Promise<{ readonly digest: FindingsDigest; readonly others: FindingsDigest }> {
  const digest = new FindingsDigest();
  const others = new FindingsDigest();
  for (const { body, id } of store.findings()) {
    const finding = JSON.parse(body) as Finding;
    digest.add(finding);
    if (claimed?.has(id) !== true) others.add(finding);
    show?.(body);
    await file?.write(body);
  }
  await file?.close();
  return { digest, others };
}
