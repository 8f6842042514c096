// What a node says the inputs of a block spent: `getblock` with verbosity 3 (Bitcoin Core 23 and later), the `prevout` of each
// input. No header commits to it, so it is one source's word (grade S); here only its fit to the block is checked.
import { displayHash, fromHex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { type BlockColumns, txidsOf, type UndoCoin } from '../../chains/index.ts';
import type { BlockUndo } from '../blockStore.ts';
import { type Json, membersOf, unitsOf } from './exactJson.ts';
import type { Node } from './openNode.ts';

const MOST_VALUE = 1n << 63n;
const HIGHEST = 0x7fff_ffff;
/** Consensus: a longer script cannot be spent. */
const MOST_SCRIPT = 10_000;

/**
 * The spent outputs of a block whose bytes and columns were checked; null where the node gives none (older versions answer the
 * question without them). Throws `node.lies` (undo) where it speaks of other transactions or inputs than the block has.
 */
export function readNodeUndo(
  node: Pick<Node, 'address' | 'network'>,
  hash: Uint8Array,
  bytes: Uint8Array,
  columns: BlockColumns,
  answer: Json,
  counts: readonly number[],
): BlockUndo | null {
  const lies = (detail: string, transaction: number): never => {
    throw new Fault('node.lies', { address: node.address, reason: 'undo', hash: displayHash(hash), detail, transaction });
  };
  const malformed = (): never => {
    throw new Fault('node.badAnswer', { method: 'getblock', reason: 'undo' });
  };
  const listed = membersOf(answer)?.['tx'];
  if (!Array.isArray(listed)) return null;
  if (listed.length !== columns.txCount || counts.length !== columns.txCount - 1) lies('count', -1);
  const txids = txidsOf(bytes, columns);
  const coins: (readonly UndoCoin[])[] = [[]];
  for (let tx = 1; tx < columns.txCount; tx++) {
    const members = membersOf((listed as readonly Json[])[tx]);
    if (members === null) return malformed();
    if (members['txid'] !== displayHash(txids.subarray(tx * 32, tx * 32 + 32))) lies('txid', tx);
    const inputs = members['vin'];
    const first = columns.txInStart[tx] as number;
    const count = (columns.txInStart[tx + 1] as number) - first;
    if (!Array.isArray(inputs)) return malformed();
    if (inputs.length !== count || counts[tx - 1] !== count) lies('inputs', tx);
    const spent: UndoCoin[] = [];
    for (let i = 0; i < count; i++) {
      const input = membersOf((inputs as readonly Json[])[i]);
      if (input === null) return malformed();
      const at = columns.inPrevOffset[first + i] as number;
      const index = new DataView(bytes.buffer, bytes.byteOffset + at + 32, 4).getUint32(0, true);
      if (input['txid'] !== displayHash(bytes.subarray(at, at + 32)) || input['vout'] !== index) lies('outpoint', tx);
      if (input['prevout'] === undefined) return null;
      spent.push(readCoin(input['prevout'], node.network.coin.decimals) ?? malformed());
    }
    coins.push(spent);
  }
  return {
    coinsOf(position) {
      const found = coins[position];
      if (found === undefined) throw new Fault('chain.badTransaction', { reason: 'undo.count', offset: position });
      return found;
    },
    spending: (wanted) =>
      coins.flatMap((spent, position) => (spent.some(({ script }) => wanted.has(script, 0, script.length)) ? [position] : [])),
  };
}

/** `{ generated, height, value, scriptPubKey: { hex } }`; null where it is not that. */
function readCoin(prevout: Json, decimals: number): UndoCoin | null {
  const members = membersOf(prevout);
  const script = membersOf(members?.['scriptPubKey'])?.['hex'];
  const height = members?.['height'];
  const generated = members?.['generated'];
  const valueSat = unitsOf(members?.['value'], decimals);
  if (typeof script !== 'string' || script.length > 2 * MOST_SCRIPT || !/^(?:[0-9a-fA-F]{2})*$/.test(script)) return null;
  if (typeof height !== 'number' || height < 0 || height > HIGHEST || typeof generated !== 'boolean') return null;
  if (valueSat === null || valueSat >= MOST_VALUE) return null;
  return { valueSat, script: fromHex(script), height, coinbase: generated };
}
