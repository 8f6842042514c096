// What a wallet of Blockchain.com holds once it is open. Source: blockchain/blockchain-wallet-v4-frontend, packages/blockchain-wallet-v4/src/types
// (Wallet, Address, HDWallet, HDAccount, Derivation, AddressBookEntry); keys are base58 of 32 bytes, without version or checksum.
import { decodeBase58, toBeArray } from 'ethers/utils';
import { fromHex } from '../../../../shared/model/bytes.ts';
import type { WalletRead } from '../scanners/seized.ts';
import { entropyPhrase } from './entropyPhrase.ts';
import { type JsonRecord, listOf, recordOf, statedOf, textOf } from './jsonValue.ts';
import { type CoinForm, coinFormNamed, keyHashAddress, keyText, publicKeyOf } from './publicKeys.ts';
import { instantOf, type ReadingDraft } from './reading.ts';

/** `Address.tag`: put aside by the user. */
const ARCHIVED = 2;

export function readBlockchainParts(data: JsonRecord, draft: ReadingDraft): WalletRead {
  // A second password encrypts the keys once more, within.
  const isDouble = data['double_encryption'] === true;
  const bitcoin = coinFormNamed('bitcoin') as CoinForm;
  draft.fact('guid', textOf(data['guid']));
  for (const entry of listOf(data['keys'])) {
    const key = recordOf(entry);
    const address = textOf(key['addr']);
    const label = textOf(key['label']);
    draft.address(address, { role: key['priv'] === null || key['priv'] === undefined ? 'watched' : 'own', label });
    const created = instantOf(Math.floor(Number(key['created_time'] ?? 0)));
    const made = [created, textOf(key['created_device_name']), textOf(key['created_device_version'])]
      .filter((text) => text !== '')
      .join(' ');
    if (made !== '') draft.fact('keyCreated', `${address} ${made}`);
    if (key['tag'] === ARCHIVED) draft.fact('archived', address);
    if (!isDouble) ownKey(textOf(key['priv']), address, bitcoin, draft);
  }
  for (const entry of listOf(data['address_book']))
    draft.address(textOf(recordOf(entry)['addr']), { role: 'contact', label: textOf(recordOf(entry)['label']) });
  for (const [id, note] of Object.entries(recordOf(data['tx_notes']))) draft.transaction(id, '', statedOf(note));
  for (const wallet of listOf(data['hd_wallets'])) readHd(recordOf(wallet), isDouble, draft);
  if (isDouble) {
    draft.notRead('secondPassword');
    draft.fact('secondPasswordIterations', statedOf(recordOf(data['options'])['pbkdf2_iterations']));
  }
  const metadata = textOf(data['metadataHDNode']);
  if (metadata !== '') draft.secret('extendedPrivateKey', metadata, 'metadata');
  // It opens the account at the company, no coin.
  if (textOf(data['sharedKey']) !== '') draft.notRead('serverCredential');
  return draft.finish();
}

function ownKey(text: string, address: string, form: CoinForm, draft: ReadingDraft): void {
  if (text === '') return;
  const secret = base58Secret(text);
  const isCompressed = secret === null ? undefined : [true, false].find((compressed) => fits(secret, compressed, address, form));
  if (secret === null || isCompressed === undefined) draft.notRead('damagedKeys');
  else draft.secret('wif', keyText(secret, isCompressed, form).value, isCompressed ? 'compressed' : 'uncompressed');
}

function fits(secret: Uint8Array, isCompressed: boolean, address: string, form: CoinForm): boolean {
  const publicKey = publicKeyOf(secret, isCompressed);
  return publicKey !== null && keyHashAddress(publicKey, form) === address;
}

function base58Secret(text: string): Uint8Array | null {
  try {
    return text.length > 50 ? null : toBeArray(decodeBase58(text), 32);
  } catch {
    return null;
  }
}

function readHd(wallet: JsonRecord, isDouble: boolean, draft: ReadingDraft): void {
  const seed = textOf(wallet['seed_hex']);
  const phrase = !isDouble && /^(?:[0-9a-f]{2}){16,32}$/i.test(seed) ? entropyPhrase(fromHex(seed)) : null;
  if (phrase !== null) draft.secret('phrase', phrase, 'bip39');
  if (!isDouble) draft.secret('password', textOf(wallet['passphrase']), 'passphrase');
  for (const [index, entry] of listOf(wallet['accounts']).entries()) {
    const account = recordOf(entry);
    draft.fact('account', `${index} ${textOf(account['label'])}`);
    const derivations = [account, ...listOf(account['derivations']).map(recordOf)];
    for (const derivation of derivations) {
      const purpose = statedOf(derivation['purpose']) || '44';
      const path = `m/${purpose}'/0'/${index}'`;
      draft.key('extendedPublicKey', textOf(derivation['xpub']), path);
      if (!isDouble) draft.secret('extendedPrivateKey', textOf(derivation['xpriv']), path);
      for (const named of listOf(derivation['address_labels'])) {
        const { index: at, label } = recordOf(named);
        if (textOf(label) !== '') draft.fact('addressLabel', `${path}/0/${statedOf(at)} ${textOf(label)}`);
      }
    }
  }
}
