// Which conversions a trace follows, out of those that the case holds: by what was asked for, by what is known of ledgers, and so that no
// movement stands in two.
import type { AccountTraceResult } from '../../../../shared/contract/account.ts';
import {
  type AccountPolicyResult,
  type AccountStops,
  assetOf,
  type Conversion,
  INCOMPLETE,
  type LedgerKnowledge,
  ONE_SIDED,
  type TransferName,
} from '../accounts/index.ts';
import type { AcceptedLink } from './acceptedLinks.ts';
import type { RecognisedConversion } from './conversions/members.ts';
import { counterfeitsOf, viewOfAsset } from './describe.ts';
import { pathText } from './pathText.ts';
import type { RecordedLink } from './links.ts';
import type { AccountView } from './view.ts';

export interface Wanted {
  /** Links that an exchange's reply records. */
  readonly links: boolean;
  /** Links that the examiner has accepted. */
  readonly accepted: boolean;
  /** Swaps, wraps, passes and bridge hops that the ledgers record. */
  readonly recorded: boolean;
}

type Source = RecordedLink | RecognisedConversion | AcceptedLink;

export interface ChosenConversions {
  readonly conversions: readonly Conversion[];
  readonly sources: readonly Source[];
}

export function chooseConversions(view: AccountView, wanted: Wanted, knowledge: LedgerKnowledge, stops: AccountStops): ChosenConversions {
  const { slice } = view;
  const counterfeits = counterfeitsOf(view);
  const named = new Set([...(stops.accounts?.service ?? []), ...(stops.accounts?.addresses ?? [])]);
  const receiver = (transfer: number): number => slice.toLedger[transfer] as number;
  /** Kept out by what else is known: the receiver's own ledger, a stop that the examiner asked for, a counterfeit for real coins. */
  const isKeptOut = ({ kind, ins, outs }: Conversion): boolean => {
    if (kind === 'link' || kind === 'bridge') return false;
    // Of a contract whose own ledger is known its ledger speaks, not the transaction alone. [A27]
    if (kind === 'pass' && isReconciled(knowledge, receiver(ins[0] as number))) return true;
    return (
      ins.some((one) => named.has(slice.ledgerAccount[receiver(one)] as number)) ||
      outs.some((one) => counterfeits.has(assetOf(slice, one)))
    );
  };
  const conversions: Conversion[] = [];
  const sources: Source[] = [];
  const ins = new Set<number>();
  const outs = new Set<number>();
  const all: readonly (readonly [boolean, readonly Source[]])[] = [
    [wanted.links, view.links],
    [wanted.recorded, view.recognised.recorded],
    [wanted.accepted, view.accepted],
  ];
  let number = 0;
  for (const [isWanted, list] of all)
    for (const source of list) {
      const conversion = view.conversions[number++] as Conversion;
      if (!isWanted || isKeptOut(conversion)) continue;
      if (conversion.ins.some((one) => ins.has(one)) || conversion.outs.some((one) => outs.has(one))) continue;
      for (const one of conversion.ins) ins.add(one);
      for (const one of conversion.outs) outs.add(one);
      conversions.push(conversion);
      sources.push(source);
    }
  return { conversions, sources };
}

/** Whether balances are stated of the ledger, or the examiner takes it as complete: then it speaks for itself, even with a gap. */
function isReconciled({ state, checks }: LedgerKnowledge, ledger: number): boolean {
  const gap = checks.get(ledger)?.gaps[0];
  return state[ledger] !== ONE_SIDED && !(state[ledger] === INCOMPLETE && gap?.kind === 'unopened');
}

type ConversionView = NonNullable<AccountTraceResult['conversions']>[number];

/** Those that taint went through under some policy, with what went in and came out under each. */
export function describeConversions(
  view: AccountView,
  { sources }: ChosenConversions,
  results: readonly AccountPolicyResult[],
): ConversionView[] {
  const used = new Map<number, ConversionView['policies'][string][]>();
  const policies = new Map<number, Record<string, ConversionView['policies'][string]>>();
  for (const { policy, converted } of results)
    for (const { conversion, assetIn, taintIn, assetOut, taintOut } of converted) {
      const own = policies.get(conversion) ?? {};
      own[policy] = {
        in: { asset: viewOfAsset(view, assetIn), amount: `${taintIn}` },
        out: { asset: viewOfAsset(view, assetOut), amount: `${taintOut}` },
      };
      policies.set(conversion, own);
      used.set(conversion, []);
    }
  return [...used.keys()]
    .sort((a, b) => a - b)
    .map((conversion) => ({ ...namesOf(sources[conversion] as Source), policies: policies.get(conversion) ?? {} }));
}

/** A conversion in the contract's words. */
export function namesOf(source: Source): Omit<ConversionView, 'policies'> {
  const recognised = 'rule' in source ? source : null;
  return {
    kind: source.kind,
    standing: recognised?.standing ?? 'recorded',
    rule: recognised?.rule ?? 'ledgerLink@1',
    name: recognised?.name ?? null,
    reason: recognised?.reason ?? null,
    ins: source.ins.map(nameText),
    outs: source.outs.map(nameText),
    events: (recognised?.events ?? []).map(nameText),
    ...('toward' in source && source.toward !== undefined ? { toward: source.toward } : {}),
  };
}

export function nameText({ chain, transaction, path }: TransferName): ConversionView['ins'][number] {
  return { chain, transfer: `${transaction}#${pathText(path)}` };
}
