// What an id typed or pasted may be, and what the case holds of it: transaction, address or block, with every figure at its
// grade and every "not here" with its scope.
import type { showContract } from '../../../shared/contract/intake.ts';
import { displayHash, fromDisplayHash, hex } from '../../../shared/model/bytes.ts';
import { Fault } from '../../../shared/model/fault.ts';
import type { CaseFile, CaseSession } from '../casefile/index.ts';
import {
  type BitcoinNetwork,
  BITCOIN_NETWORKS,
  decodeHeader,
  decodeTransaction,
  hash160,
  HEADER_BYTES,
  stateWork,
} from '../chains/index.ts';
import { labelsOn } from '../intake/index.ts';
import type { Handlers } from '../kernel/index.ts';
import {
  type ChainView,
  blockByHash,
  chooseChain,
  clusterSize,
  clustersOf,
  COINBASE,
  firstAppearances,
  countScripts,
  gradeOf,
  inputOutpointText,
  isPossibleCoinjoin,
  NOT_SPENT_HERE,
  outpointText,
  probableChange,
  rawTransaction,
  transactionsPerScript,
  txidOf,
  txOfIn,
  txOfOut,
  UNKNOWN_PARENT,
  UNKNOWN_VALUE,
  highestCovered,
  searchedScripts,
  spendsKnownTo,
  viewOf,
} from '../trace/index.ts';

const MOST_ROWS = 200;

export function showCalls(session: CaseSession): Handlers<keyof typeof showContract> {
  return {
    'show.find': ({ text, chain }) => {
      const file = session.current();
      const given = text.trim();
      const networks = chain === undefined ? BITCOIN_NETWORKS : [chooseChain(file, chain)];
      const held = new Set(file.chain.chains());
      const found = [];
      const possible: { kind: 'transaction' | 'address' | 'block' | 'height'; chain: string; chainName: string }[] = [];
      for (const network of networks) {
        const inCase = held.has(network.id);
        for (const kind of kindsOf(network, given)) {
          const view = inCase ? viewOf(session, network) : null;
          const shown = view === null ? null : lookUp(session, file, view, kind, given);
          if (shown !== null) found.push(shown);
          else if (inCase || kind === 'address') possible.push({ kind, chain: network.id, chainName: network.name });
        }
      }
      return { found, possible };
    },
  };
}

type Kind = 'transaction' | 'address' | 'block' | 'height';

function kindsOf(network: BitcoinNetwork, text: string): Kind[] {
  if (/^[0-9a-fA-F]{64}(:\d+)?$/.test(text)) return ['transaction', 'block'];
  if (/^\d{1,8}$/.test(text)) return ['height'];
  try {
    network.scriptOfAddress(text);
    return ['address'];
  } catch (error) {
    if (error instanceof Fault) return [];
    throw error;
  }
}

function lookUp(session: CaseSession, file: CaseFile, view: ChainView, kind: Kind, text: string) {
  if (kind === 'address') return addressView(session, file, view, text);
  if (kind === 'transaction') {
    const transaction = view.findTransaction(fromDisplayHash(text.slice(0, 64).toLowerCase()));
    return transaction === -1 ? null : transactionView(session, file, view, transaction);
  }
  if (kind === 'height') {
    const block = view.slice.blockHeight.indexOf(Number(text));
    return block === -1 ? null : blockView(file, view, block);
  }
  const block = blockByHash(view.slice, fromDisplayHash(text.slice(0, 64).toLowerCase()));
  return block === -1 ? null : blockView(file, view, block);
}

function sourceName(file: CaseFile, id: number): string {
  return file.sources.list().find((source) => source.id === id)?.name ?? '';
}

function labelsOf(file: CaseFile, view: ChainView, address: string | null) {
  if (address === null) return [];
  return labelsOn(file, view.network.id, address);
}

