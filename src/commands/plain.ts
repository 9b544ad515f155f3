import { oneLine } from '../findings/explain.ts';
import { printableJson } from '../lib/printable.ts';
import type { Diagnostic } from '../rules/diagnostic.ts';
import { formatDiagnostic } from '../rules/diagnostic.ts';

/** Characters of one line about a rule; longer ones only repeat what its author wrote. */
const MAX_LINE = 1000;

/** Rules come from anywhere: what they say is shown without anything that could steer a terminal. */
export function diagnosticLine(found: Diagnostic): string {
  return oneLine(formatDiagnostic(found), MAX_LINE);
}

/** JSON text that is safe to print. */
export function jsonText(value: unknown): string {
  return printableJson(JSON.stringify(value, undefined, 2));
}

export function counted(count: number, word: string): string {
  return `${count.toLocaleString('en-GB')} ${word}${count === 1 ? '' : 's'}`;
}
