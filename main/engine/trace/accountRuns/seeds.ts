// What an examiner's words for seeds and accounts mean among the ledgers held.
import { Fault } from '../../../../shared/model/fault.ts';
import { amountOf, isFee } from '../accounts/index.ts';
import { transferName } from './describe.ts';
import { canonical, chainName } from './find.ts';
import { pathText } from './pathText.ts';
import type { AccountView } from './view.ts';

export function chainsFor(view: AccountView, asked: string | undefined): readonly string[] {
  return asked === undefined ? view.names.chains : view.names.chains.filter((chain) => chain === asked);
}

/** Transfers that a seed's text means. Faults: trace.seedUnknown. */
export function seedTransfers(view: AccountView, text: string, asked: string | undefined): number[] {
  const { slice, names } = view;
  const [id = '', path] = text.trim().split('#') as [string, string | undefined];
  const found: number[] = [];
  for (const chain of chainsFor(view, asked)) {
    for (const form of new Set([id, id.toLowerCase(), `0x${id.toLowerCase()}`])) {
      const transfers = names.transfersOf(chain, form).filter((transfer) => !isFee(slice, transfer));
      found.push(...transfers.filter((transfer) => path === undefined || pathText(names.path(transfer)) === path));
    }
    const address = path === undefined ? canonical(chain, id) : null;
    const account = address === null ? 0 : names.account(chain, address);
    if (account === 0) continue;
    for (let transfer = 0; transfer < slice.transferCount; transfer++) {
      const to = slice.toLedger[transfer] as number;
      if (to !== 0 && slice.ledgerAccount[to] === account && !isFee(slice, transfer) && amountOf(slice, transfer) > 0n)
        found.push(transfer);
    }
  }
  if (found.length === 0) throw new Fault('trace.seedUnknown', { seed: text, chain: asked === undefined ? '' : chainName(asked) });
  return found;
}

/** Starting points of one run: with more, what comes of each could not be told apart by anybody. */
const MOST_SEEDS = 10_000;

/** Every transfer that the texts mean. Faults: trace.seedUnknown, usage.badValue. */
export function allSeedTransfers(view: AccountView, from: readonly string[], asked: string | undefined): number[] {
  const all = new Set<number>();
  for (const text of from) for (const transfer of seedTransfers(view, text, asked)) all.add(transfer);
  if (all.size > MOST_SEEDS)
    throw new Fault('usage.badValue', {
      ...{ option: '--from', value: `${all.size}` },
      expected: `at most ${MOST_SEEDS} movements: transactions or TXID#PATH instead of the account`,
    });
  return [...all];
}

/** Seeds by name, each once: what makes two runs siblings. */
export function seedNames(view: AccountView, from: readonly string[], asked: string | undefined): string[] {
  return [...new Set(allSeedTransfers(view, from, asked).map((transfer) => transferName(view, transfer)))];
}

/**
 * An account as its chain writes it, so that whoever reads what was asked finds the same text in the rows; as typed where the case holds no such
 * account, or several.
 */
export function accountText(view: AccountView, text: string, asked: string | undefined): string {
  const found = new Set(accountsMeant(view, text.trim(), asked).values());
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : text;
}

/**
 * The accounts that a text names, on the chain asked for; where that one holds none, on any: over links and conversions a trace comes to
 * accounts of other chains and ledgers, and what is assumed of them is said in the same list.
 */
function accountsMeant(view: AccountView, text: string, asked: string | undefined): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const chain of chainsFor(view, asked)) {
    const address = canonical(chain, text);
    const number = address === null ? 0 : view.names.account(chain, address);
    if (address !== null && number !== 0) found.set(number, address);
  }
  return found.size > 0 || asked === undefined ? found : accountsMeant(view, text, undefined);
}

/** Every ledger of the accounts named. Faults: show.notFound. */
export function ledgersOf(view: AccountView, accounts: readonly string[], asked: string | undefined): Set<number> {
  const { slice } = view;
  const numbers = new Set<number>();
  for (const text of accounts) {
    const meant = accountsMeant(view, text, asked);
    for (const number of meant.keys()) numbers.add(number);
    if (meant.size === 0) throw new Fault('show.notFound', { text, chain: asked === undefined ? '' : chainName(asked) });
  }
  const ledgers = new Set<number>();
  for (let ledger = 1; ledger < slice.ledgerCount; ledger++) if (numbers.has(slice.ledgerAccount[ledger] as number)) ledgers.add(ledger);
  return ledgers;
}
