// MetaMask's vault as users copy it out, and its state on a telephone.
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { headText, plainText, recordOf, tryJson } from '../jsonValue.ts';
import { draftReading } from '../reading.ts';
import { MOST_TEXT, tooLarge, wholeOf } from '../wholeFile.ts';
import { isMetamaskState, readMetamaskState } from './metamaskState.ts';
import { finishVault, vaultOf } from './vault.ts';

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
