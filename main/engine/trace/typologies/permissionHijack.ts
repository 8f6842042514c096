// Somebody else's key is put in charge of an account (TRON), which is then emptied or can no longer be used by its own key.
import type { Steps } from '../../kernel/index.ts';
import { insOf, outsOf, placeFrom, sumOf, type PermissionEvent } from './flows.ts';
import { amount, createCollector, distinct, least, type Reading, share, type Typology } from './typology.ts';

export const permissionHijack: Typology = {
  id: 'permissionHijack',
  version: 1,
  heading: 'parties',
  citation: 'tronorigin (permissions); OKX and TokenPocket help pages on multi-signature fraud; TIP-16',
  parameters: [
    { id: 'foreignKeys', unit: 'count', standard: 1, least: 1, most: 10 },
    { id: 'drained', unit: 'share', standard: 8000, least: 1000, most: 10_000 },
    { id: 'within', unit: 'seconds', standard: 604_800, least: 60, most: 31_536_000 },
  ],
  limits: 'none',
  innocent: ['ownMultisig', 'companySigner', 'recoveryService'],
  needs: ['permissions'],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers, events } = input;
    const out = createCollector();
    for (const event of events.permissions) {
      const { account, keys, time, transaction, ownKeyLost } = event;
      const foreign = keys.filter((key) => key !== account && !haveDealt(event, key));
      if (foreign.length === 0) {
        out.bound('knownKeys');
        continue;
      }
      const taken: number[] = [];
      const figures: ReturnType<typeof amount>[] = [];
      let drained = 0n;
      for (let ledger = ledgers.partyStart[account] as number; ledger < (ledgers.partyStart[account + 1] as number); ledger++) {
        const [ins, outs] = [insOf(ledgers, ledger), outsOf(ledgers, ledger)];
        const before =
          sumOf(flows, ins.subarray(0, placeFrom(flows, ins, time))) - sumOf(flows, outs.subarray(0, placeFrom(flows, outs, time)));
        const own = outs.subarray(placeFrom(flows, outs, time), placeFrom(flows, outs, time + values.number('within')));
        if (before <= 0n || own.length === 0) continue;
        const paid = sumOf(flows, own);
        const part = share(paid < before ? paid : before, before);
        if (part > drained) drained = part;
        taken.push(...own);
        figures.push(amount('drained', ledgers.asset[ledger] as number, paid));
      }
      out.add({
        ...{ subject: account, flows: taken, transactions: [transaction], figures },
        parties: distinct([...foreign, ...taken.map((flow) => flows.to[flow] as number)]),
        conditions: [
          least('foreignKeys', foreign.length, values.number('foreignKeys')),
          // Locked out is enough: what stays in the account is out of its own key's reach.
          ...(ownKeyLost ? [] : [least('drained', drained, values.number('drained'), 'share')]),
        ],
        signs: [{ code: 'ownKeyLost', state: ownKeyLost ? 'yes' : 'no' }],
      });
    }
    return out.reading();

    /** Whether the account and the key paid each other before: an own set-up begins like that. */
    function haveDealt({ account, time }: PermissionEvent, key: number): boolean {
      for (let ledger = ledgers.partyStart[account] as number; ledger < (ledgers.partyStart[account + 1] as number); ledger++) {
        const [ins, outs] = [insOf(ledgers, ledger), outsOf(ledgers, ledger)];
        for (const flow of ins.subarray(0, placeFrom(flows, ins, time))) if (flows.from[flow] === key) return true;
        for (const flow of outs.subarray(0, placeFrom(flows, outs, time))) if (flows.to[flow] === key) return true;
      }
      return false;
    }
  },
};
