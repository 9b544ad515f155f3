import { NO_EVIDENCE } from './evidence.ts';
import type { Evidence, Sight } from './evidence.ts';

/** That an event came from a stranger's place with a stranger's client, as far as it did. */
export function originEvidence({ event, strangeness, relation }: Sight): readonly Evidence[] {
  if (strangeness <= 0) return NO_EVIDENCE;
  const address = event.src_endpoint?.ip ?? 'somewhere';
  const country = relation.origin.country === undefined ? '' : ` (${relation.origin.country})`;
  const what = relation.client === undefined ? 'a network' : 'a network and a client';
  return [
    {
      name: 'origin',
      detector: 'account-takeover',
      kind: undefined,
      weight: strangeness,
      words: `${address}${country}, ${what} the account has not used`,
    },
  ];
}
