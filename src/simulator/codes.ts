/**
 * The result codes the simulator writes, with the words the vendor's logs carry. Codes and reasons: Microsoft Entra
 * authentication error reference. `logonError` is the name Office 365 gives the same code; it has none for interrupts
 * of a sign-in that goes on.
 */
export interface Code {
  readonly reason: string;
  readonly logonError?: string;
}

export const CODES: ReadonlyMap<number, Code> = new Map<number, Code>([
  [0, { reason: 'Other.' }],
  [
    50034,
    {
      reason: 'The user account does not exist in the directory.',
      logonError: 'UserAccountNotFound',
    },
  ],
  [
    50053,
    {
      reason:
        "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.",
      logonError: 'IdsLocked',
    },
  ],
  [
    50055,
    {
      reason: 'Invalid password, entered expired password.',
      logonError: 'InvalidPasswordExpiredPassword',
    },
  ],
  [
    50058,
    {
      reason: 'Session information is not sufficient for single-sign-on.',
      logonError: 'UserInformationNotProvided',
    },
  ],
  [
    50072,
    {
      reason: 'User needs to enroll for second factor authentication (interactive).',
      logonError: 'UserStrongAuthEnrollmentRequiredInterrupt',
    },
  ],
  [
    50074,
    {
      reason: 'Strong Authentication is required.',
      logonError: 'UserStrongAuthClientAuthNRequiredInterrupt',
    },
  ],
  [
    50076,
    {
      reason:
        'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
      logonError: 'UserStrongAuthClientAuthNRequired',
    },
  ],
  [
    50126,
    {
      reason: 'Invalid username or password or Invalid on-premise username or password.',
      logonError: 'InvalidUserNameOrPassword',
    },
  ],
  [
    50132,
    {
      reason: 'Session is invalid due to expiration or recent password change.',
      logonError: 'SsoArtifactInvalidOrExpired',
    },
  ],
  [
    50133,
    {
      reason: 'Session is invalid due to expiration or recent password change.',
      logonError: 'SsoArtifactRevoked',
    },
  ],
  [
    50140,
    {
      reason:
        "This error occurred due to 'Keep me signed in' interrupt when the user was signing-in.",
    },
  ],
  [
    50173,
    {
      reason: 'Fresh auth token is needed. Have the user re-sign using fresh credentials.',
      logonError: 'FreshTokenNeeded',
    },
  ],
  [
    53003,
    {
      reason: 'Access has been blocked due to conditional access policies.',
      logonError: 'BlockedByConditionalAccess',
    },
  ],
  [
    65001,
    {
      reason:
        "Application X doesn't have permission to access application Y or the permission has been revoked.",
      logonError: 'DelegationDoesNotExist',
    },
  ],
  [
    70043,
    {
      reason:
        'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.',
      logonError: 'BadTokenDueToSignInFrequency',
    },
  ],
  [
    70044,
    {
      reason:
        'The session has expired or is invalid due to sign-in frequency checks by conditional access.',
      logonError: 'UserSessionExpired',
    },
  ],
  [
    90033,
    {
      reason: 'A transient error has occurred. Please try again.',
      logonError: 'MsodsServiceUnavailable',
    },
  ],
  [
    500121,
    {
      reason: 'Authentication failed during strong authentication request.',
      logonError: 'AuthenticationFailedDuringStrongAuthenticationRequest',
    },
  ],
  [
    700082,
    {
      reason: 'The refresh token has expired due to inactivity.',
      logonError: 'ExpiredOrRevokedGrantInactiveToken',
    },
  ],
]);

/** Codes after which the sign-in did not finish because something beside the password was asked for. */
export const MFA_CODES: ReadonlySet<number> = new Set([50072, 50074, 50076, 500121]);
