// The records of a wallet of Bitcoin Core and its kin, whether they lie in Berkeley DB or SQLite: type, then key, each serialized.
// Source: bitcoin/bitcoin, src/wallet/walletdb.cpp (ReadKeyValue, DBKeys), src/wallet/walletdb.h (CKeyMetadata, CHDChain), src/wallet/crypter.h
// (CMasterKey), src/wallet/transaction.h (CWalletTx); older ones: walletdb.cpp of 0.8 (CWalletKey, CKeyPool).
import { displayHash, hex } from '../../../../../shared/model/bytes.ts';
import { cursorOf } from '../byteCursor.ts';
import { instantOf } from '../reading.ts';
import { isPublicKey } from '../publicKeys.ts';
import type { BtreeRecord } from './btreePages.ts';
import { readWalletTransaction, type WalletTransaction } from './walletTransaction.ts';

export interface MasterKey {
  readonly crypted: Uint8Array;
  readonly salt: Uint8Array;
  readonly method: number;
  readonly rounds: number;
}
export interface OwnKey {
  readonly publicKey: Uint8Array;
  /** 32 bytes in clear, else encrypted, else neither. */
  secret: Uint8Array | null;
  crypted: Uint8Array | null;
  path: string;
  created: string;
  /** Kept for later: handed out by nobody yet. */
  isReserve: boolean;
}
export interface Descriptor {
  text: string;
  created: string;
  nextIndex: number;
  range: string;
  /** Extended private keys' scalars by public key, or encrypted ones. */
  readonly secrets: { publicKey: Uint8Array; secret: Uint8Array | null; crypted: Uint8Array | null }[];
  isActive: boolean;
}
export interface CoreRecords {
  readonly labels: Map<string, string>;
  readonly purposes: Map<string, string>;
  readonly keys: Map<string, OwnKey>;
  readonly masterKeys: MasterKey[];
  readonly watched: Uint8Array[];
  readonly scripts: Uint8Array[];
  readonly descriptors: Map<string, Descriptor>;
  readonly transactions: Map<string, WalletTransaction>;
  readonly facts: Map<string, string>;
  /** Records that are damaged, and kinds that are not read. */
  readonly notRead: Set<string>;
}

export function readRecords(records: Iterable<BtreeRecord>): CoreRecords {
  const found: CoreRecords = {
    ...{ labels: new Map(), purposes: new Map(), keys: new Map(), masterKeys: [], watched: [], scripts: [] },
    ...{ descriptors: new Map(), transactions: new Map(), facts: new Map(), notRead: new Set() },
  };
  for (const record of records) {
    try {
      readRecord(record, found);
    } catch {
      // One damaged record takes no other with it.
      found.notRead.add('damagedRecords');
    }
  }
  return found;
}

const KNOWN_UNREAD = new Set(['bestblock', 'bestblock_nomerkle', 'orderposnext', 'minversion', 'wkey', 'setting', 'flags', 'lockedutxo']);

function readRecord(record: BtreeRecord, found: CoreRecords): void {
  const key = cursorOf(record.key);
  const type = key.text();
  const value = cursorOf(record.value);
  switch (type) {
    case 'name':
      found.labels.set(key.text(), value.text());
      return;
    case 'purpose':
      found.purposes.set(key.text(), value.text());
      return;
    case 'key':
    case 'wkey':
      ownKey(found, key.vector()).secret = secretOfDer(value.vector());
      return;
    case 'ckey':
      ownKey(found, key.vector()).crypted = value.vector();
      return;
    case 'mkey':
      found.masterKeys.push({ crypted: value.vector(), salt: value.vector(), method: value.u32(), rounds: value.u32() });
      return;
    case 'keymeta':
      readKeyMeta(ownKey(found, key.vector()), value);
      return;
    case 'pool': {
      value.i32();
      value.i64();
      ownKey(found, value.vector()).isReserve = true;
      return;
    }
    case 'defaultkey':
      found.facts.set('defaultKey', hex(value.vector()));
      return;
    case 'hdchain': {
      const version = value.i32();
      const external = value.u32();
      found.facts.set('hdSeed', displayHash(value.take(20)));
      found.facts.set('hdExternalKeys', String(external));
      if (version >= 2) found.facts.set('hdChangeKeys', String(value.u32()));
      return;
    }
    case 'version':
      found.facts.set('version', String(value.i32()));
      return;
    case 'watchs':
      found.watched.push(key.vector());
      return;
    case 'cscript':
      found.scripts.push(value.vector());
      return;
    case 'tx': {
      const id = displayHash(key.take(32));
      found.transactions.set(id, readWalletTransaction(record.value));
      return;
    }
    case 'acentry':
      found.notRead.add('accountEntries');
      return;
    case 'walletdescriptor': {
      const place = descriptor(found, hex(key.take(32)));
      place.text = value.text();
      place.created = instantOf(value.i64());
      place.nextIndex = value.i32();
      place.range = `${value.i32()}-${value.i32()}`;
      return;
    }
    case 'walletdescriptorkey': {
      const id = hex(key.take(32));
      descriptor(found, id).secrets.push({ publicKey: key.vector(), secret: secretOfDer(value.vector()), crypted: null });
      return;
    }
    case 'walletdescriptorckey': {
      const id = hex(key.take(32));
      descriptor(found, id).secrets.push({ publicKey: key.vector(), secret: null, crypted: value.vector() });
      return;
    }
    case 'activeexternalspk':
    case 'activeinternalspk':
      descriptor(found, hex(value.take(32))).isActive = true;
      return;
    default:
      if (!KNOWN_UNREAD.has(type) && !type.startsWith('walletdescriptor') && /^[a-z_]{3,30}$/.test(type))
        found.notRead.add(`record:${type}`);
  }
}

function ownKey(found: CoreRecords, publicKey: Uint8Array): OwnKey {
  if (!isPublicKey(publicKey)) throw new RangeError('no public key');
  const name = hex(publicKey);
  let known = found.keys.get(name);
  if (known === undefined) {
    known = { publicKey, secret: null, crypted: null, path: '', created: '', isReserve: false };
    found.keys.set(name, known);
  }
  return known;
}

function descriptor(found: CoreRecords, id: string): Descriptor {
  let known = found.descriptors.get(id);
  if (known === undefined) {
    known = { text: '', created: '', nextIndex: 0, range: '', secrets: [], isActive: false };
    found.descriptors.set(id, known);
  }
  return known;
}

function readKeyMeta(key: OwnKey, value: ReturnType<typeof cursorOf>): void {
  const version = value.i32();
  key.created = instantOf(value.i64());
  // VERSION_WITH_HDDATA; `s` is the seed itself, which is no branch.
  if (version >= 10 && value.left > 0) key.path = value.text();
}

/** SEC1 ECPrivateKey as OpenSSL wrote it: a sequence, version 1, the number. */
function secretOfDer(der: Uint8Array): Uint8Array | null {
  for (let at = 2; at < 10; at++)
    if (der[at] === 2 && der[at + 1] === 1 && der[at + 2] === 1 && der[at + 3] === 4 && der[at + 4] === 32 && der.length >= at + 37)
      return der.subarray(at + 5, at + 37);
  return null;
}
