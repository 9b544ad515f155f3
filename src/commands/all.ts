import type { Command } from './command.ts';
import { rulesCommand } from './rules.ts';
import { scanCommand } from './scan.ts';
import { simulateCommand } from './simulate.ts';

/** Every command, in the order help shows them. */
export const COMMANDS: readonly Command[] = Object.freeze([
  scanCommand,
  rulesCommand,
  simulateCommand,
]);
