import type { Event, Facets } from './event.ts';

const OUTSIDE_REST = new Set<string>([
  'time',
  'metadata',
  'logsource',
  'raw',
  'aliases',
  'onDemand',
  'user',
  'device',
  'http_request',
  'src_endpoint',
  'session',
] satisfies readonly (keyof Event)[]);

type Whole = Omit<Event, 'raw' | 'aliases' | 'onDemand'>;

type Some<Name extends keyof Whole> = { readonly [One in Name]?: Whole[One] | undefined };

export function restOf(event: Whole): Facets['rest'] {
  const { logsource, metadata } = event;
  const rest = Object.entries(event).filter(([name]) => !OUTSIDE_REST.has(name));
  return {
    event: Object.fromEntries(rest),
    source: metadata.source,
    tenant_uid: metadata.tenant_uid,
    product: logsource.product,
    services: logsource.services,
  };
}

export function whoOf({
  user,
  device,
  http_request,
}: Some<'user' | 'device' | 'http_request'>): Facets['who'] {
  return {
    ...(user !== undefined && { user }),
    ...(device !== undefined && { device }),
    ...(http_request !== undefined && { http_request }),
  };
}

/** Undefined when nothing is known of where it came from. */
export function placeOf({ src_endpoint }: Some<'src_endpoint'>): Facets['place'] | undefined {
  if (src_endpoint === undefined) return undefined;
  const { ip: _, ...place } = src_endpoint;
  return place;
}
