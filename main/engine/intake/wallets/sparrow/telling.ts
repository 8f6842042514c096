// Sparrow's wallets as a reading: accounts, keystores, addresses with their labels and use, transactions; secrets sealed, opened where a key is given.
import { coinFormNamed, addressOfScript, base58Check, type CoinForm } from '../publicKeys.ts';
import { outputScripts } from '../core/walletTransaction.ts';
import type { ReadingDraft } from '../reading.ts';
import type { SparrowKeystore, SparrowNode, SparrowSecret, SparrowWallet } from './wallet.ts';

/** What stood encrypted, or null while it stays so. */
export type OpenSealed = (sealed: NonNullable<SparrowSecret['sealed']>) => Uint8Array | null;

export function tellWallet(draft: ReadingDraft, wallet: SparrowWallet, open: OpenSealed): void {
  const form = coinFormNamed(formName(wallet.network));
  // Facts of an account say of which they are.
  const fact = (code: string, value: string): void =>
    draft.fact(code, value === '' || wallet.account === '' ? value : `${wallet.account}: ${value}`);
  if (wallet.account !== '') draft.fact('account', [wallet.account, wallet.label].filter(Boolean).join(' · '));
  else for (const name of [wallet.name, wallet.label]) draft.fact('name', name);
  draft.fact('network', wallet.network.toLowerCase());
  fact('walletType', [wallet.policyType, wallet.scriptType].filter(Boolean).join(' '));
  fact('policy', wallet.policy);
  for (const [code, value] of Object.entries(wallet.stated)) fact(code, value);
  for (const keystore of wallet.keystores) tellKeystore(draft, keystore, fact, form, open);
  const descriptor = descriptorOf(wallet);
  if (descriptor !== null) draft.key('descriptor', descriptor, '');
  tellNodes(draft, wallet, form, fact);
  for (const { id, time, label, height } of wallet.transactions)
    draft.transaction(id, time, label, Number.isSafeInteger(height) ? BigInt(height) : null);
  for (const [entry, label] of wallet.detachedLabels) tellDetached(draft, entry, label, fact);
}

const formName = (network: string): string =>
  network === 'MAINNET' ? 'bitcoin' : network === 'REGTEST' ? 'regtest' : /^(?:TESTNET4?|SIGNET)$/.test(network) ? 'testnet' : '';

function tellKeystore(
  draft: ReadingDraft,
  keystore: SparrowKeystore,
  fact: (code: string, value: string) => void,
  form: CoinForm | null,
  open: OpenSealed,
): void {
  fact('keystore', [keystore.label, keystore.source].filter(Boolean).join(' · '));
  // For a wallet in software it names the program.
  if (keystore.source.startsWith('HW')) fact('device', keystore.model);
  draft.fact('fingerprint', keystore.fingerprint.toLowerCase());
  draft.key('extendedPublicKey', keystore.extendedPublicKey, keystore.path);
  if (keystore.paymentCode !== '') draft.fact('contact', keystore.paymentCode);
  for (const secret of keystore.secrets) tellSecret(draft, secret, form, open);
}

export function tellSecret(draft: ReadingDraft, secret: SparrowSecret, form: CoinForm | null, open: OpenSealed): void {
  const clear = secret.clear ?? (secret.sealed === null ? null : open(secret.sealed));
  const detail = [...(secret.needsPassphrase ? ['needsPassphrase'] : []), ...(secret.isOlder ? ['older'] : [])];
  if (clear === null) {
    // An older one that stays shut is among the older values.
    if (secret.sealed !== null && !secret.isOlder) draft.notRead('secrets');
  } else if (secret.kind === 'seed') {
    const words = new TextDecoder().decode(clear);
    draft.secret(secret.type === 'ELECTRUM' ? 'electrumSeed' : 'phrase', words, secret.type.toLowerCase(), ...detail);
  } else if (secret.kind === 'scan') draft.secret('privateKey', Buffer.from(clear).toString('hex'), 'silentPaymentScan', ...detail);
  else if (clear.length === 64) draft.secret('extendedPrivateKey', masterKeyText(clear, form), 'm', ...detail);
  else draft.notRead('damagedKeys');
}

/** BIP32, at depth 0. */
function masterKeyText(keyAndChainCode: Uint8Array, form: CoinForm | null): string {
  const version = form === null || form.name === 'bitcoin' ? [0x04, 0x88, 0xad, 0xe4] : [0x04, 0x35, 0x83, 0x94];
  const [key, chainCode] = [keyAndChainCode.subarray(0, 32), keyAndChainCode.subarray(32)];
  return base58Check(Uint8Array.from([...version, ...new Uint8Array(9), ...chainCode, 0, ...key]));
}

const SINGLE: Readonly<Record<string, string>> = { P2PKH: 'pkh(#)', P2SH_P2WPKH: 'sh(wpkh(#))', P2WPKH: 'wpkh(#)', P2TR: 'tr(#)' };
const MULTI: Readonly<Record<string, string>> = { P2SH: 'sh(#)', P2SH_P2WSH: 'sh(wsh(#))', P2WSH: 'wsh(#)' };
const EXTENDED_KEY = /^[a-zA-Z]pub[1-9A-HJ-NP-Za-km-z]{100,112}$/;

