// Stops at outputs of scripts that carry a label the examiner chose to stop at. Who is behind them is the label's
// claim; the caller resolves labels to scripts and journals their digests.
import { type StopRule, scriptSet } from './stop.ts';

export const labelled: StopRule = {
  id: 'labelled',
  version: 1,
  title: 'stop.labelled',
  statement: 'attribution',
  options: [{ name: 'scripts', type: 'scripts', required: true }],
  prepare(options, { slice }) {
    const scripts = scriptSet(options, 'scripts');
    return ({ outNumber, isSeed }) => !isSeed && scripts.has(slice.outScript[outNumber] as number);
  },
};
