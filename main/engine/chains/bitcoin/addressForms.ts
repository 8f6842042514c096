// How each Bitcoin network writes its addresses: plain data, so that an address of another network can be
// named in the refusal. Sources: Bitcoin Core chainparams (base58Prefixes, bech32_hrp), BIP173.

export interface AddressForm {
  /** Short name of the network, as in `UtxoChain.name`. */
  readonly network: string;
  readonly bech32Prefix: string;
  /** Base58 version bytes. Testnet3, testnet4, signet and regtest share theirs. */
  readonly pubKeyHashVersion: number;
  readonly scriptHashVersion: number;
}

const TEST_VERSIONS = { pubKeyHashVersion: 111, scriptHashVersion: 196 } as const;

export const ADDRESS_FORMS = {
  bitcoin: { network: 'bitcoin', bech32Prefix: 'bc', pubKeyHashVersion: 0, scriptHashVersion: 5 },
  testnet3: { network: 'testnet3', bech32Prefix: 'tb', ...TEST_VERSIONS },
  testnet4: { network: 'testnet4', bech32Prefix: 'tb', ...TEST_VERSIONS },
  signet: { network: 'signet', bech32Prefix: 'tb', ...TEST_VERSIONS },
  regtest: { network: 'regtest', bech32Prefix: 'bcrt', ...TEST_VERSIONS },
} as const satisfies Readonly<Record<string, AddressForm>>;
