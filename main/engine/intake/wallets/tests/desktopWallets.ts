// Values that desktop wallets keep, made for the tests: containers and sealed texts by the programs' own published code (seco-file 1.2.0 with gzip and
// buffer-noise 0.1.0 as seco-keyval puts them together, and crypto-js 4.2.0), of made-up keys.

export const PASSWORD = 'correct horse';
export const WORDS = 'clinic flock skull film razor night protect grace clinic flock skull fire';

/** Seed and entropy of WORDS, as bitcoin-seed puts them together. */
export const SECO_SEED = [
  'U0VDTwAAAAAAAAAAEnNlY28tdjAtc2NyeXB0LWFlcwZFeG9kdXMHdjIzLjEuMQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAsYs/O37HadG3ja0DtqkNHT9wAaIHZ25QPztITdPeOt74u25gPPh9Xn2IGXPd4n7a7mQE5nOiIpgNWVKCk+3zsAABAAA',
  'AAAAgAAAABYWVzLTI1Ni1nY20AAAAAAAAAAAAAAAAAAAAAAAAAAABr0ac3N+286kMvjQGQzAd4tCP/LBAub02dGUuqOF8YFa3Ngf/rieqg1z4Gk05/08sYmxbrf+Uui9e0',
  '4shZLHBKNGAkruzgwbFLhdMyQPddfknvlYDmHGN9AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACA0ssK0HZLAWOodQp9nY5ENq5DVDY91xlPwq04RDxjYvXGiF4UjKADNXb341EjHNSt7xZIf1YDozc1sxnuvbY8EBDhisXn',
  '5b9HhkszupcNXOOMvE6KWxr3gmasyl0zwqQqhJOGzaPJ8xssI5Oc7vz1OWvPuJZ6ZdhdQFGtWiYpoWo=',
].join('');
/** JSON with an address within. */
export const SECO_VALUES = [
  'U0VDTwAAAAAAAAAAEnNlY28tdjAtc2NyeXB0LWFlcwZFeG9kdXMHdjIzLjEuMQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABVFXj1n75gsDYr6xrcfS6b6UPaxWPaWuPB4HOmnsHCohieNHaIIE4FOB1mqlsm4PZGlojHDM8fQqBOx5XWPDsNAABAAA',
  'AAAAgAAAABYWVzLTI1Ni1nY20AAAAAAAAAAAAAAAAAAAAAAAAAAAAO9tbHuf5eMMu512hsK5wIDNl6MPFxXrsnSm6QHoCrA0uZXR4Q2d5UAhBim4hYco1qtgCTFe6//L7E',
  '56iAA5hdwmKOZNflW6RVpoGk2Yte9R4NL+p76/CvAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACAffgsJQ0y7zmkn4pTKHl+yC1hn2mmrpklHma004JnbF2aBZxQSMDv4wgrl39w3KbU8rGC93/BgYDTDlk36VeaODU0eiKc',
  'heXfPlp0b6iPZ/44IwDMq9Mo9y6EdC2HrpedJu8C/Vsju3UL1vK5+J+iET1oZjnfvFa+2GY1J01JVzY=',
].join('');

export const ATOMIC_PHRASE = [
  'U2FsdGVkX18N33zsemQfvAVj14fTqREa2475g8X7/sfWpSJHU0fXIagQVW+Y44eGsRC6tgkEtgrCLXjE3yJ4Uz8FuBCUg2GzewKXKCZQJjgqJwOXZpBzx5GZQDuL74Vm',
].join('');
/** Two keys, of ETH and BTC. */
export const ATOMIC_WALLETS = [
  'U2FsdGVkX1+vaBkpbh+MCMLqo+a6nU0c7cAP3mBKNjqcyuD4AzXMofB/T3aKIrHQj9OsjGa+qdqWxV2F7SanFYLcUjbz+54+oxNbc9vs/aKES8n/yxgLRt8D4yMZUu4nUn',
  'i75MGARjxwSbp6b4t4fTOjuuEBJMYlkWr60NS3LhCXWd0G7BM2P3fVZYf+yx1qRjX1KXQjlj4RD/ch44jc/cmvbqxZQOxgcH/DurylcXUiFgR/9i5uyhkmevOeV+PDpXPX',
  'v9RLIYD1CXp4HDbUrJfcu7jFjXBPh8X3a5sjjms=',
].join('');
export const ATOMIC_ADDRESSES = [
  { id: 'btc', address: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4' },
  { id: 'eth', address: '0x8ba1f109551bD432803012645Ac136ddd64DBA72' },
];

/** Records of Trezor Suite with the fields that its types name. The extended key is the first of BIP32's own vectors. */
export const ACCOUNT = {
  deviceState: 'mvbu1Gdy8SUjTenqerxUaZyYjmveZvt33q@ABCDEF0123456789:1',
  descriptor: 'xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8',
  symbol: 'btc',
  path: "m/84'/0'/0'",
  index: 0,
  accountType: 'normal',
  empty: false,
  addresses: {
    used: [{ address: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', path: "m/84'/0'/0'/0/0", transfers: 2 }],
    unused: [{ address: '1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2', path: "m/84'/0'/0'/0/1", transfers: 0 }],
    change: [{ address: '1111111111111111111114oLvT2', path: "m/84'/0'/0'/1/0", transfers: 1 }],
  },
  metadata: { key: 'xpub', 1: { fileName: 'ab'.repeat(32), aesKey: 'cd'.repeat(32) } },
};
export const DEVICE = {
  id: 'ABCDEF0123456789',
  label: 'Blue one',
  features: { device_id: 'ABCDEF0123456789', internal_model: 'T2T1', major_version: 2, minor_version: 6, patch_version: 4 },
  state: { staticSessionId: 'mvbu1Gdy8SUjTenqerxUaZyYjmveZvt33q@ABCDEF0123456789:1' },
  useEmptyPassphrase: false,
  walletNumber: 2,
};
export const TRANSACTION = {
  txid: 'ef'.repeat(32),
  type: 'sent',
  symbol: 'btc',
  blockTime: 1_700_000_000,
  targets: [{ addresses: ['1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2'], isAddress: true, amount: '0.5' }],
};
