// How a ledger without a chain (an exchange's customers, a bank's accounts) is told from a chain by its id.

export const LEDGER_PREFIX = 'ledger:';

export function isLedger(chain: string): boolean {
  return chain.startsWith(LEDGER_PREFIX);
}

/**
 * The state of an end as it is put into words; `asset` is its key, which begins with the chain. Nothing is made or destroyed in a ledger
 * without a chain: its row names nobody on the other side.
 */
export function stateInWords(state: string, asset: string): string {
  if (!isLedger(asset)) return state;
  return state === 'burned' ? 'paidOut' : state === 'minted' ? 'paidIn' : state;
}

/** Chains that a link of people names, parted by blanks: the name of a ledger may hold blanks itself, and stands alone. */
export const chainsOfLink = (chain: string): string[] => (chain === '' ? [] : isLedger(chain) ? [chain] : chain.split(' '));
