/** SASL mechanisms that prove an identity given elsewhere, where a second factor may have been asked for. */
const DELEGATED = /^(?:XOAUTH2?|OAUTHBEARER|EXTERNAL|GSSAPI|GSS-SPNEGO|OPENID20|SAML20)$/i;

/** Whether a mail client signed in by password alone, so that no second factor can be asked for. */
export function isLegacyMechanism(mechanism: string): boolean {
  return !DELEGATED.test(mechanism);
}
