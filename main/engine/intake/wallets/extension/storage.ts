// LevelDB files in which browsers, and programs built like one, keep what wallets store: MetaMask, Atomic Wallet, Trezor Suite by their own forms, others by
// the texts in them.
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { wrappedValue } from '../chromium/indexedDb.ts';
import { parsed, type StoredValue, type StoredValues, storedValues } from '../chromium/storedValues.ts';
import { type JsonRecord, recordOf, textOf } from '../jsonValue.ts';
import { draftReading, type ReadingDraft } from '../reading.ts';
import { MOST_TEXT, tooLarge, wholeOf } from '../wholeFile.ts';
import { isAtomic, readAtomic } from './atomic.ts';
import { readLooseTexts } from './looseTexts.ts';
import { isMetamaskState, readMetamaskState } from './metamaskState.ts';
import { isTrezorSuite, readTrezorSuite } from './trezorSuite.ts';
import { finishVault, type Vault, vaultOf } from './vault.ts';
import { walletStoreOf } from './walletStores.ts';

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
  return readStored(store, storedValues(file.path, bytes), password);
}

/** What IndexedDB puts into a file of its own because it is large: the value alone, without its key. */
export const indexedValue: WalletReader = {
  id: 'indexedValue',
  takes: ({ path, head }) => /\.indexeddb\.blob[/!]/i.test(path) && head[0] === 0xff && walletStoreOf(path) !== null,
  read: async (file) => {
    const bytes = await wholeOf(file, MOST_TEXT);
    if (bytes === null) return tooLarge('extensionStorage');
    const clone = wrappedValue(bytes);
    if (clone === null) return null;
    const stored = { isDamaged: false, isCut: false, hasOlder: false, hasFiles: false, hasOthers: false };
    return readStored(walletStoreOf(file.path), { ...stored, values: [{ name: '', value: clone.value }], texts: clone.texts }, null);
  },
};

function readStored(store: string | null, stored: StoredValues, password: string | null): WalletRead | null {
  const { values } = stored;
  const state = stateOf(values);
  const isMetamask = isMetamaskState(state);
  const vault = vaultOf(recordOf(state['KeyringController'])['vault']) ?? anyVault(values);
  // Any program may keep a LevelDB: without a known place or a vault it is no wallet's.
  if (store === null && vault === null && !isMetamask) return null;
  if (store === 'Atomic Wallet' && isAtomic(values)) return readAtomic(values, password, begin('atomicWallet', '', store, stored));
  if (store === 'Trezor Suite' && isTrezorSuite(values))
    return password === null ? readTrezorSuite(values, begin('trezorSuite', '', store, stored)) : null;
  const version = textOf(recordOf(state['meta'])['version']);
  const draft = begin(isMetamask ? 'metamask' : 'extensionStorage', version, store, stored);
  if (isMetamask) readMetamaskState(state, draft);
  else {
    readLooseTexts(stored.texts, draft);
    if (vault === null) draft.notRead('values');
  }
  return finishVault(vault, password, draft);
}

function begin(form: string, version: string, store: string | null, stored: StoredValues): ReadingDraft {
  const draft = draftReading(form, version, 'any');
  draft.fact('application', store ?? '');
  if (stored.isDamaged) draft.notRead('damagedRecords');
  if (stored.isCut) draft.notRead('beyondBound');
  if (stored.hasOlder) draft.notRead('olderValues');
  if (stored.hasFiles) draft.notRead('valueFiles');
  if (stored.hasOthers) draft.notRead('values');
  return draft;
}

/** Either all in one value named `data`, or (since 2025) a value for each controller. */
function stateOf(values: readonly StoredValue[]): JsonRecord {
  const named = (wanted: string): unknown => parsed(values.find(({ name }) => name === wanted)?.value);
  const state: Record<string, unknown> = { ...recordOf(named('data')), meta: named('meta') };
  for (const { name, value } of values) if (/^[A-Z][A-Za-z]{3,60}$/.test(name)) state[name] = parsed(value);
  return state;
}

function anyVault(values: readonly StoredValue[]): Vault | null {
  for (const { name, value } of values) {
    if (!/vault|keyring|data/i.test(name)) continue;
    const known = parsed(value);
    const found = vaultOf(known) ?? vaultOf(recordOf(known)['vault']) ?? vaultOf(recordOf(recordOf(known)['KeyringController'])['vault']);
    if (found !== null) return found;
  }
  return null;
}
