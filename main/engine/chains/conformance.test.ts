// What every chain of the registry must be able to do. A new chain is tested the moment it is listed: it needs
// its own address vectors in tests/vectors/addresses.ts.
import { address as codec, Transaction as BitcoinjsTransaction } from 'bitcoinjs-lib';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../shared/model/bytes.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { ADDRESS_VECTORS, MWEB_ADDRESSES, OLDER_ADDRESSES } from '../../../tests/vectors/addresses.ts';
import { realBlocks } from '../../../tests/vectors/realBlocks.ts';
import { SHARED_DATA, sharedFile, sharedJson } from '../../../tests/vectors/sharedData.ts';
import { BITCOIN, CHAINS, bitcoinNetwork, decodeTransaction, readBlock, type UtxoChain } from './index.ts';

function refusalOf(chain: UtxoChain, address: string): Readonly<Record<string, string | number>> {
  try {
    chain.scriptOfAddress(address);
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'chain.badAddress') return fault.parameters;
    throw fault;
  }
  return { reason: 'accepted' };
}

/** The last character exchanged for another of the same alphabet: base58 and bech32 both detect it always. */
function misspelt(address: string): string {
  const last = address.slice(-1);
  const other = last === 'x' || last === 'X' ? 'z' : 'x';
  return address.slice(0, -1) + (address === address.toUpperCase() ? other.toUpperCase() : other);
}

/** Base58 versions that networks share: the text alone cannot tell them apart. */
function canBeBoth(name: string, address: string): boolean {
  if (OLDER_ADDRESSES[name]?.some((older) => older.address === address)) return true;
  return !['bitcoin', 'litecoin'].includes(name) && (address.startsWith('m') || (name.startsWith('litecoin') && address.startsWith('2')));
}

const isBech32 = (address: string): boolean => /^(bc|tb|bcrt|ltc|tltc|rltc)1/i.test(address);

describe('the registry', () => {
  it('finds each chain by id, and names are unique', () => {
    for (const chain of CHAINS.entries) {
      expect(CHAINS.find(chain.id)).toBe(chain);
      expect(bitcoinNetwork(chain.name)?.id).toBe(chain.id);
      expect(chain.id).toMatch(/^[-a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,32}$/); // CAIP-2
    }
    expect(new Set(CHAINS.entries.map((chain) => chain.name)).size).toBe(CHAINS.entries.length);
  });
});

