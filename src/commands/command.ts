import type { Readable } from 'node:stream';
import type { ParseArgsOptionsConfig } from 'node:util';

/** One row of the command table. */
export interface Command {
  readonly name: string;
  readonly usage: string;
  readonly purpose: string;
  readonly help: string;
  readonly options: ParseArgsOptionsConfig;
  /** Resolves to the exit status. Throws `UsageError` for a wrong command line. */
  run(values: OptionValues, positionals: readonly string[], io: CommandIo): Promise<number>;
}

export type OptionValues = Readonly<
  Record<string, string | boolean | readonly (string | boolean)[] | undefined>
>;

/** The world as a command sees it. */
export interface CommandIo {
  readonly stdin: Readable;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly now: () => number;
  /** Resolves when the user asks to end (Ctrl-C); from the first call on, that ends nothing by itself. */
  readonly interrupted: () => Promise<void>;
}

/** The command line is wrong; `message` says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export function stringOption(values: OptionValues, name: string): string | undefined {
  const value = values[name];
  if (value === '')
    throw new UsageError(`--${name} is given nothing; leave it out, or name something`);
  return typeof value === 'string' ? value : undefined;
}

export function listOption(values: OptionValues, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value.filter((member) => typeof member === 'string') : [];
}

/** A whole number of at least `least`. */
export function countOption(values: OptionValues, name: string, least: number): number | undefined {
  const text = stringOption(values, name);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!Number.isInteger(number) || number < least) {
    throw new UsageError(`--${name} takes a whole number of at least ${least}, not "${text}"`);
  }
  return number;
}
