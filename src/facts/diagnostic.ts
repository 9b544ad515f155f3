/** One thing wrong, or doubtful, in what somebody wrote. An error keeps a fact out; a warning does not. */
export interface FactDiagnostic {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
  /** The field it is about: `data.winner`. */
  readonly field?: string;
  readonly message: string;
  /** What was probably meant, or what to write instead. */
  readonly hint?: string;
}

/** The same before it knows its place. */
export interface FactProblem {
  readonly severity: 'error' | 'warning';
  readonly field?: string;
  readonly message: string;
  readonly hint?: string;
}

export function problem(
  severity: FactProblem['severity'],
  field: string | undefined,
  message: string,
  hint?: string,
): FactProblem {
  return {
    severity,
    message,
    ...(field === undefined ? {} : { field }),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** `file:line: severity: field: message (hint)`. */
export function formatFactDiagnostic(found: FactDiagnostic): string {
  const field = found.field === undefined ? '' : `${found.field}: `;
  const hint = found.hint === undefined ? '' : ` (${found.hint})`;
  return `${found.file}:${found.line}: ${found.severity}: ${field}${found.message}${hint}`;
}
