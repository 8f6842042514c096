// A transaction without signatures for a signer that stands apart (BIP174): everything the signer needs to check amounts and fee by itself. It
// holds public data only.
import { Psbt, Transaction } from 'bitcoinjs-lib';
import type { Derived } from './derivation.ts';

export interface PsbtInput {
  readonly txid: string;
  readonly index: number;
  readonly script: Uint8Array;
  readonly valueSat: bigint;
  readonly type: string;
  /** The whole previous transaction, or null where the case does not hold its bytes in a form that signers read. */
  readonly previous: Uint8Array | null;
  readonly key: Derived | null;
  /** Redeem or witness script that was given. */
  readonly given: Uint8Array | null;
}

/** Replaceable (BIP125) and without a lock time: what the signer's program may raise if the fee turns out too low. */
const SEQUENCE = 0xfffffffd;
const isWitness = (type: string): boolean => type === 'p2wpkh' || type === 'p2wsh' || type === 'p2tr';

/** Previous bytes as signers read them, or null: an extension block's marks (MWEB) are in no standard that they know. */
export function readablePrevious(raw: Uint8Array, txid: string): Uint8Array | null {
  try {
    return Transaction.fromBuffer(raw).getId() === txid ? raw : null;
  } catch {
    return null;
  }
}

/** A pre-segwit input cannot be signed for sure without its previous transaction. */
export const needsPrevious = (type: string): boolean => !isWitness(type);

export function makePsbt(inputs: readonly PsbtInput[], output: { readonly script: Uint8Array; readonly valueSat: bigint }): Psbt {
  const psbt = new Psbt();
  psbt.setVersion(2);
  psbt.setLocktime(0);
  for (const input of inputs) {
    const inner = input.key?.redeemScript ?? (input.type === 'p2sh' ? input.given : null);
    const isNested = inner !== null && inner[0] === 0 && inner.length === 22;
    psbt.addInput({
      hash: input.txid,
      index: input.index,
      sequence: SEQUENCE,
      // Both where both are known: signers that trust amounts from the whole transaction alone refuse the shorter form.
      ...(isWitness(input.type) || isNested ? { witnessUtxo: { script: input.script, value: input.valueSat } } : {}),
      ...(input.previous === null || input.type === 'p2tr' ? {} : { nonWitnessUtxo: input.previous }),
      ...(inner === null ? {} : { redeemScript: inner }),
      ...(input.type === 'p2wsh' && input.given !== null ? { witnessScript: input.given } : {}),
      ...(input.key === null
        ? {}
        : { bip32Derivation: [{ masterFingerprint: input.key.fingerprint, path: input.key.path, pubkey: input.key.publicKey }] }),
    });
  }
  psbt.addOutput({ script: output.script, value: output.valueSat });
  return psbt;
}

/** Id of the transaction as it stands without signatures. */
export function unsignedId(psbt: Psbt): string {
  return Transaction.fromBuffer(psbt.data.globalMap.unsignedTx.toBuffer()).getId();
}
