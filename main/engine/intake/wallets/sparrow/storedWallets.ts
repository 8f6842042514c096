// Sparrow's wallets out of the tables of its database: one schema a wallet, wallet_master and wallet_NAME of each account.
// Source: sparrowwallet/sparrow, resources …/sql/V1__Initial.sql to V10__SilentPayments.sql, io/db/*Dao.java and *Mapper.java, io/db/DbPersistence.java.
import { hex } from '../../../../../shared/model/bytes.ts';
import type { Database, Row, StoredTable } from '../h2/database.ts';
import {
  MODELS,
  NETWORKS,
  POLICY_TYPES,
  SCRIPT_TYPES,
  SEED_TYPES,
  SOURCES,
  type SparrowKeystore,
  type SparrowNode,
  type SparrowOutput,
  type SparrowSecret,
  type SparrowWallet,
} from './wallet.ts';

const PREFIX = 'wallet_';
const MASTER = 'wallet_master';
/** Of one schema: the program writes one, and reads the first. */
const MOST_WALLETS = 10;
const TABLES = new Set([
  ...['wallet', 'policy', 'keystore', 'seed', 'masterprivateextendedkey', 'walletnode', 'blocktransaction', 'blocktransactionhashindex'],
  ...['detachedlabel', 'utxomixdata', 'mixconfig'],
]);

export const isSparrowTable = (schema: string, name: string): boolean =>
  schema.toLowerCase().startsWith(PREFIX) && TABLES.has(name.toLowerCase());

type Rows = (table: string) => readonly Row[];

export function storedWallets({ tables }: Database): SparrowWallet[] {
  const schemas = new Map<string, StoredTable[]>();
  for (const table of tables) {
    const known = schemas.get(table.schema);
    if (known === undefined) schemas.set(table.schema, [table]);
    else known.push(table);
  }
  const names = [...schemas.keys()].sort((a, b) => Number(b === MASTER) - Number(a === MASTER) || (a < b ? -1 : 1));
  return names.flatMap((schema) => {
    const rows: Rows = (name) => (schemas.get(schema) ?? []).flatMap((table) => (table.name.toLowerCase() === name ? table.rows : []));
    const account = schema === MASTER ? '' : schema.slice(PREFIX.length);
    return rows('wallet')
      .slice(0, MOST_WALLETS)
      .map((row) => walletOf(row, account, rows));
  });
}

/** Secrets in rows that were left behind: of a wallet that was there before, or from before it was changed. */
export const olderSecrets = ({ older }: Database): SparrowSecret[] =>
  older.flatMap(({ name, rows }) => {
    const kind = name.toLowerCase();
    if (kind === 'seed') return rows.map((row) => seedOf(row, true));
    return kind === 'masterprivateextendedkey' ? rows.map((row) => masterOf(row, true)) : [];
  });

const text = (row: Row, name: string): string => {
  const value = row.get(name);
  return typeof value === 'string' ? value : typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : '';
};
const bytes = (row: Row, name: string): Uint8Array | null => {
  const value = row.get(name);
  return value instanceof Uint8Array ? value : null;
};
/** What it stands for, or the number itself where a newer version has more. */
const named = (names: readonly string[], row: Row, name: string): string => names[Number(text(row, name) || -1)] ?? text(row, name);
const byId = (rows: readonly Row[]): ReadonlyMap<string, Row> => new Map(rows.map((row) => [text(row, 'id'), row]));

function walletOf(row: Row, account: string, rows: Rows): SparrowWallet {
  const id = text(row, 'id');
  const own = (table: string): readonly Row[] => rows(table).filter((entry) => text(entry, 'wallet') === id);
  const [seeds, masters] = [byId(rows('seed')), byId(rows('masterprivateextendedkey'))];
  const policy = byId(rows('policy')).get(text(row, 'defaultpolicy'));
  const keystores = [...own('keystore')].sort((a, b) => Number(text(a, 'index')) - Number(text(b, 'index')));
  return {
    ...{ account, name: text(row, 'name'), label: text(row, 'label'), network: named(NETWORKS, row, 'network') },
    ...{ policyType: named(POLICY_TYPES, row, 'policytype'), scriptType: named(SCRIPT_TYPES, row, 'scripttype') },
    policy: policy === undefined ? '' : text(policy, 'script'),
    stated: {
      storedHeight: text(row, 'storedblockheight'),
      gapLimit: text(row, 'gaplimit'),
      birthday: text(row, 'birthdate'),
      birthHeight: text(row, 'birthheight'),
      mixTo: own('mixconfig')
        .map((entry) => [text(entry, 'mixtowalletname'), text(entry, 'mixtowalletfile')].filter(Boolean).join(' · '))
        .join(', '),
      mixes:
        own('utxomixdata').length === 0 ? '' : String(own('utxomixdata').reduce((sum, entry) => sum + Number(text(entry, 'mixesdone')), 0)),
    },
    keystores: keystores.map((entry) => keystoreOf(entry, seeds, masters)),
    nodes: nodesOf(own('walletnode'), rows('blocktransactionhashindex')),
    transactions: own('blocktransaction').map((entry) => ({
      ...{ id: hex(bytes(entry, 'txid') ?? new Uint8Array(0)), time: text(entry, 'date'), height: Number(text(entry, 'height')) },
      ...{ label: text(entry, 'label'), raw: bytes(entry, 'transaction') },
    })),
    detachedLabels: rows('detachedlabel').map((entry) => [text(entry, 'entry'), text(entry, 'label')] as const),
  };
}

