import { unreachable } from '../../lib/assert.ts';
import type { Account, AuditFacts, Change, ResetProgress } from '../facts.ts';

interface Property {
  readonly displayName: string;
  readonly oldValue: string | null;
  readonly newValue: string;
}

interface Target {
  readonly id: string | null;
  readonly displayName: string | null;
  readonly type: 'User' | 'ServicePrincipal';
  readonly userPrincipalName: string | null;
  readonly groupType: null;
  readonly modifiedProperties: readonly Property[];
}

/** A change as the directory's own audit log words it. */
export interface DirectoryChange {
  readonly activity: string;
  readonly category: string;
  readonly service: string;
  readonly type: string;
  readonly reason: string;
  /** Only where it failed. */
  readonly failed?: boolean;
  readonly target: Target;
}

function user(account: Account, modifiedProperties: readonly Property[] = []): Target {
  return {
    id: account.id ?? null,
    displayName: account.displayName,
    type: 'User',
    userPrincipalName: account.name,
    groupType: null,
    modifiedProperties,
  };
}

/** Values in `modifiedProperties` are JSON within JSON. */
function property(displayName: string, newValue: string): Property {
  return { displayName, oldValue: null, newValue: JSON.stringify(newValue) };
}

/** Undefined for what the directory does not log: inbox rules are Exchange's. */
export function directoryChange(facts: AuditFacts): DirectoryChange | undefined {
  const { change, account } = facts;
  switch (change.operation) {
    case 'inbox-rule':
      return undefined;
    case 'security-info':
      return {
        activity: 'User registered security info',
        category: 'UserManagement',
        service: 'Authentication Methods',
        type: 'Add',
        reason: `User registered ${change.method}`,
        target: user(account),
      };
    case 'password-reset':
      return {
        activity: 'Reset password (self-service)',
        category: 'UserManagement',
        service: 'Self-service Password Management',
        type: 'Update',
        reason: 'Successfully completed reset.',
        target: user(account),
      };
    case 'password-change':
      return {
        activity: 'Change password (self-service)',
        category: 'UserManagement',
        service: 'Self-service Password Management',
        type: 'Update',
        reason: '',
        target: user(account),
      };
    case 'reset-progress':
      return progress(account, change.progress);
    case 'administrator-reset':
      return {
        activity: 'Reset password (by admin)',
        category: 'UserManagement',
        service: 'Self-service Password Management',
        type: 'Update',
        reason: 'Successfully completed reset.',
        target: user(change.target),
      };
    case 'recovery-change':
      return {
        activity: 'User updated security info',
        category: 'UserManagement',
        service: 'Authentication Methods',
        type: 'Update',
        reason: `User updated ${change.method}`,
        target: user(account),
      };
    case 'consent':
      return consent(change);
    case 'role-grant':
      return {
        activity: 'Add member to role',
        category: 'RoleManagement',
        service: 'Core Directory',
        type: 'Assign',
        reason: '',
        target: user(change.target, [
          property('Role.DisplayName', change.role),
          property('Role.TemplateId', change.template),
        ]),
      };
    default:
      return unreachable(change);
  }
}

/** Reasons as the audit log words them. */
const PROGRESS: Readonly<Record<ResetProgress, readonly [reason: string, failed: boolean]>> = {
  named: ['User submitted their user ID', false],
  offered: ['User was presented with verification options', false],
  passed: ['User successfully passed the required authentication methods', false],
  cancelled: ['User cancelled before passing the required authentication methods', true],
  failed: ['User failed to pass the required authentication methods', true],
  limited: ['User exceeded the number of password reset attempts in 24 hours', true],
  'not-enabled': ['Password reset is not enabled for this user', true],
};

function progress(account: Account, step: ResetProgress): DirectoryChange {
  const [reason, failed] = PROGRESS[step];
  return {
    activity:
      step === 'limited'
        ? 'Blocked from self-service password reset'
        : 'Self-service password reset flow activity progress',
    category: 'UserManagement',
    service: 'Self-service Password Management',
    type: 'Update',
    reason,
    failed,
    target: user(account),
  };
}

function consent(change: Extract<Change, { readonly operation: 'consent' }>): DirectoryChange {
  return {
    activity: 'Consent to application',
    category: 'ApplicationManagement',
    service: 'Core Directory',
    type: 'Assign',
    reason: '',
    target: {
      id: change.application.id,
      displayName: change.application.name,
      type: 'ServicePrincipal',
      userPrincipalName: null,
      groupType: null,
      modifiedProperties: [
        property('ConsentContext.IsAdminConsent', change.administrator ? 'True' : 'False'),
        property('ConsentContext.IsAppOnly', 'False'),
        property('ConsentContext.OnBehalfOfAll', change.administrator ? 'True' : 'False'),
        property('ConsentAction.Permissions', permissions(change)),
      ],
    },
  };
}

/** How the vendor writes a grant: old list, arrow, new list. */
export function permissions(change: Extract<Change, { readonly operation: 'consent' }>): string {
  const type = change.administrator ? 'AllPrincipals' : 'Principal';
  return `[] => [[ClientId: ${change.application.id}, ConsentType: ${type}, Scope: ${change.scope}]]; `;
}
