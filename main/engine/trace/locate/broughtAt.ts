// When what ends at an address came there: the block of the transaction that made an output, the time of the movement that brought it last.
// The case may no longer hold it: then no time is told.
import type { CaseSession } from '../../casefile/index.ts';
import { fromDisplayHash } from '../../../../shared/model/bytes.ts';
import { bitcoinNetwork } from '../../chains/index.ts';
import type { Step, Work } from '../../kernel/index.ts';
import { accountViewOf, type AccountView } from '../accountRuns/view.ts';
import { seedTransfers } from '../accountRuns/seeds.ts';
import { timeOf } from '../accounts/index.ts';
import { viewOf } from '../chainSession.ts';
import type { RunEnd } from './chains.ts';

export type BroughtAt = (end: Pick<RunEnd, 'of' | 'chain' | 'brought'>) => readonly { readonly by: string; readonly timeSeconds: number }[];

/** Reads a chain, or the ledgers, only where an end of them is asked about. */
export async function broughtAt(session: CaseSession, ends: readonly RunEnd[], work: Work<Step>): Promise<BroughtAt> {
  const accounts = ends.some(({ of }) => of === 'accounts') ? await accountViewOf(session, work) : null;
  return ({ of, chain, brought }) =>
    brought
      .flatMap((by) => {
        const timeSeconds = of === 'coins' ? ofCoin(session, chain, by) : accounts === null ? null : ofMovement(accounts, chain, by);
        return timeSeconds === null ? [] : [{ by, timeSeconds }];
      })
      .sort((a, b) => a.timeSeconds - b.timeSeconds || (a.by < b.by ? -1 : 1));
}

function ofCoin(session: CaseSession, chain: string, outpoint: string): number | null {
  const network = bitcoinNetwork(chain);
  if (network === undefined) return null;
  const { slice, findTransaction } = viewOf(session, network);
  const transaction = findTransaction(fromDisplayHash(outpoint.slice(0, 64)));
  if (transaction < 0) return null;
  return slice.blockTime[slice.txBlock[transaction] as number] ?? null;
}

function ofMovement(view: AccountView, chain: string, name: string): number | null {
  const [id = '', path] = name.split('#') as [string, string | undefined];
  if (view.names.transfersOf(chain, id).length === 0) return null;
  const [transfer] = seedTransfers(view, path === undefined ? id : name, chain);
  const time = transfer === undefined ? -1 : timeOf(view.slice, transfer);
  return time < 0 ? null : time;
}
