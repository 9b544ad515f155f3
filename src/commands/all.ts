import type { Command } from './command.ts';
import { scanCommand } from './scan.ts';

/** Every command, in the order help shows them. */
export const COMMANDS: readonly Command[] = Object.freeze([scanCommand]);
