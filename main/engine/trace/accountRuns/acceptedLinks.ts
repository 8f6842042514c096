// Links that an examiner accepted or dismissed: edits of the journal, so that each can be undone and stands there with its reason. An
// accepted link stays the examiner's inference wherever it is used.
import type { CaseFile } from '../../casefile/index.ts';
import type { MergedTransaction } from '../../intake/index.ts';
import type { ConversionName, TransferName } from '../accounts/index.ts';

export const LINK_JUDGED = 'account.linkJudged';

export interface LinkJudgement {
  readonly verdict: 'accepted' | 'dismissed';
  /** The leg that comes first: what went in. */
  readonly from: TransferName;
  readonly to: TransferName;
  readonly reason: string;
  /** How the candidate was found: rule, tolerance, rate; free of meaning for a trace. */
  readonly found: Readonly<Record<string, string>>;
}

export interface AcceptedLink extends ConversionName {
  readonly kind: 'link';
  readonly standing: 'inference';
  readonly rule: 'examiner@1';
  readonly name: null;
  readonly reason: string;
  readonly events: readonly TransferName[];
}

export function registerLinkEdits(file: CaseFile): void {
  // What stands is read from the journal itself; no table has to be kept in step, and a view names the links that it was made with.
  const nothing = (): void => undefined;
  file.edits.register({ name: LINK_JUDGED, apply: nothing, undo: nothing });
}

export const pairKey = ({ from, to }: Pick<LinkJudgement, 'from' | 'to'>): string => JSON.stringify([nameOf(from), nameOf(to)]);
const nameOf = ({ chain, transaction, path }: TransferName) => [chain, transaction, [...path]];

/** The last word on each pair, in the order in which they were first judged. */
export function standingJudgements(file: CaseFile): LinkJudgement[] {
  const last = new Map<string, LinkJudgement>();
  for (const { payload } of file.edits.standing(LINK_JUDGED)) {
    const judgement = payload as LinkJudgement;
    last.set(pairKey(judgement), judgement);
  }
  return [...last.values()];
}

export function acceptedOf(judgements: readonly LinkJudgement[]): LinkJudgement[] {
  return judgements.filter(({ verdict }) => verdict === 'accepted');
}

/** Those whose movements the case (or what a run read) holds. */
export function acceptedLinks(
  transactions: ReadonlyMap<string, ReadonlyMap<string, MergedTransaction>>,
  accepted: readonly LinkJudgement[],
): AcceptedLink[] {
  const isHeld = ({ chain, transaction, path }: TransferName): boolean =>
    transactions
      .get(chain)
      ?.get(transaction)
      ?.transaction.transfers.some((transfer) => transfer.path.join('.') === path.join('.')) === true;
  return accepted
    .filter(({ from, to }) => isHeld(from) && isHeld(to))
    .map(({ from, to, reason }) => ({
      ...{ kind: 'link', standing: 'inference', rule: 'examiner@1', name: null, reason, ins: [from], outs: [to], events: [] },
    }));
}
