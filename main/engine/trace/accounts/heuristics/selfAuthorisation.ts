// An account that allows another plain account to spend its tokens is read as the same person's. The guard is against the opposite:
// an allowance got by fraud, after which the tokens leave.
import { type AccountSlice, amountOf, ledgerTransfers, moves } from '../accountSlice.ts';
import { type AccountFacts, type AccountHeuristic, type AccountReading, accountReading } from './accountHeuristic.ts';

export const selfAuthorisation: AccountHeuristic = {
  id: 'selfAuthorisation',
  version: 1,
  title: 'heuristic.selfAuthorisation',
  citation: 'Victor, "Address clustering heuristics for Ethereum", FC 2020 (self-authorisation by ERC-20 approve)',
  preconditions: ['spenderIsNoContract', 'spenderIsNoService', 'noLossAfterApproval'],
  knownBreakers: ['approvalPhishing', 'delegateOrAccountant', 'sharedTreasury', 'spenderServiceUnlisted'],
  changesWithLaterData: true,
};

export interface Approval {
  readonly owner: number;
  readonly spender: number;
  /** The owner's ledger of the token; 0 where no movement of it is held. */
  readonly ledger: number;
  /** Transfers below this moment were before it. */
  readonly moment: number;
}

export function readSelfAuthorisation(slice: AccountSlice, facts: AccountFacts, approval: Approval): AccountReading {
  const { owner, spender, ledger, moment } = approval;
  if (owner === spender) return accountReading('contradicted', 'sameAccount');
  if (facts.isService(spender) === true || facts.isService(owner) === true) return accountReading('contradicted', 'isService');
  if (facts.isContract(spender) === true || facts.isContract(owner) === true) return accountReading('contradicted', 'isContract');
  const links = [{ a: owner, b: spender }];
  let backFlow = false;
  let loss = -1;
  const index = ledgerTransfers(slice);
  const [begin, end] = ledger === 0 ? [0, 0] : [index.start[ledger] as number, index.start[ledger + 1] as number];
  for (let place = begin; place < end; place++) {
    const transfer = index.transfers[place] as number;
    if (transfer < moment || !moves(slice, transfer) || amountOf(slice, transfer) === 0n) continue;
    const from = slice.ledgerAccount[slice.fromLedger[transfer] as number];
    const to = slice.ledgerAccount[slice.toLedger[transfer] as number];
    if (from === owner && to === spender && loss < 0) loss = transfer;
    if (from === spender && to === owner) backFlow = true;
  }
  // Tokens that leave for the spender and never come back are how approval phishing looks.
  if (loss >= 0 && !backFlow) return accountReading('contradicted', 'lossAfterApproval', { transfers: [loss] });
  if (facts.isService(spender) === null || facts.isService(owner) === null)
    return accountReading('undecidable', 'serviceUnknown', { links });
  if (facts.isContract(spender) === null || facts.isContract(owner) === null)
    return accountReading('undecidable', 'contractUnknown', { links });
  return accountReading('holds', 'approvedPlainAccount', { links });
}
