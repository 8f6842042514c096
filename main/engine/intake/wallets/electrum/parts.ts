// The public parts of an Electrum wallet, whatever its version. Source: spesmilo/electrum, electrum/wallet_db.py (the conversions from version to
// version name every field), electrum/wallet.py.
import { fromHex } from '../../../../../shared/model/bytes.ts';
import { type JsonRecord, listOf, recordOf, statedOf, textOf } from '../jsonValue.ts';
import { type CoinForm, coinFormNamed, coinFormOf, isPublicKey, keyHashAddress, multisigAddress } from '../publicKeys.ts';
import { draftReading, instantOf, type ReadingDraft } from '../reading.ts';
import { type FieldReader, importedSecret, readKeystores } from './keystores.ts';

/** Parts that hold more than is read here, by field. */
const UNREAD: Readonly<Record<string, string>> = {
  channels: 'lightningChannels',
  channel_backups: 'lightningChannels',
  imported_channel_backups: 'lightningChannels',
  onchain_channel_backups: 'lightningChannels',
  lightning_payments: 'lightningPayments',
  lightning_preimages: 'lightningPayments',
  submarine_swaps: 'swaps',
};

export function isElectrum(data: JsonRecord): boolean {
  const isKeyed = 'keystore' in data || Object.keys(data).some((name) => /^x[0-9]{1,2}\/$/.test(name));
  if (isKeyed)
    return 'wallet_type' in data || 'seed_version' in data || 'xpub' in recordOf(data['x1/']) || 'type' in recordOf(data['keystore']);
  const isOld = 'accounts' in data || 'addresses' in data || 'pubkeys' in data;
  return isOld && ('wallet_type' in data || 'seed_version' in data);
}

export function readParts(data: JsonRecord, field: FieldReader): ReadingDraft {
  const draft = draftReading('electrum', statedOf(data['seed_version']), 'bip122');
  const form = coinOf(data);
  readKeystores(data, draft, field);
  draft.fact('walletType', statedOf(data['wallet_type']));
  draft.fact('storedHeight', statedOf(data['stored_height']));
  draft.fact('gapLimit', statedOf(data['gap_limit']));
  draft.fact('created', instantOf(Number(recordOf(data['db_metadata'])['creation_timestamp'] ?? 0)));
  draft.fact('createdBy', statedOf(recordOf(data['db_metadata'])['first_electrum_version_used']));
  draft.fact('coin', form.name);
  readAddresses(data, draft);
  readAccounts(data, draft, form, field);
  readKeyLists(data, draft, form);
  readHistory(data, draft);
  readRequests(data, draft);
  for (const [name, value] of Object.entries(recordOf(data['contacts']))) readContact(draft, name, value);
  for (const [name, code] of Object.entries(UNREAD)) if (Object.keys(Object(data[name])).length > 0) draft.notRead(code);
  return draft;
}

/** The coin by the first address that is one; Litecoin's Electrum writes the same file. */
function coinOf(data: JsonRecord): CoinForm {
  const keys = Object.keys(recordOf(data['addr_history']));
  const listed = listOf(recordOf(data['addresses'])['receiving']).map(textOf);
  for (const address of [...keys, ...listed].slice(0, 20)) {
    const form = coinFormOf(address);
    if (form !== null) return form;
  }
  const text = Object.values(data).map((value) => textOf(recordOf(value)['xpub']));
  const isTest = text.some((key) => /^[tuvUV]pub/.test(key));
  return coinFormNamed(isTest ? 'testnet' : 'bitcoin') as CoinForm;
}

function labelsOf(data: JsonRecord): (name: string) => string {
  const labels = recordOf(data['labels']);
  return (name) => (Object.hasOwn(labels, name) ? textOf(labels[name]) : '');
}

function readAddresses(data: JsonRecord, draft: ReadingDraft): void {
  const label = labelsOf(data);
  const isWatched = data['wallet_type'] === 'imported';
  const { addresses } = data;
  // Imported ones: a list (2.8), or by address what is known of each (3.0); with a key where it has one.
  if (Array.isArray(addresses)) {
    for (const address of addresses) draft.address(textOf(address), { role: isWatched ? 'watched' : 'own', label: label(textOf(address)) });
    return;
  }
  const record = recordOf(addresses);
  for (const branch of ['receiving', 'change'] as const)
    for (const address of listOf(record[branch]))
      draft.address(textOf(address), { role: branch === 'change' ? 'change' : 'receive', label: label(textOf(address)) });
  for (const [address, known] of Object.entries(record))
    if (!Array.isArray(known))
      draft.address(address, { role: textOf(recordOf(known)['pubkey']) === '' ? 'watched' : 'own', label: label(address) });
}

