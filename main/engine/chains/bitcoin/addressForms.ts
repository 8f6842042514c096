// How each network of the family writes its addresses: plain data, so that an address of another network can be
// named in the refusal. Sources: Bitcoin Core and Litecoin Core chainparams (base58Prefixes, bech32_hrp, mweb_hrp), BIP173.

export interface AddressForm {
  /** Short name of the network, as in `UtxoChain.name`. */
  readonly network: string;
  readonly bech32Prefix: string;
  /** Base58 version bytes. Testnet3, testnet4, signet and regtest share theirs. */
  readonly pubKeyHashVersion: number;
  readonly scriptHashVersion: number;
  /** Read but no longer written: Litecoin moved from Bitcoin's version to one of its own. The same text is then valid on both. */
  readonly olderScriptHashVersion?: number;
  /** Prefix of addresses inside Litecoin's extension block, whose outputs are confidential and stand in no script. */
  readonly mwebPrefix?: string;
}

const TEST_VERSIONS = { pubKeyHashVersion: 111, scriptHashVersion: 196 } as const;

const LITECOIN_TEST_VERSIONS = { pubKeyHashVersion: 111, scriptHashVersion: 58, olderScriptHashVersion: 196, mwebPrefix: 'tmweb' } as const;

export const ADDRESS_FORMS = {
  bitcoin: { network: 'bitcoin', bech32Prefix: 'bc', pubKeyHashVersion: 0, scriptHashVersion: 5 },
  testnet3: { network: 'testnet3', bech32Prefix: 'tb', ...TEST_VERSIONS },
  testnet4: { network: 'testnet4', bech32Prefix: 'tb', ...TEST_VERSIONS },
  signet: { network: 'signet', bech32Prefix: 'tb', ...TEST_VERSIONS },
  regtest: { network: 'regtest', bech32Prefix: 'bcrt', ...TEST_VERSIONS },
  litecoin: {
    ...{ network: 'litecoin', bech32Prefix: 'ltc', pubKeyHashVersion: 48, scriptHashVersion: 50 },
    ...{ olderScriptHashVersion: 5, mwebPrefix: 'ltcmweb' },
  },
  litecoinTestnet: { network: 'litecoin-testnet4', bech32Prefix: 'tltc', ...LITECOIN_TEST_VERSIONS },
  litecoinRegtest: { network: 'litecoin-regtest', bech32Prefix: 'rltc', ...LITECOIN_TEST_VERSIONS },
} as const satisfies Readonly<Record<string, AddressForm>>;
