// What items mean among the things that a chain's view numbers: outputs, transactions, accounts, movements. What the case does not hold
// is told, and not taken for nothing.
import type { CanvasItem } from '../../../../shared/model/canvasItem.ts';
import { fromDisplayHash } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import {
  type AccountPlaces,
  canonicalAccount,
  type CaseAccounts,
  type ChainView,
  type CoinPlaces,
  pathText,
  scriptByName,
} from '../../trace/index.ts';

/** Scripts that stand together with a script, itself included: by inference. */
export type MembersOf = (view: ChainView, script: number) => Iterable<number>;

export interface CoinMeaning extends CoinPlaces {
  /** Outputs that are meant only because an inference puts their address beside one that was named. */
  readonly inferred: ReadonlySet<number>;
  readonly notHeld: number;
}

export function coinPlaces(view: ChainView, items: readonly CanvasItem[], membersOf: MembersOf): CoinMeaning {
  const { slice } = view;
  const outputs = new Set<number>();
  const transactions = new Set<number>();
  // Index by script number: named itself, or put beside one that is.
  const scripts = new Map<number, boolean>();
  let notHeld = 0;
  for (const { kind, id } of items) {
    if (kind === 'transaction' || kind === 'output') {
      const [, txid = '', index] = /^([0-9a-f]{64})(?::(\d{1,10}))?$/.exec(id) ?? [];
      const transaction = txid === '' ? -1 : view.findTransaction(fromDisplayHash(txid));
      const output = transaction === -1 ? -1 : (slice.txOutStart[transaction] as number) + Number(index ?? 0);
      if (transaction === -1 || (kind === 'output') === (index === undefined)) notHeld++;
      else if (kind === 'transaction') transactions.add(transaction);
      else if (output < (slice.txOutStart[transaction + 1] as number)) outputs.add(output);
      else notHeld++;
    } else if (kind === 'address' || kind === 'cluster') {
      const own = scriptOf(view, id);
      if (own === 0) {
        notHeld++;
        continue;
      }
      scripts.set(own, true);
      if (kind === 'cluster') for (const script of membersOf(view, own)) if (!scripts.has(script)) scripts.set(script, false);
    } else notHeld++;
  }
  const inferred = new Set<number>();
  if (scripts.size > 0)
    for (let out = 0; out < slice.outCount; out++) {
      const isNamed = scripts.get(slice.outScript[out] as number);
      if (isNamed === undefined) continue;
      if (!isNamed && !outputs.has(out)) inferred.add(out);
      outputs.add(out);
    }
  return { outputs: [...outputs].sort((a, b) => a - b), transactions: [...transactions].sort((a, b) => a - b), inferred, notHeld };
}

function scriptOf(view: ChainView, name: string): number {
  try {
    return scriptByName(view, name);
  } catch (error) {
    if (error instanceof Fault) return 0;
    throw error;
  }
}

export interface AccountMeaning extends AccountPlaces {
  readonly notHeld: number;
}

export function accountPlaces({ names }: CaseAccounts, items: readonly CanvasItem[]): AccountMeaning {
  const accounts = new Set<number>();
  const movements = new Set<number>();
  let notHeld = 0;
  for (const { kind, chain, id } of items) {
    if (kind === 'movement') {
      const [transaction = '', path] = id.split('#');
      const found = names.transfersOf(chain, transaction).find((transfer) => pathText(names.path(transfer)) === path);
      if (found === undefined) notHeld++;
      else movements.add(found);
      continue;
    }
    // Accounts stand in no cluster: its anchor alone is meant.
    const isAccount = kind === 'address' || kind === 'cluster';
    const account = isAccount ? names.account(chain, canonicalAccount(chain, id) ?? id) : 0;
    if (account === 0) notHeld++;
    else accounts.add(account);
  }
  return { accounts: [...accounts], movements: [...movements], notHeld };
}
