import type { Command } from './command.ts';
import { claimsCommand } from './claims.ts';
import { decisionsCommand } from './decisions.ts';
import { factsCommand } from './facts.ts';
import { evaluateCommand } from './evaluate.ts';
import { predictionsCommand } from './predictions.ts';
import { ledgerCommand } from './ledger.ts';
import { explainCommand } from './explain.ts';
import { readCommand } from './read.ts';
import { rulesCommand } from './rules.ts';
import { scanCommand } from './scan.ts';
import { simulateCommand } from './simulate.ts';

/** Every command, in the order help shows them. */
export const COMMANDS: readonly Command[] = Object.freeze([
  scanCommand,
  readCommand,
  explainCommand,
  rulesCommand,
  factsCommand,
  claimsCommand,
  decisionsCommand,
  ledgerCommand,
  predictionsCommand,
  simulateCommand,
  evaluateCommand,
]);
