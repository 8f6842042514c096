// Stops at outputs whose script, or its cluster, takes part in more transactions than a person's wallet usually
// does. A guess from volume: busy traders and shared wallets also match; quiet services do not.
import { Fault } from '../../../../shared/model/fault.ts';
import { integerOption, type StopRule } from './stop.ts';

export const serviceLike: StopRule = {
  id: 'serviceLike',
  version: 1,
  title: 'stop.serviceLike',
  statement: 'inference',
  options: [{ name: 'transactions', type: 'integer', required: false, minimum: 1, default: 1000 }],
  prepare(options, { slice, transactionsOfScript }) {
    if (transactionsOfScript === undefined) throw new Fault('usage.invalid', { rule: 'serviceLike', missing: 'transactionsOfScript' });
    const limit = integerOption(options, 'transactions');
    return ({ outNumber, isSeed }) => !isSeed && transactionsOfScript(slice.outScript[outNumber] as number) > limit;
  },
};