function blockRef(view: ChainView, block: number) {
  const height = view.slice.blockHeight[block] as number;
  return {
    height: height < 0 ? null : height,
    claimedHeight: view.blocks[block]?.claimedHeight ?? null,
    hash: displayHash(view.slice.blockHash.subarray(block * 32, block * 32 + 32)),
    time: view.slice.blockTime[block] as number,
    state: height < 0 ? ('unanchored' as const) : ('active' as const),
  };
}

/** True where everybody could have made the chain up to here at little cost: practice networks, or very little work. */
function isCheap(view: ChainView): boolean {
  const { tip } = view.headers;
  return view.network.training || tip === -1 || stateWork(view.headers.chainWork(tip), view.network.cheapWork).cheapToForge;
}

function transactionView(session: CaseSession, file: CaseFile, view: ChainView, transaction: number) {
  const { slice, network } = view;
  const block = slice.txBlock[transaction] as number;
  const raw = rawOrNull(file, view, transaction);
  const decoded = raw === null ? null : decodeTransaction(raw, network.transactionForm);
  const first = session.remember(`first ${network.id}`, () => firstAppearances(slice, countScripts(slice)));
  const change = probableChange(view, transaction, first);
  const inputs = [];
  let inSat: bigint | null = 0n;
  for (let input = slice.txInStart[transaction] as number; input < (slice.txInStart[transaction + 1] as number); input++) {
    const coinbase = slice.inPrevOut[input] === COINBASE;
    const value = slice.inValue[input] as bigint;
    const known = value !== UNKNOWN_VALUE;
    inSat = inSat === null || !known ? null : inSat + value;
    const script = slice.inScript[input] as number;
    const reading = script === 0 ? null : network.readScript(view.scripts.script(script));
    inputs.push({
      index: input - (slice.txInStart[transaction] as number),
      coinbase,
      outpoint: coinbase ? null : inputOutpointText(view, input),
      valueSat: known ? value.toString() : null,
      address: reading?.address ?? null,
      type: reading?.type ?? null,
      labels: [
        ...labelsOf(file, view, reading?.address ?? null),
        ...labelsOf(file, view, coinbase ? null : inputOutpointText(view, input)),
      ],
      grade: coinbase || !known ? null : slice.inFromUndo[input] === 1 ? ('S' as const) : gradeOf(view, transaction),
    });
  }
  const outputs = [];
  let outSat = 0n;
  for (let out = slice.txOutStart[transaction] as number; out < (slice.txOutStart[transaction + 1] as number); out++) {
    const value = slice.outValue[out] as bigint;
    outSat += value;
    const reading = network.readScript(view.scripts.script(slice.outScript[out] as number));
    const spender = slice.outSpentBy[out] as number;
    const knownTo = spendsKnownTo(slice, out, block);
    const covered = knownTo >= 0 && knownTo >= (highestCovered(slice) ?? 0);
    const spendingTransaction = spender === NOT_SPENT_HERE ? -1 : txOfIn(slice, spender);
    outputs.push({
      index: out - (slice.txOutStart[transaction] as number),
      valueSat: value.toString(),
      type: reading.type,
      address: reading.address,
      p2pkhForm: reading.p2pkhForm ?? null,
      dataHex: reading.data === undefined ? null : hex(reading.data),
      labels: [...labelsOf(file, view, reading.address), ...labelsOf(file, view, outpointText(view, out))],
      spentBy:
        spender === NOT_SPENT_HERE
          ? null
          : {
              txid: txidOf(view, spendingTransaction),
              input: spender - (slice.txInStart[spendingTransaction] as number),
              height: blockRef(view, slice.txBlock[spendingTransaction] as number).height,
            },
      spending: spender !== NOT_SPENT_HERE ? ('spent' as const) : covered ? ('unspent' as const) : ('unknown' as const),
      probableChange: change.includes(out),
    });
  }
  const isCoinbase = inputs[0]?.coinbase === true;
  return {
    kind: 'transaction' as const,
    chain: network.id,
    chainName: network.name,
    txid: txidOf(view, transaction),
    wtxid: decoded?.wtxid ?? null,
    block: blockRef(view, block),
    position: slice.txPosition[transaction] as number,
    sizeBytes: view.rawPlace(transaction).length,
    feeSat: isCoinbase || inSat === null ? null : (inSat - outSat).toString(),
    coinjoin: isPossibleCoinjoin(view, transaction),
    grade: gradeOf(view, transaction),
    cheap: isCheap(view),
    source: sourceName(file, view.blocks[block]?.source ?? 0),
    labels: labelsOf(file, view, txidOf(view, transaction)),
    inputs,
    outputs,
    rawHex: raw === null ? null : hex(raw),
  };
}

