// Sizes against what bitcoinjs-lib serialises, fees and batches by property, dust by the figures that Bitcoin Core and Litecoin Core publish.
import { Psbt, Transaction } from 'bitcoinjs-lib';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { BITCOIN, LITECOIN } from '../../chains/index.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { planFees, rateOf } from './plan.ts';
import { makePsbt, readablePrevious, unsignedId } from './psbt.ts';
import { dustSat, type InputForm, inputForm, transactionWeight, vsizeOf } from './sizes.ts';

const WPKH = Uint8Array.of(0, 20, ...new Array(20).fill(7));
const PKH = Uint8Array.of(0x76, 0xa9, 20, ...new Array(20).fill(7), 0x88, 0xac);
const TR = Uint8Array.of(0x51, 32, ...new Array(32).fill(7));
const KEY = Uint8Array.of(2, ...new Array(32).fill(9));
const MULTISIG = Uint8Array.of(0x52, 33, ...KEY, 33, ...KEY, 33, ...KEY, 0x53, 0xae);
const form = (type: string, script: Uint8Array | null = null): InputForm => inputForm(BITCOIN, type, script) as InputForm;

const SIGNATURE = new Uint8Array(72);
const KINDS: readonly [string, Uint8Array | null, Uint8Array, Uint8Array[]][] = [
  ['p2pkh', null, Uint8Array.of(72, ...SIGNATURE, 33, ...KEY), []],
  ['p2pk', null, Uint8Array.of(72, ...SIGNATURE), []],
  ['p2wpkh', null, new Uint8Array(), [SIGNATURE, KEY]],
  ['p2tr', null, new Uint8Array(), [new Uint8Array(64)]],
  ['p2sh', null, Uint8Array.of(22, ...WPKH), [SIGNATURE, KEY]],
  ['p2sh', WPKH, Uint8Array.of(22, ...WPKH), [SIGNATURE, KEY]],
  ['p2sh', MULTISIG, Uint8Array.of(0, 72, ...SIGNATURE, 72, ...SIGNATURE, 0x4c, MULTISIG.length, ...MULTISIG), []],
  ['p2wsh', MULTISIG, new Uint8Array(), [new Uint8Array(), SIGNATURE, SIGNATURE, MULTISIG]],
];

