// The examiner's word on a pair of movements: accepted or dismissed, in the journal, with a reason. What the ledgers' own order does not
// allow is refused before it is written, and the fault says which movement has to come first.
import type { CallInput, CallOutput } from '../../../../shared/contract/index.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { amountOf, assetOf, chainOf, moves, timeOf, type TransferName } from '../accounts/index.ts';
import { acceptedOf, asNamedNow, LINK_JUDGED, type LinkJudgement, pairKey, sayingOf, standingJudgements } from './acceptedLinks.ts';
import { lastSecond } from './candidates.ts';
import { nameOfTransfer, transferName } from './describe.ts';
import { seedTransfers } from './seeds.ts';
import { type AccountView, accountViewOf, type ViewWork } from './view.ts';

/** The one movement that a text means. Faults: trace.seedUnknown, usage.badValue where it means several. */
function onlyMovement(view: AccountView, text: string, option: string): number {
  const found = [...new Set(seedTransfers(view, text, undefined))].filter(
    (transfer) => moves(view.slice, transfer) && amountOf(view.slice, transfer) > 0n,
  );
  const [only] = found;
  if (only === undefined) throw new Fault('trace.seedUnknown', { seed: text, chain: '' });
  if (found.length > 1) throw new Fault('usage.badValue', { option, value: text.slice(0, 80), expected: 'TXID#PATH' });
  return only;
}

/** Whether in one transaction who pays the first gets the second, of another asset. */
function isExchange({ slice }: AccountView, paid: number, moved: number): boolean {
  const account = (ledger: number | undefined): number => slice.ledgerAccount[ledger as number] as number;
  return (
    slice.transferTransaction[paid] === slice.transferTransaction[moved] &&
    assetOf(slice, paid) !== assetOf(slice, moved) &&
    account(slice.fromLedger[paid]) === account(slice.toLedger[moved])
  );
}

/** Whether the payment is the earlier leg. Faults: trace.linkDirection where a day that stands for a time leaves it open. */
function comesFirst(view: AccountView, paid: number, moved: number): boolean {
  const [payment, transfer] = [timeOf(view.slice, paid), timeOf(view.slice, moved)];
  const [paymentEnd, transferEnd] = [lastSecond(view, paid, payment), lastSecond(view, moved, transfer)];
  const isOpen = payment <= transferEnd && transfer <= paymentEnd && (payment !== paymentEnd || transfer !== transferEnd);
  if (isOpen) throw new Fault('trace.linkDirection', { payment: transferName(view, paid), transfer: transferName(view, moved) });
  return payment <= transfer;
}

/**
 * Puts the examiner's word on a pair into the journal, as an edit: a payment and a transfer, the two ends of a hop between chains,
 * or the two sides of an exchange in one transaction.
 * What comes first in time is what went in unless it is said.
 */
export async function judgeLink(
  session: CaseSession,
  { payment, transfer, verdict, reason, direction, found }: CallInput<'account.judgeLink'>,
  work: ViewWork,
): Promise<CallOutput<'account.judgeLink'>> {
  const file = session.current();
  const view = await accountViewOf(session, work);
  const paid = onlyMovement(view, payment, 'PAYMENT');
  const moved = onlyMovement(view, transfer, 'TRANSFER');
  if (chainOf(view.slice, paid) === chainOf(view.slice, moved) && !isExchange(view, paid, moved))
    throw new Fault('usage.badValue', {
      ...{ option: 'TRANSFER', value: transfer.slice(0, 80) },
      expected: 'another ledger or chain, or what the payer got for it in the same transaction',
    });
  // A pair that is dismissed goes neither way.
  const isPaidFirst = direction === undefined ? verdict === 'dismissed' || comesFirst(view, paid, moved) : direction === 'toChain';
  const [from, to] = isPaidFirst ? [paid, moved] : [moved, paid];
  const names = { from: nameOfTransfer(view, from), to: nameOfTransfer(view, to) };
  const said = { from: sayingOf(view.transactions, names.from), to: sayingOf(view.transactions, names.to) };
  const standing = standingJudgements(file).map((one) => ({ one, now: pairKey(asNamedNow(view.transactions, one) ?? one) }));
  // A pair that was judged under names which its movements had then keeps them: one pair, one last word.
  const before = standing.find(({ now }) => now === pairKey(names))?.one;
  const judgement: LinkJudgement = { verdict, ...names, reason, said, ...namesOf(before), found: found ?? {} };
  if (verdict === 'accepted') {
    // A link that turns the order of chains in a circle is refused before it is written.
    await withLink(judgement).catch((error: unknown) => {
      if (error instanceof Fault && error.code === 'usage.invalid' && error.parameters['reason'] === 'cycle') return tellOrder(judgement);
      throw error;
    });
    if (!session.isOpen() || session.current() !== file) throw new Fault('job.cancelled');
  }
  // A pair has one direction: the other one's word is taken over.
  const reversed = standing.find(({ now }) => now === pairKey({ from: names.to, to: names.from }))?.one;
  if (reversed?.verdict === 'accepted') file.edits.perform(LINK_JUDGED, { ...reversed, verdict: 'dismissed', reason });
  const { header } = file.edits.perform(LINK_JUDGED, judgement);
  return { event: header.sequence, from: transferName(view, from), to: transferName(view, to) };

  /** The case's ledgers in one order with this link beside those accepted before. */
  function withLink(link: LinkJudgement) {
    const either = new Set([pairKey(names), pairKey({ from: names.to, to: names.from })]);
    const others = acceptedOf(standing.flatMap(({ one, now }) => (either.has(now) ? [] : [one])));
    return accountViewOf(session, work, { ...view.freeze, accepted: [...others, link] });
  }

  /** Which movement has to come first, where one can. */
  async function tellOrder(link: LinkJudgement): Promise<never> {
    const words = { first: transferName(view, to), second: transferName(view, from), direction: isPaidFirst ? 'toLedger' : 'toChain' };
    const turned = await withLink({ ...link, from: link.to, to: link.from, said: { from: said.to, to: said.from } }).then(
      () => true,
      () => false,
    );
    throw turned ? new Fault('trace.linkTurned', words) : new Fault('trace.linkCircle', { first: words.second, second: words.first });
  }
}

function namesOf(before: LinkJudgement | undefined): Partial<Pick<LinkJudgement, 'from' | 'to' | 'said'>> {
  if (before === undefined) return {};
  const { from, to, said } = before;
  return said === undefined ? { from, to } : { from, to, said };
}

/** Every judgement that stands. */
export function judgedLinks(session: CaseSession): CallOutput<'account.judgedLinks'> {
  const text = ({ chain, transaction, path }: TransferName) => ({ chain, transfer: `${transaction}#${path.join('.')}` });
  return {
    links: standingJudgements(session.current()).map(({ verdict, from, to, reason, found }) => ({
      ...{ verdict, from: text(from), to: text(to), reason, found: { ...found } },
    })),
  };
}