function keystoreOf(row: Row, seeds: ReadonlyMap<string, Row>, masters: ReadonlyMap<string, Row>): SparrowKeystore {
  const seed = seeds.get(text(row, 'seed'));
  const master = masters.get(text(row, 'masterprivateextendedkey'));
  const scan = bytes(row, 'silentpaymentscanaddress');
  return {
    ...{ label: text(row, 'label'), source: named(SOURCES, row, 'source'), model: named(MODELS, row, 'walletmodel') },
    ...{ fingerprint: text(row, 'masterfingerprint'), path: text(row, 'derivationpath') },
    ...{ extendedPublicKey: text(row, 'extendedpublickey'), paymentCode: text(row, 'externalpaymentcode') },
    secrets: [
      ...(seed === undefined ? [] : [seedOf(seed, false)]),
      ...(master === undefined ? [] : [masterOf(master, false)]),
      // BIP352: the first 32 bytes are the private key that sees payments.
      ...(scan === null ? [] : [{ kind: 'scan' as const, type: '', clear: scan, sealed: null, needsPassphrase: false, isOlder: false }]),
    ],
  };
}

function seedOf(row: Row, isOlder: boolean): SparrowSecret {
  const words = text(row, 'mnemonicstring');
  return {
    ...{ kind: 'seed', type: named(SEED_TYPES, row, 'type'), clear: words === '' ? null : new TextEncoder().encode(words) },
    ...{ sealed: sealedOf(row), needsPassphrase: row.get('needspassphrase') === true, isOlder },
  };
}

function masterOf(row: Row, isOlder: boolean): SparrowSecret {
  const [key, chainCode] = [bytes(row, 'privatekey'), bytes(row, 'chaincode')];
  const clear = key === null || chainCode === null ? null : Uint8Array.from([...key, ...chainCode]);
  return { kind: 'master', type: '', clear, sealed: sealedOf(row), needsPassphrase: false, isOlder };
}

function sealedOf(row: Row): SparrowSecret['sealed'] {
  const [iv, sealed, salt] = [bytes(row, 'initialisationvector'), bytes(row, 'encryptedbytes'), bytes(row, 'keysalt')];
  return iv === null || sealed === null || salt === null ? null : { iv, bytes: sealed, salt };
}

/** A row of the index that another is spent by is the input, and of no node's own. */
function nodesOf(rows: readonly Row[], index: readonly Row[]): SparrowNode[] {
  const inputs = byId(index);
  const spending = new Set(index.map((row) => text(row, 'spentby')).filter((id) => id !== ''));
  const outputs = new Map<string, SparrowOutput[]>();
  const place = (row: Row) => ({
    transaction: hex(bytes(row, 'hash') ?? new Uint8Array(0)),
    index: text(row, 'index'),
    label: text(row, 'label'),
  });
  for (const row of index) {
    if (spending.has(text(row, 'id'))) continue;
    const by = inputs.get(text(row, 'spentby'));
    const output = { ...place(row), isFrozen: text(row, 'status') === '0', spentBy: by === undefined ? null : place(by) };
    const node = text(row, 'node');
    const known = outputs.get(node);
    if (known === undefined) outputs.set(node, [output]);
    else known.push(output);
  }
  return rows.map((row) => ({
    ...{ path: text(row, 'derivationpath'), label: text(row, 'label'), address: '', data: bytes(row, 'addressdata') },
    outputs: outputs.get(text(row, 'id')) ?? [],
  }));
}
