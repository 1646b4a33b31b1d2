import { isIP } from 'node:net';
import { SECOND_LEVEL_LABELS } from './data/address-rules.js';

/** Whether a WHATWG hostname is an IP address; IPv6 stands in brackets there. */
export const isIpHost = (host: string): boolean => host.startsWith('[') || isIP(host) !== 0;

/** How many labels at the end of a host name were registered as one name: `example.com` 2, `example.co.uk` 3. */
function registeredLabels(labels: readonly string[]): number {
  const [second, top] = labels.slice(-2);
  if (second === undefined || top === undefined) return labels.length;
  return top.length === 2 && SECOND_LEVEL_LABELS.has(second) ? 3 : 2;
}

/** The host split into what the owner put before the registered name, and that name. IP addresses have no subdomain. */
export function splitHost(host: string): { subdomain: readonly string[]; site: string } {
  if (isIpHost(host)) return { subdomain: [], site: host };
  const labels = host.split('.');
  const count = Math.min(registeredLabels(labels), labels.length);
  return { subdomain: labels.slice(0, labels.length - count), site: labels.slice(-count).join('.') };
}

/** The registered name a host belongs to, by which "the same site" is told. */
export const siteOfHost = (host: string): string => splitHost(host).site;
