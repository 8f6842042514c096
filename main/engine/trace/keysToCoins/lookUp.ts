// Whether the case's data know what an address stands for, on each chain that its key may be of; and how far such a chain was looked through.
// It reads recorded facts and draws no conclusion from them.
import { hex } from '../../../../shared/model/bytes.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { accountChain, accountText, type AccountKey, bitcoinNetwork, outputScript } from '../../chains/index.ts';
import type { Step, Work } from '../../kernel/index.ts';
import { type AccountView, accountViewOf } from '../accountRuns/view.ts';
import { accountTransfers } from '../accounts/accountTransfers.ts';
import { viewOf } from '../chainSession.ts';
import type { ChainView } from '../chainView.ts';
import { type ScriptIndex, scriptIndex } from '../scriptIndex.ts';
import { type HeightRange, joinRanges, searchedScripts } from '../searched.ts';

/** As paths name chains: coins by their short name, account chains by their family. */
export function pathName(target: Target): string {
  return target.kind === 'coins' ? target.name : target.family;
}

/** One chain with data in the case. */
export type Target =
  | { readonly kind: 'coins'; readonly chain: string; readonly name: string; readonly view: ChainView; readonly index: ScriptIndex }
  | { readonly kind: 'accounts'; readonly chain: string; readonly name: string; readonly family: string; readonly view: AccountView };

/** Where an address was met: a script of a chain of coins, or an account. Numbers are the view's own. */
export interface Met {
  readonly target: Target;
  readonly number: number;
}

export interface LookUp {
  readonly targets: readonly Target[];
  /** Chains of a key that the case has data of. */
  targetsOf(key: Pick<AccountKey, 'chains' | 'script'>): readonly Target[];
  /** Where what is made of a payload appears; empty where it does not. */
  meet(key: AccountKey, payload: Uint8Array): Met[];
  /** Heights that were looked through for all of these scripts. */
  ranges(target: Target, scripts: () => Iterable<Uint8Array>): HeightRange[];
}

export async function openLookUp(session: CaseSession, work: Work<Step>): Promise<LookUp> {
  const file = session.current();
  const accounts = await accountViewOf(session, work);
  const targets: Target[] = [
    ...file.chain.chains().flatMap((chain): Target[] => {
      const network = bitcoinNetwork(chain);
      if (network === undefined) return [];
      const view = viewOf(session, network);
      // Headers alone say nothing of who was paid.
      if (view.slice.txCount === 0 && view.coverage.length === 0 && view.searches.length === 0) return [];
      return [{ kind: 'coins', chain, name: network.name, view, index: scriptIndex(view.slice) }];
    }),
    ...accounts.names.chains.flatMap((chain): Target[] => {
      const known = accountChain(chain);
      return known === undefined || known.family === 'ledger'
        ? []
        : [{ kind: 'accounts', chain, name: known.title, family: known.family, view: accounts }];
    }),
  ];
  const byChains = new Map<string, readonly Target[]>();
  const searched = new Map<Target, ReturnType<typeof searchedScripts>>();
  const targetsOf: LookUp['targetsOf'] = ({ chains, script }) => {
    const name = `${script === 'account'} ${chains.join()}`;
    const known = byChains.get(name);
    if (known !== undefined) return known;
    const own = targets.filter((one) => chains.includes(pathName(one)));
    byChains.set(name, own);
    return own;
  };
  return {
    targets,
    targetsOf,
    meet(key, payload) {
      const found: Met[] = [];
      for (const target of targetsOf(key)) {
        const number =
          target.kind === 'coins'
            ? scriptIn(target, outputScript(key.script, payload))
            : target.view.names.account(target.chain, accountText(target.family, payload));
        if (number !== 0) found.push({ target, number });
      }
      return found;
    },
    ranges(target, scripts) {
      if (target.kind === 'accounts') return rowsOf(target.view, target.chain);
      const { view } = target;
      if (view.searches.length === 0) return [...view.coverage];
      let known = searched.get(target);
      if (known === undefined) {
        known = searchedScripts(file, view);
        searched.set(target, known);
      }
      let common: HeightRange[] | null = null;
      for (const script of scripts()) {
        const own: HeightRange[] = known.get(hex(script)) ?? [];
        common = common === null ? own : overlap(common, own);
        if (common.length === 0) break;
      }
      return joinRanges(view.coverage, common ?? []);
    },
  };
}

/** A script may be numbered that no block of the active chain holds. */
function scriptIn({ view, index }: Extract<Target, { kind: 'coins' }>, script: Uint8Array): number {
  const number = view.scripts.find(script);
  if (number <= 0 || number >= index.scriptCount) return 0;
  return [index.outs, index.ins].some(({ start }) => (start[number + 1] as number) > (start[number] as number)) ? number : 0;
}

function overlap(a: readonly HeightRange[], b: readonly HeightRange[]): HeightRange[] {
  return a.flatMap((one) =>
    b.flatMap((other) => {
      const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)];
      return from <= to ? [{ from, to }] : [];
    }),
  );
}

const rowRanges = new WeakMap<AccountView, Map<string, HeightRange[]>>();

/** From the first block to the last of which the case holds rows of a chain. */
function rowsOf(view: AccountView, chain: string): HeightRange[] {
  const known = rowRanges.get(view) ?? new Map<string, HeightRange[]>();
  rowRanges.set(view, known);
  const made = known.get(chain);
  if (made !== undefined) return made;
  const { slice, names } = view;
  const number = names.chains.indexOf(chain);
  let [from, to] = [Infinity, -1];
  for (let block = 0; block < slice.blockCount; block++) {
    const height = slice.blockNumber[block] as number;
    if (slice.blockChain[block] !== number || height < 0) continue;
    from = Math.min(from, height);
    to = Math.max(to, height);
  }
  const ranges = to < 0 ? [] : [{ from, to }];
  known.set(chain, ranges);
  return ranges;
}

/** Movements of an account, each once, in ledger order. */
export function movementsOf({ slice }: AccountView, account: number): number[] {
  const ends = accountTransfers(slice);
  const found = new Set<number>();
  for (const { start, transfers } of [ends.in, ends.out])
    for (let at = start[account] as number; at < (start[account + 1] as number); at++) found.add(transfers[at] as number);
  return [...found].sort((a, b) => a - b);
}
