// A spender is allowed to move the tokens of several owners, and does so.
import type { Steps } from '../../kernel/index.ts';
import { type ApprovalEvent, CONTRACT, hasMark, outsOf, placeFrom, SERVICE, sumOf } from './flows.ts';
import { amount, createCollector, distinct, least, type Reading, type Typology } from './typology.ts';

export const approvalPhishing: Typology = {
  id: 'approvalPhishing',
  version: 1,
  heading: 'parties',
  citation: 'ScamSniffer and SlowMist on approval phishing; FATF 2020, scam victim profile',
  parameters: [
    { id: 'victims', unit: 'count', standard: 3, least: 1, most: 10_000 },
    { id: 'within', unit: 'seconds', standard: 2_592_000, least: 60, most: 31_536_000 },
  ],
  limits: 'none',
  innocent: ['router', 'subscription', 'ownSpender'],
  needs: ['approvals'],
  *read(input, values): Steps<Reading> {
    const { flows, ledgers, events } = input;
    const out = createCollector();
    const bySpender = new Map<number, ApprovalEvent[]>();
    for (const one of events.approvals) {
      const own = bySpender.get(one.spender);
      if (own === undefined) bySpender.set(one.spender, [one]);
      else own.push(one);
    }
    let done = 0;
    for (const [spender, own] of bySpender) {
      if (++done % 1024 === 0) yield { phase: 'typology:approvalPhishing', done, total: bySpender.size, unit: 'steps' };
      if (hasMark(flows, spender, SERVICE)) {
        out.bound('service');
        continue;
      }
      const taken: number[] = [];
      const transactions: number[] = [];
      for (const approval of own) {
        const pulled = pulledBy(approval);
        if (pulled.length > 0) transactions.push(approval.transaction);
        taken.push(...pulled);
      }
      const victims = distinct(taken.map((flow) => flows.from[flow] as number));
      if (victims.length === 0) continue;
      const assets = distinct(taken.map((flow) => flows.asset[flow] as number));
      out.add({
        ...{ subject: spender, flows: taken, transactions: distinct(transactions) },
        parties: distinct([...victims, ...taken.map((flow) => flows.to[flow] as number)]),
        conditions: [least('victims', victims.length, values.number('victims'))],
        figures: assets.map((asset) => amount('taken', asset, sumOf(flows, new Set(taken.filter((flow) => flows.asset[flow] === asset))))),
        signs: [{ code: 'spenderIsContract', state: hasMark(flows, spender, CONTRACT) ? 'yes' : 'no' }],
      });
    }
    return out.reading();

    /** Payments out of the owner's tokens that the owner did not sign, by the spender or through it. */
    function pulledBy({ owner, spender, asset, time }: ApprovalEvent): number[] {
      for (let ledger = ledgers.partyStart[owner] as number; ledger < (ledgers.partyStart[owner + 1] as number); ledger++) {
        if (ledgers.asset[ledger] !== asset) continue;
        const outs = outsOf(ledgers, ledger);
        const found: number[] = [];
        for (let at = placeFrom(flows, outs, time); at < outs.length; at++) {
          const flow = outs[at] as number;
          if ((flows.time[flow] as number) > time + values.number('within')) break;
          const signer = flows.transactionSigner[flows.transaction[flow] as number] as number;
          if (signer !== owner && (signer === spender || flows.to[flow] === spender)) found.push(flow);
        }
        return found;
      }
      return [];
    }
  },
};
