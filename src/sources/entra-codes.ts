import type { Outcome, OutcomeRow, StoppedBy } from '../events/outcome.ts';

/**
 * What each AADSTS code tells whoever tried, as rungs of the outcome ladder. Meanings are in our own words. Facts from:
 * - Microsoft, "Microsoft Entra authentication and authorization error codes"
 *   (learn.microsoft.com/entra/identity-platform/reference-error-codes): codes, names and causes;
 * - the ep3p Sentinel watchlist `ResultType-SignInLogsErrorCodes` (MIT licence): which codes mean that the credentials
 *   were accepted before the sign-in was interrupted, and which are expired sessions and tokens.
 *
 * Judgements where those leave room:
 * - 50053 stands for a locked account and for a blocked address alike, on purpose: `locked` either way.
 * - 50055 and 50144 (expired password) and 50057 (disabled account) are answered only after the password was found
 *   right: `password-known`.
 * - 50078 (second factor too old) and the 7004x family come of a token already held: no attempt.
 * - 500011, 700016, 65001 and 50020 come after the credentials were accepted, but also when nobody typed any; they say
 *   nothing about the password by themselves.
 */
export interface EntraCode extends OutcomeRow {
  /** Microsoft's name of the error, which the unified audit log gives as `LogonError`. */
  readonly name?: string;
  /**
   * An interrupt that follows accepted credentials and refuses nothing ("keep me signed in?"). Whoever stops there got
   * in, if the same record shows that credentials were presented.
   */
  readonly afterCredentials?: true;
}

type Row = readonly [code: number, name: string, meaning: string];

function rows(outcome: Outcome, list: readonly Row[]): (readonly [string, EntraCode])[] {
  return list.map(([code, name, meaning]) => [String(code), { outcome, meaning, ...named(name) }]);
}

function stopped(by: StoppedBy, list: readonly Row[]): (readonly [string, EntraCode])[] {
  return list.map(([code, name, meaning]) => [
    String(code),
    { outcome: 'password-known', stopped_by: by, meaning, ...named(name) },
  ]);
}

function named(name: string): { readonly name?: string } {
  return name === '' ? {} : { name };
}

const ACCEPTED = rows('in', [[0, '', 'signed in']]);

const CREDENTIALS = [
  ...rows('user-unknown', [
    [50034, 'UserAccountNotFound', 'no such account in the directory'],
    [51004, 'UserAccountNotInDirectory', 'no such account in the directory'],
    [50014, 'GuestUserInPendingState', 'no such account: the guest has not accepted'],
    [16003, 'SsoUserAccountNotFoundInResourceTenant', 'the account is not in this tenant'],
  ]),
  ...rows('wrong-password', [
    [50126, 'InvalidUserNameOrPassword', 'wrong password'],
    [
      50056,
      'InvalidPasswordNoPassword',
      'wrong password: the directory holds none for the account',
    ],
    [50064, 'CredentialAuthenticationError', 'wrong user name or password'],
    [70002, 'InvalidClient', 'wrong application secret'],
    [7000215, 'InvalidClientSecretProvided', 'wrong application secret'],
    [700027, 'InvalidClientAssertion', 'application certificate did not verify'],
    [50012, 'AuthenticationFailed', 'certificate or client assertion did not verify'],
    [1200, '', 'the federation server refused the credentials'],
    [1201, '', 'the federation server refused the credentials'],
  ]),
  ...rows('locked', [
    [50053, 'IdsLocked', 'account locked, or the address is blocked as malicious'],
    [300030, '', 'account locked at the federation server (extranet lockout)'],
    [1210, '', 'account locked at the federation server (extranet lockout)'],
    [80015, '', 'account locked in the on-premises directory'],
  ]),
];

