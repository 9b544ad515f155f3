import { CLAIM_FIELDS, isClaimField } from '../../events/claim-fields.ts';
import { FIELDS, isNormalisedField } from '../../events/fields.ts';
import { warning } from '../diagnostic.ts';
import type { Problem } from '../diagnostic.ts';
import { fieldsOf } from '../rule-fields.ts';
import { didYouMean } from '../../lib/suggest.ts';
import type { RuleDocument } from '../tree.ts';
import type { Check } from './check.ts';

const CLAIMS: readonly string[] = Object.keys(CLAIM_FIELDS);
const NAMES: readonly string[] = FIELDS.flatMap(({ names }) => names);

/**
 * A vendor's fields are an open set, so an unknown name is doubtful only where it is nearly a normalised field, or
 * where the rule names no product whose field it could be.
 */
export const fieldNames: Check = {
  name: 'field-names',
  run(rule) {
    if (isOverClaims(rule)) return claimFields(rule);
    const ours = isNormalisedOnly(rule);
    const findings: Problem[] = [];
    const seen = new Set<string>(rule.processed?.derived.map(({ name }) => name));
    for (const { text, at } of fieldsOf(rule)) {
      if (seen.has(text) || isNormalisedField(text)) continue;
      seen.add(text);
      const hint = text.includes('.') || ours ? didYouMean(text, NAMES) : undefined;
      if (hint === undefined && !ours) continue;
      const message = ours
        ? `"${text}" is no normalised field, and this rule names no product`
        : `"${text}" is no normalised field`;
      findings.push(warning(at, message, hint));
    }
    return findings;
  },
};

function isOverClaims(rule: RuleDocument): boolean {
  return rule.kind !== 'correlation' && rule.logsource.category === 'claim';
}

/** All fields of a claim are known, but for those of slots. */
function claimFields(rule: RuleDocument): readonly Problem[] {
  return fieldsOf(rule).flatMap(({ at, text }) => {
    if (isClaimField(text)) return [];
    return [warning(at, `"${text}" is no field of a claim`, didYouMean(text, CLAIMS))];
  });
}

function isNormalisedOnly(rule: RuleDocument): boolean {
  if (rule.kind === 'correlation') return false;
  const { category, product } = rule.logsource;
  return product === undefined && (category === 'authentication' || category === 'audit');
}
