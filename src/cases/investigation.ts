import { DETECTORS } from '../detectors/all.ts';
import type { Detection } from '../detectors/detection.ts';
import type { AnyDigest } from '../events/digest.ts';
import type { Finding } from '../findings/finding.ts';
import { MemoryState } from '../history/state.ts';
import type { CaseFile } from './case.ts';
import type { Assignment, CaseBookOptions } from './case-book.ts';
import { CaseBook } from './case-book.ts';
import { KIND_FACTS } from './kind-facts.ts';

/** The detectors and the book they write in: events and findings of rules in order of time → cases. */
export class Investigation {
  readonly #book: CaseBook;
  readonly #state = new MemoryState();

  constructor(options: CaseBookOptions = {}) {
    this.#book = new CaseBook(options);
  }

  event(event: AnyDigest): void {
    const tell = (detection: Detection): void => this.#book.detection(detection);
    for (const detector of DETECTORS) {
      if (event.kind === 'mail') detector.observeMail?.(event, this.#state, tell);
      else detector.observe(event, this.#state, tell);
    }
  }

  /** Passes findings of rules on and, when they end, adds those of the detectors. */
  *findings(ofRules: Iterable<Finding>): Generator<Finding, void, undefined> {
    for (const finding of ofRules) {
      this.#book.finding(finding);
      yield finding;
    }
    yield* this.#book.findings();
  }

  /** Ids that findings of detectors go by. */
  static get rules(): readonly string[] {
    return Object.values(KIND_FACTS).map(({ rule }) => rule);
  }

  cases(): Iterable<CaseFile> {
    return this.#book.end();
  }

  assignments(): Iterable<Assignment> {
    return this.#book.assignments();
  }
}
