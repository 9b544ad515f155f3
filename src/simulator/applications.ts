/** An application people sign in to, with the resource its tokens are for. First-party ids are Microsoft's own. */
export interface Application {
  readonly name: string;
  readonly id: string;
  readonly resource: string;
  readonly resourceId: string;
}

const GRAPH = ['Microsoft Graph', '00000003-0000-0000-c000-000000000000'] as const;
const EXCHANGE = ['Office 365 Exchange Online', '00000002-0000-0ff1-ce00-000000000000'] as const;
const SHAREPOINT = [
  'Office 365 SharePoint Online',
  '00000003-0000-0ff1-ce00-000000000000',
] as const;
const DIRECTORY = [
  'Windows Azure Active Directory',
  '00000002-0000-0000-c000-000000000000',
] as const;

function application(name: string, id: string, on: readonly [string, string]): Application {
  return Object.freeze({ name, id, resource: on[0], resourceId: on[1] });
}

/** An invented service: its own resource. */
function service(name: string, id: string): Application {
  return application(name, id, [name, id]);
}

export const APPS = Object.freeze({
  portal: application('OfficeHome', '4765445b-32c6-49b0-83e6-1d93765276ca', GRAPH),
  webMail: application('Outlook Web App', '89bee1f7-5e6e-4d8a-9f3d-ecd601259da7', EXCHANGE),
  exchange: application(EXCHANGE[0], EXCHANGE[1], EXCHANGE),
  sharePoint: application(SHAREPOINT[0], SHAREPOINT[1], SHAREPOINT),
  office: application('Microsoft Office', 'd3590ed6-52b3-4102-aeff-aad2292ab01c', GRAPH),
  outlookMobile: application('Outlook Mobile', '27922004-5251-4030-b22d-91ecd9a37ea4', EXCHANGE),
  teams: application('Microsoft Teams', '1fec8e78-bce4-4aaf-ab1b-5451cc387264', GRAPH),
  oneDrive: application('OneDrive SyncEngine', 'ab9b8c07-8f02-4f72-87fa-80105867a763', SHAREPOINT),
  windows: application('Windows Sign In', '38aa3b87-a06d-4817-b275-7a316988d93b', DIRECTORY),
  broker: application(
    'Microsoft Authentication Broker',
    '29d9ed98-a469-4536-ade2-f981bc1d605e',
    GRAPH,
  ),
  securityInfo: application('My Signins', '19db86c3-b2b9-44cc-b339-36da233a3be2', GRAPH),
  azurePortal: application('Azure Portal', 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c', [
    'Windows Azure Service Management API',
    '797f4846-ba00-4fd7-ba43-dac1f8f63013',
  ]),
  powerShell: application(
    'Azure Active Directory PowerShell',
    '1b730954-1685-4b74-9bfd-dac224a7b894',
    DIRECTORY,
  ),
} satisfies Record<string, Application>);

/** Invented line-of-business services, of which each person uses some. */
export const SERVICES: readonly Application[] = Object.freeze([
  service('Volunteer Rota', '5b2f6a0e-2f3c-4c7e-9a51-0d6f1f1f0a01'),
  service('Expenses', '5b2f6a0e-2f3c-4c7e-9a51-0d6f1f1f0a02'),
  service('Newsletter Studio', '5b2f6a0e-2f3c-4c7e-9a51-0d6f1f1f0a03'),
  service('Constituent Records', '5b2f6a0e-2f3c-4c7e-9a51-0d6f1f1f0a04'),
  service('Donation Desk', '5b2f6a0e-2f3c-4c7e-9a51-0d6f1f1f0a05'),
  service('Event Planner', '5b2f6a0e-2f3c-4c7e-9a51-0d6f1f1f0a06'),
  service('Payroll', '5b2f6a0e-2f3c-4c7e-9a51-0d6f1f1f0a07'),
  service('Print Shop', '5b2f6a0e-2f3c-4c7e-9a51-0d6f1f1f0a08'),
]);