const RIGHT_BUT_STOPPED = [
  ...stopped('mfa', [
    [
      50074,
      'UserStrongAuthClientAuthNRequiredInterrupt',
      'right password, second factor not passed',
    ],
    [50076, 'UserStrongAuthClientAuthNRequired', 'right password, second factor required'],
    [500121, 'UserStrongAuthFailed', 'right password, second factor refused or not answered'],
    [50087, 'SasRetryableError', 'right password, second factor service failed'],
    [50088, '', 'right password, limit on telephone calls for the second factor reached'],
    [90072, 'PassThroughUserMfaError', 'the guest cannot meet the second factor of this tenant'],
  ]),
  ...stopped('mfa-enrolment', [
    [
      50072,
      'UserStrongAuthEnrollmentRequiredInterrupt',
      'right password, must enrol a second factor',
    ],
    [50079, 'UserStrongAuthEnrollmentRequired', 'right password, must enrol a second factor'],
    [
      53004,
      'ProofUpBlockedDueToRisk',
      'right password, enrolment of a second factor refused as risky',
    ],
    [
      53010,
      'ProofUpBlockedDueToSecurityInfoAcr',
      'right password, enrolment not allowed from here',
    ],
    [
      50125,
      'PasswordResetRegistrationRequiredInterrupt',
      'right password, must register recovery details',
    ],
  ]),
  ...stopped('conditional-access', [
    [53003, 'BlockedByConditionalAccess', 'right password, blocked by Conditional Access'],
    [50131, 'ConditionalAccessFailed', 'right password, blocked by Conditional Access'],
    [50005, 'DevicePolicyError', 'right password, device platform not allowed'],
    [530035, 'BlockedBySecurityDefaults', 'right password, blocked by security defaults'],
    [53002, 'ApplicationUsedIsNotAnApprovedApp', 'right password, application not approved'],
    [530021, '', 'right password, application does not meet Conditional Access'],
  ]),
  ...stopped('device', [
    [53000, 'DeviceNotCompliant', 'right password, device not compliant'],
    [530002, '', 'right password, device not compliant'],
    [530003, '', 'right password, device not managed'],
    [53001, 'DeviceNotDomainJoined', 'right password, device not joined to the domain'],
    [50097, 'DeviceAuthenticationRequired', 'right password, device must identify itself'],
    [50129, 'DeviceIsNotWorkplaceJoined', 'right password, device not registered'],
    [50155, 'DeviceAuthenticationFailed', 'right password, device could not identify itself'],
    [50187, 'DeviceInformationNotProvided', 'right password, device could not identify itself'],
    [50127, 'BrokerAppNotInstalled', 'right password, broker application missing'],
    [700003, '', 'right credentials, device unknown to the directory'],
  ]),
  ...stopped('risk', [
    [530032, '', 'right password, blocked because the account is at risk'],
    [530031, '', 'right password, blocked by Conditional Access for risk'],
    [53011, '', 'right password, blocked because the account is at risk in its home tenant'],
    [
      530034,
      'DelegatedAdminBlockedDueToSuspiciousActivity',
      'right password, administrator blocked as risky',
    ],
    [50135, 'PasswordChangeCompromisedPassword', 'right password, must be changed because of risk'],
  ]),
  ...stopped('expired-password', [
    [50055, 'InvalidPasswordExpiredPassword', 'right password, but expired'],
    [50144, 'InvalidPasswordExpiredOnPremPassword', 'right password, but expired on premises'],
  ]),
  ...stopped('disabled-account', [[50057, 'UserDisabled', 'the account is disabled']]),
  ...stopped('not-assigned', [
    [50105, 'EntitlementGrantsNotFound', 'right password, not assigned to the application'],
  ]),
  ...stopped('external-challenge', [
    [50158, 'ExternalSecurityChallenge', 'right password, sent to an external challenge'],
    [
      50161,
      'InvalidExternalSecurityChallengeConfiguration',
      'right password, external challenge not met',
    ],
  ]),
  ...stopped('logon-restriction', [
    [
      80012,
      'OnPremisePasswordValidationAccountLogonInvalidHours',
      'right password, outside logon hours',
    ],
  ]),
];

