// Places in which wallets keep a LevelDB: ids of Chrome's extensions (chromewebstore.google.com/detail/<id>) and folders of desktop programs.
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/nkbihfbeogaeaoehlefnkodbefgpgknn|ejbalbakoplchlghecdalmeeeajnimhm/, 'MetaMask'],
  [/fhbohimaelbohpjbbldcngcnapndodjp/, 'Binance Wallet'],
  [/fnjhmkhhmkbjkkabndcnnogagogbneec/, 'Ronin Wallet'],
  [/bfnaelmomeimhlpmgjnjophhpkkoljpa/, 'Phantom'],
  [/hnfanknocfeofbddgcijnmhnfnkdnaad/, 'Coinbase Wallet'],
  [/egjidjbpglichdcondbcbdnbeeppgdph/, 'Trust Wallet'],
  [/ibnejdfjmmkpcnlpebklmnkoeoihofec/, 'TronLink'],
  [/acmacodkjbdgmoleebolmdjonilkdbch/, 'Rabby'],
  [/mcohilncbfahbmgdjkbpemcciiolgcge/, 'OKX Wallet'],
  [/dmkamcknogkgcdfhhbddcghachkejeap/, 'Keplr'],
  [/(?:^|[/!])atomic[/!]Local Storage[/!]/i, 'Atomic Wallet'],
  [/(?:^|[/!])@trezor[/!]suite-desktop[/!]|suite\.trezor\.io|Trezor Suite/i, 'Trezor Suite'],
  [/(?:^|[/!])Exodus[/!]/i, 'Exodus'],
  [/(?:^|[/!])Ledger Live[/!]/i, 'Ledger Live'],
];

/** The program whose place the path is, or null. */
export const walletStoreOf = (path: string): string | null => PLACES.find(([pattern]) => pattern.test(path))?.[1] ?? null;
