// Whether the data show a sign of what is known to break a link rule, in one transaction that the rule spoke about. A sign is no proof that the
// rule is wrong here, and no sign is no proof that it is right; most breakers leave no sign on a chain, and then nothing is said.
import { UNKNOWN_VALUE, type UtxoSlice } from '../slice.ts';

export type BreakerSign = 'seen' | 'notSeen' | 'untold';

export interface SignContext {
  readonly slice: UtxoSlice;
  readonly scriptType: (script: number) => string;
  readonly firstAppearance: Uint32Array;
  /** Whether a source attributes a script's address to somebody. */
  readonly isLabelled: (script: number) => boolean;
  /** Whether the blocks held begin with the chain's first. */
  readonly fromFirstBlock: boolean;
}

/** Null where the transaction's own data do not say. */
type Look = (shape: Shape, context: SignContext) => boolean | null;

interface Shape {
  readonly tx: number;
  /** Known ones, as often as they stand there; whether all are known. */
  readonly inScripts: readonly number[];
  readonly allInScripts: boolean;
  /** Null where one is unknown. */
  readonly inValues: readonly bigint[] | null;
  /** Those that can be spent. */
  readonly outScripts: readonly number[];
  readonly outValues: readonly bigint[];
  readonly hasData: boolean;
}

/** Token and dust amounts up to here. */
const LARGEST_DUST_SAT = 2730n;

const SIGNS: Readonly<Record<string, Look>> = {
  // Equal outputs beside several payers, in a transaction that no rule calls a CoinJoin.
  coinjoinUnrecognised: ({ inScripts, outValues }) => new Set(inScripts).size > 1 && new Set(outValues).size < outValues.length,
  payjoin: needlessInput,
  unnecessaryInputs: needlessInput,
  // Whose coins a labelled party moves, the chain does not say.
  custodialSweep: ({ inScripts, outScripts }, { isLabelled }) => [...new Set([...inScripts, ...outScripts])].some(isLabelled),
  dualFundedChannel: ({ inScripts, outScripts }, { scriptType }) =>
    new Set(inScripts).size > 1 && outScripts.some((script) => scriptType(script) === 'p2wsh'),
  batchPayment: ({ outScripts }) => outScripts.length > 2,
  oneInputAlwaysFits: ({ inScripts, allInScripts }) => (allInScripts ? inScripts.length === 1 : null),
  freshOnlyWithinCoverage: (_shape, { fromFirstBlock }) => !fromFirstBlock,
  payeeUsesFreshAddress: ({ tx, outScripts }, { firstAppearance }) =>
    outScripts.filter((script) => firstAppearance[script] === tx).length > 1,
  sameTypePayment: ({ inScripts, outScripts }, { scriptType }) => {
    const types = new Set(inScripts.map(scriptType));
    return outScripts.filter((script) => types.has(scriptType(script))).length > 1;
  },
  inputAddressReuse: reusesInput,
  consolidationWithReuse: reusesInput,
  twoParticipants: ({ inScripts, allInScripts }) => (allInScripts ? new Set(inScripts).size === 2 : null),
  tokenDust: ({ outValues }) => outValues.some((value) => value <= LARGEST_DUST_SAT),
  dataOutputWithRoundAmounts: ({ hasData }) => hasData,
};

/** Breakers of which a transaction can show a sign; each has words for its sign. */
export const SIGNED_BREAKERS: readonly string[] = Object.keys(SIGNS);

export function breakerSign(context: SignContext, breaker: string, tx: number): BreakerSign {
  const seen = SIGNS[breaker]?.(shapeOf(context, tx), context) ?? null;
  return seen === null ? 'untold' : seen ? 'seen' : 'notSeen';
}

/** Without its smallest input the transaction could still have paid its larger output: a wallet alone seldom adds it. */
function needlessInput({ inValues, outValues }: Shape): boolean | null {
  if (inValues === null) return null;
  if (inValues.length < 2 || outValues.length !== 2) return false;
  const smallest = inValues.reduce((least, value) => (value < least ? value : least));
  const largest = outValues.reduce((most, value) => (value > most ? value : most));
  return inValues.reduce((sum, value) => sum + value, 0n) - smallest > largest;
}

function reusesInput({ inScripts, outScripts }: Shape): boolean {
  const own = new Set(inScripts);
  return own.size < inScripts.length || outScripts.some((script) => own.has(script));
}

function shapeOf({ slice, scriptType }: SignContext, tx: number): Shape {
  const inScripts: number[] = [];
  const values: bigint[] = [];
  const [firstIn, endIn] = [slice.txInStart[tx] as number, slice.txInStart[tx + 1] as number];
  for (let input = firstIn; input < endIn; input++) {
    const script = slice.inScript[input] as number;
    const value = slice.inValue[input] as bigint;
    if (script !== 0) inScripts.push(script);
    if (value !== UNKNOWN_VALUE) values.push(value);
  }
  const outScripts: number[] = [];
  const outValues: bigint[] = [];
  let hasData = false;
  for (let out = slice.txOutStart[tx] as number; out < (slice.txOutStart[tx + 1] as number); out++) {
    const script = slice.outScript[out] as number;
    if (scriptType(script) === 'nulldata') hasData = true;
    else {
      outScripts.push(script);
      outValues.push(slice.outValue[out] as bigint);
    }
  }
  const count = endIn - firstIn;
  const inValues = values.length === count ? values : null;
  return { tx, inScripts, allInScripts: inScripts.length === count, inValues, outScripts, outValues, hasData };
}
