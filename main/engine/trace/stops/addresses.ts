// Stops at outputs of scripts that the examiner named. A seed itself is never stopped by where it lies.
import { type StopRule, scriptSet } from './stop.ts';

export const addresses: StopRule = {
  id: 'addresses',
  version: 1,
  title: 'stop.addresses',
  statement: 'derivation',
  options: [{ name: 'scripts', type: 'scripts', required: true }],
  prepare(options, { slice }) {
    const scripts = scriptSet(options, 'scripts');
    return ({ outNumber, isSeed }) => !isSeed && scripts.has(slice.outScript[outNumber] as number);
  },
};
