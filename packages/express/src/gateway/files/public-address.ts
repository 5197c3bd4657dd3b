import { lookup as lookupAddress, type LookupAddress, type LookupAllOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A host that is, or whose name leads to, an address of a private network. */
export class PrivateAddressError extends Error {
  constructor() {
    super('The host is in a private network.');
  }
}

/**
 * The part of IPv6 that is given to the public; what lies outside maps IPv4 (`::a9fe:a9fe`), is local, or means nothing yet.
 *
 * @see https://www.iana.org/assignments/ipv6-address-space (read 2026-11-29)
 */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Looks public, but leads every machine at Azure to its own host.
 *
 * @see https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16 (read 2026-11-29)
 */
const AZURE_HOST = '168.63.129.16';

/** Whether an IP address is one of the public internet: not private, local, reserved, or one of those in disguise. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // What maps IPv4 into IPv6 counts as the IPv4 address; other disguises (6to4, Teredo, NAT64) have ranges of their own.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast' || parsed.toString() === AZURE_HOST) return false;
  return !(parsed instanceof ipaddr.IPv6) || parsed.match(GLOBAL_IPV6);
}

/** Asks for all addresses of a name. */
export type LookupAll = (hostname: string, options: LookupAllOptions, callback: (error: Error | null, addresses: LookupAddress[]) => void) => void;

/** A lookup that fails for names with even one private address. Whoever connects with it connects to what was checked. */
export function createPublicLookup(lookup: LookupAll = lookupAddress): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...(options as object), all: true }, (error, addresses) => {
      const first = addresses?.[0];
      if (error) callback(error, '');
      else if (!first || !addresses.every(({ address }) => isPublicAddress(address))) callback(new PrivateAddressError(), '');
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** Whether a host, a name or an address, is public now. @throws Error what the lookup says */
export function isPublicHost(hostname: string, lookup: LookupFunction): Promise<boolean> {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (isIP(bare)) return Promise.resolve(isPublicAddress(bare));
  return new Promise((resolve, reject) => {
    lookup(bare, { all: true }, (error) => {
      if (error instanceof PrivateAddressError) resolve(false);
      else if (error) reject(error);
      else resolve(true);
    });
  });
}