/** As the program writes it out: its keys sorted, two branches. Null where a key does not stand in the file, or the policy is one of the user's own. */
function descriptorOf({ policyType, scriptType, policy, keystores }: SparrowWallet): string | null {
  const keys = keystores.map(({ fingerprint, path, extendedPublicKey, paymentCode }) => {
    const isWhole = EXTENDED_KEY.test(extendedPublicKey) && /^m(?:\/\d+['hH]?)*$/.test(path) && paymentCode === '';
    const origin = /^[0-9a-f]{8}$/i.test(fingerprint) ? `[${fingerprint.toLowerCase()}${path.slice(1)}]` : '';
    return isWhole ? `${origin}${extendedPublicKey}/<0;1>/*` : null;
  });
  const [first = null] = keys;
  if (first === null || keys.includes(null)) return null;
  if (policyType === 'SINGLE') return keys.length === 1 ? (SINGLE[scriptType]?.replace('#', first) ?? null) : null;
  const needed = /multi\((\d{1,2}),/.exec(policy)?.[1];
  return policyType === 'MULTI' && needed !== undefined
    ? (MULTI[scriptType]?.replace('#', `sortedmulti(${needed},${keys.join(',')})`) ?? null)
    : null;
}

function tellNodes(draft: ReadingDraft, wallet: SparrowWallet, form: CoinForm | null, fact: (code: string, value: string) => void): void {
  const paid = paidBy(wallet);
  const paths = new Set(wallet.keystores.map(({ path }) => path));
  const [account = 'm'] = paths.size === 1 ? paths : [];
  const isSynchronised = (wallet.stated['storedHeight'] ?? '') !== '';
  for (const node of wallet.nodes) {
    for (const { transaction, index, label, isFrozen, spentBy } of node.outputs) {
      if (label !== '') fact('outputLabel', `${transaction}:${index} ${label}`);
      if (isFrozen) fact('frozenOutput', `${transaction}:${index}`);
      if (spentBy !== null && spentBy.label !== '') fact('inputLabel', `${spentBy.transaction}:${spentBy.index} ${spentBy.label}`);
    }
    const branch = /^m\/(\d+)\/\d+$/.exec(node.path)?.[1];
    // The node of a branch holds its addresses, and has none.
    if (branch === undefined && node.outputs.length === 0) continue;
    const address = addressOf(node, wallet.scriptType, form, paid);
    if (address === null) {
      if (node.label !== '') fact('addressLabel', `${node.path} ${node.label}`);
      continue;
    }
    draft.address(address, {
      ...{
        role: branch === '0' ? 'receive' : branch === '1' ? 'change' : 'own',
        label: node.label,
        path: `${account}${node.path.slice(1)}`,
      },
      used: node.outputs.length > 0 ? true : isSynchronised ? false : null,
    });
  }
}

/** As the file holds it; before version 7 of its tables, by an output that it says came there. */
function addressOf(
  node: SparrowNode,
  scriptType: string,
  form: CoinForm | null,
  paidIn: (transaction: string) => readonly Uint8Array[],
): string | null {
  if (node.address !== '') return node.address;
  const script = node.data === null ? null : scriptOf(scriptType, node.data);
  if (form === null) return null;
  if (script !== null) return addressOfScript(script, form);
  for (const { transaction, index } of node.outputs.slice(0, 3)) {
    const paid = paidIn(transaction)[Number(index)];
    if (paid !== undefined) return addressOfScript(paid, form);
  }
  return null;
}

/** Scripts of a transaction's outputs, each read once however many addresses name it; none where the bytes are no transaction. */
function paidBy(wallet: SparrowWallet): (transaction: string) => readonly Uint8Array[] {
  const raw = new Map(wallet.transactions.map((transaction) => [transaction.id, transaction.raw]));
  const known = new Map<string, readonly Uint8Array[]>();
  return (id) => {
    const scripts = known.get(id) ?? scriptsOf(raw.get(id) ?? null);
    known.set(id, scripts);
    return scripts;
  };
}

function scriptsOf(bytes: Uint8Array | null): readonly Uint8Array[] {
  try {
    return bytes === null ? [] : outputScripts(bytes);
  } catch {
    return [];
  }
}

function scriptOf(scriptType: string, data: Uint8Array): Uint8Array | null {
  if (scriptType === 'P2PKH' && data.length === 20) return Uint8Array.from([0x76, 0xa9, 20, ...data, 0x88, 0xac]);
  if (scriptType.startsWith('P2SH') && data.length === 20) return Uint8Array.from([0xa9, 20, ...data, 0x87]);
  const lengthOf: Readonly<Record<string, number>> = { P2WPKH: 20, P2WSH: 32, P2TR: 32 };
  return lengthOf[scriptType] === data.length ? Uint8Array.from([scriptType === 'P2TR' ? 0x51 : 0, data.length, ...data]) : null;
}

/** Whose address it is does not follow from a label. */
function tellDetached(draft: ReadingDraft, entry: string, label: string, fact: (code: string, value: string) => void): void {
  const [, id, side, index] = /^([0-9a-f]{64})(?:([<>])(\d{1,9}))?$/.exec(entry) ?? [];
  if (id === undefined) fact('addressLabel', `${entry} ${label}`);
  else if (side === undefined) draft.transaction(id, '', label);
  else fact(side === '<' ? 'outputLabel' : 'inputLabel', `${id}:${index ?? ''} ${label}`);
}
