// Payments of account chains and ledgers: every movement that moves value between two sides or comes from or goes to nobody, without fees,
// counterfeits and what has no time. Beside them the acts that typologies read.
import { itemName } from '../../../../shared/model/canvasItem.ts';
import { SLICE, type Steps } from '../../kernel/index.ts';
import { caseFacts, type CaseFacts } from '../accountLeads/facts.ts';
import type { Judgements } from '../accountLeads/leads.ts';
import type { ServiceBook } from '../accountLeads/services.ts';
import { accountTransfers, payeeOf, payerOf } from '../accounts/accountTransfers.ts';
import { amountOf, assetOf, chainOf, isFee, movesValue, timeOf } from '../accounts/index.ts';
import { counterfeitsOf, dayOf, transferName, viewOfAsset } from '../accountRuns/describe.ts';
import { poisoningIn } from '../accountRuns/excluded.ts';
import { canonical } from '../accountRuns/find.ts';
import { found } from '../accountRuns/heldTransactions.ts';
import type { AccountView } from '../accountRuns/view.ts';
import { CONTRACT, type ConversionEvent, type DelegationEvent, type FlowEvents } from '../typologies/flows.ts';
import type { CaseBook, TransactionName } from './caseBook.ts';
import { isListing, listedFrom } from './marks.ts';

/** Events name payments by the order in which they were given; the caller puts them in the order of time. */
export function* accountFlows(view: AccountView, services: ServiceBook, judged: Judgements, book: CaseBook): Steps<FlowEvents> {
  const { slice, names } = view;
  const facts = yield* caseFacts(view, services);
  /** Transactions without a movement, by numbers below zero. */
  const others: TransactionName[] = [];
  const chainName = (chain: number): string => names.chains[chain] as string;
  const part = book.part({
    transaction: (own) =>
      own < 0
        ? (others[-1 - own] as TransactionName)
        : { chain: chainName(slice.blockChain[slice.transactionBlock[own] as number] as number), id: names.transaction(own) },
    item: (transfer) => itemName({ kind: 'movement', chain: chainName(chainOf(slice, transfer)), id: transferName(view, transfer) }),
  });
  const numbers: number[] = [0];
  const party = (account: number): number => {
    const known = numbers[account];
    if (known !== undefined) return known;
    const { chain, address } = facts.name(account);
    const marks = facts.isContract(account) === true ? CONTRACT : 0;
    const made = book.party({ chain, kind: 'address', id: address }, services.grounds(chain, address), marks);
    numbers[account] = made;
    return made;
  };
  for (let account = 1; account < slice.accountCount; account++) {
    if ((account & (SLICE - 1)) === 0) yield { phase: 'typologyParties', done: account, total: slice.accountCount, unit: 'steps' };
    party(account);
  }
  for (const { chain, a, b, verdict } of judged.all) {
    const [one, other] = [names.account(chain, a), names.account(chain, b)];
    if (verdict === 'accepted' && one !== 0 && other !== 0) book.join(party(one), party(other));
  }
  for (const chain of names.chains)
    book.finder(chain, (address) => {
      const canonicalAddress = canonical(chain, address) ?? address;
      const account = names.account(chain, canonicalAddress);
      return numbers[account] ?? 0;
    });
  const assets = names.assets.map((asset, at) =>
    asset === null ? 0 : book.asset(chainName(slice.assetChain[at] as number), viewOfAsset(view, at)),
  );
  const signers = signersOf(view, facts, party);
  const counterfeits = counterfeitsOf(view);
  const transactionOf = new Map<number, number>();
  const transaction = (own: number): number => {
    let known = transactionOf.get(own);
    if (known === undefined) {
      known = book.transaction(part, own, 0, 0, signers.get(own) ?? 0);
      transactionOf.set(own, known);
    }
    return known;
  };
  const given = new Map<number, number>();
  for (let transfer = 0; transfer < slice.transferCount; transfer++) {
    if ((transfer & (SLICE - 1)) === 0) yield { phase: 'typologyFlows', done: transfer, total: slice.transferCount, unit: 'transactions' };
    if (isFee(slice, transfer)) {
      const time = timeOf(slice, transfer);
      if (time >= 0 && movesValue(slice, transfer))
        book.fee(party(payerOf(slice, transfer)), assets[assetOf(slice, transfer)] as number, amountOf(slice, transfer), time);
      continue;
    }
    if (!movesValue(slice, transfer) || counterfeits.has(assetOf(slice, transfer))) {
      book.count('worthless');
      continue;
    }
    const time = timeOf(slice, transfer) >= 0 ? timeOf(slice, transfer) : startOfDay(dayOf(view, transfer).day);
    if (time === null) {
      book.count('untimed');
      continue;
    }
    const flow = book.flow(part, transfer, {
      ...{ from: party(payerOf(slice, transfer)), to: party(payeeOf(slice, transfer)), asset: assets[assetOf(slice, transfer)] as number },
      ...{ amount: amountOf(slice, transfer), time, transaction: transaction(slice.transferTransaction[transfer] as number) },
    });
    if (flow >= 0) given.set(transfer, flow);
  }
  const place = placer(view, transaction, (name) => book.transaction(part, -others.push(name), 0, 0, 0));
  const of = (chain: string, address: string): number => party(facts.number(chain, address));
  const delegations: DelegationEvent[] = [];
  for (const [chain, held] of view.transactions)
    yield* found(held.mentioning('events', '"resourceDelegated"'), held.size, ({ transaction: one }) => {
      if (one.status !== 'ok') return;
      for (const { kind, actor, subject } of one.events)
        if (kind === 'resourceDelegated' && actor !== null && subject !== null)
          delegations.push({ by: of(chain, actor), to: of(chain, subject), ...place(chain, one.id) });
    });
  return {
    delegations,
    approvals: facts.approvals.map(({ chain, transaction: id, owner, spender, asset }) => ({
      ...{ owner: of(chain, owner), spender: of(chain, spender), asset: assets[names.asset(chain, asset)] as number, ...place(chain, id) },
    })),
    permissions: facts.permissions.map(({ chain, address, transaction: id, permissions }) => {
      const account = of(chain, address);
      const keys = new Set(permissions.flatMap((one) => one.keys.map((key) => party(key.account))));
      keys.delete(account);
      return { account, keys: [...keys], ownKeyLost: permissions.some(({ ownKeyLost }) => ownKeyLost), ...place(chain, id) };
    }),
    conversions: view.conversions.flatMap(({ kind, ins, outs }): ConversionEvent[] => {
      const [first, out] = [ins[0], outs[0]];
      if ((kind !== 'swap' && kind !== 'bridge') || first === undefined || out === undefined) return [];
      return [
        {
          ...{ kind, party: party(payerOf(slice, first)), time: timeOf(slice, first) },
          transaction: transaction(slice.transferTransaction[first] as number),
          ...{ chainIn: book.chain(chainName(chainOf(slice, first))), chainOut: book.chain(chainName(chainOf(slice, out))) },
          ...{ assetIn: assets[assetOf(slice, first)] as number, assetOut: assets[assetOf(slice, out)] as number },
          flow: given.get(first) ?? -1,
        },
      ];
    }),
    poisonings: poisoningIn(view).map(({ transfer, victim, lookAlike, imitated }) => ({
      ...{ victim: party(victim), lookAlike: party(lookAlike), imitated: party(imitated), time: timeOf(slice, transfer) },
      transaction: transaction(slice.transferTransaction[transfer] as number),
    })),
    listings: book.labels.filter(isListing).flatMap((label) =>
      names.chains.flatMap((chain) => {
        const account = label.chain === null || label.chain === chain ? names.account(chain, label.address) : 0;
        return account === 0 ? [] : [{ party: party(account), list: label.source, from: listedFrom(label), until: null, isDirect: true }];
      }),
    ),
  };
}

