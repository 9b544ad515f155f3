import type { JsonObject } from '../lib/json.ts';
import type { DecisionRecord } from './decision-record.ts';

export interface ClaimReviewOptions {
  /** Who publishes the review. */
  readonly organisation: string;
  readonly organisationUrl?: string;
  /** Where reviews can be read: the decision's id is put behind it. */
  readonly reviewUrl?: string;
}

/** What a claim's standing is called. Only a claim that facts decide gets a number: 1 is false, 5 is true. */
const RATINGS: Readonly<Record<string, { readonly name: string; readonly value?: number }>> = {
  contradicted: { name: 'False', value: 1 },
  premature: { name: 'Premature' },
  disputed: { name: 'Disputed' },
};

/**
 * Reviews (schema.org ClaimReview, JSON-LD) of the claims a decision acted on. A claim that no fact decides is not reviewed: that
 * a policy labels it makes it neither true nor false.
 */
export function claimReviewsOf(
  decision: DecisionRecord,
  options: ClaimReviewOptions,
): readonly JsonObject[] {
  if (!['label', 'reduce', 'remove'].includes(decision.action)) return [];
  const acted = new Set(
    decision.reasons.map(({ claim }) => claim).filter((one) => one !== undefined),
  );
  return [...acted]
    .toSorted((a, b) => a - b)
    .flatMap((index) => {
      const claim = decision.claims[index];
      const rating = RATINGS[claim?.factState ?? ''];
      return claim === undefined || rating === undefined || claim.text.trim() === ''
        ? []
        : [reviewOf(decision, { index, text: claim.text, rating }, options)];
    });
}

function reviewOf(
  decision: DecisionRecord,
  claim: {
    readonly index: number;
    readonly text: string;
    readonly rating: { readonly name: string; readonly value?: number };
  },
  { organisation, organisationUrl, reviewUrl }: ClaimReviewOptions,
): JsonObject {
  const { name, value } = claim.rating;
  const reasons = decision.reasons.filter((reason) => reason.claim === claim.index);
  const link = decision.labels.find((label) => label.link !== undefined)?.link;
  const address = addressOf(decision.subject.id);
  return {
    '@context': 'https://schema.org',
    '@type': 'ClaimReview',
    ...(reviewUrl === undefined
      ? {}
      : {
          url: `${reviewUrl.replace(/\/$/, '')}/${encodeURIComponent(decision.id)}#claim-${claim.index + 1}`,
        }),
    datePublished: decision.at,
    author: {
      '@type': 'Organization',
      name: organisation,
      ...(organisationUrl === undefined ? {} : { url: organisationUrl }),
    },
    claimReviewed: claim.text,
    reviewBody: [...new Set(reasons.map(({ explanation }) => explanation))].join(' '),
    ...(link === undefined ? {} : { citation: link }),
    itemReviewed: {
      '@type': 'Claim',
      text: claim.text,
      ...(address === undefined ? {} : { appearance: { '@type': 'CreativeWork', url: address } }),
    },
    reviewRating: {
      '@type': 'Rating',
      alternateName: name,
      ...(value === undefined ? {} : { ratingValue: value, worstRating: 1, bestRating: 5 }),
    },
  };
}

function addressOf(id: string): string | undefined {
  return /^(?:https?|at):\/\//.test(id) ? id : undefined;
}
