// Addresses of well-known public test material (the generator point of secp256k1, the genesis output, BIP173's
// examples) with the script each stands for, per network. Litecoin's were written by Litecoin Core 0.21.2.1 (decodescript).

export interface AddressVector {
  readonly address: string;
  readonly script: string;
  readonly type: string;
}

/** RIPEMD160(SHA256) of the compressed and uncompressed generator point, and of the genesis key. */
const G = '751e76e8199196d454941c45d1b3a323f1433bd6';
const G_LONG = '91b24bf9f5288532960ac687abb035127b1d28a5';
const GENESIS = '62e907b15cbf27d5425399ebf6f0fb50ebb88f18';
/** The script hash of 0014{G}. */
const NESTED = 'bcfeb728b584253d5f3f70bcb780e9ef218a68f4';
const X = '79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798';

const p2pkh = (hash: string, address: string): AddressVector => ({ address, script: `76a914${hash}88ac`, type: 'p2pkh' });

const TEST_BASE58: readonly AddressVector[] = [
  p2pkh(G, 'mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r'),
  p2pkh(G_LONG, 'mtoKs9V381UAhUia3d7Vb9GNak8Qvmcsme'),
  p2pkh(GENESIS, 'mpXwg4jMtRhuSpVq4xS3HFHmCmWp9NyGKt'),
  { address: '2NAUYAHhujozruyzpsFRP63mbrdaU5wnEpN', script: `a914${NESTED}87`, type: 'p2sh' },
];

const TEST_SEGWIT: readonly AddressVector[] = [
  { address: 'tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx', script: `0014${G}`, type: 'p2wpkh' },
  {
    address: 'tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7',
    script: '00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262',
    type: 'p2wsh',
  },
  { address: 'tb1pfees9rn5nz', script: '51024e73', type: 'anchor' },
];

const V0_SCRIPT = '00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262';
const LITECOIN_TEST_BASE58: readonly AddressVector[] = [
  p2pkh(G, 'mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r'),
  { address: 'QdqJHJa9kv3x4AksVMTQAkD3122J1Pbb8p', script: `a914${NESTED}87`, type: 'p2sh' },
];

/** Texts that are read but written otherwise: Litecoin's pay-to-script-hash had Bitcoin's version until 2017. */
export const OLDER_ADDRESSES: Readonly<Record<string, readonly { address: string; script: string; now: string }[]>> = {
  litecoin: [{ address: '3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN', script: `a914${NESTED}87`, now: 'MR8UQSBr5ULwWheBHznrHk2jxyxkHQu8vB' }],
  'litecoin-testnet4': [
    { address: '2NAUYAHhujozruyzpsFRP63mbrdaU5wnEpN', script: `a914${NESTED}87`, now: 'QdqJHJa9kv3x4AksVMTQAkD3122J1Pbb8p' },
  ],
  'litecoin-regtest': [
    { address: '2NAUYAHhujozruyzpsFRP63mbrdaU5wnEpN', script: `a914${NESTED}87`, now: 'QdqJHJa9kv3x4AksVMTQAkD3122J1Pbb8p' },
  ],
};

/** Addresses inside the extension block, from Litecoin Core's wallet (regtest and testnet write the same prefix). */
export const MWEB_ADDRESSES: readonly string[] = [
  'tmweb1qqvglacuxz74d2trjgk6tkuc84hrzy62svvu92q2xun64xpsvwm29qqumzev4dhqqhp5c8nzzgg9jcqckyse52klmdcskawc3rdpqu3kdrgueuunv',
  'tmweb1qq06fhrpht0v39dlcd8dz0hkhqksexcktkfj386wemjdzyv5v8setzq7f5q8523y4uq2cs7ahy7s5htr5l9cvg4z6an292457xmf4j8a3c5qus2p6',
];

export const ADDRESS_VECTORS: Readonly<Record<string, readonly AddressVector[]>> = {
  bitcoin: [
    p2pkh(G, '1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH'),
    p2pkh(G_LONG, '1EHNa6Q4Jz2uvNExL497mE43ikXhwF6kZm'),
    p2pkh(GENESIS, '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa'),
    { address: '3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN', script: `a914${NESTED}87`, type: 'p2sh' },
    { address: 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', script: `0014${G}`, type: 'p2wpkh' },
    { address: 'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0', script: `5120${X}`, type: 'p2tr' },
    { address: 'bc1pfeessrawgf', script: '51024e73', type: 'anchor' },
    { address: 'bc1sw50qgdz25j', script: '6002751e', type: 'witness_unknown' },
    { address: 'bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs', script: '5210751e76e8199196d454941c45d1b3a323', type: 'witness_unknown' },
  ],
  testnet3: [...TEST_BASE58, ...TEST_SEGWIT],
  testnet4: [...TEST_BASE58, ...TEST_SEGWIT],
  signet: [...TEST_BASE58, ...TEST_SEGWIT],
  regtest: [
    ...TEST_BASE58,
    { address: 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080', script: `0014${G}`, type: 'p2wpkh' },
    { address: 'bcrt1pfeesnyr2tx', script: '51024e73', type: 'anchor' },
  ],
  litecoin: [
    p2pkh(G, 'LVuDpNCSSj6pQ7t9Pv6d6sUkLKoqDEVUnJ'),
    p2pkh(G_LONG, 'LYWKqJhtPeGyBAw7WC8R3F7ovxtzAiubdM'),
    p2pkh(GENESIS, 'LUEweDxDA4WhvWiNXXSxjM9CYzHPJv4QQF'),
    { address: 'MR8UQSBr5ULwWheBHznrHk2jxyxkHQu8vB', script: `a914${NESTED}87`, type: 'p2sh' },
    { address: 'ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9', script: `0014${G}`, type: 'p2wpkh' },
    { address: 'ltc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qmu8tk5', script: V0_SCRIPT, type: 'p2wsh' },
    { address: 'ltc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqpj6zg2', script: `5120${X}`, type: 'p2tr' },
    { address: 'ltc1pfees06t9sd', script: '51024e73', type: 'anchor' },
    { address: 'ltc1sw50qh55pvk', script: '6002751e', type: 'witness_unknown' },
    { address: 'ltc1zw508d6qejxtdg4y5r3zarvaryvc7v05v', script: '5210751e76e8199196d454941c45d1b3a323', type: 'witness_unknown' },
  ],
  'litecoin-testnet4': [
    ...LITECOIN_TEST_BASE58,
    { address: 'tltc1qw508d6qejxtdg4y5r3zarvary0c5xw7klfsuq0', script: `0014${G}`, type: 'p2wpkh' },
    { address: 'tltc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qsnr4fp', script: V0_SCRIPT, type: 'p2wsh' },
    { address: 'tltc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vq2a7uhl', script: `5120${X}`, type: 'p2tr' },
    { address: 'tltc1sw50qrtdg3s', script: '6002751e', type: 'witness_unknown' },
  ],
  'litecoin-regtest': [
    ...LITECOIN_TEST_BASE58,
    { address: 'rltc1qw508d6qejxtdg4y5r3zarvary0c5xw7k693xs3', script: `0014${G}`, type: 'p2wpkh' },
    { address: 'rltc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q22ldvf', script: V0_SCRIPT, type: 'p2wsh' },
    { address: 'rltc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqsyzyjh', script: `5120${X}`, type: 'p2tr' },
    { address: 'rltc1pfees06p8ul', script: '51024e73', type: 'anchor' },
  ],
};
