// Contracts that hand on inside one transaction all that they got in it: routers, forwarders, splitters. It names movements of one asset
// that come to nothing at the contract; whether the contract held more of its own is not its question.
import { type AccountTransaction, type AccountTransfer, mixerPool } from '../../../chains/index.ts';
import { assetKey } from '../../../intake/index.ts';
import { causalOrder, isInOrder } from '../../accounts/index.ts';
import { type Claims, membersOf, nameKey, pathOrder, type RecognisedConversion } from './members.ts';

const RULE = 'pass@1';

interface Stretch {
  readonly account: string;
  held: bigint;
  ins: AccountTransfer[];
  outs: AccountTransfer[];
}

/** [A27] A stretch ends where the contract has paid exactly what it got; a stretch that does not end is none. */
export function passesOf(
  chain: string,
  transaction: AccountTransaction,
  conversions: readonly RecognisedConversion[],
  claimed: Claims,
): RecognisedConversion[] {
  const contracts = contractsOf(transaction, conversions);
  if (contracts.size === 0) return [];
  const name = ({ path }: AccountTransfer) => ({ chain, transaction: transaction.id, path });
  const members = conversions.map((one) => membersOf(transaction, one));
  const ordered = causalOrder(pathOrder(transaction), members).transfers;
  const open = new Map<string, Stretch | null>();
  const found: RecognisedConversion[] = [];
  const note = (account: string | null, transfer: AccountTransfer, side: 'ins' | 'outs'): void => {
    if (account === null || !contracts.has(account) || mixerPool(chain, account) !== null) return;
    const key = `${account} ${assetKey(transfer.asset)}`;
    const own = open.get(key) ?? (open.has(key) ? null : { account, held: 0n, ins: [], outs: [] });
    // Once it paid what it had not got in this transaction, nothing more can be said.
    if (own === null) return;
    open.set(key, own);
    own.held += side === 'ins' ? transfer.amount : -transfer.amount;
    own[side].push(transfer);
    if (own.held < 0n) open.set(key, null);
    if (own.held !== 0n || own.outs.length === 0) return;
    open.set(key, { account, held: 0n, ins: [], outs: [] });
    const pass = { ins: own.ins, outs: own.outs };
    if (!isInOrder(ordered, pass)) return;
    const [ins, outs] = [pass.ins.map(name), pass.outs.map(name)];
    // What it got or paid may stand in another conversion on the other side, not on the same one.
    if (ins.some((one) => claimed.ins.has(nameKey(one))) || outs.some((one) => claimed.outs.has(nameKey(one)))) return;
    found.push({ kind: 'pass', rule: RULE, name: null, standing: 'recorded', reason: null, ins, outs, events: [] });
  };
  for (const transfer of ordered) {
    if (transfer.amount === 0n || transfer.path[0] === 2 || transfer.kind === 'fee' || transfer.from === transfer.to) continue;
    note(transfer.from, transfer, 'outs');
    note(transfer.to, transfer, 'ins');
  }
  return found;
}

/**
 * Accounts that acted by code in the transaction: called by it while something was logged or paid on, paying coins inside it, or named by
 * a pool as its caller. Never the signer, and no pool or wrapping contract, whose own conversions say more.
 */
function contractsOf({ from, to, transfers, events }: AccountTransaction, conversions: readonly RecognisedConversion[]): Set<string> {
  const contracts = new Set<string>();
  const isActing = events.length > 0 || transfers.some(({ path }) => path[0] === 1 || (path[0] === 0 && path.length > 1));
  if (to !== null && isActing) contracts.add(to);
  for (const { kind, from: payer } of transfers) if (kind === 'internal' && payer !== null) contracts.add(payer);
  for (const { kind, actor, details } of events) {
    if (kind !== 'swap') continue;
    if (actor !== null) contracts.add(actor);
    contracts.delete(details['pool'] ?? '');
  }
  for (const { kind, details } of events) if (kind === 'swap') contracts.delete(details['pool'] ?? '');
  if (conversions.some(({ kind }) => kind === 'wrap'))
    for (const { kind, asset } of transfers)
      if ((kind === 'mint' || kind === 'burn') && asset.contract !== null) contracts.delete(asset.contract);
  if (from !== null) contracts.delete(from);
  return contracts;
}
