import type { Application } from './applications.ts';
import type { Client } from './devices.ts';
import type { Network } from './internet.ts';

/** A tenant of the directory. */
export interface Tenant {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
}

export interface Account {
  readonly tenant: Tenant;
  /** Principal name, lower case. */
  readonly name: string;
  readonly displayName: string;
  /** Directory object id; undefined for a name the directory does not know. */
  readonly id: string | undefined;
}

export interface Origin {
  readonly ip: string;
  readonly network: Network;
}

/** Whose doing it was: what a label says. Shared objects, one per mode and campaign step. */
export interface Story {
  readonly label: 'benign' | 'attack';
  /** Name of the attack mode or of the kind of ordinary life. */
  readonly mode: string;
  /** Which campaign; on attack records only. */
  readonly campaign?: string;
  readonly step?: Step;
}

/**
 * Where in an attack a record stands: an `attempt` that learnt nothing, a `hit` (the password was right and something
 * else stopped it), an `entry` (signed in), the `aftermath` with the stolen access.
 */
export type Step = 'attempt' | 'hit' | 'entry' | 'aftermath';

export type MfaResult = 'passed' | 'claim' | 'declined' | 'ignored';

/** One sign-in, before it is written in a vendor's format. */
export interface SignInFacts {
  readonly kind: 'sign-in';
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly account: Account;
  readonly origin: Origin;
  readonly client: Client;
  readonly application: Application;
  /** Result code; see `codes.ts`. */
  readonly code: number;
  readonly interactive: boolean;
  /** What was presented: a password, or a token or cookie from an earlier sign-in. */
  readonly proof: 'password' | 'claim';
  /** How the second factor went; absent when none was asked for. */
  readonly mfa?: MfaResult;
  readonly mfaMethod?: string;
  readonly session: string;
  /** Shared by the records of one sign-in that went through several steps. */
  readonly correlation?: string;
  readonly protocol?: 'ropc' | 'deviceCode';
  /** The provider's verdict at sign-in. */
  readonly risk?: { readonly level: 'low' | 'medium' | 'high'; readonly types: readonly string[] };
  readonly story: Story;
}

/**
 * How far a self-service reset got: a name was given, ways to prove it were offered, one was passed; or it was given up,
 * not passed, refused after too many, or not open to the account.
 */
export type ResetProgress =
  | 'named'
  | 'offered'
  | 'passed'
  | 'cancelled'
  | 'failed'
  | 'limited'
  | 'not-enabled';

/** What an audit record says was changed. */
export type Change =
  /** Exchange parameters, as its command line takes them. Only `o365` logs inbox rules. */
  | {
      readonly operation: 'inbox-rule';
      readonly parameters: Readonly<Record<string, string>>;
    }
  | { readonly operation: 'security-info'; readonly method: string }
  | { readonly operation: 'password-reset' }
  | { readonly operation: 'password-change' }
  /** A step of a self-service reset. The Office 365 log has only the reset itself. */
  | { readonly operation: 'reset-progress'; readonly progress: ResetProgress }
  /** An administrator sets a new password for somebody, who must change it. */
  | { readonly operation: 'administrator-reset'; readonly target: Account }
  /** The telephone number or address for recovery is replaced. */
  | { readonly operation: 'recovery-change'; readonly method: string }
  | {
      readonly operation: 'consent';
      readonly application: { readonly name: string; readonly id: string };
      readonly scope: string;
      readonly administrator: boolean;
    }
  | {
      readonly operation: 'role-grant';
      readonly target: Account;
      readonly role: string;
      /** Directory role template id. */
      readonly template: string;
    };

/** One change recorded by the directory or by Exchange, before it is written in a vendor's format. */
export interface AuditFacts {
  readonly kind: 'audit';
  readonly time: number;
  /** Who did it. */
  readonly account: Account;
  readonly origin: Origin;
  readonly userAgent: string;
  readonly change: Change;
  readonly story: Story;
}

export type Facts = SignInFacts | AuditFacts;
