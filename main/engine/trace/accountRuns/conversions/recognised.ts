// Which conversions a case holds. A conversion is *recorded* where the ledgers themselves name both
// sides exactly; everything else is an inference, which no trace follows by itself. It reads decoded events and believes no name.
import type { AccountTransaction } from '../../../chains/index.ts';
import type { MergedTransaction } from '../../../intake/index.ts';
import type { Steps } from '../../../kernel/index.ts';
import { causalOrder, type ConversionName } from '../../accounts/index.ts';
import { found, type Looked } from '../heldTransactions.ts';
import { bridgesOf, type OpenHop } from './bridges.ts';
import { exchangesOf } from './exchanges.ts';
import { type Claims, type Held, type HeldOfChain, membersOf, nameKey, pathOrder, type RecognisedConversion } from './members.ts';
import { passesOf } from './passes.ts';
import { swapsOf } from './swaps.ts';
import { tradesOf } from './trades.ts';
import { wrapsOf } from './wraps.ts';

/** A payment and its fee alone convert nothing: of millions of rows they need not be read. */
function beyondPayments(held: HeldOfChain | undefined): Looked<MergedTransaction> {
  return held?.beyondPayments?.() ?? held?.values() ?? [];
}

export interface Recognised {
  readonly recorded: readonly RecognisedConversion[];
  /** Listed, and followed only where an examiner makes one a link. */
  readonly inferences: readonly RecognisedConversion[];
  /** Hops whose other end is not recorded, by the movement that left. */
  readonly openHops: ReadonlyMap<string, OpenHop>;
  /** Pools that logged a swap, as `chain address`. */
  readonly pools: ReadonlySet<string>;
}

/** In the order of chains, transactions and rules; the same for the same transactions in any order. [A25]–[A27] */
export function* recogniseConversions(transactions: Held): Steps<Recognised> {
  const { found: bridges, openHops } = yield* bridgesOf(transactions);
  const claimed: Claims = { ins: new Set(), outs: new Set() };
  const pools = new Set<string>();
  const recorded: RecognisedConversion[] = [];
  const inferences: RecognisedConversion[] = [];
  const settle = (conversion: RecognisedConversion, problem: string | null): void => {
    if (conversion.standing === 'recorded' && problem === null) {
      claim(claimed, conversion);
      recorded.push(conversion);
    } else inferences.push({ ...conversion, standing: 'inference', reason: conversion.reason ?? problem });
  };
  for (const bridge of bridges) settle(bridge, isFree(claimed, bridge) ? null : 'usedTwice');
  for (const chain of [...transactions.keys()].sort())
    yield* found(beyondPayments(transactions.get(chain)), transactions.get(chain)?.size ?? 0, ({ transaction }) => {
      for (const { kind, details } of transaction.events)
        if (kind === 'swap' && details['pool'] !== undefined) pools.add(`${chain} ${details['pool']}`);
      if (!mayConvert(transaction) || !isReadable(transaction)) return;
      const local = [...wrapsOf(chain, transaction), ...swapsOf(chain, transaction), ...tradesOf(chain, transaction)];
      const sound = inOrder(
        transaction,
        local.filter((one) => one.standing === 'recorded' && isFree(claimed, one)),
      );
      for (const one of local) settle(one, !isFree(claimed, one) ? 'usedTwice' : sound.includes(one) ? null : 'circle');
      const passes = passesOf(chain, transaction, sound, claimed);
      const kept = inOrder(transaction, [...sound, ...passes]);
      if (sound.every((one) => kept.includes(one))) for (const pass of passes) if (kept.includes(pass)) settle(pass, null);
      for (const exchange of exchangesOf(chain, transaction, claimed, local)) settle(exchange, null);
    });
  return { recorded, inferences, openHops, pools };
}

/** Whether no other conversion takes or gives one of its movements: each can stand in one on either side. */
function isFree(claimed: Claims, { ins, outs }: ConversionName): boolean {
  return !ins.some((name) => claimed.ins.has(nameKey(name))) && !outs.some((name) => claimed.outs.has(nameKey(name)));
}

function claim(claimed: Claims, { ins, outs }: ConversionName): void {
  for (const name of ins) claimed.ins.add(nameKey(name));
  for (const name of outs) claimed.outs.add(nameKey(name));
}

/** Movements of one transaction that are looked at; a longer one converts nothing, so that no source can make the work grow. [A24] */
const MOST_MOVEMENTS = 2000;

/** Most transactions cannot: nothing is swapped, traded, made or destroyed, and nobody but the signer both gets and pays. */
function mayConvert({ from: signer, status, transfers, events }: AccountTransaction): boolean {
  if (status !== 'ok' || transfers.length < 2 || transfers.length > MOST_MOVEMENTS) return false;
  if (events.some(({ kind }) => kind === 'swap')) return true;
  const receivers = new Set(transfers.map(({ to }) => to));
  return transfers.some(
    ({ kind, from, asset }) =>
      kind === 'trade' ||
      ((kind === 'mint' || kind === 'burn') && asset.kind === 'token') ||
      (from !== null && from !== signer && receivers.has(from)),
  );
}

/** Whether every movement has a place of its own that a source states. */
function isReadable({ status, transfers }: AccountTransaction): boolean {
  if (status !== 'ok' || transfers.length < 2) return false;
  const paths = new Set<string>();
  for (const { path } of transfers) {
    if (path.some((step) => step < 0)) return false;
    paths.add(path.join('.'));
  }
  return paths.size === transfers.length;
}

/** The conversions that one order of the transaction can carry; the last that close a circle fall out. */
function inOrder(transaction: AccountTransaction, found: readonly RecognisedConversion[]): readonly RecognisedConversion[] {
  const members = (list: readonly RecognisedConversion[]) => list.map((one) => membersOf(transaction, one));
  const laid = pathOrder(transaction);
  if (found.length === 0 || causalOrder(laid, members(found)).holds) return found;
  const kept: RecognisedConversion[] = [];
  for (const one of found) if (causalOrder(laid, members([...kept, one])).holds) kept.push(one);
  return kept;
}
