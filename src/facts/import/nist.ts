import type { JsonObject } from '../../lib/json.ts';
import { foldName, placeName, placesNamed } from '../jurisdiction.ts';
import { parseRace, raceText } from '../race.ts';
import { resolvePlace } from '../resolve-place.ts';
import type { XmlNode } from './xml-node.ts';
import { childrenOf, idOf, textIn, typeOf } from './xml-node.ts';
import type { NistContest, NistCounts } from './nist-contest.ts';
import { nistContest } from './nist-contest.ts';
import { outcomeOf } from './nist-outcome.ts';
import type { RawRecord, RawRecords, Rejected } from './records.ts';

type Refused = Omit<Rejected, 'file'>;

/** Elements that are had whole; contests are reduced at once, so that counts per precinct do not pile up. */
const WANTED = new Set(['GpUnit', 'Office', 'Candidate', 'Contest', 'Person']);
const PLAIN = new Set([
  'Status',
  'GeneratedDate',
  'Issuer',
  'IssuerAbbreviation',
  'IsTest',
  'Format',
]);
const OF_ELECTION = new Set([
  'StartDate',
  'EndDate',
  'Type',
  'OtherType',
  'ElectionScopeId',
  'Name',
]);

interface Unit {
  readonly name: string;
  readonly type: string;
  readonly ocd?: string;
}

