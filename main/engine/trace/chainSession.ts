// What the trace room keeps of an open case: one view per chain, its clusters, and how numbers of a slice become text.
// Everything here is recomputed from the case and dropped when its data change.
import type { AssetView } from '../../../shared/contract/account.ts';
import { displayHash, fromDisplayHash } from '../../../shared/model/bytes.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, CaseSession, RejectedMergeRow } from '../casefile/index.ts';
import { type BitcoinNetwork, BITCOIN_NETWORKS, bitcoinNetwork } from '../chains/index.ts';
import { openSourceFile } from '../intake/index.ts';
import { type ChainView, loadChainView } from './chainView.ts';
import { type Clusters, clusterScripts, countScripts, type Rejection } from './cluster.ts';
import { DEFAULT_RULES, parseRules, type PreparedRules, prepareRules } from './clusterRules.ts';
import type { Freeze } from './freeze.ts';
import type { TraceNames } from './digest.ts';
import { txOfOut } from './run.ts';

/** The chain asked for, or the only one of the case; throws `usage.chainRequired` where that is ambiguous. */
export function chooseChain(file: CaseFile, asked: string | undefined): BitcoinNetwork {
  const held = file.chain.chains();
  const names = held.map((id) => bitcoinNetwork(id)?.name ?? id).join(', ');
  if (asked !== undefined) {
    const network = bitcoinNetwork(asked);
    if (network === undefined) throw new Fault('chain.unknown', { chain: asked, known: BITCOIN_NETWORKS.map((n) => n.name).join(', ') });
    return network;
  }
  const [only] = held;
  const network = held.length === 1 && only !== undefined ? bitcoinNetwork(only) : undefined;
  if (network === undefined) throw new Fault('usage.chainRequired', { file: '', known: names, hint: '' });
  return network;
}

export function viewOf(session: CaseSession, network: BitcoinNetwork, freeze?: Freeze): ChainView {
  const key = freeze === undefined ? 'now' : JSON.stringify(freeze);
  return session.remember(`view ${network.id} ${key}`, () => {
    const view = loadChainView(session.current(), network, freeze);
    // The present state is very often the frozen one: they share their arrays.
    if (freeze === undefined) session.remember(`view ${network.id} ${JSON.stringify(view.freeze)}`, () => view);
    return view;
  });
}

export function scriptNumber(view: ChainView, address: string): number {
  return view.scripts.find(view.network.scriptOfAddress(address));
}

/** How a script is named where it has no address: `script:` and its bytes, shortened never. */
export function scriptName(view: ChainView, script: number): string {
  const bytes = view.scripts.script(script);
  return view.network.readScript(bytes).address ?? `script:${Buffer.from(bytes).toString('hex')}`;
}

/** Number of a script by address or by `script:HEX`; throws `show.notFound` where the case does not hold it. */
export function scriptByName(view: ChainView, name: string): number {
  const script = name.startsWith('script:') ? view.scripts.find(Buffer.from(name.slice(7), 'hex')) : scriptNumber(view, name);
  if (script === 0) throw new Fault('show.notFound', { text: name, chain: view.network.name });
  return script;
}

/** The coin of a chain, as assets are shown. */
export function assetOfCoins({ id, coin }: BitcoinNetwork): AssetView {
  return { key: id, kind: 'native', contract: null, tokenId: null, symbol: coin.symbol, decimals: coin.decimals, standing: 'issuer' };
}

export function txidOf(view: ChainView, transaction: number): string {
  return displayHash(view.slice.txid.subarray(transaction * 32, transaction * 32 + 32));
}

export function outpointText(view: ChainView, outNumber: number): string {
  const transaction = txOfOut(view.slice, outNumber);
  return `${txidOf(view, transaction)}:${outNumber - (view.slice.txOutStart[transaction] as number)}`;
}

export function inputOutpointText(view: ChainView, inNumber: number): string {
  const bytes = view.outpointOfInput(inNumber);
  return `${displayHash(bytes.subarray(0, 32))}:${new DataView(bytes.buffer, bytes.byteOffset).getUint32(32, true)}`;
}

export function namesOf(view: ChainView): TraceNames {
  return {
    outpointOfOut: (outNumber) => outpointText(view, outNumber),
    outpointOfIn: (inNumber) => inputOutpointText(view, inNumber),
    addressOfScript: (script) => view.network.readScript(view.scripts.script(script)).address,
  };
}