const NOT_ATTEMPTS = [
  ...rows('none', [
    [50058, 'UserInformationNotProvided', 'silent sign-in without a session'],
    [50078, 'UserStrongAuthExpired', 'second factor too old, must be repeated'],
    [50089, 'FlowTokenExpired', 'sign-in page left open too long'],
    [50132, 'SsoArtifactInvalidOrExpired', 'session expired or revoked'],
    [50133, 'SsoArtifactRevoked', 'session ended by a password change'],
    [50168, 'ChromeBrowserSsoInterruptRequired', 'single sign-on interrupt of the browser'],
    [50173, 'FreshTokenNeeded', 'token revoked, sign in again'],
    [50085, '', 'token of a social account must be renewed'],
    [500133, '', 'assertion outside its validity'],
    [65001, 'DelegationDoesNotExist', 'consent to the application is missing'],
    [70000, 'InvalidGrant', 'token not valid'],
    [70008, 'ExpiredOrRevokedGrant', 'token expired or revoked'],
    [70016, 'AuthorizationPending', 'device code not entered yet'],
    [70019, 'CodeExpired', 'device code expired'],
    [70043, 'BadTokenDueToSignInFrequency', 'token too old for the sign-in frequency policy'],
    [70044, '', 'session too old for the sign-in frequency policy'],
    [700082, 'ExpiredOrRevokedGrantInactiveToken', 'token expired after inactivity'],
    [700084, '', 'token of a single-page application expired'],
    [54005, '', 'authorisation code already used'],
    [16000, 'SelectUserAccount', 'account picker shown'],
    [16001, 'UserAccountSelectionInvalid', 'account picker shown again'],
    [16002, 'AppSessionSelectionInvalid', 'session asked for does not exist'],
    [51006, 'ForceReauthDueToInsufficientAuth', 'integrated Windows authentication asked for'],
    [
      81012,
      'DesktopSsoMismatchBetweenTokenUpnAndChosenUpn',
      'another account than the one of the device',
    ],
    [81010, 'DesktopSsoAuthTokenInvalid', 'seamless single sign-on ticket expired'],
    [1000000, 'UserNotBoundError', 'external identity not signed in yet'],
  ]),
  ...rows('refused', [
    [50020, 'UserUnauthorized', 'account of another tenant, not invited here'],
    [50011, 'InvalidReplyTo', 'application misconfigured: reply address'],
    [50001, 'InvalidResource', 'no such resource'],
    [500011, 'InvalidResourceServicePrincipalNotFound', 'resource not in this tenant'],
    [500212, 'NotAllowedByOutboundPolicyTenant', 'access to the other tenant not allowed'],
    [500213, 'NotAllowedByInboundPolicyTenant', 'access from the other tenant not allowed'],
    [50059, 'MissingTenantRealmAndNoUserInformationProvided', 'no tenant named in the request'],
    [50128, '', 'no such domain'],
    [65004, 'UserDeclinedConsent', 'the person declined consent'],
    [65005, 'MisconfiguredApplication', 'application misconfigured'],
    [650052, '', 'the organisation has no such service'],
    [7000112, 'UnauthorizedClientApplicationDisabled', 'application disabled'],
    [7000222, 'InvalidClientSecretExpiredKeysProvided', 'application secret expired'],
    [70001, 'UnauthorizedClient', 'application disabled'],
    [70011, 'InvalidScope', 'no such permission'],
    [70018, 'BadVerificationCode', 'wrong device code'],
    [700016, 'UnauthorizedClient_DoesNotMatchRequest', 'application not in this tenant'],
    [
      900941,
      'AdminConsentRequiredDueToRiskyApp',
      'an administrator must consent: application judged risky',
    ],
    [90094, 'AdminConsentRequired', 'an administrator must consent'],
    [90095, 'AdminConsentRequiredRequestAccess', 'an administrator must consent'],
    [90000, '', 'internal error of the service'],
    [90033, 'MsodsServiceUnavailable', 'directory not available'],
    [80001, 'OnPremiseStoreIsNotAvailable', 'on-premises directory not available'],
    [80002, 'OnPremisePasswordValidatorRequestTimedout', 'on-premises directory did not answer'],
    [
      80007,
      'OnPremisePasswordValidatorErrorOccurredOnPrem',
      'on-premises directory could not check the password',
    ],
    [
      80014,
      'OnPremisePasswordValidationAuthenticationAgentTimeout',
      'on-premises agent did not answer',
    ],
    [81004, 'DesktopSsoIdentityInTicketIsNotAuthenticated', 'seamless single sign-on failed'],
    [50196, 'LoopDetected', 'client asked too often for the same token'],
    [54000, 'MinorUserBlockedLegalAgeGroupRule', 'blocked by the age-group rule'],
  ]),
];

const AFTER_CREDENTIALS: readonly (readonly [string, EntraCode])[] = rows('none', [
  [50140, 'KmsiInterrupt', 'asked whether to stay signed in'],
  [50199, 'CmsiInterrupt', 'asked to confirm the application'],
]).map(([code, row]) => [code, { ...row, afterCredentials: true }]);

/** Every known code, as text without leading zeros. */
export const ENTRA_CODES: ReadonlyMap<string, EntraCode> = new Map([
  ...ACCEPTED,
  ...CREDENTIALS,
  ...RIGHT_BUT_STOPPED,
  ...NOT_ATTEMPTS,
  ...AFTER_CREDENTIALS,
]);

/** Code by Microsoft's error name in lower case, for records that give the name alone. */
export const ENTRA_CODE_BY_NAME: ReadonlyMap<string, string> = new Map(
  [...ENTRA_CODES].flatMap(([code, { name }]) =>
    name === undefined ? [] : [[name.toLowerCase(), code] as const],
  ),
);
