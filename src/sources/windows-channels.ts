import type { LogSource } from '../events/logsource.ts';

/** Sigma's service name of each channel (Sigma 2.1.0, appendix taxonomy, "Windows Folder: Service"). */
const SERVICE_OF_CHANNEL: Readonly<Record<string, string>> = {
  application: 'application',
  'dns server': 'dns-server',
  'microsoft-windows-applocker/exe and dll': 'applocker',
  'microsoft-windows-applocker/msi and script': 'applocker',
  'microsoft-windows-applocker/packaged app-deployment': 'applocker',
  'microsoft-windows-applocker/packaged app-execution': 'applocker',
  'microsoft-windows-bits-client/operational': 'bits-client',
  'microsoft-windows-codeintegrity/operational': 'codeintegrity-operational',
  'microsoft-windows-dhcp-server/operational': 'dhcp',
  'microsoft-windows-dns client events/operational': 'dns-client',
  'microsoft-windows-dns-server/analytical': 'dns-server-analytic',
  'microsoft-windows-dns-server/audit': 'dns-server-audit',
  'microsoft-windows-ldap-client/debug': 'ldap',
  'microsoft-windows-lsa/operational': 'lsa-server',
  'microsoft-windows-ntlm/operational': 'ntlm',
  'microsoft-windows-powershell/operational': 'powershell',
  'microsoft-windows-smbclient/security': 'smbclient-security',
  'microsoft-windows-sysmon/operational': 'sysmon',
  'microsoft-windows-taskscheduler/operational': 'taskscheduler',
  'microsoft-windows-terminalservices-localsessionmanager/operational':
    'terminalservices-localsessionmanager',
  'microsoft-windows-windows defender/operational': 'windefend',
  'microsoft-windows-windows firewall with advanced security/firewall': 'firewall-as',
  'microsoft-windows-wmi-activity/operational': 'wmi',
  'msexchange management': 'msexchange-management',
  'openssh/operational': 'openssh',
  security: 'security',
  system: 'system',
  'windows powershell': 'powershell-classic',
};

const SERVICES: ReadonlyMap<string, string> = new Map(Object.entries(SERVICE_OF_CHANNEL));

const AUDIT: ReadonlyMap<string, LogSource> = new Map(
  [...new Set(SERVICES.values())].map((service) => [service, logSource('audit', [service])]),
);

const UNLISTED = logSource('audit', []);

export const WINDOWS_SIGN_IN = logSource('authentication', ['security']);

/** The log source of an event that is no sign-in; a channel Sigma has no name for has no service. */
export function windowsAudit(channel: string): LogSource {
  return AUDIT.get(SERVICES.get(channel.toLowerCase()) ?? '') ?? UNLISTED;
}

function logSource(category: LogSource['category'], services: readonly string[]): LogSource {
  return Object.freeze({ category, product: 'windows', services: Object.freeze(services) });
}
