// Change by round amounts: an output whose amount is not a multiple of 10^d sat. People pay round amounts; what is left is
// seldom round.
import { changeRule, eachOutput, NO, YES } from './changeRule.ts';

export const changePowerOfTen = changeRule({
  id: 'change.powerOfTen',
  term: 'powerOfTen',
  citation: 'Kalodner et al., "BlockSci", USENIX Security 2020: power_of_ten_value; d = 6, that is 0.01 BTC, unless another is written',
  preconditions: ['notCoinbase'],
  knownBreakers: ['paymentInOtherCurrency', 'wholePayments', 'batchPayment'],
  needs: [],
  parameter: { least: 1, most: 15, usual: 6 },
  mark(context, tx, marks, digits) {
    const unitSat = 10n ** BigInt(digits);
    eachOutput(context, tx, (index, _script, valueSat) => {
      marks[index] = valueSat % unitSat === 0n ? NO : YES;
    });
  },
});