/** Output number of `txid:index`; throws `trace.seedUnknown` naming what is missing. */
export function outNumberOf(view: ChainView, outpoint: string): number {
  const [txid, index] = outpoint.split(':') as [string, string];
  const transaction = view.findTransaction(fromDisplayHash(txid));
  if (transaction === -1) throw new Fault('trace.seedUnknown', { seed: outpoint, chain: view.network.name });
  const outNumber = (view.slice.txOutStart[transaction] as number) + Number(index);
  if (outNumber >= (view.slice.txOutStart[transaction + 1] as number))
    throw new Fault('trace.seedUnknown', { seed: outpoint, chain: view.network.name });
  return outNumber;
}

/** Raw bytes of a transaction: kept by a run or a proof, kept with its source, or still in the source's file. */
export function rawTransaction(file: CaseFile, view: ChainView, transaction: number): Uint8Array {
  const block = view.blocks[view.slice.txBlock[transaction] as number];
  if (block === undefined) throw new Error('rawTransaction: no block');
  const kept = file.chain.raw(view.network.id, block.hash, view.slice.txPosition[transaction] as number);
  if (kept !== undefined) return kept.raw;
  const { offset, length } = view.rawPlace(transaction);
  const source = file.sources.file(block.file);
  if (source === undefined) throw new Error('rawTransaction: no source file');
  // `block.file` is that of the source whose columns these are: a block given twice is held once.
  if (source.rawKept) return file.chain.columnRange(block.segment, 'raw', block.offset + offset, length);
  const opened = openSourceFile(source.path, Uint8Array.from(Buffer.from(source.xorKey, 'hex')));
  try {
    const raw = new Uint8Array(length);
    if (opened.size !== source.size || opened.readInto(raw, block.offset + offset) !== length)
      throw new Fault('intake.sourceChanged', { file: opened.name });
    return raw;
  } finally {
    opened.close();
  }
}

export function rejectionsOf(view: ChainView, rows: readonly Pick<RejectedMergeRow, 'chain' | 'txid' | 'a' | 'b'>[]): Rejection[] {
  return (
    rows
      .filter((row) => row.chain === view.network.id)
      .map((row) => ({ row, txNumber: view.findTransaction(fromDisplayHash(row.txid)) }))
      // Where the transaction's source was withdrawn its addresses may be gone with it.
      .filter(({ txNumber }) => txNumber !== -1)
      .map(({ row, txNumber }) => ({ txNumber, a: scriptByName(view, row.a), b: scriptByName(view, row.b) }))
  );
}

/** Clusters by the rules chosen, with the rules made ready for the slice they were made from. */
export interface RuledClusters {
  readonly clusters: Clusters;
  readonly rules: PreparedRules;
}

/**
 * Clusters of the chain as it stands, with the examiner's rejections; by the default rules unless others are chosen. `unrejected` gives what
 * they would be had no merge been rejected, so that a picture can show what fell.
 */
export function clustersOf(
  session: CaseSession,
  view: ChainView,
  texts: readonly string[] = DEFAULT_RULES,
  asked: 'rejected' | 'unrejected' = 'rejected',
): RuledClusters {
  const chosen = parseRules(texts);
  const rejections = () => rejectionsOf(view, session.current().merges.list());
  const isWhole = asked === 'unrejected' && rejections().length > 0;
  const make = (): RuledClusters => {
    const { slice } = view;
    const scriptCount = countScripts(slice);
    const rules = prepareRules(slice, chosen, scriptCount, scriptTypes(view));
    return { rules, clusters: clusterScripts(slice, isWhole ? [] : rejections(), scriptCount, rules) };
  };
  const name = chosen.names.join(', ');
  if (!isWhole && name === parseRules(DEFAULT_RULES).names.join(', ')) return session.remember(`clusters ${view.network.id}`, make);
  // Of other choices only the last two are kept (with and without a rule), of those without rejections one: each is as large as the default's.
  const [key, most] = isWhole ? [`clusters unrejected ${view.network.id}`, 1] : [`clusters by choice ${view.network.id}`, 2];
  const last = session.remember(key, () => new Map<string, RuledClusters>());
  let made = last.get(name);
  if (made === undefined) {
    made = make();
    const [oldest] = last.keys();
    if (last.size >= most && oldest !== undefined) last.delete(oldest);
    last.set(name, made);
  }
  return made;
}

/** Types of scripts by number, each read once. */
export function scriptTypes(view: ChainView): (script: number) => string {
  const known = new Map<number, string>();
  return (script) => {
    let type = known.get(script);
    if (type === undefined) {
      type = view.network.readScript(view.scripts.script(script)).type;
      known.set(script, type);
    }
    return type;
  };
}
