/**
 * Where a record comes from, in Sigma's terms (Sigma 2.1.0, appendix taxonomy). A rule's `logsource` selects events
 * whose log source has every part the rule names. Sources share one frozen object per kind of record, so that the
 * set of rules for it is looked up by identity.
 */
export interface LogSource {
  /** `authentication` for sign-ins, `email` for messages, `claim` for what texts say, `audit` for everything else: what rules over normalised fields name. */
  readonly category: 'authentication' | 'audit' | 'email' | 'claim';
  readonly product: string;
  /** One record may answer to several service names, as an Exchange record does to `exchange` and `audit`. */
  readonly services: readonly string[];
}
