// The address that nobody has: from it tokens are made, to it destroyed (EIP-20, EIP-721, EIP-1155, and TRC-20 after them). One meaning
// for every record of a movement, so that an explorer's row and the log behind it are the same movement.
import type { AccountChain, AccountTransfer } from './accountFamily.ts';

export const EVM_NOBODY = '0x0000000000000000000000000000000000000000';
export const TRON_NOBODY = 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb';

const NOBODY: Readonly<Record<AccountChain['family'], string | null>> = {
  evm: EVM_NOBODY,
  tron: TRON_NOBODY,
  ledger: null,
};

/** The ends of a movement of tokens as a contract's log states them. */
export function tokenParties(
  family: AccountChain['family'],
  from: string | null,
  to: string | null,
): Pick<AccountTransfer, 'kind' | 'from' | 'to'> {
  const sender = from === NOBODY[family] ? null : from;
  const receiver = to === NOBODY[family] ? null : to;
  return { kind: sender === null ? 'mint' : receiver === null ? 'burn' : 'token', from: sender, to: receiver };
}
