// The slice made of objects, one step after the other: the plain twin that buildSlice.ts is held against. Not part of the program.
import { Fault } from '../../../../../shared/model/fault.ts';
import { assetKey } from '../../../intake/index.ts';
import type { AccountAsset, AccountTransaction, AccountTransfer } from '../../../chains/index.ts';
import {
  type AccountSlice,
  FEE_MARK,
  NOT_STATED,
  ORDER_KNOWN,
  ORDER_OF_TRANSACTIONS_UNKNOWN,
  ORDER_UNKNOWN,
  STATUS_FAILED,
  STATUS_OK,
  STATUS_UNKNOWN,
  TRANSFER_KINDS,
  WIDE_MARK,
} from '../accountSlice.ts';
import { type Conversion, type ConversionName, orderConversions, type TransferName } from '../conversions.ts';

/** Transactions of one chain or of one ledger without a chain. */
export interface PlainPart {
  /** CAIP-2 id of the chain. */
  readonly chain: string;
  readonly transactions: readonly AccountTransaction[];
  /** `given`: the list itself is the ledger's order (a statement's rows). `blocks`: block number, position, path decide. */
  readonly order: 'blocks' | 'given';
  /** Block numbers of which every transaction is here. */
  readonly isComplete?: (blockNumber: number) => boolean;
  /** False where the source gives a transaction's transfers no order of their own (paths were made up). Default: given. */
  readonly orderKnown?: (transaction: AccountTransaction) => boolean;
}

/** The text beside a slice; position 0 of accounts, assets and chains is unused, as number 0 is none. */
interface PlainNames {
  /** From 0. */
  readonly chains: readonly string[];
  readonly accounts: readonly string[];
  readonly assets: readonly (AccountAsset | null)[];
  readonly transactions: readonly string[];
  readonly paths: readonly (readonly number[])[];
  /** Number of an account or asset, or 0. */
  account(chain: string, address: string): number;
  asset(chain: string, asset: AccountAsset): number;
  /** Number of the ledger (account, asset), or 0. */
  ledger(chain: string, address: string, asset: AccountAsset): number;
  /** Numbers of a transaction's transfers; empty where it is not in the slice. */
  transfersOf(chain: string, transaction: string): readonly number[];
  transfer(name: TransferName): number | null;
}

export interface PlainBuilt {
  readonly slice: AccountSlice;
  readonly names: PlainNames;
  readonly conversions: readonly Conversion[];
}

interface Block {
  readonly chain: number;
  readonly number: number;
  readonly complete: boolean;
  readonly order: number;
  readonly time: number;
  readonly transactions: readonly AccountTransaction[];
}

