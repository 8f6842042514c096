// Label files of Trezor Suite (.mtdt): JSON under a key that follows from the device's own, AES-256-GCM; on a disk as hexadecimal text, elsewhere as bytes.
// Source: trezor/trezor-suite, packages/suite/src/utils/suite/metadata.ts and services/suite/metadata/FileSystemProvider.ts. The program keeps the key of
// remembered accounts beside them, in its own storage: entered as the password, it opens the file.
import type { SeizedFile, WalletReader } from '../../scanners/seized.ts';
import { decryptGcm } from '../ciphers.ts';
import { wrongPassword } from '../damage.ts';
import { type JsonRecord, plainText, recordOf, statedOf, textOf, tryJson } from '../jsonValue.ts';
import { draftReading, type ReadingDraft } from '../reading.ts';

const IV = 12;
const TAG = 16;
const MOST = 16 * 2 ** 20;
const KEY = /^[0-9a-f]{64}$/i;

export const trezorLabels: WalletReader = {
  id: 'trezorLabels',
  takes: ({ path, size }) => /(^|[/!])[0-9a-f]{64}(_v\d+)?\.mtdt$/i.test(path) && size > IV + TAG && size <= MOST,
  read: async (file) => {
    const draft = begin(file);
    draft.notRead('contents');
    return draft.finish();
  },
  open: async (file, password) => {
    const bytes = await file.bytes(MOST);
    if (bytes === null) return null;
    const sealed = plainBytes(bytes);
    const [iv, tag, text] = [sealed.subarray(0, IV), sealed.subarray(IV, IV + TAG), sealed.subarray(IV + TAG)];
    const plain = KEY.test(password.trim()) ? decryptGcm(Buffer.from(password.trim(), 'hex'), iv, Buffer.concat([text, tag])) : null;
    if (plain === null) return wrongPassword();
    const draft = begin(file);
    draft.isOpened = true;
    readTrezorLabels(recordOf(tryJson(plainText(plain))), draft);
    return draft.finish();
  },
};

function begin({ path }: SeizedFile): ReadingDraft {
  const draft = draftReading('trezorLabels', '', 'any');
  draft.fact('fileName', /[^/!]*$/.exec(path)?.[0] ?? '');
  draft.protect('AES-256-GCM', 'SLIP-0015');
  return draft;
}

function plainBytes(bytes: Uint8Array): Uint8Array {
  const text = plainText(bytes).trim();
  return /^(?:[0-9a-f]{2})+$/i.test(text) ? new Uint8Array(Buffer.from(text, 'hex')) : bytes;
}

/** Names that people gave to an account, to its addresses, to outputs of its transactions, and to a wallet. */
export function readTrezorLabels(labels: JsonRecord, draft: ReadingDraft): void {
  for (const name of ['accountLabel', 'walletLabel']) draft.fact('name', statedOf(labels[name]));
  for (const [address, label] of Object.entries(recordOf(labels['addressLabels'])))
    draft.address(address, { role: 'own', label: labelOf(label) });
  for (const [id, outputs] of Object.entries(recordOf(labels['outputLabels'])))
    draft.transaction(
      id,
      '',
      Object.entries(recordOf(outputs))
        .slice(0, 100)
        .map(([output, label]) => `${output}: ${labelOf(label)}`)
        .join(' · '),
    );
}

/** Early ones are a text within an object. */
const labelOf = (label: unknown): string => statedOf(label) || textOf(recordOf(label)['value']);
