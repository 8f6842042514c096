// Wallets built on Horizontal Systems' BitcoinKit (Unstoppable and others), of Android: one database for each coin. Source:
// horizontalsystems/bitcoin-kit-android, bitcoincore/.../models/{Transaction,TransactionOutput,PublicKey,Block}.kt (Room's tables; hashes as they are
// hashed, times in seconds, a path is account, 1 for the external branch, index).
import { displayHash, hex } from '../../../../../shared/model/bytes.ts';
import { bytesIn, textIn, wholeIn } from '../../scanners/sqliteDatabase.ts';
import { idOfHash, secondsText } from './columns.ts';
import type { MobileForm } from './form.ts';

const TABLES = ['Block', 'PublicKey', 'Transaction', 'TransactionOutput'];

export const bitcoinKit: MobileForm = {
  form: 'bitcoinKit',
  name: null,
  mark: /`?scriptHashP2WPKH`?|`?publicKeyPath`?/,
  fits: (tables) => ['PublicKey', 'Transaction', 'TransactionOutput'].every((table) => tables.has(table)),
  wants: (table) => TABLES.includes(table),
  begin(draft) {
    const heights = new Map<string, bigint>();
    const waiting: { readonly id: string; readonly time: string; readonly block: string }[] = [];
    return {
      row(row) {
        if (row.table === 'Block') {
          const hash = bytesIn(row, 'headerHash');
          const height = wholeIn(row, 'height');
          if (hash !== null && height !== null && heights.size < MOST) heights.set(displayHash(hash), height);
        } else if (row.table === 'PublicKey') {
          const key = bytesIn(row, 'publicKey');
          if (key?.length === 33) draft.key('publicKey', hex(key), textIn(row, 'path'));
        } else if (row.table === 'Transaction') {
          const block = bytesIn(row, 'blockHash');
          const id = idOfHash(bytesIn(row, 'hash'), 'asHashed');
          const time = secondsText(wholeIn(row, 'timestamp'));
          if (waiting.length < MOST) waiting.push({ id, time, block: block === null ? '' : displayHash(block) });
          else draft.notRead('beyondBound');
        } else {
          // What has a path was paid to a key of the wallet; other outputs are others'.
          const path = textIn(row, 'publicKeyPath');
          if (path !== '')
            draft.address(textIn(row, 'address'), {
              role: (wholeIn(row, 'changeOutput') ?? 0n) === 1n ? 'change' : 'receive',
              path,
              used: true,
            });
        }
      },
      end() {
        for (const { id, time, block } of waiting) draft.transaction(id, time, '', heights.get(block) ?? null);
      },
    };
  },
};

const MOST = 200_000;
