// Habits of wallet software that differ between transactions which a rule puts together: evidence against, never for. That
// two transactions look alike says nothing; most wallets look alike.
import type { Transaction } from '../../chains/index.ts';
import { type Fingerprint, type Heuristic, reading } from './heuristic.ts';
import { spenderOf } from './spending.ts';

export type Feature = keyof Fingerprint;

/** Features with the transactions that each side needs: two outputs are in order by chance, and payments vary in shape. */
const FEATURES: readonly { readonly feature: Feature; readonly least: number }[] = [
  { feature: 'version', least: 1 },
  { feature: 'lockTime', least: 1 },
  { feature: 'sequence', least: 1 },
  { feature: 'inputType', least: 1 },
  { feature: 'order', least: 3 },
  { feature: 'outputs', least: 3 },
];

const FINAL = 0xffff_ffff;

export function fingerprintOf(transaction: Transaction, inputType: string | null): Fingerprint {
  const sequences = transaction.inputs.map(({ sequence }) => sequence);
  const lowest = sequences.reduce((least, sequence) => Math.min(least, sequence), FINAL);
  return {
    version: String(transaction.version),
    lockTime: transaction.lockTime === 0 ? 'none' : 'set',
    sequence: lowest === FINAL ? 'final' : lowest === FINAL - 1 ? 'lockTimeOnly' : 'replaceable',
    order: orderOf(transaction),
    inputType,
    outputs: transaction.outputs.length === 1 ? 'one' : transaction.outputs.length === 2 ? 'two' : 'more',
  };
}

/** BIP69: inputs by txid as displayed, then index; outputs by amount, then script bytes. */
function orderOf({ inputs, outputs }: Transaction): 'bip69' | 'other' | null {
  if (inputs.length < 2 && outputs.length < 2) return null;
  for (let i = 1; i < inputs.length; i++) {
    const [before, after] = [inputs[i - 1], inputs[i]] as [Transaction['inputs'][number], Transaction['inputs'][number]];
    if (before.previousTxid > after.previousTxid) return 'other';
    if (before.previousTxid === after.previousTxid && before.previousOutput > after.previousOutput) return 'other';
  }
  for (let i = 1; i < outputs.length; i++) {
    const [before, after] = [outputs[i - 1], outputs[i]] as [Transaction['outputs'][number], Transaction['outputs'][number]];
    if (before.valueSat > after.valueSat) return 'other';
    if (before.valueSat === after.valueSat && Buffer.compare(before.script, after.script) > 0) return 'other';
  }
  return 'bip69';
}

export interface Contradiction {
  readonly feature: Feature;
  /** What every transaction of the side shows, and how many show it. */
  readonly left: { readonly value: string; readonly transactions: number };
  readonly right: { readonly value: string; readonly transactions: number };
}

/** Features in which each side agrees with itself and the two differ. A side that varies contradicts nothing. */
export function contradictionsBetween(left: readonly Fingerprint[], right: readonly Fingerprint[]): Contradiction[] {
  return FEATURES.flatMap(({ feature, least }) => {
    const ours = habit(left, feature);
    const theirs = habit(right, feature);
    if (ours === null || theirs === null || ours.value === theirs.value) return [];
    if (ours.transactions < least || theirs.transactions < least) return [];
    return [{ feature, left: ours, right: theirs }];
  });
}

function habit(side: readonly Fingerprint[], feature: Feature): { readonly value: string; readonly transactions: number } | null {
  const values = side.map((one) => one[feature]).filter((value) => value !== null);
  const [value] = values;
  return value === undefined || values.some((other) => other !== value) ? null : { value, transactions: values.length };
}

export const contradictionFingerprint: Heuristic = {
  id: 'contradiction.fingerprint',
  version: 1,
  kind: 'contradiction',
  title: 'heuristic.contradiction.fingerprint',
  citation:
    'GraphSense transaction comparison, mismatches only; BIP69, BIP125; Kappos et al., "How to peel a million", USENIX Security 2022',
  preconditions: ['rawBytesInData', 'spenderInData'],
  knownBreakers: ['walletSoftwareChanged', 'severalWalletsOfOnePerson', 'serviceWithSeveralSystems', 'imitatedFingerprint'],
  changesWithLaterData: true,
  needs: ['fingerprint'],
  /** Outputs whose spending transaction was built in another way: evidence against their being change. */
  read({ slice, fingerprint }, tx) {
    if (fingerprint === undefined) throw new Error('contradiction.fingerprint needs fingerprint');
    const own = fingerprint(tx);
    if (own === null) return reading('undecidable', 'rawBytesMissing');
    let isOpen = false;
    const outNumbers: number[] = [];
    for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
      const spender = spenderOf(slice, out);
      const other = spender < 0 ? null : fingerprint(spender);
      if (other === null) isOpen = true;
      else if (contradictionsBetween([own], [other]).length > 0) outNumbers.push(out);
    }
    if (outNumbers.length > 0) return reading('holds', 'builtDifferently', { outNumbers });
    return isOpen ? reading('undecidable', 'spendersUnknown') : reading('contradicted', 'builtAlike');
  },
};
