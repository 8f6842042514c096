// The scanner's hits against regular expressions and libraries over a whole sample of everything: as many as there are, no other, none missed.
import { join } from 'node:path';
import { compareWithOracle, type Compared } from '../fixtures/scanOracle.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import type { PartResult } from './figures.ts';
import type { Child } from './tracePart.ts';

export const scanOracleChild = (path: string, megabytes: number): Promise<Compared> =>
  compareWithOracle(createNodeHost().host, path, megabytes);

export function scanOraclePart(folder: string, megabytes: number, child: Child): PartResult {
  const { same, missed, tooMany, ms } = child('child:oracle', join(folder, 'sample.bin'), String(megabytes)) as Compared;
  const isSame = missed.length === 0 && tooMany.length === 0;
  return {
    rows: [
      {
        what: `hits of a scan of ${megabytes} MiB of everything, beside a slow reading`,
        ours: `${same} the same in ${(ms.scan / 1000).toFixed(1)} s`,
        peer: `regular expressions and libraries ${(ms.slow / 1000).toFixed(1)} s`,
        ...{ ratio: '', target: 'no other, none missed', met: isSame },
      },
    ],
    notes: [...missed.map((one) => `scanOracle: missed ${one}`), ...tooMany.map((one) => `scanOracle: too many ${one}`)],
  };
}
