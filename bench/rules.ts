import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

type Search = Readonly<Record<string, string | number | boolean | readonly (string | number)[]>>;

/**
 * Fifty rules as people write them for Entra sign-ins: the vendor's own columns (in Log Analytics' names, which simulated
 * records answer to by their aliases), one or two tests each, a quarter with an exception, a quarter with substrings.
 * Hardly any record matches: a pack that matches often measures findings, not rules.
 */
const SEARCHES: readonly (readonly [search: Search, exception?: Search])[] = [
  ...[50053, 50057, 53003, 50105, 50034, 50140, 70049, 81010, 50135, 90072].map(
    (code): readonly [Search] => [{ ResultType: code, AppDisplayName: `Payroll ${code % 7}` }],
  ),
  ...[
    'azurehound',
    'python-requests',
    'axios/',
    'go-http-client',
    'curl/',
    'okhttp',
    'fasthttp',
  ].map((agent): readonly [Search] => [{ 'UserAgent|contains': agent, ResultType: 0 }]),
  ...['KP', 'AQ', 'SJ', 'TK', 'BV', 'HM'].map((country): readonly [Search, Search] => [
    { 'LocationDetails.countryOrRegion': country, 'Status|contains': 'Success' },
    { 'UserPrincipalName|endswith': `@branch-${country.toLowerCase()}.example.org` },
  ]),
  ...['Azure Portal', 'Graph Explorer', 'Microsoft Azure CLI', 'Microsoft Azure PowerShell'].map(
    (app): readonly [Search, Search] => [
      { AppDisplayName: app, AuthenticationRequirement: 'singleFactorAuthentication' },
      { 'DeviceDetail.isManaged': true },
    ],
  ),
  ...['anonymizedIPAddress', 'unfamiliarFeatures', 'leakedCredentials', 'maliciousIPAddress'].map(
    (risk): readonly [Search] => [{ RiskEventTypes_V2: risk, RiskLevelDuringSignIn: 'high' }],
  ),
  ...['admin', 'root', 'service', 'backup', 'sql', 'test', 'scan', 'fax', 'kiosk'].map(
    (name): readonly [Search] => [
      { 'UserPrincipalName|startswith': `${name}.`, ClientAppUsed: ['IMAP4', 'POP3'] },
    ],
  ),
  ...['198.51.100.0/24', '203.0.113.0/25', '192.0.2.128/26', '2001:db8:ffff::/48'].map(
    (network): readonly [Search] => [{ 'IPAddress|cidr': network, IsInteractive: true }],
  ),
  ...['Workplace Joined', 'Hybrid joined', 'Unknown'].map((trust): readonly [Search] => [
    { 'DeviceDetail.trusttype': trust, ResourceDisplayName: 'Device Registration Service' },
  ]),
  ...['MFA denied', 'fraud', 'blocked'].map((said): readonly [Search] => [
    { 'status.additionalDetails|contains': said, ResultType: 500121, AppId: 'a1' },
  ]),
];

/** A folder with the rules, for `--packs`. */
export function fiftyRules(): string {
  const folder = join(tmpdir(), 'scrutineer-bench-rules');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const documents = SEARCHES.map(([search, exception], index) =>
    stringify({
      title: `Benchmark rule ${index + 1}`,
      id: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
      status: 'test',
      logsource: { product: 'azure', service: 'signinlogs' },
      detection: {
        selection: search,
        ...(exception !== undefined && { exception }),
        condition: exception === undefined ? 'selection' : 'selection and not exception',
      },
      level: 'low',
    }),
  );
  writeFileSync(join(folder, 'rules.yml'), documents.join('---\n'));
  return folder;
}
