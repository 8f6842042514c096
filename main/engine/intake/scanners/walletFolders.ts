// Where wallets keep their files, by system: a path says which program made a folder, not what lies in it. From the programs' own documentation and
// from published forensic notes; an asterisk stands for any text within one name.
import type { Hit } from './hit.ts';

type System = 'windows' | 'macos' | 'linux' | 'android' | 'ios' | 'any';

/** Folders of the settings: `%APPDATA%`, `%LOCALAPPDATA%`, `~/Library/Application Support`, `~/.config`. */
const ROAMING = 'appdata/roaming';
const LOCAL = 'appdata/local';
const LIBRARY = 'library/application support';

const desktop = (form: string, name: string, hidden: string | null): [string, System, string][] => [
  [form, 'windows', `${ROAMING}/${name}`],
  [form, 'macos', `${LIBRARY}/${name}`],
  ...(hidden === null ? [] : [[form, 'linux', hidden] as [string, System, string]]),
];

const EXTENSIONS: readonly (readonly [form: string, id: string])[] = [
  ['MetaMask', 'nkbihfbeogaeaoehlefnkodbefgpgknn'],
  ['MetaMask', 'ejbalbakoplchlghecdalmeeeajnimhm'],
  ['Binance Wallet', 'fhbohimaelbohpjbbldcngcnapndodjp'],
  ['Ronin', 'fnjhmkhhmkbjkkabndcnnogagogbneec'],
  ['Phantom', 'bfnaelmomeimhlpmgjnjophhpkkoljpa'],
  ['OKX Wallet', 'mcohilncbfahbmgdjkbpemcciiolgcge'],
  ['Keplr', 'dmkamcknogkgcdfhhbddcghachkejeap'],
  ['TronLink', 'ibnejdfjmmkpcnlpebklmnkoeoihofec'],
  ['Coinbase Wallet', 'hnfanknocfeofbddgcijnmhnfnkdnaad'],
  ['Trust Wallet', 'egjidjbpglichdcondbcbdnbeeppgdph'],
  ['Rabby', 'acmacodkjbdgmoleebolmdjonilkdbch'],
];

const ANDROID: readonly (readonly [form: string, name: string])[] = [
  ['Trust Wallet', 'com.wallet.crypto.trustapp'],
  ['imToken', 'im.token.app'],
  ['TronLink', 'com.tronlinkpro.wallet'],
  ['OKX', 'com.okinc.okex.gp'],
  ['Binance', 'com.binance.dev'],
  ['Samourai', 'com.samourai.wallet'],
  ['MetaMask', 'io.metamask'],
  ['Coinbase', 'com.coinbase.android'],
  ['Coinbase Wallet', 'org.toshi'],
  ['BRD', 'com.breadwallet'],
  ['Coinomi', 'com.coinomi.wallet'],
  ['Mycelium', 'com.mycelium.wallet'],
  ['Bitcoin Wallet (Schildbach)', 'de.schildbach.wallet'],
  ['Electrum', 'org.electrum.electrum'],
  ['Blockchain.com', 'piuk.blockchain.android'],
  ['Ledger Live', 'com.ledger.live'],
  ['BlueWallet', 'io.bluewallet.bluewallet'],
  ['Bither', 'net.bither'],
  ['Phoenix', 'fr.acinq.phoenix.mainnet'],
  ['Unstoppable', 'io.horizontalsystems.bankwallet'],
  ['Exodus', 'exodusmovement.exodus'],
  ['TokenPocket', 'vip.mytokenpocket'],
];

const IOS: readonly (readonly [form: string, name: string])[] = [
  ['MetaMask', 'io.metamask.metamask'],
  ['Trust Wallet', 'com.sixdays.trust'],
  ['imToken', 'im.token.app'],
  ['TronLink', 'com.tronlink.hdwallet'],
  ['Coinbase Wallet', 'org.toshi.distribution'],
  ['Coinbase', 'com.vilcsak.bitcoin2'],
  ['Phantom', 'app.phantom.phantom'],
  ['BlueWallet', 'io.bluewallet.bluewallet'],
  ['Exodus', 'exodus-movement.exodus'],
  ['Binance', 'com.czzhao.binance'],
  ['Blockchain.com', 'com.rainydayapps.blockchain'],
];

