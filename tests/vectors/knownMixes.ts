// Real transactions with known kinds, as slices: the Whirlpool set of March 2024 and blocks older than any mixer that is
// asked for. The kinds of the first are its authors' lists; the second needs no one's word, only the date.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { type BuiltSlice, buildSlice, type InputText, type TransactionText } from '../fixtures/slices.ts';
import { SHARED_DATA, sharedJson } from './sharedData.ts';

export type WhirlpoolKind = 'mix' | 'tx0' | 'postMix';

export interface WhirlpoolSet {
  readonly built: BuiltSlice;
  /** Transaction numbers as listed; 75 are listed both as Tx0 and as post-mix. */
  readonly listed: Readonly<Record<WhirlpoolKind, readonly number[]>>;
}

const FILES: Readonly<Record<WhirlpoolKind, string>> = { mix: 'SamouraiCoinJoins', tx0: 'SamouraiTx0s', postMix: 'SamouraiPostMixTxs' };

/** Scripts are named by their bytes in hex; a data output's begins with 6a. */
export const scriptTypeOf =
  ({ scriptName }: BuiltSlice) =>
  (script: number): string => {
    const name = scriptName(script);
    return name.startsWith('6a') ? 'nulldata' : `${name.length}${name.slice(0, 4)}`;
  };

/** txid:::block:::position:::time:::inputs:::outputs, coins apart by `}{`, an input as txid-index-value+script+type. */
export function whirlpoolSet(): WhirlpoolSet {
  const zip = unzipSync(readFileSync(join(SHARED_DATA ?? '', 'coinjoin-crime/crocs-coinjoin/dumplings__sw_202403.zip')));
  const kinds = Object.keys(FILES) as WhirlpoolKind[];
  const lines = kinds.map((kind) =>
    strFromU8(zip[`Scanner/${FILES[kind]}.txt`] as Uint8Array)
      .split(/\r?\n/)
      .filter((line) => line.length > 0)
      .map((line) => line.split(':::')),
  );
  const rows = new Map(lines.flat().map((row) => [row[0] as string, row]));
  const order = [...rows.values()].sort((a, b) => Number(a[3]) - Number(b[3]) || Number(a[2]) - Number(b[2]));
  // A parent is joined where it is in the set and comes earlier; else the input stands alone with its value and script.
  const placed = new Map<string, number>();
  const spent = new Set<string>();
  const transactions = order.map(([name = '', , , , inputs = '', outputs = '']): TransactionText => {
    const built = {
      name,
      inputs: inputs.split('}{').map((coin): InputText => {
        const [outpoint = '', script = ''] = coin.split('+');
        const [txid = '', index = '', value = ''] = outpoint.split('-');
        const place = `${txid}:${index}`;
        if (Number(index) >= (placed.get(txid) ?? 0) || spent.has(place)) return { valueSat: BigInt(value), script };
        spent.add(place);
        return place;
      }),
      outputs: outputs.split('}{').map((coin) => {
        const [value = '0', script = ''] = coin.split('+');
        return { valueSat: BigInt(value), script };
      }),
    };
    placed.set(name, built.outputs.length);
    return built;
  });
  const built = buildSlice([{ height: -1, complete: false, transactions }]);
  const listed = Object.fromEntries(kinds.map((kind, i) => [kind, (lines[i] ?? []).map((row) => built.tx(row[0] as string))]));
  return { built, listed: listed as Record<WhirlpoolKind, number[]> };
}

interface RaitoBlock {
  readonly blocks: readonly {
    readonly data: {
      readonly transactions: readonly {
        readonly inputs: readonly {
          readonly previous_output: { readonly vout: number; readonly data: { readonly value: number; readonly pk_script: string } };
        }[];
        readonly outputs: readonly { readonly value: number; readonly pk_script: string }[];
      }[];
    };
  }[];
}

/** A real block by its height, every input with value and script. */
export function blockWithPrevouts(height: number): BuiltSlice {
  const { blocks } = sharedJson(`btc-blocks/raito-prevouts/full_${height - 1}.json`) as RaitoBlock;
  const hex = (text: string): string => text.replace(/^0x/, '');
  const transactions = (blocks[0]?.data.transactions ?? []).map(
    (transaction, position): TransactionText => ({
      name: `t${position}`,
      inputs: transaction.inputs.map(({ previous_output: { vout, data } }) =>
        vout === 0xffff_ffff ? 'coinbase' : { valueSat: BigInt(data.value), script: hex(data.pk_script) },
      ),
      outputs: transaction.outputs.map(({ value, pk_script }) => ({ valueSat: BigInt(value), script: hex(pk_script) })),
    }),
  );
  return buildSlice([{ height, transactions }]);
}