for (const chain of CHAINS.entries) {
  const vectors = ADDRESS_VECTORS[chain.name] ?? [];
  const foreign = Object.entries(ADDRESS_VECTORS)
    .flatMap(([name, list]) => (name === chain.name ? [] : list))
    .filter((other) => !vectors.some((own) => own.address === other.address))
    .filter((other) => !canBeBoth(chain.name, other.address));

  describe(chain.name, () => {
    it('reads at least twenty address vectors, valid and invalid', () => {
      let checked = 0;
      for (const { address, script, type } of vectors) {
        expect(hex(chain.scriptOfAddress(address)), address).toBe(script);
        expect(chain.readScript(fromHex(script)), address).toMatchObject({ type, address });
        expect(refusalOf(chain, misspelt(address)), address).toMatchObject({ reason: 'checksum' });
        expect(refusalOf(chain, address.slice(0, -1))['reason'], address).not.toBe('accepted');
        expect(refusalOf(chain, ` ${address}`)['reason'], address).not.toBe('accepted');
        if (isBech32(address)) {
          expect(hex(chain.scriptOfAddress(address.toUpperCase()))).toBe(script);
          const mixed = address.slice(0, -1) + address.slice(-1).toUpperCase();
          expect(
            refusalOf(chain, /[a-z]$/.test(address) ? mixed : `${address.slice(0, 1).toUpperCase()}${address.slice(1)}`)['reason'],
          ).toBe('mixedCase');
          checked += 2;
        }
        checked += 4;
      }
      expect(refusalOf(chain, '')).toMatchObject({ reason: 'empty' });
      expect(checked).toBeGreaterThanOrEqual(20);
    });

    it('names the network of a foreign address', () => {
      expect(foreign.length).toBeGreaterThan(0);
      for (const { address } of foreign) {
        const refusal = refusalOf(chain, address);
        expect(refusal, address).toMatchObject({ reason: 'network', expected: chain.name });
        expect(String(refusal['network']).split(', ')).not.toContain(chain.name);
      }
      // The generator point on Dogecoin (version 30) and on Groestlcoin's bech32, which the program does not know.
      expect(refusalOf(chain, 'DFpN6QqFfUm3gKNaxN6tNcab1FArL9cZLE')).toMatchObject({ reason: 'version', version: '30' });
      expect(refusalOf(chain, codec.toBech32(fromHex('751e76e8199196d454941c45d1b3a323f1433bd6'), 0, 'grs'))).toMatchObject({
        reason: 'network',
        network: '"grs"',
      });
    });

    it('says in every language what is not checked on it', () => {
      const { verified, notVerified } = chain.capabilities;
      expect(verified.length * notVerified.length).toBeGreaterThan(0);
      for (const language of ['en', 'ja', 'zh-Hans', 'zh-Hant']) {
        const url = new URL(`../../../resources/locales/${language}/report.json`, import.meta.url);
        const words = JSON.parse(readFileSync(url, 'utf8')) as Record<string, string>;
        for (const code of notVerified) expect(words[`notVerified.${code}`], `${language} ${code}`).toContain('{name}');
      }
      expect(notVerified.includes('mwebPaths')).toBe(bitcoinNetwork(chain.id)?.transactionForm.mweb);
      expect(notVerified.includes('blockSignatures')).toBe(bitcoinNetwork(chain.id)?.signedBlocks);
    });

    it('reads older and refuses hidden addresses', () => {
      for (const { address, script, now } of OLDER_ADDRESSES[chain.name] ?? []) {
        expect(hex(chain.scriptOfAddress(address)), address).toBe(script);
        expect(chain.readScript(fromHex(script)).address).toBe(now);
      }
      for (const address of MWEB_ADDRESSES) expect(refusalOf(chain, address), address).toMatchObject({ reason: 'mweb' });
    });

    it('turns every standard script into its address and back', () => {
      const program = fc.uint8Array({ minLength: 2, maxLength: 40 });
      const scripts = fc.oneof(
        fc.uint8Array({ minLength: 20, maxLength: 20 }).map((hash) => Uint8Array.of(0x76, 0xa9, 20, ...hash, 0x88, 0xac)),
        fc.uint8Array({ minLength: 20, maxLength: 20 }).map((hash) => Uint8Array.of(0xa9, 20, ...hash, 0x87)),
        fc.uint8Array({ minLength: 20, maxLength: 20 }).map((hash) => Uint8Array.of(0, 20, ...hash)),
        fc.uint8Array({ minLength: 32, maxLength: 32 }).map((hash) => Uint8Array.of(0, 32, ...hash)),
        fc.tuple(fc.integer({ min: 0x51, max: 0x60 }), program).map(([version, bytes]) => Uint8Array.of(version, bytes.length, ...bytes)),
      );
      fc.assert(
        fc.property(scripts, (script) => {
          const { type, address } = chain.readScript(script);
          if (type.startsWith('mweb_')) expect(address).toBeNull();
          else expect(hex(chain.scriptOfAddress(address as string))).toBe(hex(script));
        }),
      );
    });

    it('never throws on a script, and gives an address only where it leads back', () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 80 }), (script) => {
          const { address } = chain.readScript(script);
          if (address !== null) expect(hex(chain.scriptOfAddress(address))).toBe(hex(script));
        }),
        { numRuns: 500 },
      );
    });

    it('halves its subsidy down to nothing', () => {
      expect(chain.subsidy(0)).toBe(5_000_000_000n);
      const interval = (bitcoinNetwork(chain.id) as { halvingInterval: number }).halvingInterval;
      expect(chain.subsidy(interval - 1)).toBe(5_000_000_000n);
      expect(chain.subsidy(interval)).toBe(2_500_000_000n);
      expect(chain.subsidy(interval * 33)).toBe(0n);
      expect(chain.subsidy(interval * 100)).toBe(0n);
      let total = 0n;
      for (let era = 0; era < 64; era++) total += chain.subsidy(era * interval) * BigInt(interval);
      if (chain.name === 'bitcoin') expect(total).toBe(2_099_999_997_690_000n); // the well-known sum
    });
  });
}