/** Collects a NIST SP 1500-100 election report (versions 1 and 2, XML or JSON) and tells what facts it holds. */
export class NistReport {
  readonly #plain = new Map<string, string>();
  readonly #election = new Map<string, string>();
  readonly #units = new Map<string, Unit>();
  readonly #offices = new Map<string, { readonly name: string; readonly district?: string }>();
  readonly #candidates = new Map<
    string,
    { readonly name: string; readonly status?: string; readonly line: number }
  >();
  readonly #contests: NistContest[] = [];
  readonly #people = new Map<string, string>();
  readonly #otherContests: {
    readonly name: string;
    readonly line: number;
    readonly type: string;
  }[] = [];

  wants(name: string, parent: string): boolean {
    if (WANTED.has(name)) return parent !== 'BallotStyle';
    if (PLAIN.has(name)) return parent === 'ElectionReport';
    return OF_ELECTION.has(name) && parent === 'Election';
  }

  take(node: XmlNode, path: readonly string[]): void {
    const id = idOf(node) ?? '';
    switch (node.name) {
      case 'GpUnit':
        this.#units.set(id, unitOf(node));
        return;
      case 'Person':
        this.#people.set(
          id,
          textIn(node, 'FullName') ??
            [textIn(node, 'FirstName'), textIn(node, 'LastName')].join(' ').trim(),
        );
        return;
      case 'Office': {
        const district = textIn(node, 'ElectionDistrictId') ?? textIn(node, 'ElectoralDistrictId');
        this.#offices.set(id, {
          name: textIn(node, 'Name') ?? '',
          ...(district === undefined ? {} : { district }),
        });
        return;
      }
      case 'Candidate': {
        const status = textIn(node, 'PostElectionStatus');
        const name =
          textIn(node, 'BallotName') ?? this.#people.get(textIn(node, 'PersonId') ?? '') ?? '';
        this.#candidates.set(id, {
          name,
          line: node.line,
          ...(status === undefined ? {} : { status }),
        });
        return;
      }
      case 'Contest': {
        const type = typeOf(node);
        const contest = type === '' || type === 'CandidateContest' ? nistContest(node) : undefined;
        if (contest !== undefined) this.#contests.push(contest);
        else this.#otherContests.push({ name: textIn(node, 'Name') ?? '', line: node.line, type });
        return;
      }
      default:
        if (path.at(-1) === 'Election')
          this.#election.set(node.name, textIn({ ...node, children: [node] }, node.name) ?? '');
        else this.#plain.set(node.name, node.text.trim());
    }
  }

  /** A report given as one tree, as JSON is. */
  takeTree(root: XmlNode, path: readonly string[] = []): void {
    for (const child of root.children) {
      if (this.wants(child.name, root.name)) this.take(child, [...path, root.name]);
      else this.takeTree(child, [...path, root.name]);
    }
  }

  records(): RawRecords {
    const rejected: Refused[] = this.#otherContests.map(({ line, name, type }) => ({
      line,
      offset: 0,
      reason: `contest "${name}" is a ${type}: facts are made of contests between candidates`,
      excerpt: name,
    }));
    if (this.#plain.get('IsTest')?.toLowerCase() === 'true') {
      const reason = 'the report says it is a test (IsTest): nothing in it is a fact';
      return {
        records: [],
        rejected: [{ line: 1, offset: 0, field: 'IsTest', reason, excerpt: '' }],
      };
    }
    const records: RawRecord[] = [];
    for (const contest of this.#contests) {
      const facts = this.#factsOf(contest);
      if (typeof facts === 'string')
        rejected.push({ line: contest.line, offset: 0, reason: facts, excerpt: contest.name });
      else
        for (const value of facts)
          records.push({ value, line: contest.line, offset: 0, excerpt: contest.name });
    }
    return { records, rejected };
  }

  /** Facts of one contest; a text says why there are none. */
  #factsOf(contest: NistContest): readonly JsonObject[] | string {
    const office = this.#offices.get(contest.officeId ?? '');
    const districtId =
      contest.districtId ?? office?.district ?? this.#election.get('ElectionScopeId');
    const place = this.#placeOf(districtId);
    if (place === undefined)
      return `contest "${contest.name}" is of no place that can be told (district ${districtId ?? 'missing'})`;
    const date = this.#election.get('StartDate');
    const said = parseRace(
      officeName(
        office?.name === undefined || office.name === '' ? contest.name : office.name,
        place,
      ),
      place,
    );
    const round = /special|runoff|primary/.exec(this.#election.get('Type') ?? '')?.[0];
    const race = raceText({
      ...said,
      place,
      ...(date === undefined ? {} : { when: date.slice(0, 4) }),
      ...(round === undefined ? {} : { round }),
    });
    const generated = this.#plain.get('GeneratedDate');
    const source = { name: this.#plain.get('Issuer') ?? 'election results report' };
    const totals = contest.selections.map(({ candidates, counts }) => ({
      name: candidates
        .map((id) => this.#candidates.get(id)?.name ?? '')
        .filter((name) => name !== '')
        .join(' and '),
      statuses: candidates.map((id) => this.#candidates.get(id)?.status),
      votes: this.#total(counts, districtId),
    }));
    const base = {
      jurisdiction: place,
      race,
      source,
      ...(generated === undefined ? {} : { known_at: generated }),
    };
    const named = totals.map(({ name }) => name).filter((name) => name !== '');
    const facts: JsonObject[] = [];
    if (named.length > 0)
      facts.push({
        ...base,
        kind: 'eligibility',
        value: `On the ballot for ${contest.name}: ${named.join(', ')}.`,
        data: { candidates: named },
      });
    const outcome = outcomeOf(contest, totals, this.#plain);
    if (outcome !== undefined)
      facts.push({ ...base, ...outcome, ...(generated === undefined ? {} : { from: generated }) });
    return facts.length > 0 ? facts : `contest "${contest.name}" names no candidates`;
  }

  /** Votes in the whole district; where only parts are counted, those of one kind of part added up. */
  #total(counts: NistCounts, districtId: string | undefined): number | undefined {
    const whole = counts.get(districtId ?? '');
    if (whole !== undefined) return whole;
    if (counts.size === 0) return undefined;
    const byType = new Map<string, number>();
    for (const [unit, votes] of counts) {
      const type = this.#units.get(unit)?.type ?? '';
      byType.set(type, (byType.get(type) ?? 0) + votes);
    }
    return Math.max(...byType.values());
  }

  #placeOf(id: string | undefined): string | undefined {
    const unit = this.#units.get(id ?? '');
    if (unit === undefined) return undefined;
    const [coded] = unit.ocd === undefined ? [] : placesNamed(unit.ocd);
    if (coded !== undefined) return coded;
    const near = [...this.#units.values()].flatMap(({ ocd }) =>
      ocd === undefined ? [] : placesNamed(ocd),
    )[0];
    if (unit.type === 'state' || unit.type === 'country' || near === undefined) {
      const state =
        unit.type === 'state'
          ? placesNamed(unit.name).find((place) => place.includes('-'))
          : undefined;
      return state ?? resolvePlace(unit.name, near === undefined ? {} : { near }).place;
    }
    const [country = '', state] = near.split('-');
    return placesNamed(`${country}${state === undefined ? '' : `-${state}`}-${unit.name}`)[0];
  }
}

/** The name of an office without the place whose office it is, and without the year. */
function officeName(name: string, place: string): string {
  const where = foldName(placeName(place));
  const words = name.replaceAll(/\b(?:1[5-9]|2\d)\d\d\b/g, '');
  const said = ` ${foldName(words)} `;
  const at = said.indexOf(` ${where} `);
  return at > 0 ? said.slice(0, at).replace(/ (?:of|for|in)$/, '') : words;
}

function unitOf(node: XmlNode): Unit {
  const outer = [node, ...childrenOf(node, 'ExternalIdentifiers')];
  const identifiers = outer.flatMap((one) => childrenOf(one, 'ExternalIdentifier'));
  const ocd = identifiers.find((one) => textIn(one, 'Type') === 'ocd-id');
  const value =
    textIn(ocd, 'Value') ??
    identifiers
      .map((one) => textIn(one, 'Value'))
      .find((text) => text?.startsWith('ocd-division/'));
  return {
    name: textIn(node, 'Name') ?? '',
    type: textIn(node, 'Type') ?? typeOf(node),
    ...(value === undefined ? {} : { ocd: value }),
  };
}
