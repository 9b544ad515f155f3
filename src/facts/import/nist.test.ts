import { expect, it } from 'vitest';
import { FactBook } from '../fact-book.ts';
import type { FactsRead } from './read-file.ts';
import { readFactFile } from './read-file.ts';

async function* once(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
}

function read(text: string): Promise<FactsRead> {
  return readFactFile('report.xml', once(text));
}

/** Counts per county, as version 1 has them, and no total of the state. */
const counts = (a: number, b: number): string =>
  [a, b]
    .map(
      (
        count,
        index,
      ) => `<VoteCounts><GpUnitId>c${index}</GpUnitId><Type>election-day</Type><Count>${count}</Count></VoteCounts>
      <VoteCounts><GpUnitId>c${index}</GpUnitId><Type>absentee</Type><Count>1</Count></VoteCounts>`,
    )
    .join('');

const version1 = (status: string, more = ''): string => `<?xml version="1.0" encoding="UTF-8"?>
<ElectionReport xmlns="http://itl.nist.gov/ns/voting/1500-100/v1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Election>
    <CandidateCollection>
      <Candidate ObjectId="k1"><BallotName><Text Language="en">Ann Lee</Text></BallotName></Candidate>
      <Candidate ObjectId="k2"><BallotName><Text Language="en">Bob Ray</Text></BallotName></Candidate>
    </CandidateCollection>
    <ContestCollection>
      <Contest ObjectId="x1" xsi:type="CandidateContest">
        <BallotSelection ObjectId="s1" xsi:type="CandidateSelection"><VoteCountsCollection>${counts(60, 30)}</VoteCountsCollection><CandidateIds>k1</CandidateIds></BallotSelection>
        <BallotSelection ObjectId="s2" xsi:type="CandidateSelection"><VoteCountsCollection>${counts(20, 26)}</VoteCountsCollection><CandidateIds>k2</CandidateIds></BallotSelection>
        <ElectoralDistrictId>st</ElectoralDistrictId>
        <Name>Governor</Name><OfficeIds>o1</OfficeIds><VotesAllowed>1</VotesAllowed>
      </Contest>
      <Contest ObjectId="x2" xsi:type="BallotMeasureContest"><Name>Question 1</Name></Contest>
    </ContestCollection>
    <Name><Text Language="en">General Election</Text></Name>
    <StartDate>2020-11-03</StartDate><Type>general</Type>
  </Election>
  <GeneratedDate>2020-11-20T12:00:00-05:00</GeneratedDate>
  <GpUnitCollection>
    <GpUnit ObjectId="st" xsi:type="ReportingUnit"><ExternalIdentifiers><ExternalIdentifier><Type>ocd-id</Type><Value>ocd-division/country:us/state:ga</Value></ExternalIdentifier></ExternalIdentifiers><Name>Georgia</Name><Type>state</Type></GpUnit>
    <GpUnit ObjectId="c0" xsi:type="ReportingUnit"><Name>Fulton</Name><Type>county</Type></GpUnit>
    <GpUnit ObjectId="c1" xsi:type="ReportingUnit"><Name>Cobb</Name><Type>county</Type></GpUnit>
  </GpUnitCollection>
  <Issuer>Georgia Secretary of State</Issuer>${more}
  <OfficeCollection><Office ObjectId="o1"><Name><Text Language="en">Governor of Georgia</Text></Name></Office></OfficeCollection>
  <Status>${status}</Status>
</ElectionReport>`;

it('a certified report of version 1 certifies who has the most votes, counties added up', async () => {
  const { facts, format, rejected } = await read(version1('certified'));
  expect(format).toBe('nist-1500-100');
  expect(rejected).toMatchObject([
    { reason: expect.stringContaining('BallotMeasureContest') as string },
  ]);
  const certified = facts.find(({ kind }) => kind === 'certification');
  expect(certified).toMatchObject({
    jurisdiction: 'US-GA',
    race: 'US-GA governor 2020',
    data: {
      winner: 'Ann Lee',
      votes: 140,
      margin: 44,
      shares: { 'Ann Lee': 0.6571, 'Bob Ray': 0.3429 },
    },
    from: '2020-11-20T17:00:00Z',
    source: { name: 'Georgia Secretary of State' },
  });
  const ballot = facts.find(({ kind }) => kind === 'eligibility');
  expect(ballot?.data['candidates']).toEqual(['Ann Lee', 'Bob Ray']);
  expect(FactBook.from(facts).race('Georgia governor 2020', '2020-11-21')).toMatchObject({
    status: 'certified',
    winner: 'Ann Lee',
  });
});

it('an unofficial report certifies and calls nothing', async () => {
  const { facts } = await read(version1('unofficial-complete'));
  expect(facts.map(({ kind }) => kind)).toEqual(['eligibility']);
});

it('a test report holds no facts', async () => {
  const { facts, rejected } = await read(version1('certified', '<IsTest>true</IsTest>'));
  expect(facts).toEqual([]);
  expect(rejected).toMatchObject([{ field: 'IsTest' }]);
});

it('a report of version 2 in JSON names the winner whom officials name', async () => {
  const report = {
    '@type': 'ElectionResults.ElectionReport',
    Election: [
      {
        '@type': 'ElectionResults.Election',
        StartDate: '2020-11-03',
        Type: 'special',
        Candidate: [
          {
            '@type': 'ElectionResults.Candidate',
            '@id': 'k1',
            BallotName: { Text: [{ Content: 'Ann Lee', Language: 'en-US' }] },
            PostElectionStatus: 'winner',
          },
          {
            '@type': 'ElectionResults.Candidate',
            '@id': 'k2',
            BallotName: { Text: [{ Content: 'Bob Ray', Language: 'en-US' }] },
          },
        ],
        Contest: [
          {
            '@type': 'ElectionResults.CandidateContest',
            '@id': 'x1',
            Name: 'U.S. Senate',
            ElectionDistrictId: 'st',
            VotesAllowed: 1,
            ContestSelection: [
              {
                '@type': 'ElectionResults.CandidateSelection',
                CandidateIds: ['k1'],
                VoteCounts: [{ GpUnitId: 'st', Type: 'total', Count: 7 }],
              },
              { '@type': 'ElectionResults.CandidateSelection', CandidateIds: ['k2'] },
            ],
          },
        ],
      },
    ],
    GeneratedDate: '2020-11-08T12:00:00Z',
    GpUnit: [
      {
        '@type': 'ElectionResults.ReportingUnit',
        '@id': 'st',
        Type: 'state',
        ExternalIdentifier: [{ Type: 'ocd-id', Value: 'ocd-division/country:us/state:nc' }],
      },
    ],
    Issuer: 'North Carolina State Board of Elections',
    Status: 'unofficial-partial',
  };
  const { facts, format } = await readFactFile('report.json', once(JSON.stringify(report)));
  expect(format).toBe('nist-1500-100');
  const book = FactBook.from(facts);
  expect(book.race('US-NC senate 2020 special', '2020-11-09')).toMatchObject({
    status: 'called',
    winner: 'Ann Lee',
  });
});
