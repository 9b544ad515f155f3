import type { OutcomeRow } from '../events/outcome.ts';
import type { Attempt } from './attempt.ts';
import { NAME_OR_PASSWORD, NO_SUCH_USER, SIGNED_IN } from './attempt.ts';
import { isLegacyMechanism } from './mechanism.ts';

const CLIENT = String.raw`[^\s[\]]*\[([^\]\s]{1,64})\](?::(\d{1,5}))?`;

/** `warning: host[ip]: SASL LOGIN authentication failed: reason, sasl_username=name`; old versions give no name. */
const FAILED = new RegExp(
  `^(?:warning: )?${CLIENT}: SASL (\\S{1,64}) authentication (?:failed|failure): ?(.*)$`,
  's',
);
/** Written once for each message a signed-in client submits. */
const ACCEPTED = new RegExp(
  `^[0-9A-Za-z]{5,32}: client=${CLIENT}, sasl_method=([^,\\s]{1,64}), sasl_username=(.*)$`,
  's',
);

const NAME = ', sasl_username=';
const SENDER = ', sasl_sender=';

const REFUSED: OutcomeRow = {
  outcome: 'refused',
  meaning: 'the password could not be checked',
};

/** Reasons that say nothing of the password: the server's own troubles and clients that do not keep to the protocol. */
const UNCHECKED =
  /connection lost|temporary|no mechanism|invalid authentication mechanism|no worthy mech|bad protocol|cancel|aborted|internal|generic failure/i;
const NO_USER = /user not found|unknown user|no such user/i;

/** Postfix's SMTP server: each failed `AUTH`, and each message accepted from an authenticated client. */
export function postfixAttempt(message: string): Attempt | undefined {
  return failedAttempt(message) ?? acceptedMessage(message);
}

function failedAttempt(message: string): Attempt | undefined {
  const match = FAILED.exec(message);
  if (match === null) return undefined;
  const [, from = '', port, mechanism = '', rest = ''] = match;
  const at = rest.indexOf(NAME);
  const reason = at < 0 ? rest : rest.slice(0, at);
  const user = at < 0 ? '' : rest.slice(at + NAME.length);
  return { ...smtp(mechanism), user, row: failure(reason), from, port };
}

function acceptedMessage(message: string): Attempt | undefined {
  const match = ACCEPTED.exec(message);
  if (match === null) return undefined;
  const [, from = '', port, mechanism = '', rest = ''] = match;
  const at = rest.lastIndexOf(SENDER);
  return {
    ...smtp(mechanism),
    user: at < 0 ? rest : rest.slice(0, at),
    row: SIGNED_IN,
    from,
    port,
  };
}

function failure(reason: string): OutcomeRow {
  if (NO_USER.test(reason)) return NO_SUCH_USER;
  return UNCHECKED.test(reason) ? REFUSED : NAME_OR_PASSWORD;
}

function smtp(
  mechanism: string,
): Pick<Attempt, 'service' | 'auth_protocol' | 'is_legacy_protocol' | 'times'> {
  return {
    service: 'smtp',
    auth_protocol: 'SMTP AUTH',
    is_legacy_protocol: isLegacyMechanism(mechanism),
    times: 1,
  };
}
