import { expect, it } from 'vitest';
import type { GazetteerRead } from './read-gazetteer.ts';
import { readGazetteerFile } from './read-gazetteer.ts';

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

function read(text: string): Promise<GazetteerRead> {
  return readGazetteerFile(once(text));
}

it('each wrong line of NDJSON or CSV is named, and costs no other', async () => {
  expect(
    await read('{"name":"Ann Lee","kind":"candidate"}\nnot json\n{"kind":"party"}\n'),
  ).toMatchObject({
    format: 'ndjson',
    entries: [{ name: 'Ann Lee' }],
    rejected: [{ line: 2 }, { line: 3, reason: expect.stringContaining('name') as string }],
  });
  expect(
    await read('Name,Kind,Aliases\nAnn Lee,candidate,Annie Lee|A. Lee\n"Bob,party\n'),
  ).toMatchObject({
    format: 'table',
    entries: [{ name: 'Ann Lee', aliases: ['Annie Lee', 'A. Lee'] }],
    rejected: [{ line: 3 }],
  });
});

const NIST = `<ElectionReport xmlns:xsi="x">
  <Election>
    <CandidateCollection>
      <Candidate ObjectId="k1"><BallotName><Text Language="en">Ann Lee</Text></BallotName><PartyId>p1</PartyId><PersonId>h1</PersonId></Candidate>
      <Candidate ObjectId="k2"><BallotName><Text Language="en">Bob Ray</Text></BallotName></Candidate>
    </CandidateCollection>
    <ContestCollection>
      <Contest ObjectId="x1" xsi:type="CandidateContest">
        <BallotSelection ObjectId="s1" xsi:type="CandidateSelection"><CandidateIds>k1 k2</CandidateIds></BallotSelection>
        <ElectoralDistrictId>st</ElectoralDistrictId><Name>Governor</Name>
      </Contest>
    </ContestCollection>
    <StartDate>2020-11-03</StartDate><Type>general</Type>
  </Election>
  <GpUnitCollection><GpUnit ObjectId="st" xsi:type="ReportingUnit"><ExternalIdentifiers><ExternalIdentifier><Type>ocd-id</Type><Value>ocd-division/country:us/state:ga</Value></ExternalIdentifier></ExternalIdentifiers><Name>Georgia</Name><Type>state</Type></GpUnit></GpUnitCollection>
  <PartyCollection><Party ObjectId="p1"><Abbreviation>PUR</Abbreviation><Name><Text Language="en">Purple Party</Text></Name></Party></PartyCollection>
  <PersonCollection><Person ObjectId="h1"><FullName><Text Language="en">Annabel Lee</Text></FullName><Nickname>Nan</Nickname></Person></PersonCollection>
</ElectionReport>`;

it('an election results report gives candidates with place, race and party, two on one ticket each', async () => {
  const { entries, format, rejected } = await read(NIST);
  expect({ format, rejected }).toEqual({ format: 'nist-1500-100', rejected: [] });
  expect(entries).toMatchObject([
    {
      name: 'Ann Lee',
      kind: 'candidate',
      aliases: ['Annabel Lee', 'Nan Lee'],
      party: 'Purple Party',
      jurisdiction: 'US-GA',
      race: 'US-GA governor 2020',
    },
    { name: 'Bob Ray', jurisdiction: 'US-GA' },
    { name: 'Purple Party', kind: 'party', weak_aliases: ['PUR'] },
  ]);
});

const VIP = `<VipObject schemaVersion="5.2">
  <Source id="so"><Name>Office</Name></Source>
  <Election id="e"><Date>2020-11-03</Date><StateId>st</StateId></Election>
  <State id="st"><Name>Georgia</Name></State>
  <ElectoralDistrict id="ed"><ExternalIdentifiers><ExternalIdentifier><Type>ocd-id</Type><Value>ocd-division/country:us/state:ga</Value></ExternalIdentifier></ExternalIdentifiers><Name>Georgia</Name><Type>state</Type></ElectoralDistrict>
  <Party id="p"><Name><Text language="en">Purple Party</Text></Name><Abbreviation>PUR</Abbreviation></Party>
  <Person id="h"><FirstName>Ann</FirstName><LastName>Lee</LastName></Person>
  <Candidate id="c"><BallotName><Text language="en">Ann Lee</Text></BallotName><PartyId>p</PartyId><PersonId>h</PersonId></Candidate>
  <CandidateSelection id="s"><CandidateIds>c</CandidateIds></CandidateSelection>
  <CandidateContest id="x"><BallotSelectionIds>s</BallotSelectionIds><ElectoralDistrictId>ed</ElectoralDistrictId><Name>Governor</Name></CandidateContest>
</VipObject>`;

it('a feed of the Voting Information Project gives the same', async () => {
  expect(await read(VIP)).toMatchObject({
    format: 'vip',
    entries: [
      { name: 'Ann Lee', party: 'Purple Party', jurisdiction: 'US-GA' },
      { name: 'Purple Party', kind: 'party' },
    ],
    rejected: [],
  });
});

it('what is none of these says so', async () => {
  expect((await read('<html></html>')).rejected[0]?.reason).toContain('neither an ElectionReport');
  expect((await read('a,b\n1,2\n')).rejected[0]?.reason).toContain('no column "name"');
  expect((await read('<ElectionReport><a>')).rejected[0]?.reason).toContain('XML');
});
