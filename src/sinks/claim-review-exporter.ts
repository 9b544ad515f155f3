import { ok } from '../lib/result.ts';
import type { ClaimReviewOptions } from './claim-review.ts';
import { claimReviewsOf } from './claim-review.ts';
import type { Exporter } from './exporter.ts';

export function claimReviewExporter(options: ClaimReviewOptions): Exporter {
  return (decision) => ok(claimReviewsOf(decision, options));
}
