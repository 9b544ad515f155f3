import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Case } from '../cases/case.ts';
import type { Assigned } from '../evaluation/evidence.ts';
import { Evidence } from '../evaluation/evidence.ts';
import type { Cost } from '../evaluation/measures.ts';
import { scoreSet } from '../evaluation/score-set.ts';
import type { Score } from '../evaluation/score.ts';
import type { Result } from '../lib/result.ts';
import { err, ok } from '../lib/result.ts';
import type { AssignedLine, ScanReply, ScanRequest } from './evaluate-child.ts';
import { linesOf, readLabels } from './evaluate-labels.ts';

/** As the program itself is started, so that memory is what a user sees. */
const FLAGS = ['--max-semi-space-size=4', '--heap-growing-percent=100'];

export interface Measured {
  readonly score: Score;
  readonly cost: Cost;
}

/** Scans logs with the shipped rules and detectors and holds what was found against the labels. */
export async function measureSet(
  request: ScanRequest,
  labels: string,
  progress: (percent: number) => void,
): Promise<Result<Measured, string>> {
  const cost = await scanApart(request, progress);
  if (!cost.ok) return cost;
  const evidence = await readFound(request.out);
  const read = await readLabels(labels, (label) => evidence.add(label));
  if (!read.ok) return read;
  return ok({ score: scoreSet(evidence), cost: cost.value });
}

function scanApart(
  request: ScanRequest,
  progress: (percent: number) => void,
): Promise<Result<Cost, string>> {
  return new Promise((resolve) => {
    const program = fileURLToPath(new URL('./evaluate-child.ts', import.meta.url));
    const child = fork(program, { execArgv: FLAGS, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.on('message', (reply: ScanReply) => {
      if ('progress' in reply) progress(reply.progress);
      else resolve('cost' in reply ? ok(reply.cost) : err(reply.error));
    });
    child.on('error', (error) => resolve(err(`the scan could not be started (${error.message})`)));
    child.on('exit', (status, signal) =>
      resolve(err(`the scan ended without a result (${signal ?? `status ${status}`})`)),
    );
    child.send(request, (error) => {
      if (error !== null) resolve(err(`the scan could not be started (${error.message})`));
    });
  });
}

async function readFound(path: string): Promise<Evidence> {
  const cases: Case[] = [];
  const assigned: Assigned[] = [];
  for await (const line of linesOf(path)) {
    if (line.startsWith('{')) cases.push(JSON.parse(line) as Case);
    else if (line !== '') {
      const [event, caseId, at] = JSON.parse(line) as AssignedLine;
      assigned.push({ event, caseId, ...(typeof at === 'number' && { at }) });
    }
  }
  return new Evidence(cases, assigned);
}