describe('scripts without an address', () => {
  const read = (text: string) => BITCOIN.readScript(fromHex(text));
  const G = '0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798';
  it('keep their keys and data', () => {
    // The genesis output; explorers print this form of its key.
    expect(
      read(
        '4104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac',
      ),
    ).toEqual({ type: 'p2pk', address: null, p2pkhForm: '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa' });
    expect(read(`21${G}ac`)).toEqual({ type: 'p2pk', address: null, p2pkhForm: '1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH' });
    expect(read(`5121${G}21${G}52ae`)).toEqual({ type: 'multisig', address: null, multisig: { required: 1, publicKeys: [G, G] } });
    expect(read(`5321${G}21${G}52ae`).type).toBe('nonstandard'); // three of two
    expect(read(`5121${G}21${G}53ae`).type).toBe('nonstandard'); // two keys, three stated
    expect(read('6a0b68656c6c6f20776f726c64')).toEqual({ type: 'nulldata', address: null, data: new TextEncoder().encode('hello world') });
    expect(read('6a')).toEqual({ type: 'nulldata', address: null, data: new Uint8Array(0) });
    expect(read('6a4c03aabbcc02ddee')).toMatchObject({ data: fromHex('aabbccddee') });
    expect(read('6a4c').type).toBe('nonstandard'); // a push that is cut off
    expect(read('').type).toBe('nonstandard');
    expect(read('00').type).toBe('nonstandard');
    expect(read(`0015${'11'.repeat(21)}`).type).toBe('nonstandard'); // version 0 with a wrong length
  });
});

