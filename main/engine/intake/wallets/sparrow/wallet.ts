// What Sparrow keeps of a wallet, whether in its database or in the JSON of its first versions. Numbers of the database stand for the names that JSON
// spells out. Source: sparrowwallet/drongo: wallet/Wallet.java, Keystore.java, KeystoreSource.java, WalletModel.java, DeterministicSeed.java (Type),
// Network.java, policy/PolicyType.java, protocol/ScriptType.java.

export interface SparrowWallet {
  /** Empty for the file's own wallet, else the account's name. */
  readonly account: string;
  readonly name: string;
  readonly label: string;
  readonly network: string;
  readonly policyType: string;
  readonly scriptType: string;
  /** As it is written: `wsh(sortedmulti(2,a,b))`, with the keystores' names. */
  readonly policy: string;
  /** Facts by code, as they are stated. */
  readonly stated: Readonly<Record<string, string>>;
  readonly keystores: readonly SparrowKeystore[];
  readonly nodes: readonly SparrowNode[];
  readonly transactions: readonly SparrowTransaction[];
  /** Labels of what the wallet does not list at the time: an address, a transaction, `txid<0` for an output, `txid>0` for an input. */
  readonly detachedLabels: readonly (readonly [entry: string, label: string])[];
}

export interface SparrowKeystore {
  readonly label: string;
  readonly source: string;
  readonly model: string;
  readonly fingerprint: string;
  readonly path: string;
  readonly extendedPublicKey: string;
  /** BIP47, of the other side. */
  readonly paymentCode: string;
  readonly secrets: readonly SparrowSecret[];
}

export interface SparrowSecret {
  readonly kind: 'seed' | 'master' | 'scan';
  /** BIP39 or ELECTRUM; of a seed. */
  readonly type: string;
  /** UTF-8 words of a seed, key and chain code of a master key. */
  readonly clear: Uint8Array | null;
  readonly sealed: { readonly iv: Uint8Array; readonly bytes: Uint8Array; readonly salt: Uint8Array } | null;
  /** A passphrase belongs to it that the file does not hold. */
  readonly needsPassphrase: boolean;
  /** It stands in a page that was left behind. */
  readonly isOlder: boolean;
}

export interface SparrowNode {
  readonly path: string;
  readonly label: string;
  readonly address: string;
  /** What its output script holds: a hash or a key. */
  readonly data: Uint8Array | null;
  readonly outputs: readonly SparrowOutput[];
}

export interface SparrowOutput {
  readonly transaction: string;
  readonly index: string;
  readonly label: string;
  readonly isFrozen: boolean;
  readonly spentBy: { readonly transaction: string; readonly index: string; readonly label: string } | null;
}

export interface SparrowTransaction {
  readonly id: string;
  readonly time: string;
  readonly height: number;
  readonly label: string;
  readonly raw: Uint8Array | null;
}

export const NETWORKS = ['MAINNET', 'TESTNET', 'REGTEST', 'SIGNET', 'TESTNET4'];
export const POLICY_TYPES = ['SINGLE', 'MULTI', 'CUSTOM'];
export const SCRIPT_TYPES = ['P2PK', 'P2PKH', 'MULTISIG', 'P2SH', 'P2SH_P2WPKH', 'P2SH_P2WSH', 'P2WPKH', 'P2WSH', 'P2TR'];
export const SOURCES = ['HW_USB', 'HW_AIRGAPPED', 'SW_SEED', 'SW_WATCH', 'SW_PAYMENT_CODE'];
export const SEED_TYPES = ['BIP39', 'ELECTRUM'];
export const MODELS = [
  ...[
    'SEED',
    'SPARROW',
    'BITCOIN_CORE',
    'ELECTRUM',
    'TREZOR_1',
    'TREZOR_T',
    'COLDCARD',
    'LEDGER_NANO_S',
    'LEDGER_NANO_X',
    'DIGITALBITBOX_01',
  ],
  ...[
    'KEEPKEY',
    'SPECTER_DESKTOP',
    'COBO_VAULT',
    'BITBOX_02',
    'SPECTER_DIY',
    'PASSPORT',
    'BLUE_WALLET',
    'KEYSTONE',
    'SEEDSIGNER',
    'CARAVAN',
  ],
  ...[
    'GORDIAN_SEED_TOOL',
    'JADE',
    'LEDGER_NANO_S_PLUS',
    'EPS',
    'TAPSIGNER',
    'SATSCARD',
    'LABELS',
    'BSMS',
    'KRUX',
    'SATOCHIP',
    'TRANSACTIONS',
  ],
  ...['AIRGAP_VAULT', 'TREZOR_SAFE_3', 'SATSCHIP'],
];
