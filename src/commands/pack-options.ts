import type { PackOptions } from '../packs.ts';
import type { OptionValues } from './command.ts';
import { listOption } from './command.ts';

/** Options of every command that loads rules; `packOptions` reads them. */
export const PACK_OPTIONS = {
  pipeline: { type: 'string', multiple: true },
  placeholders: { type: 'string', multiple: true },
} as const;

export function packOptions(values: OptionValues): PackOptions {
  return {
    pipelines: listOption(values, 'pipeline'),
    placeholders: listOption(values, 'placeholders'),
  };
}