/** Time and number of a transaction, also of one that moved nothing. */
function placer({ slice, names, transactions }: AccountView, numberOf: (own: number) => number, other: (name: TransactionName) => number) {
  const made = new Map<string, number>();
  return (chain: string, id: string): { readonly time: number; readonly transaction: number } => {
    const time = transactions.get(chain)?.get(id)?.transaction.timeSeconds ?? -1;
    const [first] = names.transfersOf(chain, id);
    if (first !== undefined) return { time, transaction: numberOf(slice.transferTransaction[first] as number) };
    const known = made.get(`${chain} ${id}`) ?? other({ chain, id });
    made.set(`${chain} ${id}`, known);
    return { time, transaction: known };
  };
}

/** A row of a day without a time stands at its beginning, UTC. */
function startOfDay(day: string | undefined): number | null {
  const time = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) ? null : time / 1000;
}

/** Who signed the transactions by which tokens left owners that allowed somebody to take them. */
function signersOf(
  { slice, names, transactions }: AccountView,
  facts: CaseFacts,
  party: (account: number) => number,
): ReadonlyMap<number, number> {
  const signers = new Map<number, number>();
  const outs = accountTransfers(slice).out;
  for (const owner of new Set(facts.approvals.map(({ chain, owner: address }) => names.account(chain, address)))) {
    if (owner === 0) continue;
    for (let at = outs.start[owner] as number; at < (outs.start[owner + 1] as number); at++) {
      const transfer = outs.transfers[at] as number;
      const number = slice.transferTransaction[transfer] as number;
      if (signers.has(number)) continue;
      const chain = names.chains[chainOf(slice, transfer)] as string;
      const signer = transactions.get(chain)?.get(names.transaction(number))?.transaction.from ?? null;
      if (signer !== null) signers.set(number, party(facts.number(chain, signer)));
    }
  }
  return signers;
}
