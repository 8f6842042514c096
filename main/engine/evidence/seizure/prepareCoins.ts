// A seizure of coins as it is kept: outputs at height H, the plan of fees, and the transactions to be signed.
import type { SeizureView } from '../../../../shared/contract/seizure.ts';
import type { CallInput } from '../../../../shared/contract/index.ts';
import { bytesEqual, fromHex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { type BitcoinNetwork, hash160 } from '../../chains/index.ts';
import { sha256, sha256Hex, type Step, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { assetOfCoins, type ChainView, highestCovered, rawTransaction, txidOf, viewOf } from '../../trace/index.ts';
import { type Derived, keyOf, openAccount } from './derivation.ts';
import { type HeldOutput, heldAt } from './outputs.ts';
import { type Coin, type Fee, type Part, planFees, rateOf } from './plan.ts';
import { makePsbt, needsPrevious, readablePrevious, unsignedId } from './psbt.ts';
import { inputForm } from './sizes.ts';

type Asked = CallInput<'seizure.prepare'>;
type Coins = NonNullable<SeizureView['coins']>;
type Why = Coins['outputs'][number]['why'];

/** What one record holds at most: it lies in the journal whole. */
const MOST_OUTPUTS = 5000;
const MOST_PSBT_BYTES = 16 << 20;

interface Source {
  readonly address: string;
  readonly type: string;
  readonly script: Uint8Array;
  readonly path: string | null;
  readonly key: Derived | null;
  readonly given: Uint8Array | null;
}
interface Held extends HeldOutput {
  readonly source: Source;
}
interface Input extends Coin {
  readonly held: Held;
  readonly previous: Uint8Array | null;
}

/** The height asked for, or the highest of which every block is known. Faults: seizure.noHeight. */
export function heightOf(view: ChainView, asked: number | undefined): number {
  const height = asked ?? highestCovered(view.slice);
  if (height === null) throw new Fault('seizure.noHeight', { chain: view.network.name });
  return height;
}

/** Faults: chain.badAddress, seizure.*, job.cancelled. */
export function prepareCoins(session: CaseSession, network: BitcoinNetwork, asked: Asked, agency: Uint8Array, work: Work<Step>) {
  const file = session.current();
  const view = viewOf(session, network);
  const height = heightOf(view, asked.height);
  const sources = sourcesOf(network, asked);
  if (sources.some(({ script }) => bytesEqual(script, agency))) throw new Fault('seizure.agencyIsSeized', { address: asked.agency.trim() });
  const rows: Held[] = [];
  const addresses = sources.map((source, done): Coins['addresses'][number] => {
    throwIfCancelled(work);
    work.report({ phase: 'seizureOutputs', done, total: sources.length, unit: 'steps' });
    const { outputs, spent, gaps } = heldAt(file, view, source.script, height);
    rows.push(...outputs.map((one) => ({ ...one, source })));
    const sum = (states: readonly HeldOutput['state'][]) =>
      `${outputs.reduce((all, { state, valueSat }) => (states.includes(state) ? all + valueSat : all), 0n)}`;
    return {
      ...{ address: source.address, type: source.type, path: source.path, spent, gaps: [...gaps] },
      ...{ unspentSat: sum(['unspent', 'immature', 'spentLater']), unknownSat: sum(['unknown']) },
    };
  });
  if (rows.length > MOST_OUTPUTS) throw new Fault('seizure.tooMuch', { count: rows.length, most: MOST_OUTPUTS });
  rows.sort((a, b) => a.out - b.out);

  const why = new Map<number, Why>();
  const inputs = rows.flatMap((held): Input[] => {
    const found = inputOf(session, view, held, asked.withUnknown ?? false);
    if (typeof found !== 'string') return [found];
    why.set(held.out, found);
    return [];
  });
  const fee = feeOf(asked, inputs.length);
  const plan = fee === null ? { parts: [], costsMore: [] } : planFees(network, inputs, agency, fee, asked.acceptHighFee ?? false);
  for (const { held } of plan.costsMore) why.set(held.out, 'costsMore');
  const partOf = new Map(plan.parts.flatMap(({ coins }, at) => coins.map(({ held }) => [held.out, at + 1] as const)));
  const parts = plan.parts.map((part, at) => partView(view, part, at + 1, agency));
  const bytes = parts.reduce((sum, { psbt }) => sum + psbt.length, 0);
  if (bytes > MOST_PSBT_BYTES) throw new Fault('seizure.tooMuch', { count: rows.length, most: MOST_OUTPUTS });
  const total = (values: Iterable<bigint>): string => `${[...values].reduce((sum, value) => sum + value, 0n)}`;
  const of = (known: boolean) => rows.filter(({ state }) => (state !== 'unknown') === known).map(({ valueSat }) => valueSat);
  const coins: Coins = {
    addresses,
    outputs: rows.map(({ out, outpoint, source, valueSat, height: made, timeSeconds, grade, state, knownTo }) => ({
      ...{
        outpoint,
        address: source.address,
        type: source.type,
        amountSat: `${valueSat}`,
        height: made,
        timeSeconds,
        grade,
        state,
        knownTo,
      },
      ...{ part: partOf.get(out) ?? null, why: partOf.has(out) ? null : (why.get(out) ?? null) },
    })),
    parts,
    unit: assetOfCoins(network),
    feeRateSatPerKvb: asked.feeRate === undefined ? null : `${rateOf(asked.feeRate)}`,
    totals: {
      ...{ unspentSat: total(of(true)), unknownSat: total(of(false)) },
      takenSat: total(plan.parts.map(({ sumSat }) => sumSat)),
      feeSat: total(plan.parts.map(({ feeSat }) => feeSat)),
      paidSat: total(plan.parts.map(({ paidSat }) => paidSat)),
    },
  };
  return { height, coveredTo: highestCovered(view.slice), coins };
}

/** Null where nothing is to be paid for. Faults: seizure.noFee. */
function feeOf({ fee, feeRate }: Asked, inputs: number): Fee | null {
  if (fee !== undefined && feeRate === undefined) return inputs === 0 ? null : { totalSat: BigInt(fee) };
  if (feeRate !== undefined && fee === undefined) return inputs === 0 ? null : { rateSatPerKvb: rateOf(feeRate) };
  throw new Fault('seizure.noFee');
}

/** Each address once. Faults: chain.badAddress, seizure.keyMismatch, seizure.scriptMismatch, seizure.accountKey. */
function sourcesOf(network: BitcoinNetwork, { addresses, account }: Asked): Source[] {
  const below = account === undefined ? null : openAccount(account);
  const found = new Map<string, Source>();
  for (const { text, path, script: typed } of addresses) {
    const script = network.scriptOfAddress(text.trim());
    const { type, address } = network.readScript(script);
    const name = address ?? text.trim();
    const given = typed === undefined ? null : fromHex(typed);
    if (given !== null && !standsFor(type, script, given)) throw new Fault('seizure.scriptMismatch', { address: name });
    if (path !== undefined && below === null) throw new Fault('seizure.accountKey');
    const key = path === undefined || below === null ? null : keyOf(below(path), name, type, script);
    if (!found.has(name)) found.set(name, { address: name, type, script, path: key?.path ?? null, key, given });
  }
  return [...found.values()];
}

function standsFor(type: string, script: Uint8Array, given: Uint8Array): boolean {
  if (type === 'p2sh') return bytesEqual(script.subarray(2, 22), hash160(given));
  return type === 'p2wsh' && bytesEqual(script.subarray(2), sha256(given));
}

/** An output as something to be signed for, or why it is not. */
function inputOf(session: CaseSession, view: ChainView, held: Held, withUnknown: boolean): Input | NonNullable<Why> {
  const { state, source, transaction, valueSat } = held;
  if (state === 'immature' || state === 'spentLater') return state;
  if (state === 'unknown' && !withUnknown) return 'unknown';
  const form = inputForm(view.network, source.type, source.given ?? source.key?.redeemScript ?? null);
  if (form === null) return source.type === 'p2sh' || source.type === 'p2wsh' ? 'scriptUnknown' : 'notStandard';
  const previous = previousOf(session, view, transaction);
  // Of a nested address that is only taken for one, the signer finds the amount nowhere else.
  if (previous === null && needsPrevious(source.type) && (form.witness === null || form.assumed !== null)) return 'noRaw';
  return {
    held,
    previous,
    valueSat,
    form: source.key !== null && form.assumed === 'compressedAssumed' ? { ...form, assumed: null } : form,
  };
}

function previousOf(session: CaseSession, view: ChainView, transaction: number): Uint8Array | null {
  try {
    return readablePrevious(rawTransaction(session.current(), view, transaction), txidOf(view, transaction));
  } catch (error) {
    // The source was put away, or holds no raw bytes.
    if (error instanceof Fault) return null;
    throw error;
  }
}

function partView(view: ChainView, { coins, weight, vsize, sumSat, feeSat, paidSat }: Part<Input>, part: number, agency: Uint8Array) {
  const psbt = makePsbt(
    coins.map(({ held, previous, valueSat }) => ({
      ...{ txid: txidOf(view, held.transaction), index: held.out - (view.slice.txOutStart[held.transaction] as number) },
      ...{ script: held.source.script, valueSat, type: held.source.type, previous, key: held.source.key, given: held.source.given },
    })),
    { script: agency, valueSat: paidSat },
  );
  const notes = new Set<string>(coins.flatMap(({ form }) => form.assumed ?? []));
  if (coins.some(({ previous, held }) => previous === null && held.source.type !== 'p2tr')) notes.add('noPrevious');
  const bytes = psbt.toBuffer();
  return {
    ...{ part, inputs: coins.length, sumSat: `${sumSat}`, feeSat: `${feeSat}`, paidSat: `${paidSat}`, weight, vsize },
    txid: coins.every(({ form }) => form.fixedId && form.script === 0) ? unsignedId(psbt) : null,
    ...{ psbt: Buffer.from(bytes).toString('base64'), sha256: sha256Hex(bytes), notes: [...notes].sort() },
  };
}
