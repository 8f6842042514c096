// Co-spend: scripts whose outputs are spent together are put together, unless the transaction may be a CoinJoin.
// It says that keys were used together, not who holds them.
import { COINBASE } from '../slice.ts';
import { type Guard, readAnyCoinjoin } from './coinjoins.ts';
import { type Heuristic, reading } from './heuristic.ts';

export interface CoSpendRule extends Heuristic {
  readonly guard: Guard;
}

const rule = (version: number, guard: Guard): CoSpendRule => ({
  id: 'multiInput',
  version,
  kind: 'link',
  guard,
  title: 'heuristic.multiInput',
  citation: 'Nakamoto 2008 §10; Meiklejohn et al., "A fistful of bitcoins", IMC 2013; BlockSci cluster_manager (CoinJoins left out)',
  preconditions: ['notCoinbase', 'twoKnownInputScripts', 'notCoinjoin'],
  knownBreakers: ['coinjoinUnrecognised', 'payjoin', 'dualFundedChannel', 'custodialSweep', 'crowdfunding', 'sharedWallet'],
  changesWithLaterData: false,
  needs: [],
  read({ slice }, tx) {
    const firstIn = slice.txInStart[tx] as number;
    if (slice.inPrevOut[firstIn] === COINBASE) return reading('contradicted', 'coinbase');
    const scripts = new Set(slice.inScript.subarray(firstIn, slice.txInStart[tx + 1] as number));
    scripts.delete(0);
    const [first, ...others] = scripts;
    if (first === undefined || others.length === 0) return reading('contradicted', 'oneScript');
    const { verdict } = readAnyCoinjoin(slice, tx, guard);
    if (verdict === 'holds') return reading('contradicted', 'coinjoin');
    if (verdict === 'undecidable') return reading('undecidable', 'possibleCoinjoin');
    return reading('holds', 'spentTogether', { links: others.map((b) => ({ a: first, b })) });
  },
});

/** The guard of version 1 knows the generic test, Whirlpool and WabiSabi; that of version 2 also JoinMarket, Wasabi 1.0 and 1.1. */
export const multiInputFirst = rule(1, 'first');
export const multiInput = rule(2, 'wide');
