// Stops where the next transaction lies outside a range of block heights (both ends included). A transaction
// whose height is not known is outside.
import { integerOption, type StopRule } from './stop.ts';

export const heightWindow: StopRule = {
  id: 'heightWindow',
  version: 1,
  title: 'stop.heightWindow',
  statement: 'derivation',
  options: [
    { name: 'from', type: 'integer', required: false, minimum: 0 },
    { name: 'to', type: 'integer', required: false, minimum: 0 },
  ],
  prepare(options, { slice }) {
    const from = options['from'] === undefined ? 0 : integerOption(options, 'from');
    const to = options['to'] === undefined ? Number.MAX_SAFE_INTEGER : integerOption(options, 'to');
    return ({ txNumber }) => {
      const height = slice.blockHeight[slice.txBlock[txNumber] as number] as number;
      return height < from || height > to;
    };
  },
};
