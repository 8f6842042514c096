// Numbers for accounts, assets and ledgers. While transfers are read in the order they are stored, numbers are given as they come; the
// slice's own numbers follow the order of the ledgers and are given at the end, so that storage decides nothing.
import { SLICE, type Steps } from '../../kernel/index.ts';
import { assetKey } from '../../intake/index.ts';
import type { AccountAsset } from '../../chains/index.ts';

/** Text beside the numbers; number 0 is none. */
export interface Numbered {
  readonly accounts: readonly string[];
  readonly assets: readonly (AccountAsset | null)[];
  readonly columns: {
    readonly ledgerCount: number;
    readonly accountCount: number;
    readonly assetCount: number;
    readonly ledgerAccount: Uint32Array;
    readonly ledgerAsset: Uint32Array;
    readonly accountChain: Uint16Array;
    readonly assetChain: Uint16Array;
  };
  findAccount(chain: number, address: string): number;
  findAsset(chain: number, asset: AccountAsset): number;
  findLedger(account: number, asset: number): number;
}

export interface Numbering {
  account(chain: number, address: string): number;
  asset(chain: number, asset: AccountAsset): number;
  ledger(account: number, asset: number): number;
  /** Gives the final numbers in the order of the transfers, and writes them into the two columns. */
  settle(fromLedger: Uint32Array, toLedger: Uint32Array): Steps<Numbered>;
}

export function createNumbering(chainCount: number): Numbering {
  const accounts: string[] = [''];
  const accountChain: number[] = [0];
  const accountNumber = Array.from({ length: chainCount }, () => new Map<string, number>());
  const assets: (AccountAsset | null)[] = [null];
  const assetChain: number[] = [0];
  const assetNumber = Array.from({ length: chainCount }, () => new Map<string, number>());
  const ledgers = createPairs();
  return {
    account(chain, address) {
      const known = accountNumber[chain] as Map<string, number>;
      let number = known.get(address);
      if (number === undefined) {
        number = accounts.push(address) - 1;
        accountChain.push(chain);
        known.set(address, number);
      }
      return number;
    },
    asset(chain, asset) {
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
    ledger: (account, asset) => ledgers.number(account, asset),
    *settle(fromLedger, toLedger) {
      const account = createOrder(accounts.length);
      const asset = createOrder(assets.length);
      const ledger = createOrder(ledgers.count());
      const settled = (own: number): number => {
        if (own === 0) return 0;
        account.give(ledgers.first(own));
        return ledger.give(own);
      };
      for (let t = 0; t < fromLedger.length; t++) {
        if ((t & (SLICE - 1)) === 0) yield { phase: 'ledgersNumber', done: t, total: fromLedger.length, unit: 'steps' };
        const from = fromLedger[t] as number;
        const to = toLedger[t] as number;
        asset.give(ledgers.second(from === 0 ? to : from));
        fromLedger[t] = settled(from);
        toLedger[t] = settled(to);
      }
      const finalLedgers = createPairs();
      for (let number = 1; number < ledger.count(); number++) {
        const own = ledger.old(number);
        finalLedgers.number(account.give(ledgers.first(own)), asset.give(ledgers.second(own)));
      }
      const finalAccounts = Array.from({ length: account.count() }, (_, number) => accounts[account.old(number)] as string);
      const finalAssets = Array.from({ length: asset.count() }, (_, number) => assets[asset.old(number)] as AccountAsset | null);
      const numberOf = (order: Order, own: number | undefined): number => (own === undefined ? 0 : order.find(own));
      return {
        accounts: finalAccounts,
        assets: finalAssets,
        columns: {
          ledgerCount: ledger.count(),
          accountCount: account.count(),
          assetCount: asset.count(),
          ...finalLedgers.columns(),
          accountChain: Uint16Array.from({ length: account.count() }, (_, number) => accountChain[account.old(number)] as number),
          assetChain: Uint16Array.from({ length: asset.count() }, (_, number) => assetChain[asset.old(number)] as number),
        },
        findAccount: (chain, address) => numberOf(account, accountNumber[chain]?.get(address)),
        findAsset: (chain, own) => numberOf(asset, assetNumber[chain]?.get(assetKey(own))),
        findLedger: (own, of) => finalLedgers.find(own, of),
      };
    },
  };
}

type Order = ReturnType<typeof createOrder>;

/** New numbers for old ones, in the order they are asked for; 0 stays 0. */
function createOrder(size: number) {
  const given = new Uint32Array(size);
  const olds = new Uint32Array(size);
  let count = 1;
  return {
    give(old: number): number {
      if (old === 0) return 0;
      let number = given[old] as number;
      if (number === 0) {
        number = count++;
        given[old] = number;
        olds[number] = old;
      }
      return number;
    },
    find: (old: number): number => given[old] as number,
    old: (number: number): number => olds[number] as number,
    count: () => count,
  };
}

/** Numbers for pairs of numbers, by open addressing; 0 is none. */
function createPairs() {
  let first = new Uint32Array(1 << 10);
  let second = new Uint32Array(1 << 10);
  let places = new Uint32Array(1 << 11);
  let count = 1;
  const placeOf = (a: number, b: number): number => {
    let mixed = Math.imul(a, 0x9e37_79b1) ^ Math.imul(b, 0x85eb_ca77);
    mixed ^= mixed >>> 15;
    let place = (mixed >>> 0) & (places.length - 1);
    for (let number = places[place] as number; number !== 0; number = places[place] as number) {
      if (first[number] === a && second[number] === b) break;
      place = (place + 1) & (places.length - 1);
    }
    return place;
  };
  const grow = (): void => {
    places = new Uint32Array(places.length * 2);
    for (let number = 1; number < count; number++) places[placeOf(first[number] as number, second[number] as number)] = number;
    first = widened(first);
    second = widened(second);
  };
  return {
    number(a: number, b: number): number {
      let place = placeOf(a, b);
      if (places[place] !== 0) return places[place] as number;
      if (count === first.length) {
        grow();
        place = placeOf(a, b);
      }
      first[count] = a;
      second[count] = b;
      places[place] = count;
      return count++;
    },
    find: (a: number, b: number): number => places[placeOf(a, b)] as number,
    first: (number: number): number => first[number] as number,
    second: (number: number): number => second[number] as number,
    count: () => count,
    columns: () => ({ ledgerAccount: first.slice(0, count), ledgerAsset: second.slice(0, count) }),
  };
}

function widened(numbers: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(numbers.length * 2);
  wider.set(numbers);
  return wider;
}
