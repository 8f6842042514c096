// Files of browser extensions and of programs built like them: MetaMask's vault as users copy it out, its state on a telephone, and the LevelDB files
// in which browsers keep what extensions store.
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { headText, type JsonRecord, plainText, recordOf, textOf, tryJson } from '../jsonValue.ts';
import { draftReading, type ReadingDraft } from '../reading.ts';
import { MOST_TEXT, tooLarge, wholeOf } from '../wholeFile.ts';
import { type LevelEntry, readLevelFile } from './levelDb.ts';
import { isMetamaskState, readMetamaskState } from './metamaskState.ts';
import { readLooseTexts } from './looseTexts.ts';
import { openVault, protectVault, type Vault, vaultOf } from './vault.ts';
import { walletStoreOf } from './walletStores.ts';

export const metamaskVault: WalletReader = {
  id: 'metamaskVault',
  takes: ({ head, size }) => {
    const text = headText(head);
    if (!/^\s*\{\s*"data"\s*:\s*"[A-Za-z0-9+/=]{40}/.test(text)) return false;
    return size > head.length || (/"iv"\s*:/.test(text) && /"salt"\s*:/.test(text));
  },
  read: (file) => readVaultFile(file, null),
  open: readVaultFile,
};

async function readVaultFile(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_TEXT);
  const vault = bytes === null ? null : vaultOf(plainText(bytes));
  if (vault === null) return null;
  const draft = draftReading('metamaskVault', '', 'any');
  return finishVault(vault, password, draft);
}

function finishVault(vault: Vault | null, password: string | null, draft: ReadingDraft): WalletRead | null {
  if (vault !== null) protectVault(vault, draft);
  if (password !== null) return vault !== null && openVault(vault, password, draft) ? draft.finish() : null;
  if (vault !== null) draft.notRead('secrets');
  return draft.finish();
}

export const metamaskMobile: WalletReader = {
  id: 'metamaskMobile',
  takes: ({ head, path }) => /persist-root$/i.test(path) && /^\s*\{/.test(headText(head)),
  read: readMobile,
};

/** redux-persist: every part of the state is JSON within JSON. The vault there is of another cipher, and is not opened. */
async function readMobile(file: SeizedFile): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST_TEXT);
  if (bytes === null) return tooLarge('metamaskMobile');
  const { engine } = recordOf(tryJson(plainText(bytes)));
  const state = recordOf(recordOf(typeof engine === 'string' ? tryJson(engine) : engine)['backgroundState']);
  if (!isMetamaskState(state)) return null;
  const draft = draftReading('metamaskMobile', '', 'any');
  readMetamaskState(state, draft);
  if ('vault' in recordOf(state['KeyringController'])) {
    draft.protect('AES-256-CBC', 'PBKDF2-HMAC-SHA512');
    draft.notRead('secrets');
  }
  return draft.finish();
}

export const extensionStorage: WalletReader = {
  id: 'extensionStorage',
  takes: ({ path }) => /(^|[/!])[0-9]{6}\.(ldb|log|sst)$/.test(path),
  read: (file) => readStorage(file, null),
  open: readStorage,
};

async function readStorage(file: SeizedFile, password: string | null): Promise<WalletRead | null> {
  const store = walletStoreOf(file.path);
  const bytes = await wholeOf(file, MOST_TEXT);
  if (bytes === null) return store === null ? null : tooLarge('extensionStorage');
  const { entries, isDamaged } = readLevelFile(bytes);
  const { values, hasOlder } = newest(entries);
  const state = stateOf(values);
  const isMetamask = isMetamaskState(state);
  const vault = vaultOf(recordOf(state['KeyringController'])['vault']) ?? anyVault(values);
  // Any program may keep a LevelDB: without a known place or a vault it is no wallet's.
  if (store === null && vault === null && !isMetamask) return null;
  const draft = draftReading(isMetamask ? 'metamask' : 'extensionStorage', textOf(recordOf(state['meta'])['version']), 'any');
  draft.fact('application', store ?? '');
  if (isMetamask) readMetamaskState(state, draft);
  else {
    readLooseTexts(entries, draft);
    if (vault === null) draft.notRead('values');
  }
  if (isDamaged) draft.notRead('damagedRecords');
  if (hasOlder) draft.notRead('olderValues');
  return finishVault(vault, password, draft);
}

/** Of each key its last value; what was written over before is told, not read. */
function newest(entries: readonly LevelEntry[]): { values: ReadonlyMap<string, string>; hasOlder: boolean } {
  const last = new Map<string, LevelEntry>();
  let hasOlder = false;
  for (const entry of entries) {
    const key = Buffer.from(entry.key).toString('latin1');
    const known = last.get(key);
    if (known !== undefined) hasOlder = true;
    if (known === undefined || known.sequence <= entry.sequence) last.set(key, entry);
  }
  const values = new Map<string, string>();
  for (const [key, entry] of last) if (!entry.isDeleted) values.set(key, plainText(entry.value));
  return { values, hasOlder };
}

/** Either all in one value named `data`, or (since 2025) a value for each controller. */
function stateOf(values: ReadonlyMap<string, string>): JsonRecord {
  const whole = recordOf(tryJson(values.get('data') ?? ''));
  const state: Record<string, unknown> = { ...whole, meta: tryJson(values.get('meta') ?? '') };
  for (const [key, value] of values) if (/^[A-Z][A-Za-z]{3,60}$/.test(key)) state[key] = tryJson(value);
  return state;
}

function anyVault(values: ReadonlyMap<string, string>): Vault | null {
  for (const [key, value] of values) {
    if (!/vault|keyring|data/i.test(key)) continue;
    const parsed = tryJson(value);
    const found =
      vaultOf(parsed) ?? vaultOf(recordOf(parsed)['vault']) ?? vaultOf(recordOf(recordOf(parsed)['KeyringController'])['vault']);
    if (found !== null) return found;
  }
  return null;
}
