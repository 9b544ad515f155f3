import { many } from '../lib/many.ts';
import type { Campaign } from './password-campaign.ts';

/** Why a campaign is taken for one, in a plain sentence. */
export function campaignReason(campaign: Campaign): string {
  const { addresses, attempts, first, last, networks, targets } = campaign;
  const where =
    addresses.of.size === 0 ? '' : ` from ${many(addresses.of.size, 'address', 'addresses')}`;
  const nets = networks.of.size > 1 ? ` in ${many(networks.of.size, 'network', 'networks')}` : '';
  return (
    `${many(attempts, 'try', 'tries')} on ${many(targets.size, 'account', 'accounts')}${where}${nets} ` +
    `within ${span(last - first)}, strange to the people whose accounts these are.`
  );
}

function span(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes < 120) return many(minutes, 'minute', 'minutes');
  const hours = Math.round(minutes / 60);
  return hours < 48 ? many(hours, 'hour', 'hours') : many(Math.round(hours / 24), 'day', 'days');
}
