// The answer of an Electrum server to blockchain.transaction.get_merkle, with the transaction id beside it:
// { "tx_hash": …, "block_height": …, "pos": …, "merkle": [ … ] }. It names a height, not a header.
import { z } from 'zod';
import { Fault } from '../../../../shared/model/fault.ts';
import { fromDisplayHash } from '../../../../shared/model/bytes.ts';
import { EMPTY_MATERIAL, type Importer, type Probe } from '../material.ts';
import { openSourceFile } from '../sourceFile.ts';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Proof = z.object({
  tx_hash: Hash.optional(),
  txid: Hash.optional(),
  block_height: z.number().int().nonnegative(),
  pos: z.number().int().nonnegative(),
  merkle: z.array(Hash).max(32),
});
const LARGEST = 64_000;

function parse(probe: Probe): z.output<typeof Proof> | null {
  if (probe.folder || probe.size > LARGEST || probe.head[0] !== 0x7b) return null;
  try {
    const parsed = Proof.safeParse(JSON.parse(Buffer.from(probe.head.subarray(0, probe.size)).toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

export const electrumProof: Importer = {
  id: 'electrumProof',
  version: '1',
  sniff: (probe) => parse(probe) !== null,
  async read(probe) {
    const proof = parse(probe);
    const id = proof?.tx_hash ?? proof?.txid;
    if (proof === null || id === undefined) throw new Fault('intake.malformed', { file: probe.name, row: 0, reason: 'tx_hash is missing' });
    const branch = new Uint8Array(proof.merkle.length * 32);
    proof.merkle.forEach((hash, i) => branch.set(fromDisplayHash(hash), i * 32));
    return {
      ...EMPTY_MATERIAL,
      files: [openSourceFile(probe.path)],
      proofs: [
        {
          file: 0,
          txid: fromDisplayHash(id),
          header: null,
          height: proof.block_height,
          position: proof.pos,
          branch,
          transactionCount: null,
        },
      ],
    };
  },
};
