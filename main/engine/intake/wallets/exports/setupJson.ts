// Set-ups of wallets and hardware devices as JSON: Caravan, Coldcard, Cobo Vault and Keystone, Specter Desktop, what Bitcoin Core lists.
// Source: caravan-bitcoin/caravan, wallet configuration; Coldcard docs, "Generic wallet export" and "xpub JSON"; Keystone; cryptoadvance/
// specter-desktop, wallet export; bitcoin/bitcoin, src/wallet/rpc/backup.cpp (listdescriptors). Each shape has a field that no other has.
import type { SeizedFile, WalletRead, WalletReader } from '../../scanners/seized.ts';
import { headText, type JsonRecord, listOf, plainText, recordOf, statedOf, textOf, tryJson } from '../jsonValue.ts';
import { draftReading, instantOf, type ReadingDraft } from '../reading.ts';
import { wholeOf } from '../wholeFile.ts';

const MOST = 8 * 2 ** 20;
const FIELDS = /"(?:extendedPublicKeys|ExtPubKey|p2wsh_deriv|p2sh_deriv|bip(?:44|49|84|86|352)|descriptors?|xfp)"\s*:/;

interface Shape {
  readonly form: string;
  fits(data: JsonRecord): boolean;
  read(data: JsonRecord, draft: ReadingDraft): void;
}

const SHAPES: readonly Shape[] = [
  { form: 'caravan', fits: (data) => Array.isArray(data['extendedPublicKeys']) && 'quorum' in data, read: readCaravan },
  {
    form: 'coldcard',
    fits: (data) => 'xfp' in data && ('chain' in data || 'p2wsh_deriv' in data || 'p2sh_deriv' in data),
    read: readColdcard,
  },
  {
    form: 'keystone',
    fits: (data) => 'ExtPubKey' in data && 'MasterFingerprint' in data && !('EncryptedSecret' in data || 'HdPubKeys' in data),
    read: readKeystone,
  },
  { form: 'specter', fits: (data) => textOf(data['descriptor']) !== '' && 'blockheight' in data, read: readSpecter },
  {
    form: 'bitcoinCoreDescriptors',
    fits: (data) => listOf(data['descriptors']).some((entry) => 'desc' in recordOf(entry)),
    read: readCoreList,
  },
];

export const setupJson: WalletReader = {
  id: 'setupJson',
  takes: ({ head, size }) => size <= MOST && /^\s*\{/.test(headText(head)) && FIELDS.test(headText(head)),
  read: readSetup,
};

async function readSetup(file: SeizedFile): Promise<WalletRead | null> {
  const bytes = await wholeOf(file, MOST);
  const data = bytes === null ? {} : recordOf(tryJson(plainText(bytes)));
  const shape = SHAPES.find(({ fits }) => fits(data));
  if (shape === undefined) return null;
  const draft = draftReading(shape.form, '', 'bip122');
  shape.read(data, draft);
  return draft.finish();
}

function readCaravan(data: JsonRecord, draft: ReadingDraft): void {
  draft.fact('name', statedOf(data['name']));
  draft.fact('format', statedOf(data['addressType']));
  draft.fact('network', statedOf(data['network']));
  const { requiredSigners, totalSigners } = recordOf(data['quorum']);
  draft.fact('policy', `${statedOf(requiredSigners)} of ${statedOf(totalSigners)}`);
  for (const entry of listOf(data['extendedPublicKeys'])) {
    const { xpub, bip32Path, xfp, name, method } = recordOf(entry);
    draft.key('extendedPublicKey', textOf(xpub), statedOf(bip32Path));
    draft.fact('cosigner', [statedOf(name), statedOf(xfp), statedOf(method)].filter((text) => text !== '').join(' '));
  }
}

/** `X_deriv` states the path of the key `X`; of single keys each form is a record of its own. */
function readColdcard(data: JsonRecord, draft: ReadingDraft): void {
  draft.fact('fingerprint', textOf(data['xfp']).toLowerCase());
  draft.fact('chain', textOf(data['chain']));
  draft.fact('account', statedOf(data['account']));
  if (textOf(data['chain']) !== '') draft.key('extendedPublicKey', textOf(data['xpub']), 'm');
  for (const [name, value] of Object.entries(data)) {
    if (name.endsWith('_deriv')) draft.key('extendedPublicKey', textOf(data[name.slice(0, -6)]), textOf(value));
    if (!name.startsWith('bip')) continue;
    const form = recordOf(value);
    const path = textOf(form['deriv']);
    for (const key of [textOf(form['_pub']), textOf(form['xpub'])]) draft.key('extendedPublicKey', key, path);
    draft.key('descriptor', textOf(form['desc']), path);
    // The device derives it as an example; nobody need have used it.
    draft.address(textOf(form['first']), { role: 'receive', path: `${path}/0/0` });
    const scan = Object.values(form)
      .map(textOf)
      .filter((text) => text.includes('spscan1'));
    for (const key of scan) draft.secret('privateKey', key, 'silentPaymentScan');
  }
}

function readKeystone(data: JsonRecord, draft: ReadingDraft): void {
  const path = textOf(data['AccountKeyPath']);
  draft.key('extendedPublicKey', textOf(data['ExtPubKey']), path === '' ? '' : `m/${path.replace(/^m\//, '')}`);
  draft.fact('fingerprint', textOf(data['MasterFingerprint']).toLowerCase());
  for (const [name, value] of Object.entries(data)) if (/FirmwareVersion$/.test(name)) draft.fact('firmware', `${name} ${statedOf(value)}`);
}

function readSpecter(data: JsonRecord, draft: ReadingDraft): void {
  draft.fact('name', statedOf(data['label']));
  draft.fact('birthHeight', statedOf(data['blockheight']));
  draft.key('descriptor', textOf(data['descriptor']), '');
  for (const device of listOf(data['devices']))
    draft.fact('device', [statedOf(recordOf(device)['type']), statedOf(recordOf(device)['label'])].join(' ').trim());
}

function readCoreList(data: JsonRecord, draft: ReadingDraft): void {
  draft.fact('name', statedOf(data['wallet_name']));
  for (const entry of listOf(data['descriptors'])) {
    const { desc, timestamp, active, internal } = recordOf(entry);
    draft.key('descriptor', textOf(desc), '');
    const state = [active === true ? 'active' : '', internal === true ? 'change' : '', instantOf(Number(timestamp ?? 0))].filter(
      (text) => text !== '',
    );
    draft.fact('descriptorState', [textOf(desc).slice(-8), ...state].join(' '));
  }
}
