// Whether chain data of the case hold an address or a transaction, for rooms that only ask that.
import type { CaseSession } from '../../casefile/index.ts';
import type { ChainSight } from '../../intake/index.ts';
import { isLedger } from '../../chains/index.ts';
import { heldIn } from './identify.ts';
import { readingsOf } from './readings.ts';

export function chainSight(session: CaseSession): ChainSight {
  return async (work) => {
    const held = await heldIn(session, work);
    const withData = new Set<string>([
      ...session.current().chain.chains(),
      ...held.accounts.names.chains.filter((chain) => !isLedger(chain)),
    ]);
    return (value, chains) => {
      if (readingsOf(held, value, false).some((reading) => reading.held)) return true;
      const canBe = chains.length === 0 ? withData.size > 0 : chains.some((chain) => withData.has(chain));
      return canBe ? false : null;
    };
  };
}
