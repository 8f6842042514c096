// What one piece of text may be on each chain: what the case holds of it, and what could be fetched where it does not. It writes nothing
// and asks nobody.
import type { CallOutput } from '../../../../shared/contract/index.ts';
import type { FetchItem } from '../../../../shared/contract/fetch.ts';
import { type CanvasKind, itemName } from '../../../../shared/model/canvasItem.ts';
import { fromDisplayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { ACCOUNT_CHAINS, BITCOIN_NETWORKS, type BitcoinNetwork, bitcoinNetwork, isLedger } from '../../chains/index.ts';
import {
  blockByHash,
  canonicalAccount,
  type CaseAccounts,
  chainName,
  type ChainView,
  isFee,
  pathText,
  possibleIn,
  transferName,
} from '../../trace/index.ts';
import { readBase58Check } from './secrets.ts';

export type Reading = CallOutput<'canvas.identify'>['lines'][number]['readings'][number];

/** What the case holds, opened once for all pieces. */
export interface Held {
  /** Chains of coins that the case has data of. */
  readonly coins: readonly ChainView[];
  readonly accounts: CaseAccounts;
}

const NO_CHAIN = { chain: '', chainName: '' };
/** Movements of one transaction that are named. */
const MOST_MOVEMENTS = 20;

export function secretReading(checksum: boolean | null): Reading {
  return { kind: 'secret', ...NO_CHAIN, item: null, held: false, checksum, fetch: null };
}

export const UNKNOWN: Reading = { kind: 'unknown', ...NO_CHAIN, item: null, held: false, checksum: null, fetch: null };

/** Everything that a piece may be; empty where nothing fits. What the case holds comes first. */
export function readingsOf(held: Held, text: string, isLine: boolean): Reading[] {
  const found = [
    ...hashReadings(held, text),
    ...movementReadings(held, text),
    ...addressReadings(held, text),
    ...(isLine && /^\d{1,8}$/.test(text) ? heightReadings(held, Number(text)) : []),
    ...extendedKey(text),
  ];
  if (found.length === 0) found.push(...misspelt(text));
  return [...found.filter((one) => one.held), ...found.filter((one) => !one.held)];
}

/** An account of a ledger without a chain, whose numbers may hold blanks, or one of its rows. */
export function ledgerReadings({ accounts }: Held, text: string): Reading[] {
  const { names } = accounts;
  return names.chains.filter(isLedger).flatMap((chain): Reading[] => {
    const account = canonicalAccount(chain, text);
    const isHeld = account !== null && names.account(chain, account) !== 0;
    return [
      ...(isHeld ? [reading('address', chain, chainName(chain), 'address', account)] : []),
      ...transactionOfAccounts(accounts, chain, text),
    ];
  });
}

function reading(
  kind: Reading['kind'],
  chain: string,
  name: string,
  item: CanvasKind | null,
  id: string,
  checksum: boolean | null = null,
): Reading {
  return {
    kind,
    chain,
    chainName: name,
    item: item === null ? null : itemName({ kind: item, chain, id }),
    held: true,
    checksum,
    fetch: null,
  };
}

function missing(
  kind: Reading['kind'],
  chain: string,
  name: string,
  asked: FetchItem['kind'],
  item: string,
  checksum: boolean | null = null,
): Reading {
  const fetch: FetchItem = { chain, chainName: name, kind: asked, item, fromBlock: null, toBlock: null, why: '' };
  return { kind, chain, chainName: name, item: null, held: false, checksum, fetch: isLedger(chain) ? null : fetch };
}

/** Chains that a coin id or address may be of: those of the case, and those whose coins have a value. */
function coinChains({ coins }: Held): readonly (readonly [BitcoinNetwork, ChainView | null])[] {
  return BITCOIN_NETWORKS.flatMap((network) => {
    const view = coins.find((one) => one.network.id === network.id) ?? null;
    return view === null && network.training ? [] : [[network, view] as const];
  });
}

function hashReadings(held: Held, text: string): Reading[] {
  const [, digits, index] = /^([0-9a-fA-F]{64})(?::(\d{1,10}))?$/.exec(text) ?? [];
  const found: Reading[] = [];
  if (digits !== undefined) {
    const id = digits.toLowerCase();
    for (const [network, view] of coinChains(held)) {
      const own = view === null ? null : coinsHeld(view, id, index);
      const kind = index === undefined ? 'transaction' : 'output';
      found.push(own ?? missing(kind, network.id, network.name, 'transaction', id));
    }
  }
  if (index !== undefined || !/^(0x)?[0-9a-fA-F]{64}$/.test(text)) return onlyHeld(found);
  for (const chain of held.accounts.names.chains) if (!isLedger(chain)) found.push(...transactionOfAccounts(held.accounts, chain, text));
  for (const { kind, chain, chainName: name } of possibleIn(text))
    if (kind === 'transaction' && !found.some((one) => one.chain === chain))
      found.push(missing(kind, chain, name, kind, text.toLowerCase()));
  return onlyHeld(found);
}

/** A hash that the case holds is no other chain's: only short texts are of several. */
function onlyHeld(found: readonly Reading[]): Reading[] {
  const own = found.filter((one) => one.held);
  return own.length > 0 ? own : [...found];
}

function coinsHeld({ network, slice, findTransaction }: ChainView, id: string, index: string | undefined): Reading | null {
  const bytes = fromDisplayHash(id);
  const transaction = findTransaction(bytes);
  if (transaction !== -1) {
    const outputs = (slice.txOutStart[transaction + 1] as number) - (slice.txOutStart[transaction] as number);
    if (index === undefined) return reading('transaction', network.id, network.name, 'transaction', id);
    if (Number(index) < outputs) return reading('output', network.id, network.name, 'output', `${id}:${Number(index)}`);
    return { ...UNKNOWN, chain: network.id, chainName: network.name };
  }
  return index === undefined && blockByHash(slice, bytes) !== -1 ? reading('block', network.id, network.name, null, id) : null;
}

/** A transaction that the case holds, and its movements, which are what can be drawn of it. */
function transactionOfAccounts(accounts: CaseAccounts, chain: string, text: string): Reading[] {
  const { names, slice, transactions } = accounts;
  const lower = text.toLowerCase();
  const id = [text, lower, `0x${lower}`, lower.replace(/^0x/, '')].find((form) => transactions.get(chain)?.has(form) === true);
  if (id === undefined) return [];
  const movements = names.transfersOf(chain, id).filter((transfer) => !isFee(slice, transfer));
  return [
    reading('transaction', chain, chainName(chain), null, id),
    ...movements
      .slice(0, MOST_MOVEMENTS)
      .map((one) => reading('movement', chain, chainName(chain), 'movement', transferName(accounts, one))),
  ];
}

function movementReadings(held: Held, text: string): Reading[] {
  const [, id, path] = /^(.+)#([\d.?]{1,80})$/.exec(text) ?? [];
  if (id === undefined || path === undefined) return [];
  const { names } = held.accounts;
  const found: Reading[] = [];
  for (const chain of names.chains)
    for (const form of new Set([id, id.toLowerCase(), `0x${id.toLowerCase()}`])) {
      const own = names.transfersOf(chain, form).find((transfer) => pathText(names.path(transfer)) === path);
      if (own !== undefined) found.push(reading('movement', chain, chainName(chain), 'movement', transferName(held.accounts, own)));
    }
  if (found.length > 0) return found;
  return hashReadings(held, id)
    .filter((one) => !one.held && bitcoinNetwork(one.chain) === undefined)
    .map((one) => ({ ...one, kind: 'movement' as const }));
}

function addressReadings(held: Held, text: string): Reading[] {
  const found: Reading[] = [];
  for (const [network, view] of coinChains(held)) {
    const script = quietly(() => network.scriptOfAddress(text));
    if (script === null) continue;
    const isHeld = view !== null && view.scripts.find(script) !== 0;
    const canonical = network.readScript(script).address ?? text;
    found.push(
      isHeld
        ? reading('address', network.id, network.name, 'address', canonical, true)
        : missing('address', network.id, network.name, 'address', text, true),
    );
  }
  const { names, ownRows, slice } = held.accounts;
  for (const chain of new Set([
    ...names.chains.filter((one) => !isLedger(one)),
    ...ACCOUNT_CHAINS.filter((one) => !one.training).map(({ id }) => id),
  ])) {
    const address = canonicalAccount(chain, text);
    if (address === null) continue;
    // All lower or all upper case carries no checksum.
    const checksum = /^0x/i.test(text) ? (/[a-f]/.test(text.slice(2)) && /[A-F]/.test(text.slice(2)) ? true : null) : true;
    const account = names.account(chain, address);
    const none = missing('address', chain, chainName(chain), 'address', address, checksum);
    if (account === 0) {
      found.push(none);
      continue;
    }
    // Rows of others name it, and none shows that its own are here: they can be fetched.
    const hasOwn = [...ownRows.keys()].some((ledger) => slice.ledgerAccount[ledger] === account);
    found.push({ ...reading('address', chain, chainName(chain), 'address', address, checksum), fetch: hasOwn ? null : none.fetch });
  }
  return found;
}

function heightReadings({ coins, accounts }: Held, height: number): Reading[] {
  const { slice, names } = accounts;
  return [
    ...coins.map(({ network, slice: { blockHeight } }) =>
      blockHeight.includes(height)
        ? reading('block', network.id, network.name, null, String(height))
        : missing('block', network.id, network.name, 'block', String(height)),
    ),
    ...names.chains.flatMap((chain, number) => {
      for (let block = 0; block < slice.blockCount; block++)
        if (slice.blockChain[block] === number && slice.blockNumber[block] === height)
          return [reading('block', chain, chainName(chain), null, String(height))];
      return [];
    }),
  ];
}

/** BIP32 and SLIP-132 public keys: a wallet's addresses come out of them, which is not done here. */
function extendedKey(text: string): Reading[] {
  if (!/^([xyztuvYZUV]pub|Ltub|Mtub|ttub)[1-9A-HJ-NP-Za-km-z]{90,112}$/.test(text)) return [];
  return [{ kind: 'extendedKey', ...NO_CHAIN, item: null, held: false, checksum: readBase58Check(text)?.holds ?? false, fetch: null }];
}

/** By how addresses look, chain by chain: what looks like one and is none has a wrong letter. */
const LOOKS: readonly (readonly [RegExp, string])[] = [
  [/^[13][1-9A-Za-z]{24,34}$/, 'bitcoin'],
  [/^bc1[a-z0-9]{6,86}$/i, 'bitcoin'],
  [/^[LM][1-9A-Za-z]{25,34}$/, 'litecoin'],
  [/^ltc1[a-z0-9]{6,86}$/i, 'litecoin'],
  [/^[mn2][1-9A-Za-z]{25,34}$/, 'testnet4'],
  [/^tb1[a-z0-9]{6,86}$/i, 'testnet4'],
  [/^bcrt1[a-z0-9]{6,86}$/i, 'regtest'],
];

function misspelt(text: string): Reading[] {
  const wrong = (chain: string, name: string): Reading => ({
    kind: 'address',
    chain,
    chainName: name,
    item: null,
    held: false,
    checksum: false,
    fetch: null,
  });
  if (/^T[1-9A-Za-z]{32,34}$/.test(text)) {
    const tron = ACCOUNT_CHAINS.find(({ family, training }) => family === 'tron' && !training);
    return tron === undefined ? [] : [wrong(tron.id, tron.title)];
  }
  if (/^0x[0-9a-f]{40}$/i.test(text))
    return ACCOUNT_CHAINS.flatMap(({ family, training, id, title }) => (family === 'evm' && !training ? [wrong(id, title)] : []));
  return LOOKS.flatMap(([look, name]) => {
    const network = look.test(text) ? bitcoinNetwork(name) : undefined;
    return network === undefined ? [] : [wrong(network.id, network.name)];
  });
}

function quietly<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}
