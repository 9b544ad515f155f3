/** A place in a rule file; both count from 1, columns in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One thing wrong, or doubtful, in what somebody wrote. An error keeps its rule from running; a warning does not. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** What was probably meant, or what to write instead. */
  readonly hint?: string;
  /** Title of the rule, when the text got far enough to have one. */
  readonly rule?: string;
}

/** A diagnostic before it knows its file and rule. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly at: Position;
  readonly message: string;
  readonly hint?: string;
}

export function error(at: Position, message: string, hint?: string): Problem {
  return { severity: 'error', at, message, ...(hint === undefined ? {} : { hint }) };
}

export function warning(at: Position, message: string, hint?: string): Problem {
  return { severity: 'warning', at, message, ...(hint === undefined ? {} : { hint }) };
}

export function diagnostic(finding: Problem, file: string, rule?: string): Diagnostic {
  const { severity, at, message, hint } = finding;
  return {
    severity,
    file,
    line: at.line,
    column: at.column,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(rule === undefined ? {} : { rule }),
  };
}

/** `file:line:column: severity: message (hint)`, as editors and terminals link it. */
export function formatDiagnostic(found: Diagnostic): string {
  const hint = found.hint === undefined ? '' : ` (${found.hint})`;
  return `${found.file}:${found.line}:${found.column}: ${found.severity}: ${found.message}${hint}`;
}
