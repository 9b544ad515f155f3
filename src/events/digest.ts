import type { Audit, Event, Mail, SignIn } from './event.ts';

type Digest<E> = E extends Event ? Omit<E, 'raw' | 'aliases' | 'onDemand' | 'logsource'> : never;

/** What is done with an account, as the stages that remember keep it: without the vendor's record. */
export type EventDigest = Digest<SignIn | Audit>;

/** A message as they keep it. */
export type MailDigest = Digest<Mail>;

export type AnyDigest = EventDigest | MailDigest;
