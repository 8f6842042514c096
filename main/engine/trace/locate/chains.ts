// Chains of evidence from what a run found to an entry: pure, over ends, links and joins that others read.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { LocateChain } from '../../../../shared/contract/locate.ts';

/** Where coins of a run end, under which of its policies. */
export interface RunEnd {
  readonly run: number;
  readonly of: 'coins' | 'accounts';
  readonly direction: 'forward' | 'backward';
  readonly chain: string;
  readonly address: string;
  readonly policies: readonly string[];
  /** All that the run asked. */
  readonly asked: readonly string[];
  /** What the run itself went over: links that the examiner accepted, completeness or balances that were stated; nothing of it. */
  readonly rests: 'derivation' | 'inference' | 'assumption';
  readonly amounts: readonly EndAmount[];
  /** Outputs, or of accounts the movements that brought it last. */
  readonly brought: readonly string[];
}

/** Of one asset, by policy: a range where the run could give no one number. */
export interface EndAmount {
  readonly asset: AssetView;
  readonly by: ReadonlyMap<string, { readonly low: bigint; readonly high: bigint }>;
}

export interface AddressLink {
  readonly link: number;
  readonly entity: number;
  readonly title: string;
  readonly basis: 'fact' | 'attribution' | 'assumption';
  readonly grade: 'P' | 'A' | 'Q' | 'S' | 'M';
}

type Step = LocateChain['steps'][number];

const BASES: readonly Step['basis'][] = ['fact', 'derivation', 'attribution', 'inference', 'assumption'];
const GRADES = 'PAQSM';

/** The higher, the weaker. */
const weakness = ({ basis, grade }: Step): number => BASES.indexOf(basis) * 10 + (grade === null ? 0 : GRADES.indexOf(grade));

export type BareChain = Omit<LocateChain, 'amounts' | 'firstSeconds' | 'lastSeconds' | 'sameAs'>;

/** `group`: the entry that is asked about, first, with those that the examiner takes for it. */
export function chainsTo(
  ends: readonly RunEnd[],
  linksOn: (chain: string, address: string) => readonly AddressLink[],
  group: readonly number[],
): BareChain[] {
  const [asked] = group;
  return ends.flatMap((end) => {
    const links = linksOn(end.chain, end.address);
    return links
      .filter(({ entity }) => group.includes(entity))
      .map(({ link, entity, basis, grade }): BareChain => {
        const steps: Step[] = [
          // One policy is a choice; that coins end there under each of several does not hang on it.
          { step: 'run', basis: end.asked.length > 1 && end.policies.length === end.asked.length ? end.rests : 'assumption', grade: null },
          { step: 'address', basis: 'derivation', grade: null },
          { step: 'link', basis, grade },
          ...(entity === asked ? [] : [{ step: 'join' as const, basis: 'assumption' as const, grade: null }]),
        ];
        const most = Math.max(...steps.map(weakness));
        return {
          ...{ run: end.run, of: end.of, direction: end.direction, chain: end.chain, address: end.address, asked: end.asked.length },
          ...{ policies: [...end.policies], link, entity, steps },
          weakest: steps.filter((one) => weakness(one) === most).map(({ step }) => step),
          alternatives: links
            .filter((other) => !group.includes(other.entity))
            .map((other) => ({ entity: other.entity, title: other.title, link: other.link })),
        };
      });
  });
}
