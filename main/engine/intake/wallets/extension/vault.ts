// The vault of MetaMask and of those that took it over: the keyrings as JSON, encrypted by the browser. Source: MetaMask/browser-passworder,
// src/index.ts (PBKDF2-SHA256, AES-256-GCM; keyMetadata since 2023, 10,000 rounds before); MetaMask/KeyringController (types of keyrings).
import type { WalletRead } from '../../scanners/seized.ts';
import type { ReadingDraft } from '../reading.ts';
import { decryptGcm, passwordBytes, pbkdf2 } from '../ciphers.ts';
import { wrongPassword } from '../damage.ts';
import { type JsonRecord, listOf, recordOf, statedOf, textOf, tryJson } from '../jsonValue.ts';

const OLD_ROUNDS = 10_000;

export interface Vault {
  readonly data: string;
  readonly iv: string;
  readonly salt: string;
  readonly rounds: number;
}

export function vaultOf(value: unknown): Vault | null {
  const vault = recordOf(typeof value === 'string' ? tryJson(value) : value);
  const [data, iv, salt] = [textOf(vault['data']), textOf(vault['iv']), textOf(vault['salt'])];
  if (data === '' || iv === '' || salt === '') return null;
  const stated = recordOf(recordOf(vault['keyMetadata'])['params'])['iterations'];
  return { data, iv, salt, rounds: typeof stated === 'number' ? stated : OLD_ROUNDS };
}

/** The reading with what the vault states of itself, or, with a password, what is in it; null where it cannot be opened here. */
export function finishVault(vault: Vault | null, password: string | null, draft: ReadingDraft): WalletRead | null {
  if (vault !== null) protectVault(vault, draft);
  if (password !== null) return vault !== null && openVault(vault, password, draft) ? draft.finish() : null;
  if (vault !== null) draft.notRead('secrets');
  return draft.finish();
}

function protectVault({ rounds, salt }: Vault, draft: ReadingDraft): void {
  draft.protect('AES-256-GCM', 'PBKDF2-HMAC-SHA256', { iterations: String(rounds), salt });
}

/** Whether it was tried: not where it asks for more rounds than are done here. */
function openVault(vault: Vault, password: string, draft: ReadingDraft): boolean {
  const [text, iv, salt] = [vault.data, vault.iv, vault.salt].map((field) => new Uint8Array(Buffer.from(field, 'base64')));
  const key = pbkdf2('sha256', passwordBytes(password), salt as Uint8Array, vault.rounds, 32);
  if (key === null) return false;
  const plain = decryptGcm(key, iv as Uint8Array, text as Uint8Array);
  const keyrings = plain === null ? null : tryJson(new TextDecoder().decode(plain));
  if (keyrings === null) return wrongPassword();
  draft.isOpened = true;
  for (const keyring of listOf(keyrings)) readKeyring(recordOf(keyring), draft);
  return true;
}

function readKeyring(keyring: JsonRecord, draft: ReadingDraft): void {
  const type = textOf(keyring['type']);
  draft.fact('keyring', type);
  const data = recordOf(keyring['data']);
  const { mnemonic } = data;
  const words = Array.isArray(mnemonic)
    ? Buffer.from(mnemonic.filter((byte): byte is number => typeof byte === 'number')).toString('utf8')
    : textOf(mnemonic);
  const path = statedOf(data['hdPath']);
  draft.secret('phrase', words, 'bip39', path);
  if (words !== '') draft.fact('derivedAccounts', `${path} ${statedOf(data['numberOfAccounts'])}`);
  // Keys that were imported one by one.
  for (const key of listOf(keyring['data']))
    if (/^(0x)?[0-9a-f]{64}$/i.test(textOf(key))) draft.secret('privateKey', textOf(key).replace(/^0x/i, ''), 'ethereum');
  // Hardware: the addresses are told, the keys are in the device.
  for (const address of listOf(data['accounts'])) draft.address(textOf(address), { role: 'own', label: type });
}
