// Trezor Suite: the accounts and devices that it was told to remember, their transactions, and labels. Source: trezor/trezor-suite,
// packages/suite/src/storage/definitions.ts (what is stored), suite-common/wallet-types/src/account.ts and transaction.ts,
// suite-common/metadata-types/src/metadataTypes.ts. No key that can spend is there: it is in the device.
import type { WalletRead } from '../../scanners/seized.ts';
import type { StoredValue } from '../chromium/storedValues.ts';
import { type JsonRecord, listOf, recordOf, statedOf, textOf } from '../jsonValue.ts';
import { instantOf, type ReadingDraft } from '../reading.ts';
import { readTrezorLabels } from './trezorLabels.ts';

const EXTENDED = /^[A-Za-z]{1,4}pub[1-9A-HJ-NP-Za-km-z]{100,115}$/;
const DESCRIPTOR = /^[a-z]+\(/;

/** By its fields: in which object store a record lies is often told in another file. */
const isAccount = (record: JsonRecord): boolean =>
  typeof record['descriptor'] === 'string' && typeof record['symbol'] === 'string' && typeof record['path'] === 'string';
const isDevice = (record: JsonRecord): boolean => typeof recordOf(record['features'])['device_id'] === 'string';
const isTransaction = (record: JsonRecord): boolean => typeof recordOf(record['tx'])['txid'] === 'string';
const isLabels = (record: JsonRecord): boolean => Array.isArray(record['providers']);

export const isTrezorSuite = (values: readonly StoredValue[]): boolean =>
  values.some(({ value }) => [isAccount, isDevice, isTransaction].some((is) => is(recordOf(value))));

export function readTrezorSuite(values: readonly StoredValue[], draft: ReadingDraft): WalletRead {
  for (const { value } of values) {
    const record = recordOf(value);
    if (isDevice(record)) readDevice(record, draft);
    else if (isAccount(record)) readAccount(record, draft);
    else if (isTransaction(record)) readTransaction(recordOf(record['tx']), draft);
    else if (isLabels(record)) readProviders(listOf(record['providers']), draft);
    // Settings, rates, drafts and what the program counts for itself.
    else draft.notRead('values');
  }
  return draft.finish();
}

const joined = (...texts: readonly string[]): string => texts.filter((text) => text !== '').join(' · ');

function readDevice(device: JsonRecord, draft: ReadingDraft): void {
  const features = recordOf(device['features']);
  const name = (field: string): string => statedOf(features[field]);
  draft.fact('deviceLabel', statedOf(device['label']) || name('label'));
  draft.fact('device', joined(name('internal_model') || name('model'), name('device_id'), name('serial_no')));
  const firmware = ['major_version', 'minor_version', 'patch_version'].map(name);
  if (firmware.every((part) => part !== '')) draft.fact('firmware', firmware.join('.'));
  // A wallet behind a passphrase is one of its own; its state names the device, and an address by which the program knows it again.
  const { useEmptyPassphrase } = device;
  if (typeof useEmptyPassphrase === 'boolean')
    draft.fact('walletType', joined(useEmptyPassphrase ? 'standard' : 'passphrase', statedOf(device['walletNumber'])));
  draft.fact('identifier', textOf(device['state']) || textOf(recordOf(device['state'])['staticSessionId']));
  readLabelKeys(recordOf(device['metadata']), draft);
}

function readAccount(account: JsonRecord, draft: ReadingDraft): void {
  const stated = (field: string): string => statedOf(account[field]);
  const [descriptor, path, empty] = [stated('descriptor'), stated('path'), account['empty']];
  const label = joined(stated('accountLabel'), stated('symbol').toUpperCase());
  if (EXTENDED.test(descriptor)) draft.key('extendedPublicKey', descriptor, path);
  else if (DESCRIPTOR.test(descriptor)) draft.key('descriptor', descriptor, path);
  else draft.address(descriptor, { role: 'own', label, path, used: typeof empty === 'boolean' ? !empty : null });
  draft.fact('account', joined(label, stated('accountType'), stated('index'), path, stated('deviceState')));
  const addresses = recordOf(account['addresses']);
  for (const branch of ['used', 'unused', 'change']) {
    const role = branch === 'change' ? 'change' : 'receive';
    for (const entry of listOf(addresses[branch])) {
      const { address, path: at, transfers } = recordOf(entry);
      const used = typeof transfers === 'number' ? transfers > 0 : null;
      draft.address(textOf(address), { role, label, path: textOf(at), used });
    }
  }
  readLabelKeys(recordOf(account['metadata']), draft);
}

/** Amounts are left out: their unit changed between versions, and no field says it. */
function readTransaction(transaction: JsonRecord, draft: ReadingDraft): void {
  const to = listOf(transaction['targets'])
    .slice(0, 5)
    .flatMap((target) => listOf(recordOf(target)['addresses']).slice(0, 5).map(textOf));
  const label = joined(statedOf(transaction['type']), statedOf(transaction['symbol']).toUpperCase(), to.join(', '));
  draft.transaction(textOf(transaction['txid']), instantOf(Number(transaction['blockTime'] ?? 0)), label);
}

/** By version of the labels the name of their file and the key that opens it. */
function readLabelKeys(metadata: JsonRecord, draft: ReadingDraft): void {
  for (const keys of Object.values(metadata).map(recordOf)) {
    if (textOf(keys['fileName']) !== '') draft.fact('labelFile', `${textOf(keys['fileName'])}.mtdt`);
    for (const key of [keys['aesKey'], keys['key']]) draft.secret('password', textOf(key), 'labelKey');
  }
}

/** Where labels are kept, and those that were read from there. */
function readProviders(providers: readonly unknown[], draft: ReadingDraft): void {
  for (const provider of providers.map(recordOf)) {
    draft.fact('labelProvider', joined(statedOf(provider['type']), statedOf(provider['user'])));
    if (Object.values(recordOf(provider['tokens'])).some((token) => textOf(token) !== '')) draft.notRead('serverCredential');
    for (const labels of Object.values(recordOf(provider['data']))) readTrezorLabels(recordOf(labels), draft);
  }
}
