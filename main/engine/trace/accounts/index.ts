// The door of traces over account ledgers: slice, reconciliation, taint, victims, link rules. Pure functions over typed arrays.
export * from './accountSlice.ts';
export { type AccountNames, type AccountPart, buildAccountSlice, type BuiltSlice, comparePaths, splitAmount } from './buildSlice.ts';
export type { Conversion, ConversionKind, ConversionName, TransferName } from './conversions.ts';
export { traceAccountsForward } from './forward.ts';
export { accountPolicies } from './policies/index.ts';
export * from './reconcile.ts';
export * from './run.ts';
export { ACCOUNT_RULES, type AccountRule, type AccountStops } from './stops.ts';
