import { duo } from './duo.ts';
import { ecs } from './ecs.ts';
import { entraAudit } from './entra-audit.ts';
import { entraRisk } from './entra-risk.ts';
import { entraSignin } from './entra-signin.ts';
import { googleWorkspace } from './google-workspace.ts';
import { journald } from './journald.ts';
import { mail } from './mail.ts';
import { mailGmail } from './mail-gmail.ts';
import { mailGraph } from './mail-graph.ts';
import { o365Audit } from './o365-audit.ts';
import { ocsf } from './ocsf.ts';
import { okta } from './okta.ts';
import type { Source } from './source.ts';
import { syslog } from './syslog.ts';
import { windowsSecurity } from './windows-security.ts';

/** Every source. They claim disjoint records, so the order decides only which is asked first. */
export const SOURCES: readonly Source[] = Object.freeze([
  entraSignin,
  entraAudit,
  entraRisk,
  o365Audit,
  googleWorkspace,
  okta,
  duo,
  windowsSecurity,
  syslog,
  journald,
  ocsf,
  ecs,
  mail,
  mailGraph,
  mailGmail,
]);
