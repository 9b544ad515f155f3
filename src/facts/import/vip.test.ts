import { deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { FactsRead } from './read-file.ts';
import { readFactFile, readVipFolder } from './read-file.ts';

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<VipObject xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" schemaVersion="5.2">
  <Source id="src"><DateTime>2020-10-01T12:00:00Z</DateTime><Name>Example Board of Elections</Name><OrganizationUri>https://elections.example.org</OrganizationUri></Source>
  <Election id="e1"><AbsenteeRequestDeadline>2020-10-30</AbsenteeRequestDeadline><Date>2020-11-03</Date><HoursOpenId>h1</HoursOpenId><RegistrationDeadline>2020-10-05</RegistrationDeadline><StateId>st13</StateId></Election>
  <State id="st13"><Name>Georgia</Name></State>
  <Locality id="loc1"><ExternalIdentifiers><ExternalIdentifier><Type>ocd-id</Type><Value>ocd-division/country:us/state:ga/county:fulton</Value></ExternalIdentifier></ExternalIdentifiers><Name>Fulton County</Name><PollingLocationIds>pl1 pl2 pl3</PollingLocationIds><StateId>st13</StateId></Locality>
  <StreetSegment id="ss1"><City>Atlanta</City></StreetSegment>
  <PollingLocation id="pl1"><AddressLine>1 Example St</AddressLine><HoursOpenId>h1</HoursOpenId><Name>School</Name></PollingLocation>
  <PollingLocation id="pl2"><AddressStructured><Line1>2 Example St</Line1><City>Atlanta</City></AddressStructured><HoursOpenId>h2</HoursOpenId><IsEarlyVoting>true</IsEarlyVoting><Name>Library</Name></PollingLocation>
  <PollingLocation id="pl3"><AddressLine>3 Example St</AddressLine><IsDropBox>true</IsDropBox></PollingLocation>
  <HoursOpen id="h1"><Schedule><Hours><StartTime>07:00:00-05:00</StartTime><EndTime>19:00:00-05:00</EndTime></Hours><StartDate>2020-11-03</StartDate><EndDate>2020-11-03</EndDate></Schedule></HoursOpen>
  <HoursOpen id="h2"><Schedule><Hours><StartTime>08:00:00-04:00</StartTime><EndTime>17:00:00-04:00</EndTime></Hours><StartDate>2020-10-12</StartDate><EndDate>2020-10-30</EndDate></Schedule></HoursOpen>
  <Office id="o1"><Name><Text language="en">Governor</Text></Name></Office>
  <CandidateContest id="cc1"><BallotSelectionIds>bs1 bs2</BallotSelectionIds><Name>Governor</Name><OfficeIds>o1</OfficeIds></CandidateContest>
  <CandidateSelection id="bs1"><CandidateIds>can1</CandidateIds></CandidateSelection>
  <CandidateSelection id="bs2"><CandidateIds>can2</CandidateIds></CandidateSelection>
  <Candidate id="can1"><BallotName><Text language="en">Ann Lee</Text></BallotName></Candidate>
  <Candidate id="can2"><BallotName><Text language="en">Bob Ray</Text></BallotName></Candidate>
</VipObject>`;

const TABLES: Readonly<Record<string, string>> = {
  'source.txt':
    'id,date_time,name,organization_uri\nsrc,2020-10-01T12:00:00Z,Example Board of Elections,https://elections.example.org\n',
  'election.txt':
    'id,absentee_request_deadline,date,hours_open_id,registration_deadline,state_id\ne1,2020-10-30,2020-11-03,h1,2020-10-05,st13\n',
  'state.txt': 'id,name\nst13,Georgia\n',
  'locality.txt': 'id,name,polling_location_ids,state_id\nloc1,Fulton County,pl1 pl2 pl3,st13\n',
  'polling_location.txt':
    'id,address_line,hours_open_id,is_drop_box,is_early_voting,name\npl1,1 Example St,h1,,,School\npl2,"2 Example St, Atlanta",h2,,true,Library\npl3,3 Example St,,true,,\n',
  'schedule.txt':
    'id,hours_open_id,start_time,end_time,start_date,end_date\ns1,h1,07:00:00-05:00,19:00:00-05:00,2020-11-03,2020-11-03\ns2,h2,08:00:00-04:00,17:00:00-04:00,2020-10-12,2020-10-30\n',
  'office.txt': 'id,name\no1,Governor\n',
  'candidate_contest.txt': 'id,ballot_selection_ids,name,office_ids\ncc1,bs1 bs2,Governor,o1\n',
  'candidate_selection.txt': 'id,candidate_ids\nbs1,can1\nbs2,can2\n',
  'candidate.txt': 'id,ballot_name\ncan1,Ann Lee\ncan2,Bob Ray\n',
  'street_segment.txt': 'id\nss1\n',
};

/** A zip as `zip` writes it, sizes and names in its list of files. */
function zip(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const packed = deflateRawSync(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    locals.push(local, Buffer.from(name), packed);
    list.push(central, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...list, end]);
}

const forms: readonly (readonly [string, () => Promise<FactsRead>])[] = [
  ['XML', () => readFactFile('vip.xml', once(Buffer.from(XML)))],
  ['a zip', () => readFactFile('vip.zip', once(zip(TABLES)))],
  [
    'a folder of tables',
    () =>
      Promise.resolve(
        readVipFolder(
          'vip',
          Object.entries(TABLES).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
        ),
      ),
  ],
];

it.each(forms)('a feed as %s tells hours, deadlines, places and candidates', async (_, read) => {
  const { facts, format, rejected } = await read();
  expect(rejected).toEqual([]);
  expect(format).toBe('vip');
  const of = (kind: string) => facts.find((fact) => fact.kind === kind);
  expect(of('hours')).toMatchObject({
    jurisdiction: 'US-GA',
    data: { date: '2020-11-03', open: '07:00', close: '19:00' },
  });
  expect(of('deadline')?.data).toEqual({ registration: '2020-10-05', request: '2020-10-30' });
  expect(of('method')).toMatchObject({
    jurisdiction: 'US-GA-Fulton',
    value:
      'Fulton (Georgia) has 2 polling places, 1 drop box, early voting from 2020-10-12 to 2020-10-30.',
    data: {
      allowed: ['in-person', 'early-in-person', 'drop-box'],
      stations: 2,
      early: ['2020-10-12', '2020-10-30'],
    },
  });
  expect(of('eligibility')).toMatchObject({
    race: 'US-GA governor 2020',
    data: { candidates: ['Ann Lee', 'Bob Ray'] },
  });
  expect(facts.map(({ known_at, source }) => [known_at, source?.name])).toContainEqual([
    '2020-10-01T12:00:00Z',
    'Example Board of Elections',
  ]);
});

it('a damaged zip is refused in words', async () => {
  const bytes = zip(TABLES);
  const { rejected } = await readFactFile('vip.zip', once(bytes.subarray(0, bytes.length - 30)));
  expect(rejected).toMatchObject([{ reason: expect.stringContaining('zip') as string }]);
});

it('a row that is cut off is rejected, and the rest of the feed is read', async () => {
  const tables = { ...TABLES, 'candidate.txt': 'id,ballot_name\ncan1,Ann Lee\ncan2\n' };
  const { facts, rejected } = await readFactFile('vip.zip', once(zip(tables)));
  expect(rejected).toMatchObject([
    { line: 3, reason: 'candidate.txt: has 1 columns where the header has 2' },
  ]);
  expect(facts.find(({ kind }) => kind === 'eligibility')?.data['candidates']).toEqual(['Ann Lee']);
});
