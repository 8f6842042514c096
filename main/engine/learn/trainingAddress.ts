// Keys, output scripts and unlocking of practice coins on regtest, for every script kind the reader must know.
// It signs nothing outside the practice chain: keys are hashes of a public seed text.
import { address as addresses, crypto, networks, opcodes, script as scripts, type Transaction } from 'bitcoinjs-lib';
import { derivedBytes } from './seededGenerator.ts';
import { publicKeyOf, signEcdsa, signSchnorr, taprootKey, trainingKey } from './trainingSigner.ts';

export const OUTPUT_KINDS = [
  'p2pk',
  'p2pk-uncompressed',
  'p2pkh',
  'p2sh-multisig',
  'p2sh-p2wpkh',
  'p2wpkh',
  'p2wsh-multisig',
  'p2tr',
  'multisig',
] as const;
export type OutputKind = (typeof OUTPUT_KINDS)[number];

export interface TrainingAddress {
  readonly wallet: string;
  readonly kind: OutputKind;
  readonly script: Uint8Array;
  /** Null for P2PK and bare multisig, which have no standard address. */
  readonly address: string | null;
  readonly publicKeys: readonly Uint8Array[];
  /** The key that signs; the second key of a 1-of-2 is never needed. For P2TR the tweaked key. */
  readonly signingKey: bigint;
  readonly redeemScript?: Uint8Array;
  readonly witnessScript?: Uint8Array;
}

/** What a spender must know of the output it spends. */
export interface SpentOutput {
  readonly at: TrainingAddress;
  readonly valueSat: bigint;
}

const NETWORK = networks.regtest;

function oneOfTwo(publicKeys: readonly Uint8Array[]): Uint8Array {
  return scripts.compile([opcodes.OP_1 as number, ...publicKeys, opcodes.OP_2 as number, opcodes.OP_CHECKMULTISIG as number]);
}

function payToKeyHash(publicKey: Uint8Array): Uint8Array {
  return scripts.compile([
    opcodes.OP_DUP as number,
    opcodes.OP_HASH160 as number,
    crypto.hash160(publicKey),
    opcodes.OP_EQUALVERIFY as number,
    opcodes.OP_CHECKSIG as number,
  ]);
}

function payToScriptHash(redeemScript: Uint8Array): Uint8Array {
  return scripts.compile([opcodes.OP_HASH160 as number, crypto.hash160(redeemScript), opcodes.OP_EQUAL as number]);
}

/** The native SegWit address of a key. */
export function keyHashAddress(wallet: string, key: bigint): TrainingAddress {
  const publicKey = publicKeyOf(key);
  const program = crypto.hash160(publicKey);
  return {
    ...{ wallet, kind: 'p2wpkh', publicKeys: [publicKey], signingKey: key },
    script: scripts.compile([opcodes.OP_0 as number, program]),
    address: addresses.toBech32(program, 0, NETWORK.bech32),
  };
}

/** The `index`-th address of a wallet; depends on nothing but its arguments. */
export function trainingAddress(seed: string, wallet: string, index: number, kind: OutputKind): TrainingAddress {
  const key = trainingKey(derivedBytes(seed, 'key', wallet, index));
  const publicKey = publicKeyOf(key, kind !== 'p2pk-uncompressed');
  const common = { wallet, kind, publicKeys: [publicKey], signingKey: key };
  switch (kind) {
    case 'p2pk':
    case 'p2pk-uncompressed':
      return { ...common, script: scripts.compile([publicKey, opcodes.OP_CHECKSIG as number]), address: null };
    case 'p2pkh':
      return {
        ...common,
        script: payToKeyHash(publicKey),
        address: addresses.toBase58Check(crypto.hash160(publicKey), NETWORK.pubKeyHash),
      };
    case 'p2wpkh':
      return keyHashAddress(wallet, key);
    case 'p2sh-p2wpkh': {
      const redeemScript = scripts.compile([opcodes.OP_0 as number, crypto.hash160(publicKey)]);
      return {
        ...common,
        redeemScript,
        script: payToScriptHash(redeemScript),
        address: addresses.toBase58Check(crypto.hash160(redeemScript), NETWORK.scriptHash),
      };
    }
    case 'p2tr': {
      const taproot = taprootKey(key);
      return {
        ...common,
        signingKey: taproot.key,
        script: scripts.compile([opcodes.OP_1 as number, taproot.outputKey]),
        address: addresses.toBech32(taproot.outputKey, 1, NETWORK.bech32),
      };
    }
    case 'multisig':
    case 'p2sh-multisig':
    case 'p2wsh-multisig': {
      const second = publicKeyOf(trainingKey(derivedBytes(seed, 'second key', wallet, index)));
      const publicKeys = [publicKey, second];
      const inner = oneOfTwo(publicKeys);
      if (kind === 'multisig') return { ...common, publicKeys, script: inner, address: null };
      if (kind === 'p2sh-multisig') {
        return {
          ...common,
          publicKeys,
          redeemScript: inner,
          script: payToScriptHash(inner),
          address: addresses.toBase58Check(crypto.hash160(inner), NETWORK.scriptHash),
        };
      }
      const program = crypto.sha256(inner);
      return {
        ...common,
        publicKeys,
        witnessScript: inner,
        script: scripts.compile([opcodes.OP_0 as number, program]),
        address: addresses.toBech32(program, 0, NETWORK.bech32),
      };
    }
  }
}

