// Every policy that assigns traced amounts, by the name under which it was applied: where the convention comes from and what it can be held
// against. It applies none. A policy is a convention: it cannot be true or false, so nothing measures an error of it.
import type { LeadResult } from '../../../shared/contract/lead.ts';
import { accountPolicies } from './accounts/policies/index.ts';
import { policies } from './policies/index.ts';
import { ruleText } from './ruleBook.ts';

type RuleText = LeadResult['rules'][number];

/** In place of an error rate. */
const CONVENTION = 'convention';
const RISK_SCORING = 'Möser, Böhme, Breuker, "Towards risk scoring of Bitcoin transactions", 2014';
const MAKING_LEGAL = 'Anderson, Shumailov, Ahmed, "Making Bitcoin legal", 2018';

const CITATIONS: Readonly<Record<string, string>> = {
  fifo: `Clayton's Case (Devaynes v Noble, 1816); ${MAKING_LEGAL}`,
  lifo: 'US v Banco Cafetero (2d Cir. 1986): last in, first out as one of the conventions for mixed accounts',
  haircut: RISK_SCORING,
  poison: RISK_SCORING,
  tiho: 'Tironsakkul et al., "Context matters: methods for bitcoin tracking", 2022',
  lowestBalance: "Re Hallett's Estate (1880); Roscoe v Winder (1915)",
};

const OF_ALL = ['policiesDiffer', 'courtTakesAnother'];
const OF_COINS: Readonly<Record<string, readonly string[]>> = {
  fifo: ['orderByMaker'],
  lifo: ['orderByMaker'],
  haircut: ['spreadsToAll'],
  poison: ['countsTwice'],
  tiho: ['largestIsNotIt'],
};
const OF_ACCOUNTS: Readonly<Record<string, readonly string[]>> = {
  fifo: ['orderUnknown'],
  lifo: ['orderUnknown'],
  haircut: ['spreadsToAll', 'orderUnknown'],
  poison: ['countsTwice', 'orderUnknown'],
  lowestBalance: ['orderUnknown'],
};

/** The policy as a rule that can be told whole; undefined where the program knows none of this id. */
export function policyBehind(of: 'coins' | 'accounts', id: string): RuleText | undefined {
  const policy = of === 'coins' ? policies.find(id) : accountPolicies.find(id);
  if (policy === undefined) return undefined;
  const own = of === 'coins' ? [...(OF_COINS[id] ?? []), 'coinjoinPassed'] : [...(OF_ACCOUNTS[id] ?? []), 'rowsMissing'];
  const text = ruleText({
    ...{ id, version: policy.version, citation: CITATIONS[id] ?? '' },
    ...{ preconditions: ['namedInRun'], knownBreakers: [...OF_ALL, ...own], changesWithLaterData: false },
  });
  return { ...text, errorRate: CONVENTION };
}
