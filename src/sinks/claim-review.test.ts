import { describe, expect, it } from 'vitest';
import { claimReviewsOf } from './claim-review.ts';
import { decision } from './decisions.test-support.ts';

const OPTIONS = { organisation: 'Example Desk', reviewUrl: 'https://example.org/reviews/' };

describe('reviews of decisions', () => {
  it('are of the claims acted on, with a number only where facts decide', () => {
    const [review, ...rest] = claimReviewsOf(decision(), OPTIONS);
    expect(rest).toEqual([]);
    expect(review).toMatchObject({
      '@type': 'ClaimReview',
      url: 'https://example.org/reviews/d1#claim-1',
      claimReviewed: 'Ann Lee has won.',
      reviewRating: { alternateName: 'Premature' },
      citation: 'https://example.org/results',
    });
    expect(review?.['reviewRating']).not.toHaveProperty('ratingValue');
    const contradicted = decision({
      claims: [{ text: 'Polls close at noon.', fact_state: 'contradicted' }],
    });
    expect(claimReviewsOf(contradicted, OPTIONS)[0]?.['reviewRating']).toMatchObject({
      alternateName: 'False',
      ratingValue: 1,
      bestRating: 5,
    });
  });

  it('are none of what no fact decides, or of what is not acted on', () => {
    const unknown = decision({ claims: [{ text: 'They cheated.', fact_state: 'unknown' }] });
    expect(claimReviewsOf(unknown, OPTIONS)).toEqual([]);
    expect(claimReviewsOf(decision({ action: 'review' }), OPTIONS)).toEqual([]);
  });
});
