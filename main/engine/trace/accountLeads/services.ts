// Which accounts count as a service's, by what: the category of a label, the program's own lists (pools, bridges, knownServices.ts), or the
// examiner's word. A label that does not say what kind of account it is decides nothing.
import type { ServiceGround } from '../../../../shared/contract/lead.ts';
import type { z } from 'zod';
import type { LabelRow } from '../../casefile/index.ts';
import { bridgeContract, mixerPool } from '../../chains/index.ts';
import { knownService } from './knownServices.ts';

export type Ground = z.output<typeof ServiceGround>;

/**
 * Categories of accounts that act for many: those of INTERPOL's dark web and virtual assets taxonomy as TagPacks use them, and the
 * words of explorers. Markets that rent energy out pay for others as their business (TRON).
 */
const SERVICES = new Set(
  [
    'exchange dex defi_dex cex trading otc otc_desk broker hosted_wallet wallet_service wallet custodian payment_processor payment',
    'merchant_services atm service services mixing_service mixer coinjoin tumbler bridge defi_bridge cross_chain_bridge swap_service',
    'defi defi_lending lending staking staking_service liquidity_pool miner mining mining_pool mining_service validator gambling casino',
    'market marketplace faucet relayer airdrop ico_wallet ico energy_rental resource_rental energy_market rental rental_market bank',
    'hosting gaming social_network investment token_contract contract smart_contract stablecoin_issuer issuer',
  ]
    .join(' ')
    .split(' '),
);
/** Categories that say the account is somebody's own, or what was done with it. */
const OWN = new Set(
  [
    'user individual person private victim suspect perpetrator perpetrators mule scam scammer phishing fraud hack hacker theft heist',
    'ransomware sextortion extortion blackmail ponzi_scheme ponzi terrorism extremism sanction sanctioned sanctions donation',
    'organization organisation company entity',
  ]
    .join(' ')
    .split(' '),
);

/** Whether a category names a service's account; null where it is empty or unknown. */
export function isServiceCategory(category: string): boolean | null {
  const word = categoryWord(category);
  return SERVICES.has(word) ? true : OWN.has(word) ? false : null;
}

export function categoryWord(category: string): string {
  return category
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

export interface ServiceBook {
  /** What speaks for a service, or leaves it open; the strongest first. */
  grounds(chain: string, address: string): readonly Ground[];
  isService(chain: string, address: string): boolean | null;
}

/** `examiner`: accounts as `chain address` that the examiner takes for services'. */
export function serviceBook(labels: readonly LabelRow[], examiner: ReadonlySet<string> = new Set()): ServiceBook {
  const byAddress = new Map<string, LabelRow[]>();
  for (const label of labels) {
    const own = byAddress.get(label.address);
    if (own === undefined) byAddress.set(label.address, [label]);
    else own.push(label);
  }
  const grounds = (chain: string, address: string): Ground[] => {
    const found: Ground[] = [];
    if (examiner.has(`${chain} ${address}`)) found.push({ account: address, basis: 'examiner', label: '', category: '', source: '' });
    const known = mixerPool(chain, address) !== null ? 'mixer' : bridgeContract(chain, address) !== null ? 'bridge' : null;
    if (known !== null) found.push({ account: address, basis: 'catalogue', label: '', category: known, source: '' });
    const listed = knownService(chain, address);
    if (listed !== null) {
      const { name: label, category, source, stated } = listed;
      found.push({ account: address, basis: 'catalogue', label, category, source: `${source}, ${stated}` });
    }
    const own = (byAddress.get(address) ?? []).filter((label) => label.chain === null || label.chain === chain);
    const described = own.flatMap(({ label, category: stated, abuse, origin }): Ground[] => {
      // A list may say only what was done with the account.
      const category = stated === '' ? abuse : stated;
      const service = isServiceCategory(category);
      if (service === false) return [];
      return [{ account: address, basis: service === true ? 'category' : 'noCategory', label, category, source: origin }];
    });
    return [...found, ...described.filter(({ basis }) => basis === 'category'), ...described.filter(({ basis }) => basis !== 'category')];
  };
  return {
    grounds,
    isService(chain, address) {
      const [first] = grounds(chain, address);
      return first === undefined ? false : first.basis === 'noCategory' ? null : true;
    },
  };
}