/** Compares paths number by number; a shorter path that is the beginning of a longer one comes first. */
function comparePaths(a: readonly number[], b: readonly number[]): number {
  for (let place = 0; place < a.length && place < b.length; place++) {
    const difference = (a[place] as number) - (b[place] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Ledger order of a part's blocks; where the source gives none, an order that depends on the rows alone. [A1] [A2] */
function blocksOf(part: PlainPart, chain: number): Block[] {
  const inside = (transaction: AccountTransaction): boolean => part.orderKnown?.(transaction) !== false && pathsDiffer(transaction);
  const one = (transactions: readonly AccountTransaction[], known: boolean): Block => {
    const first = transactions[0] as AccountTransaction;
    const number = first.blockNumber ?? NOT_STATED;
    return {
      ...{ chain, number, transactions },
      order: !transactions.every(inside) ? ORDER_UNKNOWN : known ? ORDER_KNOWN : ORDER_OF_TRANSACTIONS_UNKNOWN,
      complete: number !== NOT_STATED && (part.isComplete?.(number) ?? false),
      time: first.timeSeconds ?? NOT_STATED,
    };
  };
  if (part.order === 'given') return part.transactions.map((transaction) => one([transaction], true));
  const groups = new Map<string, AccountTransaction[]>();
  for (const transaction of part.transactions) {
    if (transaction.blockNumber === null && transaction.timeSeconds === null)
      throw new Fault('usage.invalid', { transaction: transaction.id, option: 'blockNumber' });
    const key = transaction.blockNumber === null ? `t${transaction.timeSeconds}` : `b${transaction.blockNumber}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [transaction]);
    else group.push(transaction);
  }
  const blocks = [...groups.values()].map((transactions) => {
    transactions.sort((a, b) => (a.position ?? Infinity) - (b.position ?? Infinity) || compareText(a.id, b.id));
    const positions = new Set(transactions.map((transaction) => transaction.position));
    const known = transactions.length === 1 || (positions.size === transactions.length && !positions.has(null));
    return one(transactions, known);
  });
  const numbered = blocks.some((block) => block.number !== NOT_STATED);
  if (numbered && blocks.some((block) => block.number === NOT_STATED)) return byTime(blocks);
  return blocks.sort((a, b) => (numbered ? a.number - b.number : a.time - b.time));
}

/** Rows with and without block numbers in one part can only be laid together by time. */
function byTime(blocks: Block[]): Block[] {
  return blocks.sort((a, b) => a.time - b.time || a.number - b.number);
}

function pathsDiffer(transaction: AccountTransaction): boolean {
  return new Set(transaction.transfers.map((transfer) => transfer.path.join())).size === transaction.transfers.length;
}

/** Blocks of all parts in one order: by time, but never a link's arrival before its departure. */
function mergeBlocks(perChain: readonly (readonly Block[])[], chains: readonly string[], links: readonly ConversionName[]): Block[] {
  const key = (chain: string, id: string): string => `${chain} ${id}`;
  const waitsFor = new Map<string, string[]>();
  for (const link of links) {
    for (const out of link.outs) {
      const foreign = link.ins.filter((name) => name.chain !== out.chain).map((name) => key(name.chain, name.transaction));
      const place = key(out.chain, out.transaction);
      if (foreign.length > 0) waitsFor.set(place, [...(waitsFor.get(place) ?? []), ...foreign]);
    }
  }
  const done = new Set<string>();
  const next = perChain.map(() => 0);
  const lastTime = perChain.map(() => NOT_STATED);
  const merged: Block[] = [];
  const total = perChain.reduce((sum, blocks) => sum + blocks.length, 0);
  while (merged.length < total) {
    let chosen = -1;
    let chosenTime = Infinity;
    perChain.forEach((blocks, chain) => {
      const block = blocks[next[chain] as number];
      if (block === undefined) return;
      const time = Math.max(block.time, lastTime[chain] as number);
      if (time >= chosenTime) return;
      const name = chains[chain] as string;
      const waits = block.transactions.some((tx) => (waitsFor.get(key(name, tx.id)) ?? []).some((place) => !done.has(place)));
      if (!waits) [chosen, chosenTime] = [chain, time];
    });
    if (chosen < 0) throw new Fault('usage.invalid', { option: 'links', reason: 'cycle' });
    const block = (perChain[chosen] as readonly Block[])[next[chosen] as number] as Block;
    next[chosen] = (next[chosen] as number) + 1;
    lastTime[chosen] = chosenTime;
    if (waitsFor.size > 0) for (const tx of block.transactions) done.add(key(chains[chosen] as string, tx.id));
    merged.push(block);
  }
  return merged;
}

/**
 * Builds the slice. Parts of one chain must be one part, and a transaction stands in it once. The members of a conversion inside one
 * transaction are put together at the place of the first, what goes in before what comes out. [A12]
 * Faults: usage.invalid.
 */
export function buildPlainSlice(parts: readonly PlainPart[], conversionNames: readonly ConversionName[] = []): PlainBuilt {
  const chains = parts.map((part) => part.chain);
  if (new Set(chains).size !== chains.length) throw new Fault('usage.invalid', { option: 'parts', reason: 'chainTwice' });
  const ordered = parts.map((part, index) => ({ part, index })).sort((a, b) => compareText(a.part.chain, b.part.chain));
  const chainNames = ordered.map(({ part }) => part.chain);
  const blocks = mergeBlocks(
    ordered.map(({ part }, chain) => blocksOf(part, chain)),
    chainNames,
    conversionNames,
  );
  const moved = orderConversions(conversionNames);

  const numbering = createNumbering(chainNames);
  const transfers: { readonly transfer: AccountTransfer; readonly chain: number; readonly transaction: number }[] = [];
  const transactions: AccountTransaction[] = [];
  const transactionBlock: number[] = [];
  const transactionStart: number[] = [];
  const blockStart: number[] = [];
  blocks.forEach((block, blockIndex) => {
    blockStart.push(transactions.length);
    for (const transaction of block.transactions) {
      transactionStart.push(transfers.length);
      transactionBlock.push(blockIndex);
      const sorted = [...transaction.transfers].filter(({ from, to }) => from !== null || to !== null).sort(compareTransfers);
      for (const transfer of moved(chainNames[block.chain] as string, transaction.id, sorted))
        transfers.push({ transfer, chain: block.chain, transaction: transactions.length });
      transactions.push(transaction);
    }
  });
  transactionStart.push(transfers.length);
  blockStart.push(transactions.length);

  const count = transfers.length;
  const fromLedger = new Uint32Array(count);
  const toLedger = new Uint32Array(count);
  const amountLow = new Float64Array(count);
  const amountHigh = new Float64Array(count);
  const transferKind = new Uint8Array(count);
  const wideTransfer: number[] = [];
  const wideRest: bigint[] = [];
  transfers.forEach(({ transfer, chain }, t) => {
    const { amount, kind, path } = transfer;
    if (amount < 0n || amount >= 1n << 256n) throw new Fault('usage.invalid', { option: 'amount', amount: String(amount) });
    const asset = numbering.asset(chain, transfer.asset);
    if (transfer.from !== null) fromLedger[t] = numbering.ledger(numbering.account(chain, transfer.from), asset);
    if (transfer.to !== null) toLedger[t] = numbering.ledger(numbering.account(chain, transfer.to), asset);
    const parts = splitAmount(amount);
    amountLow[t] = parts.low;
    amountHigh[t] = parts.high;
    let code = TRANSFER_KINDS.indexOf(kind);
    if (kind === 'fee' || (kind === 'burn' && path[0] === 2)) code |= FEE_MARK;
    if (parts.rest !== 0n) {
      code |= WIDE_MARK;
      wideTransfer.push(t);
      const word = (1n << 64n) - 1n;
      wideRest.push(parts.rest & word, (parts.rest >> 64n) & word, parts.rest >> 128n);
    }
    transferKind[t] = code;
  });
  const slice: AccountSlice = {
    ...{ transferCount: count, transactionCount: transactions.length, blockCount: blocks.length, chainCount: chainNames.length },
    ...numbering.columns(),
    ...{ fromLedger, toLedger, amountLow, amountHigh, transferKind },
    transferTransaction: Uint32Array.from(transfers, ({ transaction }) => transaction),
    wideTransfer: Uint32Array.from(wideTransfer),
    wideRest: BigUint64Array.from(wideRest),
    transactionStart: Uint32Array.from(transactionStart),
    transactionBlock: Uint32Array.from(transactionBlock),
    transactionPosition: Int32Array.from(transactions, ({ position }) => position ?? NOT_STATED),
    transactionTime: Float64Array.from(transactions, ({ timeSeconds }) => timeSeconds ?? NOT_STATED),
    transactionStatus: Uint8Array.from(transactions, ({ status }) =>
      status === 'ok' ? STATUS_OK : status === 'failed' ? STATUS_FAILED : STATUS_UNKNOWN,
    ),
    blockStart: Uint32Array.from(blockStart),
    blockChain: Uint16Array.from(blocks, ({ chain }) => chain),
    blockNumber: Float64Array.from(blocks, ({ number }) => number),
    blockComplete: Uint8Array.from(blocks, ({ complete }) => (complete ? 1 : 0)),
    blockOrder: Uint8Array.from(blocks, ({ order }) => order),
  };
  const chainOfTransaction = transactionBlock.map((block) => (blocks[block] as Block).chain);
  const transactionNumber = new Map(transactions.map(({ id }, index) => [`${chainOfTransaction[index]} ${id}`, index]));
  const paths = transfers.map(({ transfer }) => transfer.path);
  const transfersOf = (chain: string, id: string): number[] => {
    const transaction = transactionNumber.get(`${chainNames.indexOf(chain)} ${id}`);
    if (transaction === undefined) return [];
    const first = transactionStart[transaction] as number;
    return Array.from({ length: (transactionStart[transaction + 1] as number) - first }, (_, place) => first + place);
  };
  const names: PlainNames = {
    chains: chainNames,
    accounts: numbering.accounts,
    assets: numbering.assets,
    transactions: transactions.map(({ id }) => id),
    paths,
    account: (chain, address) => numbering.findAccount(chainNames.indexOf(chain), address),
    asset: (chain, asset) => numbering.findAsset(chainNames.indexOf(chain), asset),
    ledger: (chain, address, asset) =>
      numbering.findLedger(
        numbering.findAccount(chainNames.indexOf(chain), address),
        numbering.findAsset(chainNames.indexOf(chain), asset),
      ),
    transfersOf,
    transfer: (name) =>
      transfersOf(name.chain, name.transaction).find((t) => comparePaths(paths[t] as readonly number[], name.path) === 0) ?? null,
  };
  const conversions = conversionNames.map((conversion): Conversion => {
    const numbers = (list: readonly TransferName[]): number[] =>
      list.map((name) => {
        const transfer = names.transfer(name);
        if (transfer === null) throw new Fault('usage.invalid', { option: 'conversions', transaction: name.transaction });
        return transfer;
      });
    return { kind: conversion.kind, ins: numbers(conversion.ins), outs: numbers(conversion.outs) };
  });
  return { slice, names, conversions };
}

/** The two columns of an amount and what is above them. */
function splitAmount(amount: bigint): { readonly low: number; readonly high: number; readonly rest: bigint } {
  const mask = (1n << 48n) - 1n;
  return { low: Number(amount & mask), high: Number((amount >> 48n) & mask), rest: amount >> 96n };
}

/** Path order; equal paths (no order given) by what the rows say, so that storage decides nothing. */
function compareTransfers(a: AccountTransfer, b: AccountTransfer): number {
  return (
    comparePaths(a.path, b.path) ||
    compareText(a.kind, b.kind) ||
    compareText(a.from ?? '', b.from ?? '') ||
    compareText(a.to ?? '', b.to ?? '') ||
    compareText(assetKey(a.asset), assetKey(b.asset)) ||
    (a.amount < b.amount ? -1 : a.amount > b.amount ? 1 : 0)
  );
}

function createNumbering(chains: readonly string[]) {
  const accounts: string[] = [''];
  const accountChain: number[] = [0];
  const accountNumber = chains.map(() => new Map<string, number>());
  const assets: (AccountAsset | null)[] = [null];
  const assetChain: number[] = [0];
  const assetNumber = chains.map(() => new Map<string, number>());
  const ledgerAccount: number[] = [0];
  const ledgerAsset: number[] = [0];
  const ledgersOfAccount: Map<number, number>[] = [new Map()];
  return {
    accounts,
    assets,
    account(chain: number, address: string): number {
      const known = accountNumber[chain] as Map<string, number>;
      let number = known.get(address);
      if (number === undefined) {
        number = accounts.push(address) - 1;
        accountChain.push(chain);
        ledgersOfAccount.push(new Map());
        known.set(address, number);
      }
      return number;
    },
    asset(chain: number, asset: AccountAsset): number {
      const known = assetNumber[chain] as Map<string, number>;
      const key = assetKey(asset);
      let number = known.get(key);
      if (number === undefined) {
        number = assets.push(asset) - 1;
        assetChain.push(chain);
        known.set(key, number);
      }
      return number;
    },
    ledger(account: number, asset: number): number {
      const known = ledgersOfAccount[account] as Map<number, number>;
      let number = known.get(asset);
      if (number === undefined) {
        number = ledgerAccount.push(account) - 1;
        ledgerAsset.push(asset);
        known.set(asset, number);
      }
      return number;
    },
    findAccount: (chain: number, address: string): number => accountNumber[chain]?.get(address) ?? 0,
    findAsset: (chain: number, asset: AccountAsset): number => assetNumber[chain]?.get(assetKey(asset)) ?? 0,
    findLedger: (account: number, asset: number): number => ledgersOfAccount[account]?.get(asset) ?? 0,
    columns: () => ({
      ledgerCount: ledgerAccount.length,
      accountCount: accounts.length,
      assetCount: assets.length,
      ledgerAccount: Uint32Array.from(ledgerAccount),
      ledgerAsset: Uint32Array.from(ledgerAsset),
      accountChain: Uint16Array.from(accountChain),
      assetChain: Uint16Array.from(assetChain),
    }),
  };
}
