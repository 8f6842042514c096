// How a ledger without a chain (an exchange's customers, a bank's accounts) is told from a chain by its id.

export const LEDGER_PREFIX = 'ledger:';

export function isLedger(chain: string): boolean {
  return chain.startsWith(LEDGER_PREFIX);
}
