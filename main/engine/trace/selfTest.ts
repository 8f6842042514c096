// A trace small enough to work out on paper: 50 go in beside 30 that are not traced; 60 and 15 come out, 5 are the fee.
import { expectAnswer, type SelfTestStep } from '../kernel/index.ts';
import { traceForward } from './forward.ts';
import { COINBASE, NOT_SPENT_HERE, type UtxoSlice } from './slice.ts';

// Two coinbases (50 and 30), then one transaction that spends both, in this order.
const PAPER: UtxoSlice = {
  txCount: 3,
  inCount: 4,
  outCount: 4,
  blockCount: 1,
  txInStart: Uint32Array.of(0, 1, 2, 4),
  txOutStart: Uint32Array.of(0, 1, 2, 4),
  txBlock: Uint32Array.of(0, 0, 0),
  txid: new Uint8Array(96),
  txPosition: Uint32Array.of(0, 1, 2),
  inPrevOut: Int32Array.of(COINBASE, COINBASE, 0, 1),
  inValue: BigUint64Array.of(50n, 30n, 50n, 30n),
  inScript: Uint32Array.of(0, 0, 1, 2),
  inFromUndo: new Uint8Array(4),
  outValue: BigUint64Array.of(50n, 30n, 60n, 15n),
  outScript: Uint32Array.of(1, 2, 3, 4),
  outSpentBy: Int32Array.of(2, 3, NOT_SPENT_HERE, NOT_SPENT_HERE),
  blockHeight: Int32Array.of(0),
  blockHash: new Uint8Array(32),
  blockComplete: Uint8Array.of(1),
  blockTime: Uint32Array.of(0),
  blockCoveredTo: Int32Array.of(0),
};

/** Holdings as `output=amount`, then the fee, per policy. Haircut: 50·60/80, 50·15/80, 50·5/80 with the last unit to the largest remainder. */
const ANSWERS = {
  haircut: '2=38 3=9 fee=3',
  fifo: '2=50 fee=0',
  lifo: '2=30 3=15 fee=5',
  tiho: '2=50 fee=0',
};

export const traceSelfTests: readonly SelfTestStep[] = [
  {
    id: 'knownTrace',
    run() {
      const result = traceForward(PAPER, { seeds: [0], policies: Object.keys(ANSWERS) });
      for (const policy of result.policies) {
        const holdings = policy.holdings.map((holding) => `${holding.outNumber}=${holding.amountSat}`);
        expectAnswer([...holdings, `fee=${policy.feesSat}`].join(' '), ANSWERS[policy.policy as keyof typeof ANSWERS]);
      }
      return Object.keys(ANSWERS).join(', ');
    },
  },
];
