// A wallet of Sparrow's first versions, and of its exports: the JSON of its own objects. Source: sparrowwallet/sparrow, io/JsonPersistence.java (byte
// arrays in hexadecimal, times in milliseconds, keystores with a seed without their public key); drongo, wallet/Wallet.java, WalletNode.java.
import { fromHex } from '../../../../../shared/model/bytes.ts';
import { type JsonRecord, listOf, recordOf, statedOf, textOf } from '../jsonValue.ts';
import { instantOf } from '../reading.ts';
import type { SparrowKeystore, SparrowNode, SparrowOutput, SparrowSecret, SparrowWallet } from './wallet.ts';

export const isSparrowJson = (data: JsonRecord): boolean =>
  typeof data['policyType'] === 'string' && typeof data['scriptType'] === 'string' && Array.isArray(data['keystores']);

export function jsonWallet(data: JsonRecord): SparrowWallet {
  const mixes = Object.values(recordOf(data['utxoMixes'])).map((entry) => Number(recordOf(entry)['mixesDone'] ?? 0));
  const mixConfig = recordOf(data['mixConfig']);
  const birth = data['birthDate'];
  return {
    ...{ account: '', name: statedOf(data['name']), label: statedOf(data['label']), network: textOf(data['network']) },
    ...{ policyType: textOf(data['policyType']), scriptType: textOf(data['scriptType']) },
    policy: textOf(recordOf(recordOf(data['defaultPolicy'])['miniscript'])['script']),
    stated: {
      storedHeight: statedOf(data['storedBlockHeight']),
      gapLimit: statedOf(data['gapLimit']),
      birthday: typeof birth === 'number' ? instantOf(Math.floor(birth / 1000)) : '',
      mixTo: [textOf(mixConfig['mixToWalletName']), textOf(mixConfig['mixToWalletFile'])].filter(Boolean).join(' · '),
      mixes: mixes.length === 0 ? '' : String(mixes.reduce((sum, done) => sum + done, 0)),
    },
    keystores: listOf(data['keystores']).map((entry) => keystoreOf(recordOf(entry))),
    nodes: listOf(data['purposeNodes']).flatMap((entry) => nodesOf(recordOf(entry))),
    transactions: Object.entries(recordOf(data['transactions'])).map(([id, entry]) => {
      const { date, height, label, transaction } = recordOf(entry);
      const time = typeof date === 'number' ? instantOf(Math.floor(date / 1000)) : '';
      return { id, time, height: Number(height ?? 0), label: textOf(label), raw: hexBytes(transaction) };
    }),
    detachedLabels: Object.entries(recordOf(data['detachedLabels'])).map(([entry, label]) => [entry, textOf(label)] as const),
  };
}

function hexBytes(value: unknown): Uint8Array | null {
  return typeof value === 'string' && /^(?:[0-9a-f]{2})+$/i.test(value) ? fromHex(value) : null;
}

function keystoreOf(data: JsonRecord): SparrowKeystore {
  const derivation = recordOf(data['keyDerivation']);
  const [seed, master] = [data['seed'], data['masterPrivateExtendedKey']].map(recordOf) as [JsonRecord, JsonRecord];
  const words = listOf(seed['mnemonicCode']).map(textOf).join(' ');
  const key = [hexBytes(master['privateKey']), hexBytes(master['chainCode'])];
  const of = (kind: 'seed' | 'master', clear: Uint8Array | null, sealed: SparrowSecret['sealed']): SparrowSecret[] => {
    const about = { type: textOf(seed['type']), needsPassphrase: seed['needsPassphrase'] === true, isOlder: false };
    return clear === null && sealed === null ? [] : [{ kind, clear, sealed, ...about }];
  };
  return {
    ...{ label: textOf(data['label']), source: textOf(data['source']), model: textOf(data['walletModel']) },
    ...{ fingerprint: textOf(derivation['masterFingerprint']), path: textOf(derivation['derivationPath']) },
    ...{ extendedPublicKey: textOf(data['extendedPublicKey']), paymentCode: textOf(data['externalPaymentCode']) },
    secrets: [
      ...of('seed', words === '' ? null : new TextEncoder().encode(words), sealedOf(seed['encryptedMnemonicCode'])),
      ...of(
        'master',
        key.includes(null) ? null : Uint8Array.from(key.flatMap((part) => [...(part ?? [])])),
        sealedOf(master['encryptedKey']),
      ),
    ],
  };
}

function sealedOf(value: unknown): SparrowSecret['sealed'] {
  const data = recordOf(value);
  const [iv, bytes, salt] = [data['initialisationVector'], data['encryptedBytes'], data['keySalt']].map(hexBytes);
  return iv && bytes && salt ? { iv, bytes, salt } : null;
}

/** The branch, then its addresses. */
function nodesOf(data: JsonRecord): SparrowNode[] {
  return [data, ...listOf(data['children']).map(recordOf)].map((node) => ({
    ...{ path: textOf(node['derivationPath']), label: textOf(node['label']), address: textOf(node['address']), data: null },
    outputs: listOf(node['transactionOutputs']).map((entry) => outputOf(recordOf(entry))),
  }));
}

function outputOf(data: JsonRecord): SparrowOutput {
  const by = recordOf(data['spentBy']);
  const place = (entry: JsonRecord) => ({
    transaction: textOf(entry['hash']),
    index: statedOf(entry['index']),
    label: textOf(entry['label']),
  });
  return { ...place(data), isFrozen: data['status'] === 'FROZEN', spentBy: textOf(by['hash']) === '' ? null : place(by) };
}
