import { expect, it } from 'vitest';
import { adviceFor } from './advice.ts';

it.each([
  ['<?xml version="1.0"?><Events>', /XML.*as JSON/],
  ['Record 1\n<?xml version="1.0"?><Event>', /XML.*as JSON/],
  ['__CURSOR=s=1\n__REALTIME_TIMESTAMP=1772524800000000\n', /journalctl -o json/],
  ['data: {"__CURSOR":"s","__REALTIME_TIMESTAMP":"1"}\n', /journalctl -o json/],
  ['Tue 2026-11-03 08:00:00 CET host sshd[1]: x\n', /-o short-iso/],
  ['1772524800.123456 host sshd[1]: x\n', /-o short-iso/],
  ['{"tables":[{"name":"PrimaryResult","columns":[]}]}', /az monitor/],
  ['ser",\n  "appId": "x",\n  "status": {\n    "errorCode": 0\n  }\n},\n', /without its beginning/],
  ['x",3,4,5,6,7\n1,2,3,4,5,6\n1,2,3,4,5,6\n', /names its columns/],
  ['PK\u0003\u0004', /binary/],
  ['{"error": {"code": "Forbidden"}}', /error that an API gave/],
  ['Keywords,Date and Time,Source,Event ID,Task Category\r\n', /Event Viewer/],
])('advises on %j', (head, advice) => {
  expect(adviceFor(head)).toMatch(advice);
});

it('takes no CSV for a part of one', () => {
  const rows = 'a,b,c,d,e,f\n1,2,3,4,5,6\n1,2,3,4,5,6\n';
  expect(adviceFor(rows)).toMatch(/names its columns/);
  expect(adviceFor(rows, true)).toBeUndefined();
});

it.each([
  'Nov  3 08:00:00 host app: something, or other, with, some, commas, here\n',
  '{"a": 1, "b": 2, "c": 3, "d": 4}\n',
])('has none on %j', (head) => {
  expect(adviceFor(head)).toBeUndefined();
});
