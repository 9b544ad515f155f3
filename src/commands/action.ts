import type { OptionValues } from './command.ts';
import { UsageError } from './command.ts';

/**
 * The action a command was given, of those in `options`, each with the options it takes. Throws `UsageError` for another
 * action, and for an option that is of another action.
 */
export function chosenAction(
  command: string,
  action: string | undefined,
  options: Readonly<Record<string, readonly string[]>>,
  values: OptionValues,
): string {
  const allowed =
    action !== undefined && Object.hasOwn(options, action) ? options[action] : undefined;
  if (action === undefined || allowed === undefined) {
    const given = action === undefined ? '' : `, not "${action}"`;
    throw new UsageError(`say what to do: ${Object.keys(options).join(', ')}${given}`);
  }
  const stray = Object.keys(values).find((name) => !allowed.includes(name));
  if (stray !== undefined) throw new UsageError(`"${command} ${action}" takes no --${stray}`);
  return action;
}
