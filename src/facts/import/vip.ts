import type { Json, JsonObject } from '../../lib/json.ts';
import { placesNamed, placeName } from '../jurisdiction.ts';
import { parseRace, raceText } from '../race.ts';
import type { RawRecord, RawRecords, Rejected } from './records.ts';
import type { VipSpan } from './vip-hours.ts';
import { spansOf } from './vip-hours.ts';
import { placeRecord, VipPlaces } from './vip-places.ts';
import type { VipRow } from './vip-row.ts';

type Refused = Omit<Rejected, 'file'>;

/** What a feed says of itself, which names the source of all its facts. */
interface VipSource {
  readonly name: string;
  readonly url?: string;
  readonly generated?: string;
}

/** Collects the rows of a Voting Information Project feed (5.x and 6.0; XML or CSV) and tells what facts they hold. */
export class VipFeed {
  readonly #rows = new Map<string, Map<string, VipRow>>();

  /** Kinds of rows facts are made of; the rest, such as street segments, is passed over. */
  static readonly WANTED: ReadonlySet<string> = new Set([
    'Source',
    'Election',
    'State',
    'Locality',
    'Precinct',
    'PollingLocation',
    'HoursOpen',
    'Schedule',
    'CandidateContest',
    'Candidate',
    'CandidateSelection',
    'Office',
    'ElectoralDistrict',
    'ExternalIdentifier',
    'BallotSelection',
  ]);

  /** Rows of `schedule.txt` by the hours they are of. */
  readonly #schedules = new Map<string, VipRow[]>();

  add(row: VipRow): void {
    const hours = row.type === 'Schedule' ? row.one('HoursOpenId') : undefined;
    if (hours !== undefined)
      this.#schedules.set(hours, [...(this.#schedules.get(hours) ?? []), row]);
    const rows = this.#rows.get(row.type) ?? new Map<string, VipRow>();
    rows.set(row.id === '' ? `${row.file ?? ''}:${row.line}` : row.id, row);
    this.#rows.set(row.type, rows);
  }

