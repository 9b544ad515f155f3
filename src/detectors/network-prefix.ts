const V6_GROUPS = 8;
const V6_KEPT = 3;

/** The /24 of an IPv4 or the /48 of an IPv6 address in canonical text: roughly one site, or one pool of a provider. */
export function prefixOf(ip: string): string {
  if (!ip.includes(':')) return `${ip.slice(0, ip.lastIndexOf('.'))}.0/24`;
  const [head = '', tail] = ip.split('::');
  const groups = head === '' ? [] : head.split(':');
  if (tail !== undefined) {
    const rest = tail === '' ? [] : tail.split(':');
    while (groups.length + rest.length < V6_GROUPS) groups.push('0');
    groups.push(...rest);
  }
  return `${groups.slice(0, V6_KEPT).join(':')}::/48`;
}
