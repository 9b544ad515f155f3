import { contentId } from '../../lib/hash.ts';
import type { DecisionRecord } from '../decision-record.ts';

/** A statement of reasons as the DSA Transparency Database takes it (`POST /api/v1/statement`). Only what Scrutineer can say. */
export interface Statement {
  readonly puid: string;
  readonly decision_visibility: readonly string[];
  readonly decision_ground: string;
  readonly decision_ground_reference_url?: string;
  readonly incompatible_content_ground: string;
  readonly incompatible_content_explanation: string;
  readonly incompatible_content_illegal: 'Yes' | 'No';
  readonly content_type: readonly string[];
  readonly category: string;
  readonly category_specification: readonly string[];
  readonly territorial_scope?: readonly string[];
  readonly content_language?: string;
  readonly content_date: string;
  readonly application_date: string;
  readonly end_date_visibility_restriction?: string;
  readonly decision_facts: string;
  readonly source_type: string;
  readonly automated_detection: 'Yes' | 'No';
  readonly automated_decision: string;
}

/** What decisions do not say of themselves. */
export interface StatementOptions {
  /** RFC 3339 or a day: when the post was published; of the decision, if absent. */
  readonly contentDate?: string;
  /** Two letters. */
  readonly language?: string;
  /** Codes of EU and EEA countries. */
  readonly territory?: readonly string[];
  /** Where the policy can be read. */
  readonly policyUrl?: string;
  readonly source?: string;
  /** How much of the decision machines made; absent: all of it. */
  readonly automated?: string;
  /** Days after which the restriction ends. */
  readonly days?: number;
}

const VISIBILITY: Readonly<Record<string, string>> = {
  label: 'DECISION_VISIBILITY_CONTENT_LABELLED',
  reduce: 'DECISION_VISIBILITY_CONTENT_DEMOTED',
  remove: 'DECISION_VISIBILITY_CONTENT_REMOVED',
};

/** Keywords beside the one all statements have, by the category of the decision. */
const KEYWORDS: Readonly<Record<string, string>> = {
  incitement: 'KEYWORD_INCITEMENT_VIOLENCE_HATRED',
  affiliation: 'KEYWORD_IMPERSONATION_ACCOUNT_HIJACKING',
};

const DAY = 86_400_000;

/**
 * The statement of a decision; undefined where nothing is restricted (nothing done, or only sent to review). Names no person:
 * the text of the post is no part of it.
 */
export function statementOf(
  decision: DecisionRecord,
  options: StatementOptions = {},
): Statement | undefined {
  const visibility = VISIBILITY[decision.action];
  if (visibility === undefined) return undefined;
  const day = decision.at.slice(0, 10);
  const keyword = KEYWORDS[decision.category ?? ''];
  const also =
    decision.action !== 'label' && decision.labels.length > 0 && decision.action !== 'remove';
  const { days, language, policyUrl, territory } = options;
  return {
    puid: contentId('dsa', decision.id),
    decision_visibility: [
      visibility,
      ...(also ? ['DECISION_VISIBILITY_CONTENT_LABELLED'] : []),
      ...(decision.limits.length > 0 ? ['DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED'] : []),
    ],
    decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
    ...(policyUrl === undefined ? {} : { decision_ground_reference_url: policyUrl }),
    incompatible_content_ground: cut(groundOf(decision), 500),
    incompatible_content_explanation: cut(explanationOf(decision), 2000),
    incompatible_content_illegal: 'No',
    content_type: ['CONTENT_TYPE_TEXT'],
    category: 'STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS',
    category_specification: [
      'KEYWORD_MISINFORMATION_DISINFORMATION',
      ...(keyword === undefined ? [] : [keyword]),
    ],
    ...(territory === undefined ? {} : { territorial_scope: territory }),
    ...(language === undefined ? {} : { content_language: language.slice(0, 2).toUpperCase() }),
    content_date: (options.contentDate ?? day).slice(0, 10),
    application_date: day,
    ...(days === undefined
      ? {}
      : {
          end_date_visibility_restriction: new Date(Date.parse(day) + days * DAY)
            .toISOString()
            .slice(0, 10),
        }),
    decision_facts: cut(factsOf(decision), 5000),
    source_type: options.source ?? 'SOURCE_VOLUNTARY',
    automated_detection: 'Yes',
    automated_decision: options.automated ?? 'AUTOMATED_DECISION_FULLY',
  };
}

function groundOf({ category, packs, reasons }: DecisionRecord): string {
  const clauses = [...new Set(reasons.map(({ clause }) => clause))].filter(
    (clause) => clause !== '',
  );
  const policy = Object.entries(packs).map(([name, version]) => `${name} ${version}`);
  const named = clauses.length > 0 ? clauses.join('; ') : (category ?? 'civic integrity');
  return policy.length === 0 ? named : `${named} (${policy.join(', ')})`;
}

function explanationOf({ category, reasons }: DecisionRecord): string {
  const said = [...new Set(reasons.map(({ explanation }) => explanation))].filter(
    (one) => one !== '',
  );
  return said.length > 0
    ? said.join(' ')
    : `The content falls under the category ${category ?? 'civic'} of the policy.`;
}

function factsOf(decision: DecisionRecord): string {
  const states = [...new Set(decision.claims.map(({ factState }) => factState))].filter(
    (one) => one !== undefined,
  );
  const rules = [...new Set(decision.reasons.map(({ rule }) => rule))].filter((one) => one !== '');
  return [
    `A post was read as stating ${decision.claims.length} claim(s) about an election.`,
    ...(states.length === 0 ? [] : [`Compared with the facts held: ${states.join(', ')}.`]),
    ...(decision.factsAsOf === undefined ? [] : [`Facts as of ${decision.factsAsOf}.`]),
    ...(rules.length === 0 ? [] : [`Rules that applied: ${rules.join(', ')}.`]),
    `Decision ${decision.id}.`,
  ].join(' ');
}

/** At most `most` characters, as the database counts them, ending in "…" where some are left out. */
function cut(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
