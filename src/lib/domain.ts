import { parse } from 'tldts';
import { remember } from './remember.ts';

/** What the public suffix list says of a host name. */
export interface DomainParts {
  /** What somebody registered, e.g. `example.co.uk`. */
  readonly domain: string;
  /** Its first label: `example`. */
  readonly label: string;
  /** Its end that anybody can register below: `co.uk`. */
  readonly suffix: string;
}

const REMEMBERED = 16_384;

/**
 * The registered domain of a host name, by the public suffix list, the suffixes of providers that give names to their
 * customers included. Undefined for addresses, and for names whose end is none of the list.
 */
export const domainParts: (host: string) => DomainParts | undefined = remember(
  REMEMBERED,
  (host) => {
    const { domain, domainWithoutSuffix, isIcann, isPrivate, publicSuffix } = parse(host, {
      allowPrivateDomains: true,
    });
    if (domain === null || publicSuffix === null) return undefined;
    if (isIcann !== true && isPrivate !== true) return undefined;
    return { domain, label: domainWithoutSuffix ?? '', suffix: publicSuffix };
  },
);

export function registeredDomain(host: string): string | undefined {
  return domainParts(host)?.domain;
}
