// Bither's two databases: transactions and addresses ahead, keys and names. Source: bither/bitherj, db/AbstractDb.java (tables), AbstractTxProvider.java
// (hashes as Base58 of their bytes, times in seconds), core/AbstractHD.java (0 is the external branch, 1 the internal), crypto/EncryptedData.java.
import { decodeBase58, toBeArray } from 'ethers/utils';
import { textIn, wholeIn } from '../../scanners/sqliteDatabase.ts';
import type { SqliteRow } from '../../scanners/contents/sqlitePages.ts';
import { idOfHash, secondsText } from './columns.ts';
import type { MobileForm } from './form.ts';

const ENCRYPTED = ['encrypt_seed', 'encrypt_mnemonic_seed', 'encrypt_hd_seed', 'encrypt_private_key', 'password_seed'] as const;
const TABLES = [
  ...(['txs', 'addresses_txs', 'hd_account_addresses', 'cold_hd_account_addresses', 'addresses', 'aliases', 'hdm_addresses'] as const),
  ...(['hd_account', 'cold_hd_account', 'hd_seeds', 'enterprise_hd_account', 'password_seed'] as const),
];

export const bither: MobileForm = {
  form: 'bitherMobile',
  name: /^bither(j|_address)?\.db$/i,
  mark: /hd_account_addresses|addresses_txs|encrypt_mnemonic_seed/,
  fits: (tables) => (tables.has('addresses_txs') && tables.has('txs')) || (tables.has('password_seed') && tables.has('addresses')),
  wants: (table) => TABLES.some((one) => one === table),
  begin(draft) {
    const used = new Set<string>();
    return {
      row(row) {
        if (ENCRYPTED.some((column) => textIn(row, column) !== '')) {
          draft.protect('AES-256-CBC', 'scrypt');
          draft.notRead('secrets');
        }
        const address = textIn(row, 'address');
        switch (row.table) {
          case 'txs':
            draft.transaction(hashOf(row), secondsText(wholeIn(row, 'tx_time')), '', wholeIn(row, 'block_no'));
            return;
          case 'addresses_txs':
            if (used.size < MOST_USED) used.add(address);
            return;
          case 'hd_account_addresses':
          case 'cold_hd_account_addresses': {
            const branch = wholeIn(row, 'path_type');
            const role = branch === 0n ? 'receive' : branch === 1n ? 'change' : 'own';
            draft.address(address, { role, path: `${branch ?? ''}/${wholeIn(row, 'address_index') ?? ''}` });
            return;
          }
          case 'addresses':
            draft.address(address, { role: textIn(row, 'encrypt_private_key') === '' ? 'watched' : 'own' });
            return;
          case 'hdm_addresses':
            draft.address(address, { role: 'own' });
            return;
          case 'aliases':
            draft.fact('addressLabel', `${address} ${textIn(row, 'alias')}`);
            return;
          default:
            for (const column of ['hd_address', 'hdm_address']) draft.address(textIn(row, column), { role: 'own' });
        }
      },
      // The table of who was paid lists others too: it says of addresses known as its own that they were used.
      end: () => draft.markUsed(used),
    };
  },
};

const MOST_USED = 1_000_000;

function hashOf(row: SqliteRow): string {
  const text = textIn(row, 'tx_hash');
  return text.length < 40 || text.length > 50 ? '' : idOfHash(toBeArray(decodeBase58(text), 32), 'asHashed');
}
