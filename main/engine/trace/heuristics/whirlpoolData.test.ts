// The CoinJoin rules on real transactions with known kinds (PETS'26 artefact, March 2024), read where the data
// folder is present. The kinds are the authors' claims: 151 of their 900 Tx0 and
// 251 of 2,636 post-mix entries are of exactly the mix's shape, so no false-positive figure is drawn from them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { buildSlice } from '../../../../tests/fixtures/slices.ts';
import { clusterScripts } from '../cluster.ts';
import { readAnyCoinjoin } from './coinjoins.ts';

const file = join(process.env['TRACEHOLD_DATA'] ?? '../shared/data', 'coinjoin-crime/crocs-coinjoin/dumplings__sw_202403.zip');

/** txid:::block:::position:::time:::inputs:::outputs, coins apart by `}{`, an input as txid-index-value+script+type. */
function sliceOf(text: string) {
  const transactions = text
    .split(/\r?\n/)
    .filter((line) => line.length > 0)
    .map((line) => {
      const [name = '', , , , inputs = '', outputs = ''] = line.split(':::');
      return {
        name,
        inputs: inputs.split('}{').map((coin) => {
          const [outpoint = '', script = ''] = coin.split('+');
          return { valueSat: BigInt(outpoint.split('-')[2] ?? 0), script };
        }),
        outputs: outputs.split('}{').map((coin) => {
          const [value = '0', script = ''] = coin.split('+');
          return { valueSat: BigInt(value), script };
        }),
      };
    });
  return buildSlice([{ height: -1, complete: false, transactions }]);
}

describe('[T21] real Whirlpool transactions', () => {
  it.skipIf(!existsSync(file))('recognises every listed CoinJoin and merges no scripts across them', () => {
    const files = unzipSync(readFileSync(file));
    const count = (name: string) => {
      const { slice } = sliceOf(strFromU8(files[`Scanner/${name}.txt`] as Uint8Array));
      const rules: Record<string, number> = {};
      for (let tx = 0; tx < slice.txCount; tx++) {
        const rule = readAnyCoinjoin(slice, tx).rule ?? 'none';
        rules[rule] = (rules[rule] ?? 0) + 1;
      }
      return { slice, transactions: slice.txCount, rules };
    };
    const mixes = count('SamouraiCoinJoins');
    console.info('CoinJoins', mixes.rules, 'Tx0', count('SamouraiTx0s').rules, 'post-mix', count('SamouraiPostMixTxs').rules);
    expect(mixes.transactions).toBe(1403);
    expect(mixes.rules).toEqual({ 'coinjoin.whirlpool@1': 1403 });
    expect(clusterScripts(mixes.slice).merges.count).toBe(0);
  });
});
