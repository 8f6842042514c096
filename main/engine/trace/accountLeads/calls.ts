// Answers lead.*.
import { leadContract } from '../../../../shared/contract/lead.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { type Handlers, implement } from '../../kernel/index.ts';
import { accountHeuristics } from '../accounts/index.ts';
import { canonical } from '../accountRuns/find.ts';
import { accountViewOf } from '../accountRuns/view.ts';
import { controlViews } from './controlView.ts';
import { groupOf } from './group.ts';
import { ruleText } from '../ruleBook.ts';
import { accountsNamed, chainAsked, findLeads, type Judgement, type LeadWork, readCase } from './leads.ts';
import { ruleName } from './read.ts';

export function leadCalls(session: CaseSession): Handlers<keyof typeof leadContract> {
  session.onEnter((file) => registerJudgements(file));
  return implement(leadContract, {
    'lead.rules': () => ({ rules: accountHeuristics.entries.map(ruleText) }),
    'lead.find': (input, work) => findLeads(session, input, work),
    'lead.group': (input, work) => groupOf(session, input, work),
    'lead.judge': async (input, work) => {
      const file = session.current();
      const found = await linkOf(session, input, work);
      if (!session.isOpen() || session.current() !== file) throw new Fault('job.cancelled');
      const judgement: Judgement = { ...found, verdict: input.verdict, reason: input.reason };
      file.edits.perform('lead.judged', judgement);
      const { rule, chain, a, b, transactions } = judgement;
      return { rule, chain, a, b, transactions: [...transactions] };
    },
    'lead.control': async ({ address, chain }, work) => ({ control: await controlViews(session, address, chainAsked(chain), work) }),
  });
}

/** The link as the rule gives it now, whichever way round it was named. Faults: lead.badRule, lead.unknown. */
async function linkOf(
  session: CaseSession,
  input: {
    readonly rule: string;
    readonly a: string;
    readonly b: string;
    readonly chain?: string | undefined;
    readonly assume: string[];
    readonly services: string[];
  },
  work: LeadWork,
): Promise<Omit<Judgement, 'verdict' | 'reason'>> {
  const { rule, a, b, assume, services } = input;
  const chain = input.chain === undefined ? {} : { chain: input.chain };
  const unknown = (): Fault => new Fault('lead.unknown', { rule, a, b });
  const view = await accountViewOf(session, work);
  const places = (text: string): string[] => {
    try {
      return accountsNamed({ number: view.names.account }, view, text, chainAsked(input.chain));
    } catch (error) {
      // A key may stand in permissions alone; the rule knows.
      if (error instanceof Fault && error.code === 'show.notFound') return [];
      throw error;
    }
  };
  const named = [...places(a), ...places(b)];
  if (named.length === 0) throw unknown();
  // Every link has at one end the account that its rule was read for.
  const chains = view.names.chains.filter((one) => chain.chain === undefined || one === chainAsked(chain.chain));
  const ends = chains.flatMap((one) => [a, b].map((text) => `${one} ${canonical(one, text) ?? text.trim()}`));
  const reading = await readCase(session, { rules: [rule], assume, services, ...chain }, ends, work);
  const wanted = [a, b].map((text) => text.trim()).sort();
  const spelled = new Set([...named.map((key) => key.slice(key.indexOf(' ') + 1)), ...wanted]);
  for (const finding of reading.findings) {
    if (finding.reading.verdict === 'contradicted') continue;
    for (const link of finding.reading.links) {
      const ends = [reading.facts.name(link.a).address, reading.facts.name(link.b).address] as const;
      if (!ends.every((end) => spelled.has(end))) continue;
      const { names, slice } = view;
      const transactions = new Set(finding.events.map(({ transaction }) => transaction));
      for (const transfer of finding.reading.transfers) transactions.add(names.transaction(slice.transferTransaction[transfer] as number));
      return { chain: finding.chain, rule: ruleName(finding.rule), a: ends[0], b: ends[1], transactions: [...transactions] };
    }
  }
  throw unknown();
}

function registerJudgements(file: CaseFile): void {
  file.edits.register({
    name: 'lead.judged',
    apply: (payload: Judgement, event) => file.leads.judge({ ...payload, event }),
    undo: (_payload: Judgement, event) => {
      if (file.leads.restore(event) === 0) throw new Fault('journal.undoRefused', { event, reason: 'the judgement is gone' });
    },
  });
}
