// Change in a peeling chain: of a transaction with one input and two outputs, next to another such, the output that is
// unspent or spent by another such. Later spending changes the answer.
import { txOfOut } from '../run.ts';
import { changeRule, eachOutput, NO, UNKNOWN, YES } from './changeRule.ts';
import { isUnspentHere, spenderOf } from './spending.ts';

export const changePeelingChain = changeRule({
  id: 'change.peelingChain',
  term: 'peelingChain',
  citation: 'Kalodner et al., "BlockSci", USENIX Security 2020: peeling_chain',
  preconditions: ['notCoinbase', 'parentsInData', 'spenderInData'],
  knownBreakers: ['bothOutputsPeel', 'payeeSpendsAtOnce', 'ordinaryPayments'],
  changesWithLaterData: true,
  needs: [],
  mark(context, tx, marks) {
    const { slice } = context;
    const isPeel = (transaction: number): boolean =>
      (slice.txInStart[transaction + 1] as number) - (slice.txInStart[transaction] as number) === 1 &&
      (slice.txOutStart[transaction + 1] as number) - (slice.txOutStart[transaction] as number) === 2;
    if (!isPeel(tx)) return;
    const parentOut = slice.inPrevOut[slice.txInStart[tx] as number] as number;
    const spenders: number[] = [];
    eachOutput(context, tx, (_index, _script, _valueSat, out) => spenders.push(spenderOf(slice, out)));
    const hasPeelSpender = spenders.some((spender) => spender >= 0 && isPeel(spender));
    const hasPeelParent = parentOut >= 0 && isPeel(txOfOut(slice, parentOut));
    if (!hasPeelParent && !hasPeelSpender) {
      // A parent or a spender that the data do not hold could be a peel.
      const isOpen = parentOut < 0 || spenders.some((spender, index) => spender < 0 && isUnspentHere(slice, tx, outOf(index)) === UNKNOWN);
      if (isOpen) marks.fill(UNKNOWN);
      return;
    }
    // A spender of this transaction has it as its parent, so it is in a peeling chain if it is a peel by its own shape.
    spenders.forEach((spender, index) => {
      marks[index] = spender >= 0 ? (isPeel(spender) ? YES : NO) : isUnspentHere(slice, tx, outOf(index)) === YES ? YES : UNKNOWN;
    });

    function outOf(index: number): number {
      return (slice.txOutStart[tx] as number) + index;
    }
  },
});
