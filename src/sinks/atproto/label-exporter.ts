import { ok } from '../../lib/result.ts';
import type { Exporter } from '../exporter.ts';
import type { SigningKey } from './label.ts';
import { labelJson, signLabel } from './label.ts';
import type { LabelOptions } from './labels-of.ts';
import { Labeler } from './labels-of.ts';

/** Labels in JSON, signed where there is a key. */
export function labelExporter(options: LabelOptions, key: SigningKey | undefined): Exporter {
  const labeler = new Labeler(options);
  return async (decision) => {
    const labels = labeler.labelsFor(decision);
    if (!labels.ok) return labels;
    const signed = labels.value.map(async (label) =>
      labelJson(key === undefined ? label : await signLabel(label, key)),
    );
    return ok(await Promise.all(signed));
  };
}