/** Raw bytes where they can be had; a source that was put away does not keep the rest from being shown. */
function rawOrNull(file: CaseFile, view: ChainView, transaction: number): Uint8Array | null {
  try {
    return rawTransaction(file, view, transaction);
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}

function addressView(session: CaseSession, file: CaseFile, view: ChainView, address: string) {
  const { slice, network } = view;
  const bytes = network.scriptOfAddress(address);
  const script = view.scripts.find(bytes);
  const bareKey = bareKeyOf(session, view, bytes);
  const earlier = script === 0 ? null : earlierOf(view, script);
  if (script === 0 && bareKey === null) return null;
  let receivedSat = 0n;
  let spentSat = 0n;
  const history = [];
  let more = 0;
  for (const out of script === 0 ? [] : outputsOf(view, [script])) {
    const value = slice.outValue[out] as bigint;
    receivedSat += value;
    const spender = slice.outSpentBy[out] as number;
    if (spender !== NOT_SPENT_HERE) spentSat += value;
    if (history.length === MOST_ROWS) {
      more++;
      continue;
    }
    const { height, time } = blockRef(view, slice.txBlock[txOfOut(slice, out)] as number);
    const spentBy = spender === NOT_SPENT_HERE ? null : txidOf(view, txOfIn(slice, spender));
    history.push({ outpoint: outpointText(view, out), valueSat: value.toString(), height, time, spentBy });
  }
  const reading = network.readScript(bytes);
  const counts = session.remember(`counts ${network.id}`, () => transactionsPerScript(slice));
  return {
    ...{ kind: 'address' as const, chain: network.id, chainName: network.name, address: reading.address ?? address, type: reading.type },
    ...{ receivedSat: receivedSat.toString(), spentSat: spentSat.toString() },
    transactions: script === 0 ? 0 : (counts[script] ?? 0),
    clusterSize: script === 0 ? 0 : clusterSize(clustersOf(session, view).clusters, script),
    labels: labelsOf(file, view, address),
    coverage: [...view.coverage.map((range) => ({ ...range })), ...searchedFor(session, file, view, bytes)],
    history,
    more,
    ...(bareKey === null ? {} : { bareKey }),
    ...(earlier === null ? {} : { earlier }),
  };
}

/** What was spent from a script although no block of the case shows how it came there: undo data's word alone. */
function earlierOf(view: ChainView, script: number) {
  const { slice } = view;
  let outputs = 0;
  let spentSat = 0n;
  const spends = [];
  for (let input = 0; input < slice.inCount; input++) {
    if (slice.inScript[input] !== script || slice.inPrevOut[input] !== UNKNOWN_PARENT) continue;
    const valueSat = slice.inValue[input] as bigint;
    outputs++;
    spentSat += valueSat;
    if (spends.length === MOST_ROWS) continue;
    const spender = txOfIn(slice, input);
    spends.push({
      ...{ outpoint: inputOutpointText(view, input), valueSat: valueSat.toString(), height: view.madeAt(input) },
      ...{ spentBy: txidOf(view, spender), spentHeight: blockRef(view, slice.txBlock[spender] as number).height },
    });
  }
  return outputs === 0 ? null : { outputs, spentSat: spentSat.toString(), spends };
}

/** Heights that questions searched for a script, beyond the blocks held whole. */
function searchedFor(session: CaseSession, file: CaseFile, view: ChainView, script: Uint8Array) {
  const { network } = view;
  const byScript = session.remember(`searched scripts ${network.id}`, () => searchedScripts(file, view));
  return (byScript.get(hex(script)) ?? []).map((range) => ({ ...range, scope: 'searched' as const }));
}

function* outputsOf(view: ChainView, scripts: readonly number[]): Generator<number> {
  const { outScript, outCount } = view.slice;
  for (let out = 0; out < outCount; out++) if (scripts.includes(outScript[out] as number)) yield out;
}

/** Outputs that pay the bare public key behind a P2PKH address: explorers print them under it, the chain does not. */
function bareKeyOf(session: CaseSession, view: ChainView, addressScript: Uint8Array) {
  const { slice, network, scripts } = view;
  if (network.readScript(addressScript).type !== 'p2pkh') return null;
  const byKeyHash = session.remember(`bare keys ${network.id}`, () => {
    const found = new Map<string, number[]>();
    for (let number = 1; number <= scripts.count; number++) {
      const bytes = scripts.script(number);
      if ((bytes.length !== 35 && bytes.length !== 67) || network.readScript(bytes).type !== 'p2pk') continue;
      const keyHash = hex(hash160(bytes.subarray(1, -1)));
      found.set(keyHash, [...(found.get(keyHash) ?? []), number]);
    }
    return found;
  });
  // OP_DUP OP_HASH160 <20 bytes> OP_EQUALVERIFY OP_CHECKSIG
  const numbers = byKeyHash.get(hex(addressScript.subarray(3, 23)));
  if (numbers === undefined) return null;
  let outputs = 0;
  let receivedSat = 0n;
  let spentSat = 0n;
  const outpoints: string[] = [];
  for (const out of outputsOf(view, numbers)) {
    outputs++;
    receivedSat += slice.outValue[out] as bigint;
    if (slice.outSpentBy[out] !== NOT_SPENT_HERE) spentSat += slice.outValue[out] as bigint;
    if (outpoints.length < MOST_ROWS) outpoints.push(outpointText(view, out));
  }
  return outputs === 0 ? null : { outputs, receivedSat: receivedSat.toString(), spentSat: spentSat.toString(), outpoints };
}

function blockView(file: CaseFile, view: ChainView, block: number) {
  const { slice, headers, network } = view;
  const row = view.blocks[block];
  const number = headers.find(slice.blockHash.subarray(block * 32, block * 32 + 32)) as number;
  const header = decodeHeader(headers.headers.subarray(number * HEADER_BYTES, (number + 1) * HEADER_BYTES));
  // Of a block that is not complete single transactions are held, each in an entry of its own.
  const held: number[] = [];
  const last = row?.complete === true ? block : lastWithSameHash(view, block);
  for (let tx = slice.txBlock.indexOf(block); tx !== -1 && tx < slice.txCount && (slice.txBlock[tx] as number) <= last; tx++) held.push(tx);
  const transactions = row?.totalTransactions ?? 0;
  const shown = held.slice(0, MOST_ROWS);
  return {
    ...{ kind: 'block' as const, chain: network.id, chainName: network.name, block: blockRef(view, block), transactions },
    sizeBytes: row?.complete === true ? row.length : 0,
    ...{
      previous: displayHash(header.previousHash),
      merkleRoot: displayHash(header.merkleRoot),
      bits: header.bits.toString(16).padStart(8, '0'),
    },
    work: headers.chainWork(number).toString(),
    source: sourceName(file, row?.source ?? 0),
    txids: shown.map((tx) => txidOf(view, tx)),
    more: transactions - shown.length,
  };
}

function lastWithSameHash(view: ChainView, block: number): number {
  const { blockHash, blockCount } = view.slice;
  const hashAt = (at: number) => blockHash.subarray(at * 32, at * 32 + 32);
  let last = block;
  while (last + 1 < blockCount && Buffer.compare(hashAt(last + 1), hashAt(block)) === 0) last++;
  return last;
}