describe.skipIf(SHARED_DATA === null)('vectors of others', () => {
  const testnet = bitcoinNetwork('testnet3') as UtxoChain;

  it('BIP350 and BIP173 addresses', () => {
    const text = new TextDecoder().decode(sharedFile('wallets-vectors/bips/bip-0350.mediawiki'));
    const valid = [...text.matchAll(/<tt>((?:bc|tb)1[^<]+)<\/tt>: <tt>([0-9a-f]+)<\/tt>/gi)];
    expect(valid.length).toBe(8);
    for (const [, address = '', script] of valid) {
      const chain = /^bc/i.test(address) ? BITCOIN : testnet;
      expect(hex(chain.scriptOfAddress(address)), address).toBe(script);
    }
    const invalid = [
      ...(text.split('The following list gives invalid segwit addresses')[1] ?? '').matchAll(/<tt>([a-z]{2}1[^<]+)<\/tt>: /gi),
    ];
    expect(invalid.length).toBeGreaterThanOrEqual(14);
    for (const [, address = ''] of invalid) {
      for (const chain of CHAINS.entries) expect(refusalOf(chain, address)['reason'], address).not.toBe('accepted');
    }
  });

  it("bitcoinjs-lib's address fixtures", () => {
    type Fixtures = {
      standard: readonly { network: string; version: number; hash: string; base58check: string }[];
      bech32: readonly { address: string; version: number; prefix: string; data: string }[];
      invalid: { bech32: readonly { address: string }[]; fromBase58Check: readonly { address: string }[] };
    };
    const fixtures = sharedJson('wallets-vectors/bitcoinjs-fixtures/address.json') as Fixtures;
    const names: Readonly<Record<string, string>> = { bitcoin: 'bitcoin', testnet: 'testnet3', regtest: 'regtest', litecoin: 'litecoin' };
    for (const { network, hash, base58check } of fixtures.standard) {
      const chain = bitcoinNetwork(names[network] ?? '');
      if (base58check === undefined) continue;
      if (chain === undefined) expect(refusalOf(BITCOIN, base58check)['reason']).not.toBe('accepted');
      else expect(hex(chain.scriptOfAddress(base58check))).toContain(hash);
    }
    for (const { address } of [...fixtures.invalid.bech32, ...fixtures.invalid.fromBase58Check]) {
      for (const chain of CHAINS.entries) expect(refusalOf(chain, address)['reason'], address).not.toBe('accepted');
    }
  });

  it('BIP341 output scripts and addresses', () => {
    const vectors = sharedJson('btc-blocks/rust-bitcoin/bip341_tests.json') as {
      scriptPubKey: readonly { expected: { scriptPubKey: string; bip350Address: string } }[];
    };
    expect(vectors.scriptPubKey.length).toBeGreaterThanOrEqual(7);
    for (const { expected } of vectors.scriptPubKey) {
      expect(BITCOIN.readScript(fromHex(expected.scriptPubKey))).toEqual({ type: 'p2tr', address: expected.bip350Address });
      expect(hex(BITCOIN.scriptOfAddress(expected.bip350Address))).toBe(expected.scriptPubKey);
    }
  });

  it('the types and addresses that nodes printed', () => {
    const names: Readonly<Record<string, string>> = {
      ...{ pubkey: 'p2pk', pubkeyhash: 'p2pkh', scripthash: 'p2sh', witness_v0_keyhash: 'p2wpkh', witness_v0_scripthash: 'p2wsh' },
      ...{ witness_v1_taproot: 'p2tr', multisig: 'multisig', nulldata: 'nulldata', nonstandard: 'nonstandard' },
    };
    type Printed = {
      vout: readonly { value: number; scriptPubKey: { hex: string; type: string; address?: string; addresses?: readonly string[] } }[];
      hex: string;
      txid: string;
    };
    let outputs = 0;
    for (const [file, name] of [
      ['bitcoin_regtest_001_p2wpkh', 'regtest'],
      ['bitcoin_testnet_001_mixed_nonsegwit_segwit_inputs', 'testnet3'],
      ['bitcoin_testnet_002_presegwit', 'testnet3'],
    ] as const) {
      const printed = sharedJson(`btc-blocks/electrumx/${file}.json`) as Printed;
      const transaction = decodeTransaction(fromHex(printed.hex));
      expect(transaction.txid).toBe(printed.txid);
      printed.vout.forEach((output, i) => {
        const own = transaction.outputs[i] as { valueSat: bigint; script: Uint8Array };
        expect(own.valueSat).toBe(BigInt(Math.round(output.value * 1e8)));
        const reading = (bitcoinNetwork(name) as UtxoChain).readScript(own.script);
        expect(reading.type).toBe(names[output.scriptPubKey.type]);
        const address = output.scriptPubKey.address ?? output.scriptPubKey.addresses?.[0];
        if (address !== undefined) expect(reading.address).toBe(address);
        outputs++;
      });
    }
    expect(outputs).toBeGreaterThan(3);
  });

  it('every address of every real output leads back to its script', () => {
    const types = new Map<string, number>();
    for (const { network, bytes } of realBlocks()) {
      const chain = bitcoinNetwork(network) as UtxoChain;
      const columns = readBlock(bytes);
      for (let i = 0; i < columns.outCount; i += 5) {
        const script = bytes.subarray(columns.outScriptStart[i], columns.outScriptEnd[i]);
        const { type, address } = chain.readScript(script);
        types.set(type, (types.get(type) ?? 0) + 1);
        if (address !== null && hex(chain.scriptOfAddress(address)) !== hex(script)) throw new Error(`${address} does not lead back`);
      }
    }
    for (const type of ['p2pk', 'p2pkh', 'p2sh', 'nulldata']) expect(types.get(type) ?? 0, type).toBeGreaterThan(5);
  });

  it('value is conserved: a coinbase takes at most the subsidy and the fees of real blocks', () => {
    type Raito = {
      chain_state: { block_height: number };
      blocks: readonly {
        data: {
          transactions: readonly {
            inputs: readonly { previous_output: { data: { value: number } } }[];
            outputs: readonly { value: number }[];
          }[];
        };
      }[];
    };
    let exact = 0;
    let transactions = 0;
    for (const file of [169, 24834, 57042, 91721, 116927, 150012, 209999, 403199, 757752]) {
      const { chain_state: state, blocks } = sharedJson(`btc-blocks/raito-prevouts/full_${file}.json`) as Raito;
      const list = blocks[0]?.data.transactions ?? [];
      const paid = (outputs: readonly { value: number }[]): bigint => outputs.reduce((sum, output) => sum + BigInt(output.value), 0n);
      let feesSat = 0n;
      for (const transaction of list.slice(1)) {
        const fee =
          transaction.inputs.reduce((sum, input) => sum + BigInt(input.previous_output.data.value), 0n) - paid(transaction.outputs);
        expect(fee >= 0n).toBe(true);
        feesSat += fee;
        transactions++;
      }
      const limit = BITCOIN.subsidy(state.block_height + 1) + feesSat;
      const taken = paid(list[0]?.outputs ?? []);
      expect(taken <= limit, String(file)).toBe(true);
      if (taken === limit) exact++;
    }
    expect(exact).toBeGreaterThanOrEqual(6);
    expect(transactions).toBeGreaterThan(1000);
  });

  it("bitcoinjs-lib's transaction fixtures are decoded or refused, never misread", () => {
    type Fixtures = {
      valid: readonly { hex: string; id: string; whex?: string; weight?: number; virtualSize?: number; coinbase?: boolean }[];
      invalid: { fromBuffer: readonly { hex: string }[] };
    };
    const fixtures = sharedJson('wallets-vectors/bitcoinjs-fixtures/transaction.json') as Fixtures;
    let decoded = 0;
    for (const { id, ...fixture } of fixtures.valid) {
      const bytes = fromHex(fixture.whex !== undefined && fixture.whex !== '' ? fixture.whex : fixture.hex);
      try {
        const transaction = decodeTransaction(bytes);
        expect(transaction.txid).toBe(id);
        if (fixture.weight !== undefined) expect(transaction.weight).toBe(fixture.weight);
        if (fixture.virtualSize !== undefined) expect(transaction.virtualSize).toBe(fixture.virtualSize);
        decoded++;
      } catch (fault) {
        // Some fixtures are encodings that no node accepts: no inputs or no outputs, values beyond all bitcoin.
        if (!(fault instanceof Fault)) throw fault;
        expect(['noInputs', 'noOutputs', 'value', 'truncated'], JSON.stringify(fault.parameters)).toContain(fault.parameters['reason']);
      }
    }
    expect(decoded).toBeGreaterThanOrEqual(8);
    for (const fixture of fixtures.invalid.fromBuffer) expect(() => decodeTransaction(fromHex(fixture.hex))).toThrow(Fault);
  });

  it('a tapscript transaction of half a megabyte', () => {
    const bytes = fromHex(new TextDecoder().decode(sharedFile('btc-blocks/rust-bitcoin/huge_witness.hex')).trim());
    const transaction = decodeTransaction(bytes);
    expect(transaction.size).toBe(bytes.length);
    // Its witness is one stack of empty items: half a million of them must not cost half a million copies of bytes.
    const peer = BitcoinjsTransaction.fromBuffer(bytes);
    expect(transaction.inputs.map((input) => input.witness.length)).toEqual(peer.ins.map((input) => input.witness.length));
    expect(transaction.txid).toBe(peer.getId());
  });
});