  records(): RawRecords {
    const rejected: Refused[] = [];
    const records: RawRecord[] = [];
    const election = this.#all('Election')[0];
    if (election === undefined) {
      const reason = 'the feed names no Election';
      return { records, rejected: [{ line: 1, offset: 0, reason, excerpt: '' }] };
    }
    const source = this.#source();
    const add = (row: VipRow, facts: readonly JsonObject[] | string): void => {
      const at = { line: row.line, offset: 0, excerpt: `${row.type} ${row.id}` };
      if (typeof facts === 'string') rejected.push({ ...at, reason: facts });
      else
        for (const fact of facts) records.push({ ...at, value: { ...fact, ...sourced(source) } });
    };
    add(election, this.#electionFacts(election));
    const places = new VipPlaces(
      (id) => this.#get('PollingLocation', id),
      (id) => this.#spans(id),
    );
    for (const row of [...this.#all('State'), ...this.#all('Locality'), ...this.#all('Precinct')])
      places.add(row, this.#placeOf(row));
    for (const group of places.groups()) add(group.row, [placeRecord(group)]);
    for (const row of places.unplaced)
      add(row, `${row.type} ${row.id} is of no place that can be told`);
    for (const contest of this.#all('CandidateContest'))
      add(contest, this.#contestFacts(contest, election));
    return { records, rejected };
  }

  #all(type: string): readonly VipRow[] {
    return [...(this.#rows.get(type)?.values() ?? [])];
  }

  #get(type: string, id: string | undefined): VipRow | undefined {
    return id === undefined ? undefined : this.#rows.get(type)?.get(id);
  }

  #source(): VipSource {
    const [row] = this.#all('Source');
    const url = row?.one('OrganizationUri') ?? row?.one('TouUri');
    const generated = row?.one('DateTime');
    return {
      name: row?.one('Name') ?? 'Voting Information Project feed',
      ...(url === undefined || !/^https?:/.test(url) ? {} : { url }),
      ...(generated === undefined ? {} : { generated: withZone(generated) }),
    };
  }

  #electionFacts(election: VipRow): readonly JsonObject[] | string {
    const place = this.#placeOf(
      this.#get('State', election.one('StateId')) ?? this.#all('State')[0],
    );
    if (place === undefined) return 'the election is of no State that can be told';
    const date = election.one('Date');
    const name = placeName(place);
    const facts: JsonObject[] = [];
    const [open, close] = this.#dayHours(election.one('HoursOpenId'), date);
    if (date !== undefined) {
      const hours =
        open === undefined || close === undefined
          ? ''
          : `; polls are open from ${open} to ${close}`;
      const data = { date, ...(open === undefined || close === undefined ? {} : { open, close }) };
      facts.push({
        kind: 'hours',
        jurisdiction: place,
        value: `The election in ${name} is on ${date}${hours}.`,
        data,
      });
    }
    const registration = election.one('RegistrationDeadline');
    const request = election.one('AbsenteeRequestDeadline');
    if (registration !== undefined || request !== undefined) {
      const said = [
        ...(registration === undefined ? [] : [`register by ${registration}`]),
        ...(request === undefined ? [] : [`ask for an absentee ballot by ${request}`]),
      ];
      const data = {
        ...(registration === undefined ? {} : { registration }),
        ...(request === undefined ? {} : { request }),
      };
      facts.push({
        kind: 'deadline',
        jurisdiction: place,
        value: `In ${name}, ${said.join(' and ')}.`,
        data,
      });
    }
    return facts.length > 0 ? facts : 'the election has neither a date nor deadlines';
  }

  /** The hours of the day, of all the days the election's own hours are of. */
  #dayHours(id: string | undefined, date: string | undefined): readonly [string?, string?] {
    const span = this.#spans(id).find(
      ({ from, to }) =>
        date === undefined ||
        from === undefined ||
        to === undefined ||
        (from <= date && date <= to),
    );
    return span?.open === undefined || span.close === undefined ? [] : [span.open, span.close];
  }

  #spans(id: string | undefined): readonly VipSpan[] {
    return id === undefined
      ? []
      : spansOf(this.#get('HoursOpen', id), this.#schedules.get(id) ?? [], id);
  }

  #contestFacts(contest: VipRow, election: VipRow): readonly JsonObject[] | string {
    const name = contest.one('Name') ?? contest.one('BallotTitle') ?? 'contest';
    const office = this.#get('Office', contest.many('OfficeIds')[0] ?? contest.many('OfficeId')[0]);
    const district = this.#get(
      'ElectoralDistrict',
      contest.one('ElectoralDistrictId') ?? office?.one('ElectoralDistrictId'),
    );
    const state = this.#placeOf(
      this.#get('State', election.one('StateId')) ?? this.#all('State')[0],
    );
    const place = (district === undefined ? undefined : this.#placeOf(district)) ?? state;
    if (place === undefined) return `contest "${name}" is of no place that can be told`;
    const candidates = contest
      .many('BallotSelectionIds')
      .flatMap(
        (id) =>
          (this.#get('CandidateSelection', id) ?? this.#get('BallotSelection', id))?.many(
            'CandidateIds',
          ) ?? [],
      )
      .map((id) => this.#get('Candidate', id)?.one('BallotName'))
      .filter((one) => one !== undefined);
    if (candidates.length === 0) return `contest "${name}" names no candidates`;
    const date = election.one('Date');
    const said = parseRace(office?.one('Name') ?? name, place);
    const race = raceText({
      ...said,
      place,
      ...(date === undefined ? {} : { when: date.slice(0, 4) }),
    });
    const value = `On the ballot for ${name}: ${candidates.join(', ')}.`;
    return [{ kind: 'eligibility', jurisdiction: place, race, value, data: { candidates } }];
  }

  /** A State, Locality, Precinct or district as a place: by its Open Civic Data id, else by name under what it lies in. */
  #placeOf(row: VipRow | undefined): string | undefined {
    if (row === undefined) return undefined;
    const ocd = this.#ocd(row);
    const [coded] = ocd === undefined ? [] : placesNamed(ocd);
    if (coded !== undefined) return coded;
    const name = row.one('Name');
    if (row.type === 'State')
      return name === undefined
        ? undefined
        : placesNamed(name).find((place) => place.startsWith('US-'));
    if (row.type === 'Precinct') return this.#placeOf(this.#get('Locality', row.one('LocalityId')));
    const state = this.#placeOf(this.#get('State', row.one('StateId')) ?? this.#all('State')[0]);
    return state === undefined || name === undefined ? state : placesNamed(`${state}-${name}`)[0];
  }

  #ocd(row: VipRow): string | undefined {
    const own = row
      .within('ExternalIdentifiers')
      .flatMap((outer) => outer.within('ExternalIdentifier'));
    const apart = this.#all('ExternalIdentifier').filter((one) => one.one('ParentId') === row.id);
    return [...own, ...apart]
      .map((one) => one.one('Value'))
      .find((text) => text?.startsWith('ocd-division/'));
  }
}

function sourced({ generated, name, url }: VipSource): JsonObject {
  const source: Record<string, Json> = { name, ...(url === undefined ? {} : { url }) };
  return { source, ...(generated === undefined ? {} : { known_at: generated }) };
}

function withZone(time: string): string {
  return /(?:Z|[+-]\d\d:?\d\d)$/.test(time) || !time.includes('T') ? time : `${time}Z`;
}
