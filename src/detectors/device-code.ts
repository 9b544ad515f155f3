import { NO_EVIDENCE } from './evidence.ts';
import type { Evidence, EvidenceSource, Sight } from './evidence.ts';

/**
 * A device-code sign-in hands the session to whoever showed the code. Few people ever use it, and those who do sit
 * beside the device: by an account that never did, from a stranger's network, it is phishing. How rare it is among the
 * organisation's own accounts is learnt (Beta-binomial).
 */
const PROTOCOL = /device.?code/i;

/** Share of intruders' sign-ins that take this way. */
const INTRUDERS = 0.3;
/** Share of the organisation's accounts that do; the prior weighs as much as so many accounts. */
const PRIOR_SHARE = 0.01;
const PRIOR_ACCOUNTS = 50;
const LEAST_SHARE = 0.002;

/** Users told apart per organisation. */
const MAX_USERS = 4096;

/** State: the names of who uses device codes at home, per organisation. */
type Users = Set<string>;

export const deviceCode: EvidenceSource = { name: 'device-code', weigh };

function weigh({ account, event, organisation, state, strangeness }: Sight): readonly Evidence[] {
  if (event.kind !== 'sign-in' || event.outcome !== 'in') return NO_EVIDENCE;
  if (!PROTOCOL.test(event.auth_protocol ?? '')) return NO_EVIDENCE;
  const key = 'device-code/organisation';
  const users = (state.get(organisation, key) as Users | undefined) ?? new Set<string>();
  if (strangeness <= 0) {
    if (users.size < MAX_USERS) users.add(account);
    state.set(organisation, key, users);
    return NO_EVIDENCE;
  }
  if (users.has(account)) return NO_EVIDENCE;
  const share = (users.size + PRIOR_SHARE * PRIOR_ACCOUNTS) / (users.size + PRIOR_ACCOUNTS);
  return [
    {
      name: 'device-code',
      detector: 'device-code',
      kind: 'phishing',
      weight: Math.log(INTRUDERS / Math.min(INTRUDERS, Math.max(LEAST_SHARE, share))),
      words: 'a device code, which the account never used before',
      isPart: true,
      action: 'device-code sign-in',
    },
  ];
}