/** The P2PKH address of a P2PK key, as explorers print it; a convention, not in the output. */
export function keyHashAddressOf(publicKey: Uint8Array): string {
  return addresses.toBase58Check(crypto.hash160(publicKey), NETWORK.pubKeyHash);
}

const SIGHASH_ALL = 1;

/** Signs every input for real: legacy, BIP143 and BIP341 key path. Outputs must be complete before. */
export function unlockInputs(transaction: Transaction, spent: readonly SpentOutput[]): void {
  const outputScripts = spent.map(({ at }) => at.script);
  const values = spent.map(({ valueSat }) => valueSat);
  const legacyScripts: (Uint8Array | undefined)[] = [];
  for (const [index, { at, valueSat }] of spent.entries()) {
    const ecdsa = (digest: Uint8Array): Uint8Array => Uint8Array.of(...signEcdsa(at.signingKey, digest), SIGHASH_ALL);
    const legacy = (code: Uint8Array): Uint8Array => ecdsa(transaction.hashForSignature(index, code, SIGHASH_ALL));
    const witness = (code: Uint8Array): Uint8Array => ecdsa(transaction.hashForWitnessV0(index, code, valueSat, SIGHASH_ALL));
    const publicKey = at.publicKeys[0] as Uint8Array;
    const nothing = new Uint8Array(0);
    switch (at.kind) {
      case 'p2pk':
      case 'p2pk-uncompressed':
        legacyScripts[index] = scripts.compile([legacy(at.script)]);
        break;
      case 'p2pkh':
        legacyScripts[index] = scripts.compile([legacy(at.script), publicKey]);
        break;
      case 'multisig':
        // OP_CHECKMULTISIG takes one element too many; BIP147 wants it empty.
        legacyScripts[index] = scripts.compile([opcodes.OP_0 as number, legacy(at.script)]);
        break;
      case 'p2sh-multisig': {
        const redeemScript = at.redeemScript as Uint8Array;
        legacyScripts[index] = scripts.compile([opcodes.OP_0 as number, legacy(redeemScript), redeemScript]);
        break;
      }
      case 'p2sh-p2wpkh':
        legacyScripts[index] = scripts.compile([at.redeemScript as Uint8Array]);
        transaction.setWitness(index, [witness(payToKeyHash(publicKey)), publicKey]);
        break;
      case 'p2wpkh':
        transaction.setWitness(index, [witness(payToKeyHash(publicKey)), publicKey]);
        break;
      case 'p2wsh-multisig': {
        const witnessScript = at.witnessScript as Uint8Array;
        transaction.setWitness(index, [nothing, witness(witnessScript), witnessScript]);
        break;
      }
      case 'p2tr':
        transaction.setWitness(index, [signSchnorr(at.signingKey, transaction.hashForWitnessV1(index, outputScripts, values, 0))]);
        break;
    }
  }
  for (const [index, scriptSig] of legacyScripts.entries()) if (scriptSig) transaction.setInputScript(index, scriptSig);
}

/** Virtual bytes of one input of a kind, rounded up; only to choose a fee, never to report one. */
export const INPUT_VIRTUAL_BYTES: Readonly<Record<OutputKind, number>> = {
  p2pk: 114,
  'p2pk-uncompressed': 114,
  p2pkh: 149,
  'p2sh-multisig': 188,
  'p2sh-p2wpkh': 92,
  p2wpkh: 69,
  'p2wsh-multisig': 79,
  p2tr: 58,
  multisig: 115,
};
