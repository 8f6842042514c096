// Whether chain data of the case hold an address or a transaction, for rooms that only ask that.
import type { CaseSession } from '../../casefile/index.ts';
import type { ChainSight } from '../../intake/index.ts';
import { heldIn } from './identify.ts';
import { readingsOf } from './readings.ts';

export function chainSight(session: CaseSession): ChainSight {
  return async (work) => {
    const held = await heldIn(session, work);
    return (value) => readingsOf(held, value, false).some((reading) => reading.held);
  };
}
