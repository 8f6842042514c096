// The door of traces over account ledgers: slice, reconciliation, taint, victims, link rules. Pure functions over typed arrays.
export * from './accountSlice.ts';
export {
  type AccountNames,
  type AccountPart,
  buildAccountSlice,
  buildColumnSlice,
  type BuiltSlice,
  type ColumnPart,
} from './buildSlice.ts';
export { sortByKey } from './ledgerOrder.ts';
export { type CausalOrder, causalOrder, isInOrder, type Members } from './conversionOrder.ts';
export { type Conversion, type ConversionKind, type ConversionName, placeConversions, type TransferName } from './conversions.ts';
export { traceAccountsBackward, traceBackward } from './backward.ts';
export { traceAccountsForward, traceForward } from './forward.ts';
export * from './victims.ts';
export { accountPolicies } from './policies/index.ts';
export * from './reconcile.ts';
export * from './run.ts';
export { secondOpinion } from './secondOpinion.ts';
export { ACCOUNT_RULES, type AccountRule, type AccountStops } from './stops.ts';
export * from './candidateLinks.ts';
export type { AccountFacts, AccountHeuristic, AccountReading } from './heuristics/accountHeuristic.ts';
export { addressPoisoning, findPoisoning, type Poisoning, type PoisoningOptions } from './heuristics/addressPoisoning.ts';
export { type DepositOptions, readDepositAddress } from './heuristics/depositAddressReuse.ts';
export { readGasFunder } from './heuristics/gasFunder.ts';
export { accountHeuristics, exclusionRules } from './heuristics/index.ts';
export { type Approval, readSelfAuthorisation } from './heuristics/selfAuthorisation.ts';
export { type Permission, readSharedPermission } from './heuristics/sharedPermission.ts';
