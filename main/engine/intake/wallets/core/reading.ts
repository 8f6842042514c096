// What the records of a wallet of Bitcoin Core say, as a reading: addresses of its keys and of its address book, transactions, descriptors.
import { hex } from '../../../../../shared/model/bytes.ts';
import type { WalletRead } from '../../scanners/seized.ts';
import { addressOfScript, type CoinForm, coinFormNamed, coinFormOf, scriptsOfKey } from '../publicKeys.ts';
import { draftReading, type ReadingDraft } from '../reading.ts';
import type { CoreRecords, OwnKey } from './records.ts';
import { gatherSecrets, openMasterKey } from './secrets.ts';

/** Bitcoin Core 0.20 and Litecoin Core 0.21 give out bech32 addresses unless told otherwise. */
const SEGWIT_FIRST = 199_900;

/** Null where a password was given and nothing here is encrypted in a way that it opens. */
export function coreReading(formId: string, records: CoreRecords, stated: CoinForm | null, password: string | null): WalletRead | null {
  const draft = draftReading(formId, records.facts.get('version') ?? '', 'bip122');
  const [first] = records.masterKeys;
  const masterKey = password === null ? null : openMasterKey(records, password);
  if (password !== null && masterKey === null) return null;
  const form = stated ?? coinOf(records);
  if (first !== undefined)
    draft.protect('AES-256-CBC', first.method === 0 ? 'SHA-512 rounds' : `method ${first.method}`, {
      iterations: String(first.rounds),
      salt: hex(first.salt.subarray(0, 32)),
      method: String(first.method),
    });
  draft.isOpened = masterKey !== null;
  draft.fact('coin', form?.name ?? '');
  for (const code of ['defaultKey', 'hdSeed', 'hdExternalKeys', 'hdChangeKeys']) draft.fact(code, records.facts.get(code) ?? '');
  for (const { text, created, nextIndex, range, isActive } of records.descriptors.values()) {
    draft.key('descriptor', text, '');
    if (text !== '')
      draft.fact(
        'descriptorState',
        [text.slice(-8), isActive ? 'active' : '', created, `next ${nextIndex}`, `range ${range}`].filter(Boolean).join(' '),
      );
  }
  if (form === null) keysOf(records, draft);
  else addressesOf(records, form, draft);
  for (const [address, label] of records.labels) draft.address(address, { role: roleOf(records.purposes.get(address)), label });
  for (const [address, purpose] of records.purposes) draft.address(address, { role: roleOf(purpose) });
  for (const [id, { time, label }] of records.transactions) draft.transaction(id, time, label);
  for (const code of records.notRead) draft.notRead(code);
  gatherSecrets(records, masterKey, form, draft);
  return draft.finish();
}

/** An entry of the address book without a purpose may be anyone's. */
const roleOf = (purpose: string | undefined): 'contact' | 'receive' | 'own' =>
  purpose === 'receive' ? 'receive' : purpose === 'send' ? 'contact' : 'own';

/** By the first address that someone wrote or that was handed out. */
function coinOf({ labels, purposes, descriptors }: CoreRecords): CoinForm | null {
  // A practice network shares its versions of base58 with others: the prefix of a segwit address tells more.
  const named = [...labels.keys(), ...purposes.keys()].slice(0, 50);
  const byPrefix = named.filter((address) => /1/.test(address) && address === address.toLowerCase());
  for (const address of [...byPrefix, ...named]) {
    const form = coinFormOf(address);
    if (form !== null) return form;
  }
  const [first] = descriptors.values();
  return first === undefined ? null : coinFormNamed(first.text.includes('tpub') ? 'testnet' : 'bitcoin');
}

function keysOf(records: CoreRecords, draft: ReadingDraft): void {
  if (records.keys.size > 0) draft.notRead('unknownCoin');
  for (const { publicKey, path } of records.keys.values()) draft.key('publicKey', hex(publicKey), path);
}

/** m/0'/1'/n' is Core's branch of change, m/0'/0'/n' that of receiving. */
function branchOf({ path }: OwnKey): 'receive' | 'change' | 'own' {
  const branch = /^m\/0'\/([01])'\/\d+'?$/.exec(path)?.[1];
  return branch === undefined ? 'own' : branch === '1' ? 'change' : 'receive';
}

function addressesOf(records: CoreRecords, form: CoinForm, draft: ReadingDraft): void {
  const paid = new Set<string>();
  for (const { scripts } of records.transactions.values()) for (const script of scripts) paid.add(hex(script));
  const usual = form.bech32 !== '' && Number(records.facts.get('version') ?? 0) >= SEGWIT_FIRST ? 1 : 0;
  for (const key of records.keys.values()) {
    if (draft.isFull) break;
    let isTold = false;
    for (const script of scriptsOfKey(key.publicKey)) {
      const address = addressOfScript(script, form);
      const isPaid = paid.has(hex(script));
      if (address === null || (!isPaid && !records.labels.has(address) && !records.purposes.has(address))) continue;
      isTold = true;
      // The address book's own role counts where a key is in it too: it is the wallet's.
      draft.address(address, { role: branchOf(key), label: records.labels.get(address) ?? '', path: key.path, used: isPaid ? true : null });
    }
    // Of a key that nothing names the form stands that the program gave out first at the time.
    if (!isTold) {
      const script = scriptsOfKey(key.publicKey)[usual] ?? (scriptsOfKey(key.publicKey)[0] as Uint8Array);
      draft.address(addressOfScript(script, form) ?? '', { role: branchOf(key), path: key.path, used: key.isReserve ? false : null });
    }
  }
  for (const script of records.watched) {
    const address = addressOfScript(script, form);
    if (address === null) draft.notRead('watchedScripts');
    else draft.address(address, { role: 'watched', used: paid.has(hex(script)) ? true : null });
  }
  if (records.scripts.length > 0) draft.notRead('redeemScripts');
}
