import type { Detection } from '../detectors/detection.ts';
import type { Finding } from '../findings/finding.ts';
import type { CaseFile } from './case.ts';
import { caseFile } from './case-file.ts';
import type { Clue } from './clue.ts';
import { clueOf, compareClues, MEDIUM } from './clue.ts';
import { detectorFindings, findingIds } from './detector-findings.ts';
import { Dossier } from './dossier.ts';
import { groupClues, joinClues } from './join-clues.ts';
import { joinKin } from './join-kin.ts';
import { compareTrails, joinTrails } from './join-trails.ts';
import { MAX_CLUES, MAX_TRAILS } from './limits.ts';
import { Trail } from './trail.ts';

export interface CaseBookOptions {
  /** Keeps the ids of all events, for `assignments`: some 100 bytes each. */
  readonly assignments?: boolean;
}

/** Which event is of which case, and at what event time, in milliseconds, a stream would have said so. */
export type Assignment = readonly [event: string, caseId: string, at: number];

/**
 * Detections of detectors and findings of rules → cases. Taking one in costs the same however much came before; what
 * belongs together is worked out once, at the end, over what is then known of each attack, so that neither the order of
 * organisations nor how detections were cut into batches can change it.
 */
export class CaseBook {
  readonly #keepAll: boolean;
  readonly #desks = new Map<string, Desk>();
  #newest = -Infinity;
  #dossiers: readonly Dossier[] | undefined;

  constructor({ assignments = false }: CaseBookOptions = {}) {
    this.#keepAll = assignments;
  }

  /** In order of `at`. */
  detection(detection: Detection): void {
    this.#dossiers = undefined;
    this.#newest = Math.max(this.#newest, detection.at);
    this.#desk(detection.organisation).detection(detection, this.#keepAll);
  }

  /** Of a rule, complete; those of a detector come from here. */
  finding(finding: Finding): void {
    if (finding.desk !== 'accounts' || finding.shadow === true) return;
    this.#dossiers = undefined;
    const clue = clueOf(finding);
    this.#newest = Math.max(this.#newest, clue.at, clue.last);
    this.#desk(finding.organisation).clue(clue);
  }

  /** All cases by when they began, then by id. `now`: the end of the log; by default the newest time told. */
  *end(now: number = this.#newest): Generator<CaseFile, void, undefined> {
    for (const dossier of this.#all()) {
      yield caseFile(dossier, now, dossier.trails.flatMap(findingIds));
    }
  }

  /** Of detectors, one for each attack and account, to be kept like those of rules. */
  *findings(): Generator<Finding, void, undefined> {
    for (const { trails } of this.#all()) {
      for (const trail of trails) yield* detectorFindings(trail);
    }
  }

  /** Every event of every case, also those the record does not list; an event of two is the earlier one's. */
  *assignments(): Generator<Assignment, void, undefined> {
    const told = new Set<string>();
    for (const { id, events } of this.#all()) {
      for (const [event, at] of events.all) {
        if (told.has(event)) continue;
        told.add(event);
        yield [event, id, at];
      }
    }
  }

  #all(): readonly Dossier[] {
    this.#dossiers ??= [...this.#desks]
      .flatMap(([organisation, desk]) => desk.dossiers(organisation, this.#keepAll))
      .toSorted((a, b) => a.span.first - b.span.first || (a.id < b.id ? -1 : 1));
    return this.#dossiers;
  }

  #desk(organisation: string): Desk {
    let desk = this.#desks.get(organisation);
    if (desk === undefined) {
      desk = new Desk();
      this.#desks.set(organisation, desk);
    }
    return desk;
  }
}

/** What has been told of one organisation. */
class Desk {
  readonly #trails = new Map<string, Trail>();
  readonly #grave: Clue[] = [];
  readonly #slight: Clue[] = [];

  detection(detection: Detection, keepAll: boolean): void {
    const key = `${detection.detector}\n${detection.attack}`;
    let trail = this.#trails.get(key);
    if (trail === undefined) {
      const crowded = this.#trails.size >= MAX_TRAILS;
      const words = crowded ? `further ${detection.kind}` : detection.attack;
      const place = `${detection.detector}\n${words}`;
      trail = this.#trails.get(place) ?? new Trail({ ...detection, attack: words }, keepAll);
      this.#trails.set(place, trail);
    }
    trail.add(detection);
    if (detection.withdrawn === undefined) return;
    // Of several detectors that weigh one suspicion, another may have named it.
    for (const other of this.#trails.values()) if (other !== trail) other.withdraw(detection);
  }

  clue(clue: Clue): void {
    const list = clue.level < MEDIUM ? this.#slight : this.#grave;
    if (list.length < MAX_CLUES) list.push(clue);
  }

  dossiers(organisation: string, keepAll: boolean): readonly Dossier[] {
    const standing = [...this.#trails.values()].filter(
      ({ confidence }) => confidence !== undefined,
    );
    const dossiers = joinKin(joinTrails(standing)).flatMap((trails) => {
      const [first, ...others] = trails.toSorted(compareTrails);
      return first === undefined ? [] : [Dossier.ofTrails([first, ...others], keepAll)];
    });
    const clues = [...this.#grave, ...this.#slight].toSorted(compareClues);
    const groups = groupClues(joinClues(clues, dossiers));
    return [
      ...dossiers,
      ...groups.map(({ clues: group, confidence }) =>
        Dossier.ofClues(organisation, group, { confidence, keepAll }),
      ),
    ];
  }
}
