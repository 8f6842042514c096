// Accounts around one account, put together by links: those the examiner accepted, and those of the rules asked for, less what was
// rejected. An inference shown on demand; nothing else in the program takes these accounts for one.
import type { CallOutput } from '../../../../shared/contract/index.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { chainName } from '../accountRuns/find.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { accountViewOf } from '../accountRuns/view.ts';
import { ruleName } from './read.ts';
import { accountsNamed, type Asked, chainAsked, judgements, type LeadWork, readCase } from './leads.ts';

type Group = CallOutput<'lead.group'>;
type Join = Group['joins'][number];

export async function groupOf(session: CaseSession, asked: Asked & { readonly account: string }, work: LeadWork): Promise<Group> {
  const file = session.current();
  const judged = judgements(file);
  // Without a rule asked for, only what was accepted stands, and no rule has to be run.
  const reading = asked.rules.length === 0 ? null : await readCase(session, asked, null, work);
  const view = reading?.view ?? (await accountViewOf(session, work));
  const wanted = chainAsked(asked.chain);
  const accepted = judged.all.filter(({ verdict }) => verdict === 'accepted');
  const [first, ...others] = placesOf();
  if (first === undefined || others.length > 0)
    throw new Fault(first === undefined ? 'show.notFound' : 'usage.chainRequired', { text: asked.account, chain: '' });
  const chain = first.slice(0, first.indexOf(' '));
  const account = first.slice(first.indexOf(' ') + 1);
  const joins = new Map<string, Join>();
  const keyOf = ({ rule, a, b }: Pick<Join, 'rule' | 'a' | 'b'>): string => [rule, ...[a, b].sort()].join('\n');
  for (const { rule, a, b, reason, transactions, chain: of } of accepted)
    if (of === chain) joins.set(keyOf({ rule, a, b }), { rule, a, b, basis: 'accepted', reason, transactions: [...transactions] });
  for (const finding of reading?.findings ?? []) {
    if (finding.chain !== chain || finding.reading.verdict !== 'holds' || reading === null) continue;
    const { names, slice } = view;
    const transactions = new Set(finding.events.map(({ transaction }) => transaction));
    for (const transfer of finding.reading.transfers) transactions.add(names.transaction(slice.transferTransaction[transfer] as number));
    for (const link of finding.reading.links) {
      const join = { rule: ruleName(finding.rule), a: reading.facts.name(link.a).address, b: reading.facts.name(link.b).address };
      if (joins.has(keyOf(join)) || judged.of(chain, join.rule, join.a, join.b)?.verdict === 'rejected') continue;
      joins.set(keyOf(join), { ...join, basis: 'rule', reason: finding.reading.reason, transactions: [...transactions] });
    }
  }
  const members = reach(account, [...joins.values()]);
  const inside = [...joins.values()].filter(({ a }) => members.has(a));
  const labelsOf = (address: string): string[] => [
    ...new Set(
      file.labels
        .of(address)
        .filter((label) => label.chain === null || label.chain === chain)
        .map(({ label }) => label),
    ),
  ];
  return {
    ...{ chain, chainName: chainName(chain), account, rules: reading?.rules.map(ruleName) ?? [] },
    members: [...members].map((address) => ({
      account: address,
      labels: labelsOf(address),
      rules: [...new Set(inside.filter(({ a, b }) => a === address || b === address).map(({ rule }) => rule))],
    })),
    joins: inside,
    rejected: judged.all
      .filter((one) => one.verdict === 'rejected' && one.chain === chain && (members.has(one.a) || members.has(one.b)))
      .map(({ rule, a, b, reason }) => ({ rule, a, b, why: reason })),
    errorRate: 'notMeasured',
  };

  /** Where the account stands: in the slice, or, for a key that moved nothing, in a link that was accepted. */
  function placesOf(): string[] {
    const inLinks = accepted.flatMap(({ chain: of, a, b }) => [a, b].filter((one) => one === asked.account).map((one) => `${of} ${one}`));
    const known = [...new Set(inLinks)].filter((key) => wanted === undefined || key.startsWith(`${wanted} `));
    if (known.length > 0) return known;
    return accountsNamed(reading?.facts ?? { number: view.names.account }, view, asked.account, wanted);
  }
}

/** Accounts that joins reach from one, it first, then in the order in which they are reached. */
function reach(from: string, joins: readonly Join[]): Set<string> {
  const beside = new Map<string, string[]>();
  for (const { a, b } of joins)
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const)
      beside.set(one, [...(beside.get(one) ?? []), other]);
  const reached = new Set([from]);
  for (const account of reached) for (const other of beside.get(account) ?? []) reached.add(other);
  return reached;
}
