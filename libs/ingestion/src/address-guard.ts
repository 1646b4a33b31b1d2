import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Addresses that no outside request goes to: this machine, private and carrier networks, link-local (among them the
 * metadata services of clouds, 169.254.169.254 and fd00:ec2::254), multicast, documentation and reserved ranges
 * (IANA special-purpose registries).
 */
const REFUSED = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  REFUSED.addSubnet(network, prefix, 'ipv4');

/** Only global unicast is let through, and of that not what embeds or documents other addresses. */
const GLOBAL_V6 = new BlockList();
GLOBAL_V6.addSubnet('2000::', 3, 'ipv6');
const REFUSED_V6 = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  REFUSED_V6.addSubnet(network, prefix, 'ipv6');

/** Whether an IP address (without brackets) is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !REFUSED.check(address, 'ipv4');
  if (!isIPv6(address)) return false;
  const embedded = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (embedded) return isPublicAddress(embedded);
  return GLOBAL_V6.check(address, 'ipv6') && !REFUSED_V6.check(address, 'ipv6');
}
