// Wallets built on Bitcoin Dev Kit, as many mobile ones are. Source: bitcoindevkit/bdk, src/database/sqlite.rs (0.x: ids as they are hashed, times in
// seconds), crates/chain/src/rusqlite_impl.rs and bitcoindevkit/bdk_wallet, wallet/src/wallet/changeset.rs (1.x and later: ids as text).
import { bytesIn, textIn, wholeIn } from '../../scanners/sqliteDatabase.ts';
import { addressOfScript, type CoinForm, coinFormNamed } from '../publicKeys.ts';
import { idOfHash, secondsText } from './columns.ts';
import type { MobileForm } from './form.ts';

const TABLES = [
  ...(['bdk_wallet', 'bdk_txs', 'bdk_anchors', 'bdk_descriptor_last_revealed', 'bdk_descriptor_derived_spks'] as const),
  ...(['script_pubkeys', 'transaction_details', 'transactions', 'utxos', 'last_derivation_indices'] as const),
];

export const bdk: MobileForm = {
  form: 'bdk',
  name: null,
  mark: /CREATE TABLE bdk_|script_pubkeys ?\(keychain/,
  fits: (tables) => tables.has('bdk_wallet') || (tables.has('script_pubkeys') && tables.has('last_derivation_indices')),
  wants: (table) => TABLES.some((one) => one === table),
  begin(draft) {
    let coin: CoinForm | null = null;
    const scripts: { readonly script: Uint8Array; readonly path: string }[] = [];
    return {
      row(row) {
        switch (row.table) {
          case 'bdk_wallet': {
            for (const column of ['descriptor', 'change_descriptor']) draft.key('descriptor', textIn(row, column), '');
            const network = textIn(row, 'network');
            draft.fact('network', network);
            coin = coinFormNamed(network === 'signet' || network === 'testnet4' ? 'testnet' : network);
            return;
          }
          case 'bdk_txs':
            draft.transaction(textIn(row, 'txid'), '', '');
            return;
          case 'bdk_anchors': {
            const time = wholeIn(row, 'confirmation_time') ?? -1n;
            draft.transaction(textIn(row, 'txid'), time > 0n ? secondsText(time) : '', '', wholeIn(row, 'block_height'));
            return;
          }
          case 'transaction_details':
            draft.transaction(
              idOfHash(bytesIn(row, 'txid'), 'asHashed'),
              secondsText(wholeIn(row, 'timestamp')),
              '',
              wholeIn(row, 'height'),
            );
            return;
          case 'transactions':
            draft.transaction(idOfHash(bytesIn(row, 'txid'), 'asHashed'), '', '');
            return;
          case 'bdk_descriptor_last_revealed':
            draft.fact(
              'descriptorState',
              `${textIn(row, 'descriptor_id').slice(0, 8)} next ${(wholeIn(row, 'last_revealed') ?? -1n) + 1n}`,
            );
            return;
          default: {
            const script = bytesIn(row, row.table === 'bdk_descriptor_derived_spks' ? 'spk' : 'script');
            const index = wholeIn(row, row.table === 'bdk_descriptor_derived_spks' ? 'spk_index' : 'child');
            if (script !== null && scripts.length < MOST_SCRIPTS) scripts.push({ script, path: index === null ? '' : `${index}` });
          }
        }
      },
      end() {
        // Of the older form nothing says which network it is for.
        if (coin === null && scripts.length > 0) draft.notRead('unknownCoin');
        if (coin !== null)
          for (const { script, path } of scripts) draft.address(addressOfScript(script, coin) ?? '', { role: 'own', path });
      },
    };
  },
};

const MOST_SCRIPTS = 200_000;
