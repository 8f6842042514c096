// BRD (breadwallet) for Android and programs made from it, `breadwallet.db`. Source: breadwallet-android, tools/sqlite/BRSQLiteHelper.java (tables),
// BtcBchTransactionDataStore.java; a transaction no block holds has the height 2^31 - 1 (breadwallet-core, BRTransaction.h TX_UNCONFIRMED).
import { bytesIn, textIn, wholeIn } from '../../scanners/sqliteDatabase.ts';
import { idOfTransaction, secondsText } from './columns.ts';
import type { MobileForm } from './form.ts';

const TRANSACTIONS = ['transactionTable_v2', 'transactionTable'];

export const brd: MobileForm = {
  form: 'brdMobile',
  name: /^breadwallet\.db$/i,
  mark: /transactionTable(_v2)? ?\(/i,
  fits: (tables) => TRANSACTIONS.some((table) => tables.has(table)),
  wants: (table) => TRANSACTIONS.includes(table),
  begin: (draft) => ({
    row(row) {
      const id = idOfTransaction(bytesIn(row, 'transactionBuff')) ?? textIn(row, '_id').toLowerCase();
      draft.transaction(id, secondsText(wholeIn(row, 'transactionTimeStamp')), '', wholeIn(row, 'transactionBlockHeight'));
      const coin = textIn(row, 'transactionISO');
      if (coin !== '') draft.fact('coin', coin);
    },
    end: () => undefined,
  }),
};
