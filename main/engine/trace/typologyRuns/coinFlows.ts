// Payments of one coin chain: from the cluster of a transaction's inputs to those of its outputs. That inputs spent together are one
// party's is an inference (multiInput); a transaction read as a CoinJoin is not one party's payment and is taken apart.
import { itemName } from '../../../../shared/model/canvasItem.ts';
import { SLICE, type Steps } from '../../kernel/index.ts';
import type { ServiceBook } from '../accountLeads/services.ts';
import { assetOfCoins, inputOutpointText, outpointText, scriptName, txidOf } from '../chainSession.ts';
import type { ChainView } from '../chainView.ts';
import { type Clusters, clusterSize, representative } from '../cluster.ts';
import { readAnyCoinjoin } from '../heuristics/coinjoins.ts';
import { COINBASE, UNKNOWN_VALUE, type UtxoSlice } from '../slice.ts';
import { COINJOIN, type ListingEvent } from '../typologies/flows.ts';
import { isListing, listedFrom, marksOfGrounds } from './marks.ts';
import type { CaseBook } from './caseBook.ts';

export function* coinFlows(view: ChainView, clusters: Clusters, book: CaseBook, services: ServiceBook): Steps<ListingEvent[]> {
  const { slice, network } = view;
  const chain = network.id;
  const asset = book.asset(chain, assetOfCoins(network));
  const part = book.part({
    transaction: (tx) => ({ chain, id: txidOf(view, tx) }),
    // Below zero an input of a CoinJoin: named by the output that it spends.
    item: (place) => itemName({ kind: 'output', chain, id: place < 0 ? inputOutpointText(view, -1 - place) : outpointText(view, place) }),
  });
  const partyOf = new Uint32Array(clusters.scriptCount);
  const party = (script: number): number => {
    if (script === 0) return 0;
    const root = representative(clusters, script);
    let known = partyOf[root] as number;
    if (known === 0) {
      const id = scriptName(view, root);
      const kind = clusterSize(clusters, root) > 1 ? 'cluster' : 'address';
      known = book.party({ chain, kind, id }, []);
      partyOf[root] = known;
    }
    return known;
  };
  book.finder(chain, (address) => {
    const script = scriptOf(view, address);
    return script === 0 ? 0 : (partyOf[representative(clusters, script)] as number);
  });
  const listings: ListingEvent[] = [];
  // A label of one address is inherited by its cluster: an inference, as the cluster is.
  for (const label of book.labels) {
    const script = label.chain === null || label.chain === chain ? scriptOf(view, label.address) : 0;
    if (script === 0) continue;
    const own = party(script);
    book.mark(own, marksOfGrounds(services.grounds(chain, label.address)), book.operator(label.label));
    const isDirect = clusterSize(clusters, script) === 1;
    if (isListing(label)) listings.push({ party: own, list: label.source, from: listedFrom(label), until: null, isDirect });
  }
  for (let tx = 0; tx < slice.txCount; tx++) {
    if ((tx & (SLICE - 1)) === 0) yield { phase: 'typologyCoins', done: tx, total: slice.txCount, unit: 'transactions' };
    const [firstIn, endIn] = [slice.txInStart[tx] as number, slice.txInStart[tx + 1] as number];
    const time = slice.blockTime[slice.txBlock[tx] as number] as number;
    const isCoinbase = slice.inPrevOut[firstIn] === COINBASE;
    const isMixed = !isCoinbase && readAnyCoinjoin(slice, tx).verdict === 'holds';
    const sender = isCoinbase || isMixed ? 0 : senderOf(slice, clusters, firstIn, endIn);
    if (sender === null) book.count('unknownSender');
    const transaction = book.transaction(part, tx, isMixed ? COINJOIN : 0, endIn - firstIn, 0);
    if (isMixed)
      for (let input = firstIn; input < endIn; input++) {
        const amount = slice.inValue[input] as bigint;
        const from = party(slice.inScript[input] as number);
        if (amount !== UNKNOWN_VALUE) book.flow(part, -1 - input, { from, to: 0, asset, amount, time, transaction });
      }
    const from = sender === null || sender === 0 ? 0 : party(sender);
    for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
      const to = party(slice.outScript[out] as number);
      book.flow(part, out, { from, to, asset, amount: slice.outValue[out] as bigint, time, transaction });
    }
    if (from !== 0) book.fee(from, asset, feeOf(slice, tx), time);
  }
  return listings;
}

/** The script of the one cluster that all inputs are of; 0 is not given. Null where the data do not say, or rejected links leave several. */
function senderOf(slice: UtxoSlice, clusters: Clusters, from: number, to: number): number | null {
  let found = 0;
  for (let input = from; input < to; input++) {
    const script = slice.inScript[input] as number;
    if (script === 0) return null;
    const root = representative(clusters, script);
    if (found !== 0 && root !== found) return null;
    found = root;
  }
  return found === 0 ? null : found;
}

/** 0 where an input's value is not known. */
function feeOf(slice: UtxoSlice, tx: number): bigint {
  let fee = 0n;
  for (let input = slice.txInStart[tx] as number; input < (slice.txInStart[tx + 1] as number); input++) {
    const value = slice.inValue[input] as bigint;
    if (value === UNKNOWN_VALUE) return 0n;
    fee += value;
  }
  for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) fee -= slice.outValue[out] as bigint;
  return fee;
}

function scriptOf(view: ChainView, address: string): number {
  try {
    return view.scripts.find(view.network.scriptOfAddress(address));
  } catch {
    // A label of another chain's address.
    return 0;
  }
}
