// Wallets of Wasabi: public keys in clear with their labels and whether they were used; the secret as BIP38. Source: WalletWasabi/WalletWasabi,
// WalletWasabi/Blockchain/Keys/KeyManager.cs, HdPubKey.cs, KeyState.cs (0 clean, 1 used, 2 locked).
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { fromHex } from '../../../../../shared/model/bytes.ts';
import { headText, listOf, plainText, recordOf, statedOf, textOf, tryJson } from '../jsonValue.ts';
import { addressOfScript, type CoinForm, coinFormNamed, isPublicKey, scriptsOfKey } from '../publicKeys.ts';
import { draftReading } from '../reading.ts';
import { MOST_TEXT, tooLarge, wholeOf } from '../wholeFile.ts';

const USED = new Set<unknown>([1, 'Used', '1']);
const CLEAN = new Set<unknown>([0, 'Clean', '0']);

export const wasabi: WalletReader = {
  id: 'wasabi',
  takes: ({ head }) => {
    const text = headText(head);
    return (
      /^\s*\{/.test(text) &&
      /"(?:EncryptedSecret|HdPubKeys|AccountKeyPath)"\s*:/.test(text) &&
      /"(?:ExtPubKey|SegwitAccountKeyPath|ChainCode)"\s*:/.test(text)
    );
  },
  read: readWasabi,
};

async function readWasabi(file: SeizedFile): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_TEXT);
  if (bytes === null) return tooLarge('wasabi');
  const data = recordOf(tryJson(plainText(bytes)));
  if (!Array.isArray(data['HdPubKeys']) && !('EncryptedSecret' in data)) return null;
  const draft = draftReading('wasabi', '', 'bip122');
  const { Network, Height } = recordOf(data['BlockchainState']);
  const network = textOf(Network).toLowerCase();
  const form = coinFormNamed(
    network === 'testnet' || network === 'regtest' ? network : network.startsWith('test') ? 'testnet' : 'bitcoin',
  ) as CoinForm;
  draft.fact('network', textOf(Network));
  draft.fact('height', statedOf(Height));
  draft.fact('fingerprint', textOf(data['MasterFingerprint']).toLowerCase());
  for (const [key, path] of [
    ['ExtPubKey', 'AccountKeyPath'],
    ['SegwitExtPubKey', 'SegwitAccountKeyPath'],
    ['TaprootExtPubKey', 'TaprootAccountKeyPath'],
  ] as const)
    draft.key('extendedPublicKey', textOf(data[key]), statedOf(data[path]));
  const secret = textOf(data['EncryptedSecret']);
  if (secret !== '') {
    draft.protect('BIP38', 'scrypt', { n: '16384', r: '8', p: '8' });
    draft.secret('bip38', secret, 'encrypted');
    draft.notRead('secrets');
  }
  for (const entry of listOf(data['HdPubKeys'])) readKey(recordOf(entry), form, draft);
  return draft.finish();
}

function readKey(entry: ReturnType<typeof recordOf>, form: CoinForm, draft: ReturnType<typeof draftReading>): void {
  const text = textOf(entry['PubKey']);
  const path = textOf(entry['FullKeyPath']);
  const publicKey = /^[0-9a-f]{66}$/i.test(text) ? fromHex(text) : new Uint8Array(0);
  if (!isPublicKey(publicKey)) return;
  const state = entry['KeyState'];
  const script = scriptsOfKey(publicKey)[1];
  // BIP86 pays to another key than the one that stands here.
  const address = path.startsWith("86'") || script === undefined ? null : addressOfScript(script, form);
  if (address === null) {
    draft.key('publicKey', text, path);
    return;
  }
  const used = USED.has(state) ? true : CLEAN.has(state) ? false : null;
  const label = Array.isArray(entry['Label']) ? entry['Label'].map(statedOf).join(', ') : statedOf(entry['Label']);
  draft.address(address, { role: /\/1\/\d+$/.test(path) ? 'change' : 'receive', label, path, used });
}
