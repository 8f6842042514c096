// What issuers did to accounts: put on or taken off a blacklist, blacklisted funds destroyed. Each as the ledger states it, with its time;
// on which ground the issuer acted, no ledger says. A contract that is no known issuer's is shown as what it is.
import type { IssuerAct } from '../../../../shared/contract/account.ts';
import { assetView, type ClaimedNames } from './assets.ts';
import { pathText } from './pathText.ts';
import type { HeldTransactions } from './heldTransactions.ts';

type Acts = ReadonlyMap<string, readonly IssuerAct[]>;
interface Held {
  readonly transactions: ReadonlyMap<string, HeldTransactions>;
  readonly claimed: ClaimedNames;
}

const known = new WeakMap<Held['transactions'], Acts>();

/** On one account, in order of time. */
export function issuerActsOn(view: Held, chain: string, account: string): readonly IssuerAct[] {
  let acts = known.get(view.transactions);
  if (acts === undefined) {
    acts = readActs(view);
    known.set(view.transactions, acts);
  }
  return acts.get(`${chain} ${account}`) ?? [];
}

/** All of the case, read once: of millions of rows few have such an event. */
function readActs({ transactions, claimed }: Held): Acts {
  const acts = new Map<string, IssuerAct[]>();
  for (const [chain, held] of transactions)
    for (const one of held.mentioning('events', '"blacklisted"', '"unblacklisted"', '"blacklistedFundsDestroyed"')) {
      if (typeof one === 'number' || one.transaction.status !== 'ok') continue;
      const { transaction } = one;
      for (const { kind, actor, subject, asset, amount, path, details } of transaction.events) {
        if (kind !== 'blacklisted' && kind !== 'unblacklisted' && kind !== 'blacklistedFundsDestroyed') continue;
        if (subject === null || asset === null) continue;
        const key = `${chain} ${subject}`;
        const act: IssuerAct = {
          ...{ kind, chain, account: subject, by: actor, asset: assetView(chain, asset, claimed), amount: amount?.toString() ?? null },
          ...{
            transaction: transaction.id,
            path: pathText(path),
            blockNumber: transaction.blockNumber,
            timeSeconds: transaction.timeSeconds,
          },
          basis: details['basis'] === 'call' ? 'call' : 'log',
        };
        acts.set(key, [...(acts.get(key) ?? []), act]);
      }
    }
  for (const own of acts.values())
    own.sort((a, b) => (a.timeSeconds ?? 0) - (b.timeSeconds ?? 0) || (a.blockNumber ?? 0) - (b.blockNumber ?? 0));
  return acts;
}
