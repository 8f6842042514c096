// What a bag says of the case's seizures, and which transactions of coins it shows: those of the outputs that were listed, and those that moved them.
import { fromDisplayHash } from '../../../../shared/model/bytes.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type BitcoinNetwork, bitcoinNetwork } from '../../chains/index.ts';
import type { Step, Work } from '../../kernel/index.ts';
import { type ChainView, viewOf } from '../../trace/index.ts';
import type { BagSeizure } from '../bag/devicesPayload.ts';
import { seizureViews } from './views.ts';

export async function gatherSeizures(session: CaseSession, work: Work<Step>): Promise<BagSeizure[]> {
  const edits = new Map(
    session
      .current()
      .seizures.list()
      .map(({ id, event }) => [id, event]),
  );
  return (await seizureViews(session, work)).map((view) => ({ ...view, edit: edits.get(view.seizure) ?? 0 }));
}

/** Those that the case holds. */
export function transactionsOf(
  session: CaseSession,
  { chain, coins, now, closings }: BagSeizure,
): { readonly view: ChainView; readonly transactions: readonly number[] } | null {
  const network = bitcoinNetwork(chain);
  if (network === undefined || coins === null) return null;
  const view = viewOf(session, network as BitcoinNetwork);
  const txids = [
    ...coins.outputs.map(({ outpoint }) => outpoint.slice(0, 64)),
    ...[now, ...closings].flatMap(({ transactions }) => transactions.map(({ txid }) => txid)),
  ];
  const found = [...new Set(txids)].map((txid) => view.findTransaction(fromDisplayHash(txid)));
  return { view, transactions: found.filter((transaction) => transaction !== -1) };
}