describe('[Z2] the size of a signed transaction', () => {
  it('is that of the bytes, for every kind and any mixture of them', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: KINDS.length - 1 }), { minLength: 1, maxLength: 300 }), (kinds) => {
        const transaction = new Transaction();
        kinds.forEach((kind, at) => {
          const [, , scriptSig, witness] = KINDS[kind] as (typeof KINDS)[number];
          transaction.addInput(new Uint8Array(32).fill(at + 1), at, 0xfffffffd, scriptSig);
          transaction.setWitness(at, witness);
        });
        transaction.addOutput(WPKH, 1n);
        const forms = kinds.map((kind) => form(...((KINDS[kind] as (typeof KINDS)[number]).slice(0, 2) as [string, Uint8Array | null])));
        expect(transactionWeight(forms, WPKH)).toBe(transaction.weight());
        expect(vsizeOf(transactionWeight(forms, WPKH))).toBe(transaction.virtualSize());
      }),
      { numRuns: 60 },
    );
  });
  it('is not guessed where the script is not known', () => {
    expect([inputForm(BITCOIN, 'p2wsh', null), inputForm(BITCOIN, 'nonstandard', null), inputForm(BITCOIN, 'p2wsh', WPKH)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('[Z2] the plan of fees', () => {
  const coin = (valueSat: bigint, type = 'p2wpkh') => ({ valueSat, form: form(type) });
  const faultOf = (work: () => unknown): string => {
    try {
      work();
    } catch (error) {
      if (error instanceof Fault) return error.code;
    }
    return '';
  };
  it('takes in what goes out and the fee, leaves out what costs more than it holds, and keeps below the bound of a standard transaction', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.constantFrom('p2pkh', 'p2wpkh', 'p2tr')), {
          minLength: 1,
          maxLength: 1500,
        }),
        fc.integer({ min: 1000, max: 50_000 }),
        (values, rate) => {
          const coins = [coin(10n ** 11n), ...values.map(([value, type]) => coin(value, type)), coin(10n ** 11n)];
          const { parts, costsMore } = planFees(BITCOIN, coins, WPKH, { rateSatPerKvb: BigInt(rate) }, true);
          expect(parts.reduce((sum, part) => sum + part.coins.length, costsMore.length)).toBe(coins.length);
          for (const part of parts) {
            expect(part.sumSat).toBe(part.paidSat + part.feeSat);
            expect(part.weight).toBeLessThanOrEqual(400_000);
            expect(part.feeSat * 1000n).toBeGreaterThanOrEqual(BigInt(part.vsize) * BigInt(rate));
            expect((part.feeSat - 1n) * 1000n).toBeLessThan(BigInt(part.vsize) * BigInt(rate));
          }
        },
      ),
      { numRuns: 25 },
    );
  });
  it('makes several transactions of what is too much for one, and shares a whole fee out by size', () => {
    const coins = Array.from({ length: 3000 }, () => coin(100_000n));
    const { parts } = planFees(BITCOIN, coins, WPKH, { totalSat: 1_000_001n }, false);
    expect(parts.map((part) => part.coins.length)).toEqual([1464, 1464, 72]);
    expect(parts.reduce((sum, { feeSat }) => sum + feeSat, 0n)).toBe(1_000_001n);
  });
  it('refuses dust, a fee that nodes do not take, and a high one unless it is accepted', () => {
    const plan = (values: readonly bigint[], fee: { rateSatPerKvb: bigint } | { totalSat: bigint }, accept = false) =>
      faultOf(() =>
        planFees(
          BITCOIN,
          values.map((value) => coin(value)),
          WPKH,
          fee,
          accept,
        ),
      );
    expect(plan([403n], { rateSatPerKvb: 1000n }, true)).toBe('seizure.dust');
    expect(plan([404n], { rateSatPerKvb: 1000n }, true)).toBe('');
    expect(plan([100_000n], { totalSat: 109n })).toBe('seizure.feeTooLow');
    expect(plan([100_000n], { totalSat: 10_001n })).toBe('seizure.feeTooHigh');
    expect(plan([100_000n], { totalSat: 10_001n }, true)).toBe('');
    expect(plan([10n ** 9n], { rateSatPerKvb: 1_000_001n })).toBe('seizure.feeTooHigh');
    // At this rate the coin costs more than it holds: what is wrong is the rate.
    expect(plan([3_000_000n], { rateSatPerKvb: 50_000_000n })).toBe('seizure.feeTooHigh');
  });
  it('reads a rate exactly', () => {
    expect(['1', '12.5', '0.001', '7.25'].map(rateOf)).toEqual([1000n, 12_500n, 1n, 7250n]);
  });
  it('calls dust what Bitcoin Core and Litecoin Core do by default', () => {
    expect([PKH, WPKH, TR].map((script) => dustSat(BITCOIN, script))).toEqual([546n, 294n, 330n]);
    expect([PKH, WPKH].map((script) => dustSat(LITECOIN, script))).toEqual([5460n, 2940n]);
  });
});

describe('[Z3] the transaction without signatures', () => {
  const previous = new Transaction();
  previous.addInput(new Uint8Array(32).fill(3), 0);
  previous.addOutput(PKH, 50_000n);
  previous.addOutput(WPKH, 60_000n);
  const raw = previous.toBuffer();
  const input = (index: number, script: Uint8Array, valueSat: bigint, type: string) => ({
    ...{ txid: previous.getId(), index, script, valueSat, type },
    ...{ previous: readablePrevious(raw, previous.getId()), key: null, given: null },
  });
  it('reads back the same, with the whole previous transaction, replaceable and without lock time', () => {
    const psbt = makePsbt([input(0, PKH, 50_000n, 'p2pkh'), input(1, WPKH, 60_000n, 'p2wpkh')], { script: TR, valueSat: 109_000n });
    const again = Psbt.fromBuffer(psbt.toBuffer());
    expect(again.toBase64()).toBe(psbt.toBase64());
    expect([again.version, again.locktime, again.txInputs.map(({ sequence }) => sequence)]).toEqual([2, 0, [0xfffffffd, 0xfffffffd]]);
    expect(again.data.inputs.map(({ nonWitnessUtxo, witnessUtxo }) => [nonWitnessUtxo !== undefined, witnessUtxo?.value])).toEqual([
      [true, undefined],
      [true, 60_000n],
    ]);
    expect(again.txOutputs.map(({ value }) => value)).toEqual([109_000n]);
    // BIP174: magic, then the unsigned transaction under key type 0.
    expect(Buffer.from(psbt.toBuffer()).subarray(0, 7).toString('hex')).toMatch(/^70736274ff0100$/);
    expect(unsignedId(psbt)).toMatch(/^[0-9a-f]{64}$/);
  });
  it('takes no bytes that are another transaction', () => {
    expect(readablePrevious(raw, '0'.repeat(64))).toBeNull();
    expect(readablePrevious(raw.subarray(1), previous.getId())).toBeNull();
  });
});
