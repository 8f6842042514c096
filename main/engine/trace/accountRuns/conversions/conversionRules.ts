// The rules by which value is said to go on in another asset, on another chain or in another ledger: what each asks for, and what can make it
// wrong although the ledgers say it. The functions beside this file apply them; a test holds that each names one of these.
import { defineRegistry } from '../../../kernel/index.ts';
import type { AccountHeuristic } from '../../accounts/heuristics/accountHeuristic.ts';

const rule = (id: string, citation: string, preconditions: readonly string[], knownBreakers: readonly string[]): AccountHeuristic => ({
  ...{ id, version: 1, title: `heuristic.${id}`, citation, preconditions, knownBreakers, changesWithLaterData: false },
});

export const conversionRules = defineRegistry<AccountHeuristic>('conversion rule', [
  rule(
    'ledgerLink',
    "Rows of exchanges and banks that name a chain's transaction (main/engine/trace/SPEC.md, recorded links)",
    ['rowNamesTransaction', 'oneMovementFits'],
    ['ledgerRowWrong', 'ledgerPoolsCustomers'],
  ),
  rule(
    'trade',
    "Rows of an exchange's own ledger under one order (main/engine/trace/SPEC.md A28)",
    ['oneCustomerOneOrder', 'oneAssetEachWay'],
    ['ledgerRowWrong', 'ledgerPoolsCustomers'],
  ),
  rule(
    'swap',
    'Uniswap v1, v2 and v3 pool contracts, Swap and purchase events (main/engine/trace/SPEC.md A26)',
    ['poolOfKnownFactory', 'sumsMatchLog'],
    ['routerServesSeveral', 'poolSharedByMany'],
  ),
  rule(
    'wrap',
    'WETH9 and contracts of its make (main/engine/trace/SPEC.md A25)',
    ['wrappingContractKnown', 'amountsEqual'],
    ['routerServesSeveral'],
  ),
  rule(
    'pass',
    'Contracts that pay on all they get within one transaction (main/engine/trace/SPEC.md A27)',
    ['contractPaysAllItGot', 'contractIsNoMixer'],
    ['contractHeldMore', 'routerServesSeveral'],
  ),
  rule(
    'bridge',
    'Message ids of bridges whose contracts the program knows (main/engine/trace/SPEC.md A28)',
    ['sameMessageId', 'bothEndsHeld'],
    ['bridgeOperatorCheats'],
  ),
  rule(
    'exchange',
    'One asset out and one other in for the signer of one transaction (main/engine/trace/SPEC.md A33)',
    ['oneAssetEachWay'],
    ['unrelatedPayments', 'routerServesSeveral'],
  ),
  rule(
    'examiner',
    "The examiner's own judgement, in the journal with its reason (main/engine/trace/SPEC.md A22)",
    ['acceptedWithReason'],
    ['coincidence', 'severalCandidates'],
  ),
]);
