// Whirlpool CoinJoins: all outputs equal, which the generic test cannot see because it expects change. Without this
// rule co-spending would join strangers.
import { UNKNOWN_VALUE, type UtxoSlice } from '../slice.ts';
import { type CoinjoinReading, NOT_A_COINJOIN } from './coinjoinGeneric.ts';
import { type Heuristic, reading } from './heuristic.ts';

const POOLS_SAT: ReadonlySet<bigint> = new Set([100_000n, 1_000_000n, 5_000_000n, 50_000_000n]);
/** Most that a new entrant brings above the pool's amount, for the miner. */
const LARGEST_SURPLUS_SAT = 110_000n;

/** 5 to 8 inputs and as many outputs; every output the amount of one pool; inputs at most 110,000 sat above it; all scripts distinct. */
export function readWhirlpool(slice: UtxoSlice, tx: number): CoinjoinReading {
  const firstIn = slice.txInStart[tx] as number;
  const firstOut = slice.txOutStart[tx] as number;
  const inputs = (slice.txInStart[tx + 1] as number) - firstIn;
  const outputs = (slice.txOutStart[tx + 1] as number) - firstOut;
  if (inputs !== outputs || inputs < 5 || inputs > 8) return NOT_A_COINJOIN;
  const poolSat = slice.outValue[firstOut] as bigint;
  if (!POOLS_SAT.has(poolSat)) return NOT_A_COINJOIN;
  const scripts = new Set<number>();
  let unknown = 0;
  for (let index = 0; index < inputs; index++) {
    if (slice.outValue[firstOut + index] !== poolSat) return NOT_A_COINJOIN;
    scripts.add(slice.outScript[firstOut + index] as number);
    const script = slice.inScript[firstIn + index] as number;
    const valueSat = slice.inValue[firstIn + index] as bigint;
    if (script !== 0) scripts.add(script);
    if (valueSat !== UNKNOWN_VALUE && (valueSat < poolSat || valueSat > poolSat + LARGEST_SURPLUS_SAT)) return NOT_A_COINJOIN;
    if (script === 0 || valueSat === UNKNOWN_VALUE) unknown++;
    if (script === 0) scripts.add(-1 - index);
  }
  if (scripts.size !== inputs + outputs) return NOT_A_COINJOIN;
  return { verdict: unknown > 0 ? 'undecidable' : 'holds', denominationSat: poolSat, participants: inputs };
}

export const coinjoinWhirlpool: Heuristic = {
  id: 'coinjoin.whirlpool',
  version: 1,
  kind: 'coinjoin',
  title: 'heuristic.coinjoin.whirlpool',
  citation: 'Schnoering, Vazirgiannis, arXiv 2311.12491 (2023); mixed pools 0.001, 0.01, 0.05, 0.5 BTC',
  preconditions: ['inputScriptsKnown', 'inputValuesKnown'],
  knownBreakers: ['equalSplitOfOwnCoins', 'otherPools', 'largeSurplus'],
  changesWithLaterData: false,
  needs: [],
  read({ slice }, tx) {
    const { verdict, participants } = readWhirlpool(slice, tx);
    const first = slice.txOutStart[tx] as number;
    const reason = verdict === 'holds' ? 'poolOutputs' : verdict === 'undecidable' ? 'inputsUnknown' : 'noPoolOutputs';
    return reading(verdict, reason, { outNumbers: Array.from({ length: participants }, (_, index) => first + index) });
  },
};
