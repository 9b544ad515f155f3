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
  /** The list has the suffix: text that ends so is a site, and no name of a file. */
  readonly isListed: boolean;
}

const REMEMBERED = 16_384;

/**
 * The registered domain of a host name, by the public suffix list, the suffixes of providers that give names to their
 * customers included; of an end the list does not have, its last two labels. Undefined for addresses.
 */
export const domainParts: (host: string) => DomainParts | undefined = remember(
  REMEMBERED,
  (host) => {
    const { domain, domainWithoutSuffix, isIcann, isPrivate, publicSuffix } = parse(host, {
      allowPrivateDomains: true,
    });
    if (domain === null || publicSuffix === null) return undefined;
    const isListed = isIcann === true || isPrivate === true;
    return { domain, label: domainWithoutSuffix ?? '', suffix: publicSuffix, isListed };
  },
);

export function registeredDomain(host: string): string | undefined {
  return domainParts(host)?.domain;
}