const FOLDERS: readonly (readonly [form: string, system: System, path: string])[] = [
  ...desktop('Bitcoin Core', 'bitcoin', '.bitcoin'),
  ...desktop('Litecoin Core', 'litecoin', '.litecoin'),
  ...desktop('Dogecoin Core', 'dogecoin', '.dogecoin'),
  ...desktop('Dash Core', 'dashcore', '.dashcore'),
  ...desktop('Armory', 'armory', '.armory'),
  ...desktop('MultiBit', 'multibit', null),
  ...desktop('MultiBit HD', 'multibithd', null),
  ...desktop('Exodus', 'exodus/exodus.wallet', '.config/exodus/exodus.wallet'),
  ...desktop('Atomic', 'atomic/local storage/leveldb', '.config/atomic/local storage/leveldb'),
  ...desktop('Ledger Live', 'ledger live', '.config/ledger live'),
  ...desktop('Trezor Suite', '@trezor/suite-desktop', '.config/@trezor/suite-desktop'),
  ['Electrum', 'windows', `${ROAMING}/electrum/wallets`],
  ['Electrum', 'any', '.electrum/wallets'],
  ['Electron Cash', 'windows', `${ROAMING}/electroncash/wallets`],
  ['Electron Cash', 'any', '.electron-cash/wallets'],
  ['Sparrow', 'windows', `${ROAMING}/sparrow`],
  ['Sparrow', 'any', '.sparrow'],
  ['Wasabi', 'windows', `${ROAMING}/walletwasabi`],
  ['Wasabi', 'any', '.walletwasabi'],
  ['Coinomi', 'windows', `${LOCAL}/coinomi/coinomi/wallets`],
  ['Coinomi', 'macos', `${LIBRARY}/coinomi/coinomi/wallets`],
  ['Ethereum keystore', 'windows', `${ROAMING}/ethereum/keystore`],
  ['Ethereum keystore', 'windows', `${LOCAL}/ethereum/keystore`],
  ['Ethereum keystore', 'macos', 'library/ethereum/keystore'],
  ['Ethereum keystore', 'linux', '.ethereum/keystore'],
  ['Monero', 'any', 'monero/wallets'],
  ['Monero', 'any', '.bitmonero'],
  ...EXTENSIONS.flatMap(([form, id]): [string, System, string][] => [
    [form, 'any', `*local extension settings/${id}`],
    [form, 'any', `*sync extension settings/${id}`],
    [form, 'any', `indexeddb/chrome-extension_${id}_0.indexeddb.*`],
  ]),
  ...ANDROID.flatMap(([form, name]): [string, System, string][] => [
    [form, 'android', `data/data/${name}`],
    [form, 'android', `data/user/*/${name}`],
    [form, 'android', `data/user_de/*/${name}`],
    [form, 'android', `android/data/${name}`],
    [form, 'android', `apps/${name}`],
  ]),
  // A backup names the program; in a copy of the whole file system its container has a number, and its settings the name.
  ...IOS.flatMap(([form, name]): [string, System, string][] => [
    [form, 'ios', `appdomain*-${name}`],
    [form, 'ios', `data/application/*/library/preferences/${name}.plist`],
  ]),
  ['MetaMask', 'ios', 'documents/persiststore/persist-root'],
  ['Coinbase', 'ios', 'documents/mmkv/cb_rrn_mmkv_storage'],
  ['Coinbase Wallet', 'ios', 'documents/default/wallet-rn-v2.sqlite'],
];

const escaped = (path: string): string => path.replace(/[.+@()[\]]/g, '\\$&').replaceAll('*', '[^/!]*');
const ALL = new RegExp(`(?:^|[/!])(?:${FOLDERS.map(([, , path]) => `(${escaped(path)})`).join('|')})(?=[/!]|$)`, 'i');

/** The wallet whose program has this bundle identifier on iOS; null where none is known. */
export const iosWalletOf = (bundle: string): string | null => IOS.find(([, name]) => name === bundle.toLowerCase())?.[0] ?? null;

/** By where a file lies, its path as places tell it: the folder of a wallet's program that it stands in, or null. */
export function walletFolderOf(path: string): Hit | null {
  const match = ALL.exec(path.replaceAll('\\', '/'));
  if (match === null) return null;
  const [form, system] = FOLDERS[match.slice(1).findIndex((group) => group !== undefined)] as (typeof FOLDERS)[number];
  return {
    ...{ kind: 'wallet', start: 0, bytes: 0, encoding: 'bytes', value: path.slice(0, match.index + match[0].length) },
    ...{ checks: ['path'], detail: [form, system], isKnownExample: false },
  };
}
