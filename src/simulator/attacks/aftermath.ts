import { APPS } from '../applications.ts';
import { originIn } from '../life/whereabouts.ts';
import type { AuditFacts, Change, Facts, SignInFacts } from '../facts.ts';
import { MINUTE } from '../zone.ts';
import type { AttackContext, Try } from './attack.ts';
import { attackStory } from './attack.ts';
import { attackClients } from './clients.ts';

/** What is done with the mailbox: hide what warns, or send copies out. Names are chosen to go unseen. */
const RULES: readonly Readonly<Record<string, string>>[] = [
  {
    Name: '.',
    SubjectOrBodyContainsWords: 'security alert;unusual sign-in;phishing;hacked;password',
    MoveToFolder: 'RSS Feeds',
    MarkAsRead: 'True',
    StopProcessingRules: 'True',
  },
  { Name: '..', DeleteMessage: 'True', MarkAsRead: 'True', StopProcessingRules: 'True' },
  {
    Name: 'sync',
    ForwardTo: 'archive-box@mailbox.example.net',
    MarkAsRead: 'True',
    StopProcessingRules: 'True',
  },
];

/** Rights that let an application read the mail without anyone present. */
const GREEDY_SCOPE = 'Mail.Read Mail.ReadWrite MailboxSettings.ReadWrite offline_access User.Read';

/** Template id of a built-in role; Microsoft Entra built-in roles reference. */
const GLOBAL_ADMINISTRATOR = '62e90394-69f5-4237-9190-012177145e10';

/** Whoever hides in such a network of the target's country stays there; others take a rented server. */
const HOUSEHOLDS: ReadonlySet<string> = new Set(['residential', 'mobile']);

/** A web session, then changes that keep and hide the access, within the hour. */
export function* aftermath(context: AttackContext, entry: Try, extent: string): Generator<Facts> {
  if (extent === 'none') return;
  const { random, account } = entry;
  const story = attackStory(context, 'aftermath');
  const from = entry.origin.network;
  const near =
    HOUSEHOLDS.has(from.kind) && from.place.country === context.organisation.place.country;
  const network = near ? from : random.pick(context.net.hosting);
  const origin = originIn(network, random);
  const [client = entry.client] = attackClients(near ? 'popular' : 'browser', entry.time, random);
  const session = random.uuid();
  let time = entry.time;
  const look = (
    application: SignInFacts['application'],
    proof: SignInFacts['proof'],
  ): SignInFacts => ({
    kind: 'sign-in',
    time: (time += random.between(1, 9) * MINUTE),
    account,
    origin,
    client,
    application,
    code: 0,
    interactive: proof === 'password',
    proof,
    session,
    story,
  });
  const alter = (change: Change): AuditFacts => ({
    kind: 'audit',
    time: (time += random.between(1, 12) * MINUTE),
    account,
    origin,
    userAgent: client.userAgent,
    change,
    story,
  });
  yield look(APPS.webMail, 'claim');
  yield alter({ operation: 'inbox-rule', parameters: random.pick(RULES) });
  if (extent !== 'full') return;
  yield look(APPS.securityInfo, 'claim');
  yield alter({ operation: 'security-info', method: 'Authenticator App with Code' });
  yield alter({
    operation: 'consent',
    application: { name: 'Mail Backup Assistant', id: random.uuid() },
    scope: GREEDY_SCOPE,
    administrator: false,
  });
  yield alter({
    operation: 'role-grant',
    target: account,
    role: 'Global Administrator',
    template: GLOBAL_ADMINISTRATOR,
  });
  yield look(APPS.sharePoint, 'claim');
}
