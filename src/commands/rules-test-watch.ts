import { printable, printableJson } from '../lib/printable.ts';
import { formatTime } from '../lib/time.ts';
import type { PackOptions } from '../packs.ts';
import type { Paint } from '../report/style.ts';
import { painter, wrap, WIDTH } from '../report/style.ts';
import type { RuleDocument } from '../rules/tree.ts';
import { affectedFiles } from './affected-files.ts';
import type { CommandIo } from './command.ts';
import { UsageError } from './command.ts';
import { FolderWatch } from './folder-watch.ts';
import { diagnosticLine } from './plain.ts';
import type { LoadedRules } from './rules-load.ts';
import { loadRules, ruleFileOf } from './rules-load.ts';
import type { FileTests } from './rules-test.ts';
import {
  caseRunner,
  faultsOf,
  isSound,
  nameWidth,
  renderFile,
  renderTotal,
  report,
  testFile,
} from './rules-test.ts';
import { SHIPPED_PACKS } from './shipped-packs.ts';

/** Wipes a terminal and what has scrolled out of it. */
const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

const MAX_NAMED = 3;

/** As `testCommand`, again and again as files change, until Ctrl-C. Resolves to the exit status of the last run. */
export async function watchCommand(
  paths: readonly string[],
  json: boolean,
  io: CommandIo,
  options: PackOptions,
): Promise<number> {
  const ended = new AbortController();
  void io.interrupted().then(() => ended.abort());
  const watched = [
    ...(paths.length === 0 ? SHIPPED_PACKS : paths),
    ...(options.pipelines ?? []),
    ...(options.placeholders ?? []),
  ];
  using watch = await FolderWatch.start(watched.map(ruleFileOf));
  const tester = new Tester(paths, json, io, options);
  // The first time, a path that does not exist is the user's mistake.
  let status = await tester.run([]);
  for (;;) {
    const changed = await watch.changes(ended.signal);
    if (ended.signal.aborted) return status;
    status = await tester.runAgain(changed);
  }
}

class Tester {
  readonly #paths: readonly string[];
  readonly #json: boolean;
  readonly #io: CommandIo;
  readonly #options: PackOptions;
  readonly #paint: Paint;
  #tests: ReadonlyMap<string, FileTests> = new Map();
  #documents: readonly RuleDocument[] = [];

  constructor(paths: readonly string[], json: boolean, io: CommandIo, options: PackOptions) {
    this.#paths = paths;
    this.#json = json;
    this.#io = io;
    this.#options = options;
    this.#paint = painter(io.stdout);
  }

  /** Files may be half written or gone: that is told, and the next change awaited. */
  async runAgain(changed: readonly string[]): Promise<number> {
    try {
      return await this.run(changed);
    } catch (error) {
      if (!(error instanceof UsageError) && (error as NodeJS.ErrnoException).errno === undefined) {
        throw error;
      }
      this.#tests = new Map();
      this.#heading(changed);
      this.#io.stderr.write(`${printable((error as Error).message)}\n`);
      return 1;
    }
  }

  async run(changed: readonly string[]): Promise<number> {
    const loaded = await loadRules(this.#paths, this.#options);
    const affected = affectedFiles(changed, this.#documents, loaded, this.#tests);
    this.#documents = loaded.documents;
    const runner = await caseRunner(loaded);
    const tests = new Map<string, FileTests>();
    for (const file of loaded.files) {
      const known = affected.has(file) ? undefined : this.#tests.get(file);
      tests.set(file, known ?? (await testFile(runner, file)));
    }
    this.#tests = tests;
    return this.#tell(changed, affected, loaded);
  }

  #tell(changed: readonly string[], affected: ReadonlySet<string>, loaded: LoadedRules): number {
    const { stderr, stdout } = this.#io;
    const tests = [...this.#tests.values()];
    const faults = faultsOf(loaded, tests);
    this.#heading(changed);
    for (const fault of faults) stderr.write(`${diagnosticLine(fault)}\n`);
    if (this.#json) stdout.write(`${printableJson(JSON.stringify(report(tests)))}\n`);
    else {
      const width = nameWidth(loaded.files);
      // What failed before and was not run again failed still.
      const shown = tests.filter((one) => affected.has(one.file) || !isSound([], [one]));
      for (const one of shown) stdout.write(renderFile(one, width, this.#paint));
      stdout.write(renderTotal(tests, this.#paint));
      stdout.write(`${this.#paint('dim', 'Waiting for changes; Ctrl-C ends.')}\n`);
    }
    return isSound(faults, tests) ? 0 : 1;
  }

  #heading(changed: readonly string[]): void {
    const { now, stdout } = this.#io;
    if (this.#json) return;
    if (stdout.isTTY) stdout.write(CLEAR);
    if (changed.length === 0) return;
    const named = changed.slice(0, MAX_NAMED).map((path) => printable(path));
    const more = changed.length > MAX_NAMED ? ` and ${changed.length - MAX_NAMED} more` : '';
    const time = formatTime(now()).slice(11, 19);
    const lines = wrap(`${time} changed: ${named.join(', ')}${more}`, WIDTH);
    stdout.write(`${stdout.isTTY ? '' : '\n'}${this.#paint('bold', lines.join('\n'))}\n`);
  }
}
