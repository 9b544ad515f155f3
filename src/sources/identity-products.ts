import type { LogSource } from '../events/logsource.ts';

/** Who wrote a record that reaches us in a neutral schema (OCSF, ECS): decides which table of codes applies. */
export type Vendor = 'okta' | 'entra' | 'o365' | 'google' | 'duo' | 'windows' | 'aws';

interface Product {
  readonly vendor: Vendor;
  /** Tested against product names and dataset names. */
  readonly match: RegExp;
  readonly product: string;
  readonly service: string;
}

/** Products and services as Sigma's taxonomy names them. The first that matches decides. */
const PRODUCTS: readonly Product[] = [
  { vendor: 'okta', match: /\bokta\b/i, product: 'okta', service: 'okta' },
  { vendor: 'duo', match: /\bduo\b|cisco_duo/i, product: 'cisco', service: 'duo' },
  {
    vendor: 'o365',
    match: /\bo365\b|office ?365|microsoft ?365|\bm365/i,
    product: 'm365',
    service: 'audit',
  },
  {
    vendor: 'entra',
    match: /entra|azure ?a(?:ctive ?)?d(?:irectory)?\b|azure\.(?:signin|audit|identity)|aadsignin/i,
    product: 'azure',
    service: 'signinlogs',
  },
  {
    vendor: 'google',
    match: /google[ _]?workspace|g ?suite/i,
    product: 'google_workspace',
    service: 'google_workspace.login',
  },
  { vendor: 'windows', match: /\bwindows\b/i, product: 'windows', service: 'security' },
  { vendor: 'aws', match: /cloudtrail|\baws\b/i, product: 'aws', service: 'cloudtrail' },
];

function productOf(name: string | undefined): Product | undefined {
  return name === undefined ? undefined : PRODUCTS.find(({ match }) => match.test(name));
}

export function vendorOf(name: string | undefined): Vendor | undefined {
  return productOf(name)?.vendor;
}

const MAX_SHARED = 200;
const SHARED = new Map<string, LogSource>();

/**
 * The log source of a record from the product of that name; `fallback` is the schema's own name. Equal ones are one
 * object, so that rule sets are found by identity; past the limit, which no real estate reaches, they are merely equal.
 */
export function productLogSource(
  category: LogSource['category'],
  name: string | undefined,
  fallback: string,
): LogSource {
  const known = productOf(name);
  const product = known?.product ?? slug(name) ?? fallback;
  const services = known === undefined ? [fallback] : [known.service];
  const key = `${category}/${product}/${services.join()}`;
  const shared = SHARED.get(key);
  if (shared !== undefined) return shared;
  const source: LogSource = Object.freeze({ category, product, services });
  if (SHARED.size < MAX_SHARED) SHARED.set(key, source);
  return source;
}

function slug(name: string | undefined): string | undefined {
  const text = name
    ?.slice(0, 64)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return text === '' ? undefined : text;
}
