// Exposure of 10,000 addresses over the million payments of the typologies' bench, in and out under haircut and fifo, hops counted. On one
// core. There is no peer: no tool of the field is known to us that can be run beside it without its server.
import { atOnce } from '../../main/engine/kernel/index.ts';
import { accountPolicies } from '../../main/engine/trace/accounts/policies/index.ts';
import type { AccountPolicy } from '../../main/engine/trace/accounts/policies/policy.ts';
import { FIRST_END } from '../../main/engine/trace/exposure/ends.ts';
import { exposures } from '../../main/engine/trace/exposure/exposure.ts';
import { hasMark, SERVICE } from '../../main/engine/trace/typologies/flows.ts';
import { type PartResult, peakMegabytes, timed, timeText, timing } from './figures.ts';
import { madePayments, processorMs } from './typologyPart.ts';

const SUBJECTS = 10_000;
const MOST_MS = 10_000;
/** Different kinds of labels that end the way. */
const KINDS = 12;
const MOST_HOPS = 5;

export function exposurePart(runs: number): PartResult {
  const input = timed([], madePayments);
  const { flows } = input;
  const of = new Uint32Array(flows.partyCount);
  for (let party = 1; party < flows.partyCount; party++) if (hasMark(flows, party, SERVICE)) of[party] = FIRST_END + (party % KINDS);
  const subjects = Array.from({ length: SUBJECTS }, (_, at) => [24 + at * 19]);
  const rows: PartResult['rows'][number][] = [];
  for (const [policy, mostHops] of [
    ['haircut', null],
    ['haircut', MOST_HOPS],
    ['fifo', null],
    ['poison', null],
  ] as const) {
    const times: number[] = [];
    let found = 0;
    for (let run = 0; run < runs; run++) {
      const start = processorMs();
      found = 0;
      for (const direction of ['in', 'out'] as const) {
        const question = { direction, mostHops, subjects, ends: { of, dated: new Map() } };
        found += atOnce(exposures(input, { ...question, policy: accountPolicies.find(policy) as AccountPolicy })).length;
      }
      times.push(processorMs() - start);
    }
    const whole = timing(times);
    rows.push({
      what: `exposure of ${SUBJECTS} addresses, in and out, ${policy}, ${mostHops === null ? 'any number of' : `up to ${mostHops}`} payments, ${flows.flowCount} payments in the case, ${found} sums, one core, processor time`,
      ours: timeText(whole),
      peer: 'none',
      ratio: '',
      target: '≤ 10 s',
      met: whole.medianMs <= MOST_MS,
    });
  }
  return {
    rows,
    notes: [`exposure: ${KINDS} kinds of labels on 23 of the busiest parties; nothing stops at busy ones; peak ${peakMegabytes()} MB`],
  };
}
