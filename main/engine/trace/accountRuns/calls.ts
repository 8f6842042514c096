// Answers account.*.
import { accountContract } from '../../../../shared/contract/account.ts';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { breathe, bySteps, canonicalJson, type Handlers, type Host, implement, throwIfCancelled } from '../../kernel/index.ts';
import type { TransferName } from '../accounts/index.ts';
import { registerLinkEdits } from './acceptedLinks.ts';
import { findCandidates } from './candidates.ts';
import { namesOf } from './chosenConversions.ts';
import { chainName, conflictsOf, findInAccounts, possibleIn } from './find.ts';
import { judgedLinks, judgeLink } from './judgeLink.ts';
import { pathText } from './pathText.ts';
import type { RecordedLink } from './links.ts';
import { type Computed, recomputeAccountRun, runAccountTrace, type StoredAccountRequest } from './runs.ts';
import { type AccountView, accountViewOf } from './view.ts';

export function accountCalls(host: Host, session: CaseSession): Handlers<keyof typeof accountContract> {
  session.onEnter((file) => registerLinkEdits(file));
  return implement(accountContract, {
    'account.find': async ({ text, chain, ...only }, work) => {
      const file = session.current();
      const found = await bySteps(findInAccounts(file, await accountViewOf(session, work), text, chain, only), work);
      return { found, possible: found.length > 0 ? [] : possibleIn(text) };
    },
    'account.summary': async (_, work) => {
      const file = session.current();
      const view = await accountViewOf(session, work);
      return {
        chains: view.names.chains.map((_, number) => summaryOf(view, number)),
        conflicts: conflictsOf(file, view).map(({ chain: _, ...conflict }) => conflict),
        links: view.links.map(linkView),
      };
    },
    'account.conversions': async ({ text }, work) => conversionsIn(await accountViewOf(session, work), text),
    'account.candidates': (input, work) => findCandidates(session, input, host.resolveGrant(input.rates).path, work),
    'account.judgeLink': (input, work) => judgeLink(session, input, work),
    'account.judgedLinks': () => judgedLinks(session),
    'account.trace': (input, work) => {
      const path = input.victims === undefined ? null : host.resolveGrant(input.victims).path;
      return runAccountTrace(session, input, path, () => new Date(host.now()).toISOString(), work);
    },
    'account.runs': () => {
      const rows = session.current().accounts.runs();
      return {
        runs: rows.map((row) => {
          const request = row.request as StoredAccountRequest;
          const { question, primary, reason, direction, from, policies, chain, asset, stops, assume, links } = request;
          const siblings = rows.filter(({ seedKey }) => seedKey === row.seedKey);
          return {
            ...{ run: row.id, ordinal: siblings.indexOf(row) + 1, siblings: siblings.length, question, primary, reason, direction },
            ...{ from: [...from], chain, asset, policies: [...policies], assume: [...assume], links, time: row.time },
            ...{ conversions: request.conversions ?? ('none' as const), accepted: request.accepted === true },
            ...{ openings: [...(request.openings ?? [])], victims: request.victims?.file ?? null },
            stops: stops.map(({ rule, options }) => ({ rule, options: { ...options } as RunStop['options'] })),
            resultDigest: (row.result as { resultDigest: string }).resultDigest,
          };
        }),
      };
    },
    'account.result': ({ run }) => {
      const row = session.current().accounts.run(run);
      if (row === undefined) throw new Fault('trace.runUnknown', { run });
      return { run, ...(row.result as Computed) };
    },
    'account.replay': async ({ run }, work) => {
      const file = session.current();
      const ids = run === undefined ? file.accounts.runs().map(({ id }) => id) : [run];
      const runs: { run: number; identical: boolean; differences: string[] }[] = [];
      for (const [done, id] of ids.entries()) {
        work.report({ phase: 'runs', done, total: ids.length, unit: 'steps' });
        await breathe();
        throwIfCancelled(work);
        const { stored, fresh } = await recomputeAccountRun(session, id, work);
        const names = Object.keys(fresh) as (keyof typeof fresh)[];
        const differences = names.filter((name) => canonicalJson(stored[name]) !== canonicalJson(fresh[name]));
        runs.push({ run: id, identical: differences.length === 0, differences });
      }
      file.noteAccess('account.runReplayed', { runs: runs.map(({ run: id, identical }) => ({ run: id, identical })) });
      return { runs };
    },
  });
}

type RunStop = CallOutput<'account.runs'>['runs'][number]['stops'][number];

/** Most that are given at once. */
const MOST_CONVERSIONS = 2000;

function conversionsIn({ links, recognised, accepted }: AccountView, text: string | undefined) {
  const wanted = text?.trim().toLowerCase();
  const all = [...links, ...recognised.recorded, ...accepted, ...recognised.inferences].map(namesOf);
  const fitting =
    wanted === undefined
      ? all
      : all.filter(({ ins, outs, events }) =>
          [...ins, ...outs, ...events].some(({ transfer }) => transfer.toLowerCase().startsWith(wanted)),
        );
  return { conversions: fitting.slice(0, MOST_CONVERSIONS), more: Math.max(0, fitting.length - MOST_CONVERSIONS) };
}

function linkView({ direction, ins, outs }: RecordedLink) {
  const [inLedger, onChain] = (direction === 'deposit' ? [outs[0], ins[0]] : [ins[0], outs[0]]) as [TransferName, TransferName];
  const transfer = `${onChain.transaction}#${pathText(onChain.path)}`;
  return { direction, ledger: chainName(inLedger.chain), row: inLedger.transaction, chain: onChain.chain, transfer };
}

function summaryOf({ names, slice, transactions, totals }: AccountView, chain: number) {
  const id = names.chains[chain] as string;
  let accounts = 0;
  for (let account = 1; account < slice.accountCount; account++) if (slice.accountChain[account] === chain) accounts++;
  return {
    ...{ chain: id, name: chainName(id), transactions: transactions.get(id)?.size ?? 0, accounts },
    ...(totals[chain] as (typeof totals)[number]),
    stretches: (totals[chain]?.stretches ?? []).map((one) => ({ ...one })),
  };
}
