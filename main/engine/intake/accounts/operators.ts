// Who stands behind a source: the service that a signed capture names, or whom the examiner names for a file. Two sources count as two only
// if their operators differ; where that is in doubt they are one.
import type { CaptureNote } from '../../../../shared/contract/capture.ts';
import type { SourceRow } from '../../casefile/index.ts';

/** Domains of one and the same operator: Etherscan's explorers (etherscan.io, "About"), and TRON's own services. */
const SAME_HOUSE: readonly (readonly [operator: string, domains: readonly string[]])[] = [
  [
    'etherscan.io',
    ['etherscan.io', 'bscscan.com', 'polygonscan.com', 'arbiscan.io', 'basescan.org', 'snowscan.xyz', 'snowtrace.io', 'ftmscan.com'],
  ],
  ['tron.network', ['tron.network', 'trongrid.io', 'tronscan.org', 'tronscan.io', 'tronstack.io']],
];

/** Null where nobody is named: an address without a name, or a machine of one's own. */
export function operatorOf({ request, result }: Pick<SourceRow, 'request' | 'result'>): string | null {
  const stated = (request as { readonly operator?: string } | null)?.operator;
  if (stated !== undefined && stated.trim() !== '') return nameOf(stated);
  const service = (result as { readonly capture?: CaptureNote } | null)?.capture?.service;
  return service === undefined ? null : hostOf(service);
}

function nameOf(stated: string): string {
  const text = stated.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');
  return hostOf(text.includes('://') ? text : `https://${text}`) ?? text;
}

function hostOf(address: string): string | null {
  let host: string;
  try {
    host = new URL(address).hostname.toLowerCase().replace(/\.$/, '');
  } catch {
    return null;
  }
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  // A number, a name of one's own network, or no name at all.
  if (labels.length < 2 || !/^[a-z][a-z0-9-]*$/.test(last) || ['local', 'localhost', 'lan', 'internal', 'home', 'onion'].includes(last))
    return null;
  // Two labels are one house: where a registry sells names below its own (co.uk), two strangers pass for one, never one for two.
  const domain = labels.slice(-2).join('.');
  return SAME_HOUSE.find(([, domains]) => domains.includes(domain))?.[0] ?? domain;
}
