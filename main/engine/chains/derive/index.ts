// Keys to addresses: what a phrase, an extended key, a descriptor or a single key makes along the paths that wallets use. Only public parts leave.
export { type AccountKey, fingerprintOfKey, type KeyRefusal } from './accountKey.ts';
export { ACCOUNTS_AHEAD, accountKeysOf, accountKeysTask, type AccountsWanted, type KeySecret, type KeySecretKind } from './accountKeys.ts';
export { accountText, addressesOf, outputScript } from './addresses.ts';
export { ACCOUNT_FAMILIES, type ScriptKind } from './paths.ts';
export { type Payloads, type PayloadsAsked, payloadsTask } from './payloads.ts';
export { electrumSeedType, words as phraseWordsOf } from './seed.ts';
export { EXTENDED_VERSIONS, type ExtendedVersion } from './versions.ts';
