// The door of the trace room: taint over a frozen slice, clusters and link rules, digests. Pure functions; reading a
// case, journalling and the contract stand elsewhere.
export * from './slice.ts';
export { traceForward } from './forward.ts';
export { traceBackward } from './backward.ts';
export {
  highestCovered,
  type Holding,
  type HoldingState,
  orderSeeds,
  type PolicyResult,
  type SeedAmount,
  type TaintedEnd,
  type TraceProgress,
  type TraceRequest,
  type TraceResult,
  type TraceWork,
  type TransactionFlow,
  txOfIn,
  txOfOut,
} from './run.ts';
export {
  type HoldingJson,
  inputsDigest,
  type PolicyJson,
  policiesJson,
  resultDigest,
  toTraceJson,
  type TraceJson,
  type TraceNames,
  type TraceParameters,
} from './digest.ts';
export { type FastReach, fastReach } from './fastReach.ts';
export { type FastPolicy, type FastTotals, fastTotals } from './fastTotals.ts';
export { policies } from './policies/index.ts';
export type { Direction, Policy } from './policies/policy.ts';
export { completeOptions, prepareStops, stops } from './stops/index.ts';
export type { OptionField, OptionValue, StopContext, StopOptions, StopQuestion, StopRequest, StopRule } from './stops/stop.ts';
export { heuristics } from './heuristics/index.ts';
export { type BreakerSign, breakerSign, SIGNED_BREAKERS, type SignContext } from './heuristics/breakerSigns.ts';
export { judgements } from './accountLeads/leads.ts';
export { policyBehind } from './policyBook.ts';
export { rulesBehind } from './ruleBook.ts';
export { changeProbable } from './heuristics/changeProbable.ts';
export { firstAppearances, type Heuristic, type HeuristicContext, type Reading, ruleName, type Verdict } from './heuristics/heuristic.ts';
export { type CoinjoinVerdict, readAnyCoinjoin } from './heuristics/coinjoins.ts';
export {
  type Clusters,
  clusterScripts,
  clusterSize,
  countScripts,
  membersOf,
  type MergeLog,
  type Rejection,
  representative,
  transactionsOfCluster,
  transactionsPerScript,
} from './cluster.ts';
export { loadJoins } from './joins.ts';
export { explainJoin, type JoinStep, partsUnder, type RejectionEffect, rejectMerge } from './clusterExplain.ts';
export { type ChosenRules, DEFAULT_RULES, parseRules, type PreparedRules, prepareRules } from './clusterRules.ts';
export { clusterCalls } from './clusterCalls.ts';
export { describeRuns, traceCalls } from './calls.ts';
export type { Freeze } from './freeze.ts';
export { blockByHash, type ChainView, headerChainOf, loadChainView } from './chainView.ts';
export {
  assetOfCoins,
  chooseChain,
  clustersOf,
  inputOutpointText,
  namesOf,
  outpointText,
  rawTransaction,
  scriptByName,
  scriptName,
  txidOf,
  viewOf,
} from './chainSession.ts';
export { probableChange } from './probableChange.ts';
export { type ComputedRun, computedRun, MOST_PROVEN, recompute, reliedOn, type StoredRequest } from './runs.ts';
export { type ScriptEnds, type ScriptIndex, scriptIndex, type UnknownParents, unknownParents } from './scriptIndex.ts';
export { gradeOf, isPossibleCoinjoin, policyResult, type TransferRow, transferRows } from './transfers.ts';
export { traceSelfTests } from './selfTest.ts';
export { questionCalls } from './questions/calls.ts';
export type { OpenBlocks } from './questions/ask.ts';
export { searchedOutputs, searchedScripts } from './searched.ts';
export { accountCalls } from './accountRuns/calls.ts';
export { LINK_JUDGED } from './accountRuns/acceptedLinks.ts';
export {
  type Computed as ComputedAccounts,
  recomputeAccountRun,
  type StoredAccountRequest,
  type TracedAccounts,
} from './accountRuns/runs.ts';
export { dayOf, figureView, transferName, viewOfAsset } from './accountRuns/describe.ts';
export { type AccountView as CaseAccounts, accountViewOf } from './accountRuns/view.ts';
export { issuerActsOn } from './accountRuns/issuerActs.ts';
export { counterfeitsOf } from './accountRuns/describe.ts';
export { caseKnowledge } from './accountRuns/caseKnowledge.ts';
export { transferGrades } from './accountRuns/transferGrades.ts';
export { type AccountEnds, type AccountTransfers, accountTransfers, payeeOf, payerOf } from './accounts/accountTransfers.ts';
export { canonical as canonicalAccount, chainName, possibleIn } from './accountRuns/find.ts';
export { pathText } from './accountRuns/pathText.ts';
export {
  ACCOUNT_RULES,
  type AccountMove,
  type AccountPolicyResult,
  type AccountSeed,
  type AccountSlice,
  accountPolicies,
  ASSUMED,
  amountOf,
  assetOf,
  blockOf,
  chainOf,
  COMPLETE,
  type Conversion,
  heightOf as blockNumberOf,
  INCOMPLETE,
  isFee,
  kindOf,
  ledgerTransfers,
  moves,
  type NumberedSeed,
  ONE_SIDED,
  ORDER_KNOWN,
  ORDER_UNKNOWN,
  placeConversions,
  timeOf,
  whyNoMovement,
} from './accounts/index.ts';
export { type AskQuestion, keysCalls } from './keysToCoins/calls.ts';
export { leadCalls } from './accountLeads/calls.ts';
export * from './paths/index.ts';
export { exposureCalls, screeningOf, screeningsWithExamples } from './exposureRuns/calls.ts';
export { locateCalls } from './locate/calls.ts';
export type { BareChain } from './locate/chains.ts';
export { casePlaces } from './locate/casePlaces.ts';
export { hourOf } from './locate/hours.ts';
export { type ReachedEntry, reachedEntries } from './locate/reached.ts';
export { acceptedFindings, typologyCalls } from './typologyRuns/calls.ts';
