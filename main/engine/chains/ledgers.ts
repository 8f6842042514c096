// Ledgers without a chain: an exchange's customers, a bank's accounts. They are account chains of a family of their own, known by
// the name the examiner gives them; nothing in them can be proven beyond what the reply says.
import { Fault } from '../../../shared/model/fault.ts';
import { LEDGER_PREFIX } from '../../../shared/model/ledger.ts';
import type { AccountChain } from './accountFamily.ts';

const LONGEST_NAME = 60;
const LONGEST_ACCOUNT = 200;

/** A ledger by its name, e.g. `ledger:binance` or `ledger:bank of tokyo`. Faults: chain.unknown. */
export function ledgerChain(name: string): AccountChain {
  const plain = name.normalize('NFKC').trim().toLowerCase();
  if (plain === '' || plain.length > LONGEST_NAME)
    throw new Fault('chain.unknown', { chain: `${LEDGER_PREFIX}${name}`, known: `${LEDGER_PREFIX}NAME` });
  return {
    family: 'ledger',
    id: `${LEDGER_PREFIX}${plain}`,
    name: `${LEDGER_PREFIX}${plain}`,
    title: plain,
    training: plain.startsWith('practice '),
    coin: null,
    readAddress: readAccount,
    provable: ['none'],
  };
}

/** Account numbers and user ids: text of one line, blanks and full-width forms folded. */
function readAccount(text: string): string {
  const account = text.normalize('NFKC').replace(/\s+/g, ' ').trim();
  if (account === '' || account.length > LONGEST_ACCOUNT)
    throw new Fault('chain.badAddress', { address: text.slice(0, 80), reason: 'empty' });
  return account;
}

/** What follows `ledger:`. */
export function ledgerName(chain: string): string {
  return chain.slice(LEDGER_PREFIX.length);
}
