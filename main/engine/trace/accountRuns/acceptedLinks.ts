// Links that an examiner accepted or dismissed: edits of the journal, so that each can be undone and stands there with its reason. An
// accepted link stays the examiner's inference wherever it is used.
import type { CaseFile } from '../../casefile/index.ts';
import { type MergedTransaction, saying } from '../../intake/index.ts';
import type { ConversionName, TransferName } from '../accounts/index.ts';

export const LINK_JUDGED = 'account.linkJudged';

export interface LinkJudgement {
  readonly verdict: 'accepted' | 'dismissed';
  /** The leg that comes first: what went in. */
  readonly from: TransferName;
  readonly to: TransferName;
  readonly reason: string;
  /** What the two movements said when they were judged: a place that no source gave changes where another source knows it. */
  readonly said?: { readonly from: string; readonly to: string };
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

type Held = ReadonlyMap<string, ReadonlyMap<string, MergedTransaction>>;

/** Those whose movements the case (or what a run read) holds. */
export function acceptedLinks(transactions: Held, accepted: readonly LinkJudgement[]): AcceptedLink[] {
  return accepted.flatMap((judgement): AcceptedLink[] => {
    const now = asNamedNow(transactions, judgement);
    if (now === null) return [];
    const { from, to, reason } = now;
    return [{ kind: 'link', standing: 'inference', rule: 'examiner@1', name: null, reason, ins: [from], outs: [to], events: [] }];
  });
}

/** The judgement under the names that its movements have among these transactions; null where they are not there any more. */
export function asNamedNow<Judged extends LinkJudgement>(transactions: Held, judgement: Judged): Judged | null {
  const from = nameNow(transactions, judgement.from, judgement.said?.from);
  const to = nameNow(transactions, judgement.to, judgement.said?.to);
  return from === null || to === null ? null : { ...judgement, from, to };
}

function nameNow(transactions: Held, name: TransferName, said: string | undefined): TransferName | null {
  const transfers = transactions.get(name.chain)?.get(name.transaction)?.transaction.transfers ?? [];
  const there = transfers.find((transfer) => transfer.path.join('.') === name.path.join('.'));
  if (there !== undefined && (said === undefined || saying(there) === said)) return name;
  const [only, ...rivals] = said === undefined ? [] : transfers.filter((transfer) => saying(transfer) === said);
  return only === undefined || rivals.length > 0 ? null : { ...name, path: only.path };
}

/** What a movement says, for a judgement to keep. */
export function sayingOf(transactions: Held, name: TransferName): string {
  const transfers = transactions.get(name.chain)?.get(name.transaction)?.transaction.transfers ?? [];
  const transfer = transfers.find(({ path }) => path.join('.') === name.path.join('.'));
  return transfer === undefined ? '' : saying(transfer);
}
