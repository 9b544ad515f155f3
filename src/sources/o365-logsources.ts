import type { LogSource } from '../events/logsource.ts';
import type { JsonObject } from '../lib/json.ts';
import { textAt } from '../lib/json.ts';

/** Services a record answers to beside `audit`, by workload in lower case: its own name and those of public rules. */
const SERVICES: ReadonlyMap<string, readonly string[]> = new Map([
  ['azureactivedirectory', ['azureactivedirectory']],
  ['exchange', ['exchange']],
  [
    'securitycompliancecenter',
    ['securitycompliancecenter', 'threat_management', 'threat_detection'],
  ],
  ['threatintelligence', ['threatintelligence', 'threat_management', 'threat_detection']],
  ['sharepoint', ['sharepoint']],
  ['onedrive', ['onedrive', 'sharepoint']],
  ['microsoftteams', ['microsoftteams', 'teams']],
]);

function sources(category: LogSource['category']): ReadonlyMap<string, LogSource> {
  return new Map(
    [...SERVICES, ['', []] as const].map(([workload, own]) => [
      workload,
      Object.freeze({
        category,
        product: 'm365',
        services: Object.freeze(['audit', ...own]),
      }),
    ]),
  );
}

const AUDIT = sources('audit');
const SIGN_IN = sources('authentication');

/** The shared object for a record's workload. */
export function o365Logsource(record: JsonObject, signIn: boolean): LogSource {
  const workload = textAt(record, 'Workload')?.toLowerCase() ?? '';
  const table = signIn ? SIGN_IN : AUDIT;
  return table.get(workload) ?? (table.get('') as LogSource);
}
