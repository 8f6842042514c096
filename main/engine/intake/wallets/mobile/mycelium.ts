// Mycelium for Android, `walletbacking.db`. Source: mycelium-com/wallet-android, mbw/.../wapi/SqliteWalletManagerBacking.java (tables, columns, times in
// seconds); wapi/.../AesKeyCipher.java (values of `kv`).
import { bytesIn, textIn, wholeIn } from '../../scanners/sqliteDatabase.ts';
import { addressOfScript, type CoinForm, coinFormNamed } from '../publicKeys.ts';
import { idOfHash, idOfTransaction, secondsText } from './columns.ts';
import type { MobileForm } from './form.ts';

/** Each account has tables of its own, named by its id. */
const OF_ACCOUNT = /^(tx|utxo|outtx)_[0-9a-f]{32}$/;

export const mycelium: MobileForm = {
  form: 'myceliumMobile',
  name: /^walletbacking\.db$/i,
  mark: /CREATE TABLE bip44 ?\(/,
  fits: (tables) => tables.has('bip44') && tables.has('single') && tables.has('kv'),
  wants: (table) => OF_ACCOUNT.test(table) || ['single', 'bip44', 'kv'].includes(table),
  begin(draft, path) {
    const coin = networkOf(path);
    return {
      row(row) {
        const kind = OF_ACCOUNT.exec(row.table)?.[1] ?? row.table;
        if (kind === 'tx') {
          const id = idOfTransaction(bytesIn(row, 'binary')) ?? idOfHash(bytesIn(row, 'id'), 'asShown');
          draft.transaction(id, secondsText(wholeIn(row, 'time')), '', wholeIn(row, 'height'));
        } else if (kind === 'outtx') {
          const id = idOfTransaction(bytesIn(row, 'raw'));
          if (id !== null) draft.transaction(id, '', '');
        } else if (kind === 'utxo') {
          // What the account holds unspent; outputs of others are in `ptxo`.
          const script = bytesIn(row, 'script');
          if (coin === null) draft.notRead('unknownCoin');
          else if (script !== null) draft.address(addressOfScript(script, coin) ?? '', { role: 'own', used: true });
        } else if (kind === 'single') {
          const address = textIn(row, 'addressstring');
          if (address !== '') draft.address(address, { role: 'own' });
          // Since version 5 serialised Java objects.
          if (bytesIn(row, 'addresses') !== null) draft.notRead('values');
          tellHeight(wholeIn(row, 'blockheight'));
        } else if (kind === 'bip44') {
          draft.fact('account', `${wholeIn(row, 'accountIndex') ?? 0n}`);
          tellHeight(wholeIn(row, 'blockheight'));
        } else {
          // Keys and seeds, and what else the program stores: AES with a key within.
          draft.protect('AES-128-CBC', '');
          draft.notRead('secrets');
        }
      },
      end: () => undefined,
    };
    function tellHeight(height: bigint | null): void {
      if (height !== null && height > 0n) draft.fact('lastBlockHeight', `${height}`);
    }
  },
};

/** The file does not say it; the program's package does. */
function networkOf(path: string): CoinForm | null {
  return coinFormNamed(/com\.mycelium\.testnetwallet/.test(path) ? 'testnet' : /com\.mycelium\.wallet/.test(path) ? 'bitcoin' : '');
}
