import { csvTable, rowProblem } from './csv-records.ts';
import { EXCERPT } from './limits.ts';
import type { RawRecords, Rejected } from './records.ts';
import { textOfBytes } from './text.ts';
import { VipFeed } from './vip.ts';
import { rowOfCells, typeOfTable } from './vip-row.ts';
import { readZip } from './zip.ts';

type Refused = Omit<Rejected, 'file'>;

/** Whether a file of a folder or zip is a table that facts are made of. */
export function isVipTable(name: string): boolean {
  return /\.(?:txt|csv)$/i.test(name) && VipFeed.WANTED.has(typeOfTable(name));
}

export function readVipZip(bytes: Buffer): RawRecords {
  const entries = readZip(bytes, isVipTable);
  if (!entries.ok) return refused(entries.error);
  if (entries.value.length === 0)
    return refused('the zip holds no tables of a VIP feed (election.txt, locality.txt …)');
  return readVipTables(entries.value);
}

export function readVipTables(
  tables: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): RawRecords {
  const feed = new VipFeed();
  const rejected: Refused[] = [];
  for (const { bytes, name } of tables) {
    const text = textOfBytes(bytes);
    if (!text.ok) {
      rejected.push({ ...text.error, reason: `${name}: ${text.error.reason}`, excerpt: '' });
      continue;
    }
    const { header, rows } = csvTable(text.value);
    for (const row of rows) {
      const wrong = rowProblem(row, header.length);
      const line = row.line + 1;
      if (wrong === undefined)
        feed.add(rowOfCells(typeOfTable(name), header, row.cells, { line, file: name }));
      else
        rejected.push({
          line,
          offset: row.start,
          reason: `${name}: ${wrong}`,
          excerpt: text.value.slice(row.start, row.start + EXCERPT),
        });
    }
  }
  const read = feed.records();
  return { records: read.records, rejected: [...rejected, ...read.rejected] };
}

function refused(reason: string): RawRecords {
  return { records: [], rejected: [{ line: 1, offset: 0, reason, excerpt: '' }] };
}
