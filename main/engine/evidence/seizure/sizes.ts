// How large a signed transaction becomes (BIP141 weight), by the kinds of its inputs, and what an output costs to be spent again. A signature by
// ECDSA counts with its greatest usual length of 72 bytes with its type byte (low s); each may come out a byte shorter, rarely two.
import type { BitcoinNetwork } from '../../chains/index.ts';

export interface InputForm {
  /** Bytes of the scriptSig, and weight of the witness; null where there is none. */
  readonly script: number;
  readonly witness: number | null;
  /** No signature changes the id of the transaction. */
  readonly fixedId: boolean;
  /** What is taken for granted, by code, or null. */
  readonly assumed: 'nestedAssumed' | 'compressedAssumed' | null;
}

const SIGNATURE = 1 + 72;
const KEY = 1 + 33;
const SCHNORR = 1 + 64;
const KEY_WITNESS = 1 + SIGNATURE + KEY;

export const varintBytes = (value: number): number => (value < 0xfd ? 1 : value <= 0xffff ? 3 : 5);
const pushBytes = (length: number): number => (length <= 75 ? 1 : length <= 255 ? 2 : 3) + length;

/** Null where what spends it cannot be known from the output and the script given. */
export function inputForm(network: BitcoinNetwork, type: string, script: Uint8Array | null): InputForm | null {
  const plain = (length: number, assumed: InputForm['assumed'] = null): InputForm => ({
    script: length,
    witness: null,
    fixedId: false,
    assumed,
  });
  if (type === 'p2pkh') return plain(SIGNATURE + KEY, 'compressedAssumed');
  if (type === 'p2pk') return plain(SIGNATURE);
  if (type === 'p2wpkh') return { script: 0, witness: KEY_WITNESS, fixedId: true, assumed: null };
  if (type === 'p2tr') return { script: 0, witness: 1 + SCHNORR, fixedId: true, assumed: null };
  if (type === 'p2wsh') {
    const witness = script === null ? null : multisigWitness(network, script);
    return witness === null ? null : { script: 0, witness, fixedId: true, assumed: null };
  }
  if (type !== 'p2sh') return null;
  if (script === null) return { script: 1 + 22, witness: KEY_WITNESS, fixedId: false, assumed: 'nestedAssumed' };
  const inner = network.readScript(script);
  if (inner.type === 'p2wpkh') return { script: 1 + 22, witness: KEY_WITNESS, fixedId: true, assumed: null };
  if (inner.multisig === undefined) return null;
  return plain(1 + inner.multisig.required * SIGNATURE + pushBytes(script.length));
}

function multisigWitness(network: BitcoinNetwork, script: Uint8Array): number | null {
  const { multisig } = network.readScript(script);
  if (multisig === undefined) return null;
  return varintBytes(multisig.required + 2) + 1 + multisig.required * SIGNATURE + varintBytes(script.length) + script.length;
}

/** Outpoint, sequence, scriptSig at four, the witness at one. */
export function inputWeight({ script, witness }: InputForm): number {
  return 4 * (32 + 4 + 4 + varintBytes(script) + script) + (witness ?? 0);
}

export const outputBytes = (script: Uint8Array): number => 8 + varintBytes(script.length) + script.length;

/** Weight of a whole transaction with one output. */
export function transactionWeight(inputs: readonly InputForm[], output: Uint8Array): number {
  const hasWitness = inputs.some(({ witness }) => witness !== null);
  const frame = 4 * (4 + varintBytes(inputs.length) + varintBytes(1) + outputBytes(output) + 4);
  // Marker and flag, and the empty witness of each input that has none.
  const marks = hasWitness ? 2 + inputs.filter(({ witness }) => witness === null).length : 0;
  return frame + marks + inputs.reduce((sum, one) => sum + inputWeight(one), 0);
}

export const vsizeOf = (weight: number): number => Math.ceil(weight / 4);

/** Bitcoin Core's GetDustThreshold: what the output and spending it again cost at the dust rate. */
export function dustSat(network: BitcoinNetwork, script: Uint8Array): bigint {
  const { type } = network.readScript(script);
  const isWitness = type.startsWith('p2w') || type === 'p2tr' || type === 'witness_unknown';
  const bytes = outputBytes(script) + 32 + 4 + 1 + (isWitness ? Math.floor(107 / 4) : 107) + 4;
  return (BigInt(bytes) * network.relay.dustSatPerKvb) / 1000n;
}