/** Until 2.6: accounts, each with its chains of public keys, in 1.x of addresses. */
function readAccounts(data: JsonRecord, draft: ReadingDraft, form: CoinForm, field: FieldReader): void {
  const label = labelsOf(data);
  for (const [name, value] of Object.entries(recordOf(data['accounts']))) {
    const account = recordOf(value);
    for (const [address, pair] of Object.entries(recordOf(account['imported']))) {
      // Key and secret; of a watched address the list is empty or holds nothing.
      const [publicKey, secret] = listOf(pair).map(textOf);
      draft.address(address, { role: (secret ?? '') === '' ? 'watched' : 'own', label: label(address) });
      draft.key('publicKey', publicKey ?? '', '');
      importedSecret(draft, field, secret ?? '');
    }
    const needed = typeof account['m'] === 'number' ? account['m'] : 2;
    for (const [branch, role] of [
      ['receiving', 'receive'],
      ['0', 'receive'],
      ['change', 'change'],
      ['1', 'change'],
    ] as const)
      for (const [index, entry] of listOf(account[branch]).entries()) {
        if (draft.isFull) break;
        const address = addressOf(entry, needed, form);
        draft.address(address, { role, label: label(address), path: `${name}/${role === 'change' ? 1 : 0}/${index}` });
      }
    for (const key of ['xpub', 'xpub2', 'xpub3']) draft.key('extendedPublicKey', textOf(account[key]), name);
    draft.key('publicKey', textOf(account['mpk']), name);
  }
}

/** 2.7: public keys by branch, for the whole wallet. */
function readKeyLists(data: JsonRecord, draft: ReadingDraft, form: CoinForm): void {
  const lists = recordOf(data['pubkeys']);
  const label = labelsOf(data);
  const needed = Number(/^(\d{1,2})of/.exec(textOf(data['wallet_type']))?.[1] ?? 1);
  for (const [branch, role] of [
    ['receiving', 'receive'],
    ['change', 'change'],
  ] as const)
    for (const [index, entry] of listOf(lists[branch]).entries()) {
      if (draft.isFull) break;
      const address = addressOf(entry, needed, form);
      draft.address(address, { role, label: label(address), path: `${role === 'change' ? 1 : 0}/${index}` });
    }
}

function addressOf(entry: unknown, needed: number, form: CoinForm): string {
  if (Array.isArray(entry)) {
    const keys = entry.map((key) => publicKeyBytes(textOf(key)));
    return keys.includes(null) ? '' : (multisigAddress(keys as Uint8Array[], needed, form) ?? '');
  }
  const key = publicKeyBytes(textOf(entry));
  return key === null ? textOf(entry) : keyHashAddress(key, form);
}

function publicKeyBytes(text: string): Uint8Array | null {
  if (!/^(?:[0-9a-f]{66}|[0-9a-f]{130})$/i.test(text)) return null;
  const bytes = fromHex(text);
  return isPublicKey(bytes) ? bytes : null;
}

function readHistory(data: JsonRecord, draft: ReadingDraft): void {
  const label = labelsOf(data);
  const times = { ...recordOf(data['verified_tx']), ...recordOf(data['verified_tx3']) };
  const timeOf = (id: string): string => {
    const seconds = listOf(Object.hasOwn(times, id) ? times[id] : [])[1];
    return typeof seconds === 'number' ? instantOf(seconds) : '';
  };
  // An empty history says that a server knew of none, where one was asked at all.
  const wasAsked = Number(data['stored_height'] ?? 0) > 0;
  for (const [address, entries] of Object.entries(recordOf(data['addr_history']))) {
    const ids = listOf(entries).map((entry) => textOf(listOf(entry)[0]));
    draft.address(address, { role: 'own', label: label(address), used: ids.length > 0 ? true : wasAsked ? false : null });
    for (const id of ids) draft.transaction(id, timeOf(id), label(id));
  }
  for (const id of [...Object.keys(recordOf(data['transactions'])), ...Object.keys(times)]) draft.transaction(id, timeOf(id), label(id));
}

/** What the user asked others to pay (own addresses), and bills that were pasted: the payee is another. */
function readRequests(data: JsonRecord, draft: ReadingDraft): void {
  for (const [name, value] of Object.entries(recordOf(data['payment_requests']))) {
    const request = recordOf(value);
    const message = statedOf(request['memo'] ?? request['message']);
    for (const output of listOf(request['outputs'])) draft.address(textOf(listOf(output)[1]), { role: 'receive', label: message });
    draft.address(name, { role: 'receive', label: message });
  }
  for (const value of Object.values(recordOf(data['invoices']))) {
    const invoice = recordOf(value);
    const message = statedOf(invoice['message'] ?? invoice['memo']);
    for (const output of listOf(invoice['outputs'])) draft.address(textOf(listOf(output)[1]), { role: 'contact', label: message });
  }
}

/** `address: ['address', name]`, before 2.0 the other way round; OpenAlias names are no addresses. */
function readContact(draft: ReadingDraft, key: string, value: unknown): void {
  const [kind, name] = listOf(value).map(textOf);
  if (kind === 'address') draft.address(key, { role: 'contact', label: name ?? '' });
  else if (kind !== undefined) draft.fact('contact', `${key} ${name ?? ''}`.trim());
  else draft.address(textOf(value), { role: 'contact', label: key });
}
