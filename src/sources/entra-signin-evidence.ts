import { textAt } from '../lib/json.ts';
import { stepFacts } from './entra-mfa.ts';
import type { StepFacts } from './entra-mfa.ts';
import { resultCode, successFlag } from './entra-outcome.ts';
import type { Evidence } from './entra-outcome.ts';
import type { EntraRecord } from './entra-record.ts';

export function codeOf(record: EntraRecord): string | undefined {
  const status = record.object('status');
  return resultCode(textAt(status, 'errorCode')) ?? resultCode(record.text('resultType'));
}

/** What a record says of how the sign-in ended, read as far as it is needed. */
export class SignInEvidence implements Evidence {
  readonly #record: EntraRecord;
  readonly #code: string | undefined;
  #steps: StepFacts | undefined;

  constructor(record: EntraRecord, code: string | undefined) {
    this.#record = record;
    this.#code = code;
  }

  get steps(): StepFacts {
    this.#steps ??= stepFacts(this.#record.list('authenticationDetails'));
    return this.#steps;
  }

  get code(): string | undefined {
    return this.#code ?? (this.success === true ? '0' : undefined);
  }

  get success(): boolean | undefined {
    const record = this.#record;
    return successFlag(record.text('resultType')) ?? successFlag(record.text('resultSignature'));
  }

  get reason(): string | undefined {
    if (this.#code === '0') return undefined;
    const record = this.#record;
    const reason =
      textAt(record.object('status'), 'failureReason') ?? record.text('resultDescription');
    return reason === undefined || /^other\.?$/i.test(reason) ? undefined : reason;
  }

  get passwordRight(): boolean {
    return this.steps.passwordRight;
  }

  get fromToken(): boolean {
    if (this.steps.fromToken) return true;
    const incoming = this.#record.text('incomingTokenType')?.toLowerCase() ?? 'none';
    return incoming !== 'none' && !this.steps.passwordRight;
  }
}
