// Logs: topics against constants that explorers print, values against ethers' own decoder, meanings by hand.
import { Interface } from 'ethers/abi';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { SHARED_DATA, sharedFile, sharedJson } from '../../../../tests/vectors/sharedData.ts';
import { decodeEvent, defineEvent } from './abi.ts';
import { addressBytes, addressText, readEvmAddress } from './addresses.ts';
import { BRIDGE_CONTRACTS } from './bridges/contracts.ts';
import { depositSourceHash } from './bridges/native.ts';
import { KNOWN_TOKENS, MIXER_POOLS, PERMIT2 } from './catalogue.ts';
import { type JsonObject, hexText } from './json.ts';
import { CATALOGUED_EVENTS, type LogContext, readLogs } from './logs.ts';
import { type EvmLog, logOfJson } from './receipt.ts';

/** Topics as block explorers and other libraries print them. */
const TOPICS: Readonly<Record<string, string>> = {
  'Transfer(address,address,uint256)': 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef',
  'Approval(address,address,uint256)': '8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925',
  'ApprovalForAll(address,address,bool)': '17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c31',
  'TransferSingle(address,address,address,uint256,uint256)': 'c3d58168c5ae7397731d063d5bbf3d657854427343f4c083240f7aacaa2d0f62',
  'TransferBatch(address,address,address,uint256[],uint256[])': '4a39dc06d4c0dbc64b70af90fd698a233a518aa5d07e595d983b8c0526c8f7fb',
  'Deposit(address,uint256)': 'e1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c',
  'Withdrawal(address,uint256)': '7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65',
  'AddedBlackList(address)': '42e160154868087d6bfdc0ca23d96a1c1cfa32f1b72ba9ba27b69b98a0d819dc',
  'RemovedBlackList(address)': 'd7e9ec6e6ecd65492dce6bf513cd6867560d49544421d0783ddf06e76c24470c',
  'DestroyedBlackFunds(address,uint256)': '61e6e66b0d6339b2980aecc6ccc0039736791f0ccde9ed512e789a7fbdd698c6',
  'Issue(uint256)': 'cb8241adb0c3fdb35b70c24ce35c5eb0c17af7431c99f827d44a445ca624176a',
  'Redeem(uint256)': '702d5967f45f6513a38ffc42d6ba9bf230bd40e8f53b16363c7eb4fd2deb9a44',
  'Blacklisted(address)': 'ffa4e6181777692565cf28528fc88fd1516ea86b56da075235fa575af6a4b855',
  'UnBlacklisted(address)': '117e3210bb9aa7d9baff172026820255c6f6c30ba8999d1c2fd88e2848137c4e',
  'Swap(address,uint256,uint256,uint256,uint256,address)': 'd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822',
  'Swap(address,address,int256,int256,uint160,uint128,int24)': 'c42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67',
  'Deposit(bytes32,uint32,uint256)': 'a945e51eec50ab98c161376f0db4cf2aeba3ec92755fe2fcd388bdbbb80ff196',
  'Withdrawal(address,bytes32,address,uint256)': 'e9e508bad6d4c3227e881ca19068f099da81b5164dd6d62b2eaf1e8bc6c34931',
  'DepositForBurn(uint64,address,uint256,address,bytes32,uint32,bytes32,bytes32)':
    '2fa9ca894982930190727e75500a97d8dc500233a5065e0f3126c48fbe0343c0',
  'MessageReceived(address,uint32,uint64,bytes32,bytes)': '58200b4c34ae05ee816d710053fff3fb75af4395915d3d2a771b24aa10e3cc5d',
  'V3FundsDeposited(address,address,uint256,uint256,uint256,uint32,uint32,uint32,uint32,address,address,address,bytes)':
    'a123dc29aebf7d0c3322c8eeb5b999e859f39937950ed31056532713d0de396f',
  'FundsDeposited(bytes32,bytes32,uint256,uint256,uint256,uint256,uint32,uint32,uint32,bytes32,bytes32,bytes32,bytes)':
    '32ed1a409ef04c7b0227189c3a103dc5ac10e775a15b785dcc510201f7c25ad3',
  'FilledRelay(bytes32,bytes32,uint256,uint256,uint256,uint256,uint256,uint32,uint32,bytes32,bytes32,bytes32,bytes32,bytes32,(bytes32,bytes32,uint256,uint8))':
    '44b559f101f8fbcc8a0ea43fa91a05a729a5ea6e14a7c75aa750374690137208',
  'TransactionDeposited(address,address,uint256,bytes)': 'b3813568d9991fc951961fcb4c784893574240a28925604d09fc577c55bb7c32',
  'WithdrawalFinalized(bytes32,bool)': 'db5c7652857aa163daadd670e116628fb42e869d8ac4251ef8971d9e5727df1b',
  'MessagePassed(uint256,address,address,uint256,uint256,bytes,bytes32)':
    '02a52367d10742d8032712c1bb8e0144ff1ec5ffda1ed7d70bb05a2744955054',
  'MessageDelivered(uint256,bytes32,address,uint8,address,bytes32,uint256,uint64)':
    '5e3c1311ea442664e8b1611bfabef659120ea7a0a2cfc0667700bebc69cbffe1',
  'StateSynced(uint256,address,bytes)': '103fed9db65eac19c4d870f49ab7520fe03b99f1838e5996caf47e9e43308392',
  'LockedERC20(address,address,address,uint256)': '9b217a401a5ddf7c4d474074aff9958a18d48690d77cc2151c4706aa7348b401',
  // Found with their signatures in public code that others run (Dune and Flipside models, DefiLlama adapters, explorers), November 2026.
  'DepositForBurn(address,uint256,address,bytes32,uint32,bytes32,bytes32,uint256,uint32,bytes)':
    '0c8c1cbdc5190613ebd485511d4e2812cfa45eecb79d845893331fedad5130a5',
  'FundsDeposited(uint256,uint256,uint256,int64,uint32,uint32,address,address,address,bytes)':
    'afc4df6845a4ab948b492800d3d8a25d538a102a2bc07cd01f1cfa097fddcff6',
  'FilledRelay(uint256,uint256,uint256,uint256,uint256,uint256,int64,int64,uint32,address,address,address,address,bytes,(address,bytes,int64,bool,int256))':
    '8ab9dc6c19fe88e69bc70221b339c84332752fdd49591b7c51e66bae3947b73c',
  'Send(bytes32,address,address,address,uint256,uint64,uint64,uint32)': '89d8051e597ab4178a863a5190407b98abfeff406aa8db90c59af76612e58f01',
  'Relay(bytes32,address,address,address,uint256,uint64,bytes32)': '79fa08de5149d912dce8e5e8da7a7c17ccdf23dd5d3bfe196802e6eb86347c7c',
  'TransferSent(bytes32,uint256,address,uint256,bytes32,uint256,uint256,uint256,uint256)':
    'e35dddd4ea75d7e9b3fe93af4f4e40e778c3da4074c9d93e7c6536f1e803c1eb',
  'WithdrawalBonded(bytes32,uint256)': '0c3d250c7831051e78aa6a56679e590374c7c424415ffe4aa474491def2fe705',
  'Withdrew(bytes32,address,uint256,bytes32)': '9475cdbde5fc71fe2ccd413c82878ee54d061b9f74f9e2e1a03ff1178821502c',
  'OFTSent(bytes32,uint32,address,uint256,uint256)': '85496b760a4b7f8d66384b9df21b381f5d1b1e79f229a47aaf4c232edc2fe59a',
  'LogMessagePublished(address,uint64,uint32,bytes,uint8)': '6eb224fb001ed210e379b335e35efe88672a8ce935d981a6896b27ffdf52a3b2',
  'TransferRedeemed(uint16,bytes32,uint64)': 'caf280c8cfeba144da67230d9b009c8f868a75bac9a528fa0474be1ba317c169',
  'L2ToL1Tx(address,address,uint256,uint256,uint256,uint256,uint256,uint256,bytes)':
    '3e7aafa77dbf186b7fd488006beff893744caa3c4f6f299e8a709fa2087374fc',
};

const ALICE = addressText(fromHex('a1'.repeat(20)));
const BOB = addressText(fromHex('b0'.repeat(20)));
const TOKEN = addressText(fromHex('70'.repeat(20)));
const NOBODY = '0x0000000000000000000000000000000000000000';
const USDT = '0xdAC17F958D2ee523a2206206994597C13D831ec7';
const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2';

/** A log as ethers writes it. */
function logOf(contract: string, event: string, values: readonly unknown[]): EvmLog {
  const { data, topics } = new Interface([`event ${event}`]).encodeEventLog(event.slice(0, event.indexOf('(')), values);
  return logOfJson({ address: contract, data, topics });
}

const ETHEREUM_LOGS: LogContext = { chain: 'eip155:1', blockHash: null, sender: ALICE, callerOf: () => null };

function read(logs: readonly EvmLog[], context: Partial<LogContext> = {}): ReturnType<typeof readLogs> {
  return readLogs(
    logs,
    logs.map((_, i) => 10 + i),
    { ...ETHEREUM_LOGS, ...context },
  );
}

describe('catalogued events', () => {
  it('have the topics that the world prints', () => {
    const ours = new Map(CATALOGUED_EVENTS.map(({ signature, topic }) => [signature, topic]));
    for (const [signature, topic] of Object.entries(TOPICS)) expect([signature, ours.get(signature)]).toEqual([signature, topic]);
    // Those without a constant here are at least spelt as ethers reads them.
    for (const { signature, topic } of CATALOGUED_EVENTS) {
      expect(new Interface([`event ${signature}`]).getEvent(signature)?.topicHash).toBe(`0x${topic}`);
    }
  });

  it('decode as ethers decodes them', () => {
    const text = 'Mixed(address indexed who, uint48 small, int24 tick, bytes32 indexed word, bool flag, bytes tail, uint256[] list)';
    const event = defineEvent(text);
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 20, maxLength: 20 }),
        fc.bigInt({ min: 0n, max: 2n ** 48n - 1n }),
        fc.bigInt({ min: -(2n ** 23n), max: 2n ** 23n - 1n }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.boolean(),
        fc.uint8Array({ maxLength: 100 }),
        fc.array(fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), { maxLength: 5 }),
        (who, small, tick, bytes, flag, tail, list) => {
          const values = [`0x${hex(who)}`, small, tick, `0x${hex(bytes)}`, flag, `0x${hex(tail)}`, list];
          expect(decodeEvent(event, logOf(TOKEN, text, values))).toEqual({
            ...{ who: addressText(who), small, tick, word: `0x${hex(bytes)}`, flag: flag ? 1n : 0n, tail: `0x${hex(tail)}`, list },
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are not decoded where the log does not fit to the byte', () => {
    const event = defineEvent('Transfer(address indexed from, address indexed to, uint256 value)');
    const log = logOf(TOKEN, 'Transfer(address indexed from, address indexed to, uint256 value)', [ALICE, BOB, 5n]);
    expect(decodeEvent(event, log)).toEqual({ from: ALICE, to: BOB, value: 5n });
    expect(decodeEvent(event, { ...log, data: log.data.subarray(1) })).toBeNull();
    expect(decodeEvent(event, { ...log, data: new Uint8Array(64) })).toBeNull();
    expect(decodeEvent(event, { ...log, topics: log.topics.slice(0, 2) })).toBeNull();
    // An address with something in front of it is none.
    const dirty = (log.topics[1] as Uint8Array).slice();
    dirty[0] = 1;
    expect(decodeEvent(event, { ...log, topics: [log.topics[0] as Uint8Array, dirty, log.topics[2] as Uint8Array] })).toBeNull();
  });

  it('never throw on hostile data', () => {
    const events = CATALOGUED_EVENTS;
    fc.assert(
      fc.property(
        fc.nat(events.length - 1),
        fc.uint8Array({ maxLength: 500 }),
        fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 3 }),
        fc.nat(KNOWN_TOKENS.length + MIXER_POOLS.length + BRIDGE_CONTRACTS.length - 1),
        (pick, data, topics, at) => {
          const { chain, contract } = [...KNOWN_TOKENS, ...MIXER_POOLS, ...BRIDGE_CONTRACTS][at] as { chain: string; contract: string };
          const topic = fromHex((events[pick] as (typeof events)[number]).topic);
          const { transfers } = read([{ address: addressBytes(contract), topics: [topic, ...topics], data }], { chain });
          for (const { amount } of transfers) expect(amount).toBeGreaterThanOrEqual(0n);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('the catalogue', () => {
  it('holds addresses with their checksums, each once per chain and list', () => {
    for (const list of [KNOWN_TOKENS, MIXER_POOLS, BRIDGE_CONTRACTS]) {
      for (const { contract } of list) expect(readEvmAddress(contract.toLowerCase())).toBe(contract);
      expect(new Set(list.map(({ chain, contract }) => `${chain}/${contract}`)).size).toBe(list.length);
    }
    expect(readEvmAddress(PERMIT2)).toBe(PERMIT2);
  });

  it.skipIf(SHARED_DATA === null)('names as pools of Tornado Cash what OFAC named in August 2022', () => {
    const listed = new Set(
      (sharedJson('labels/ofac-0xB10C/sanctioned_addresses_ETH.json') as readonly string[]).map((each) => each.toLowerCase()),
    );
    const tagged = new TextDecoder().decode(sharedFile('labels/graphsense-tagpacks/tornado_cash.yaml')).toLowerCase();
    for (const { contract } of MIXER_POOLS)
      expect([contract, listed.has(contract.toLowerCase()) || tagged.includes(contract.toLowerCase())]).toEqual([contract, true]);
  });
});

describe('what logs say', () => {
  it('ERC-20 and ERC-721 share a topic; the third indexed value tells them apart', () => {
    const { transfers } = read([
      logOf(TOKEN, 'Transfer(address indexed from, address indexed to, uint256 value)', [ALICE, BOB, 2n ** 256n - 1n]),
      logOf(TOKEN, 'Transfer(address indexed from, address indexed to, uint256 indexed tokenId)', [ALICE, BOB, 77n]),
      logOf(TOKEN, 'Transfer(address indexed from, address indexed to, uint256 value)', [NOBODY, BOB, 3n]),
      logOf(TOKEN, 'Transfer(address indexed from, address indexed to, uint256 value)', [ALICE, NOBODY, 0n]),
      logOf(TOKEN, 'Transfer(address from, address to, uint256 value)', [ALICE, BOB, 4n]),
      logOf('0x06012c8cf97BEaD5deAe237070F9587f8E7A266d', 'Transfer(address from, address to, uint256 value)', [ALICE, BOB, 4n]),
    ]);
    const token = { kind: 'token', contract: TOKEN, tokenId: null };
    expect(transfers).toEqual([
      { path: [1, 10], kind: 'token', from: ALICE, to: BOB, asset: token, amount: 2n ** 256n - 1n },
      { path: [1, 11], kind: 'token', from: ALICE, to: BOB, asset: { kind: 'item', contract: TOKEN, tokenId: '77' }, amount: 1n },
      { path: [1, 12], kind: 'mint', from: null, to: BOB, asset: token, amount: 3n },
      { path: [1, 13], kind: 'burn', from: ALICE, to: null, asset: token, amount: 0n },
      { path: [1, 14], kind: 'token', from: ALICE, to: BOB, asset: token, amount: 4n },
      {
        ...{ path: [1, 15], kind: 'token', from: ALICE, to: BOB, amount: 1n },
        asset: { kind: 'item', contract: '0x06012c8cf97BEaD5deAe237070F9587f8E7A266d', tokenId: '4' },
      },
    ]);
  });

  it('ERC-1155: one and many', () => {
    const batch = 'TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values)';
    const { transfers } = read([
      logOf(TOKEN, batch, [ALICE, ALICE, BOB, [1n, 2n], [10n, 20n]]),
      logOf(TOKEN, batch, [ALICE, ALICE, BOB, [1n, 2n], [10n]]),
    ]);
    expect(transfers.map(({ path, asset, amount }) => [path, asset.tokenId, amount])).toEqual([
      [[1, 10, 0], '1', 10n],
      [[1, 10, 1], '2', 20n],
    ]);
  });

  it('wrapped coins are made and destroyed; a contract that only looks like one is not believed', () => {
    const deposit = 'Deposit(address indexed dst, uint256 wad)';
    const withdrawal = 'Withdrawal(address indexed src, uint256 wad)';
    const { transfers } = read([logOf(WETH, deposit, [ALICE, 5n]), logOf(WETH, withdrawal, [BOB, 6n]), logOf(TOKEN, deposit, [ALICE, 7n])]);
    expect(transfers.map(({ kind, from, to, amount }) => [kind, from, to, amount])).toEqual([
      ['mint', null, ALICE, 5n],
      ['burn', BOB, null, 6n],
    ]);
    // A contract that logs both is counted once.
    const transfer = 'Transfer(address indexed from, address indexed to, uint256 value)';
    expect(read([logOf(WETH, deposit, [ALICE, 5n]), logOf(WETH, transfer, [NOBODY, ALICE, 5n])]).transfers.length).toBe(1);
  });

  it('USDT: freezes, the destruction of frozen funds, issue and redemption', () => {
    const logs = [
      logOf(USDT, 'AddedBlackList(address _user)', [ALICE]),
      logOf(USDT, 'DestroyedBlackFunds(address _blackListedUser, uint256 _balance)', [ALICE, 9n]),
      logOf(USDT, 'RemovedBlackList(address _user)', [ALICE]),
      logOf(USDT, 'Issue(uint256 amount)', [100n]),
      logOf(USDT, 'Redeem(uint256 amount)', [50n]),
      logOf(TOKEN, 'AddedBlackList(address _user)', [BOB]),
    ];
    const { transfers, events } = read(logs, { callerOf: (_, selector) => (selector === 'cc872b66' ? BOB : null) });
    expect(events.map(({ kind, subject, amount }) => [kind, subject, amount])).toEqual([
      ['blacklisted', ALICE, null],
      ['blacklistedFundsDestroyed', ALICE, 9n],
      ['unblacklisted', ALICE, null],
    ]);
    expect(transfers.map(({ kind, from, to, amount }) => [kind, from, to, amount])).toEqual([
      ['burn', ALICE, null, 9n],
      ['mint', null, BOB, 100n],
      ['burn', null, null, 50n],
    ]);
  });

  it('allowances: given by whom, for whom, and sent by another with the owner’s signature', () => {
    const approval = 'Approval(address indexed owner, address indexed spender, uint256 value)';
    const { events } = read([logOf(TOKEN, approval, [BOB, ALICE, 5n])], {
      callerOf: (_, selector) => (selector === 'd505accf' ? ALICE : null),
    });
    expect(events).toEqual([
      {
        ...{
          path: [1, 10],
          kind: 'approval',
          actor: BOB,
          subject: ALICE,
          asset: { kind: 'token', contract: TOKEN, tokenId: null },
          amount: 5n,
        },
        details: { by: 'permit', sentBy: ALICE },
      },
    ]);
    const all = read([logOf(TOKEN, 'ApprovalForAll(address indexed owner, address indexed operator, bool approved)', [ALICE, BOB, true])]);
    expect(all.events[0]).toMatchObject({ actor: ALICE, subject: BOB, amount: null, details: { all: 'granted' } });
    const permit =
      'Permit(address indexed owner, address indexed token, address indexed spender, uint160 amount, uint48 expiration, uint48 nonce)';
    expect(read([logOf(PERMIT2, permit, [ALICE, USDT, BOB, 7n, 99n, 0n])]).events[0]).toMatchObject({
      ...{ kind: 'approval', actor: ALICE, subject: BOB, amount: 7n, details: { by: 'permit2 signature', until: '99' } },
      asset: { contract: USDT },
    });
    expect(read([logOf(TOKEN, permit, [ALICE, USDT, BOB, 7n, 99n, 0n])]).events).toEqual([]);
  });

  it('mixers: the pool decides the amount', () => {
    const pool = '0x910Cbd523D972eb0a6f4cAe4618aD62622b39DbF';
    const commitment = `0x${'11'.repeat(32)}`;
    const { events } = read([
      logOf(pool, 'Deposit(bytes32 indexed commitment, uint32 leafIndex, uint256 timestamp)', [commitment, 5n, 1n]),
      logOf(pool, 'Withdrawal(address to, bytes32 nullifierHash, address indexed relayer, uint256 fee)', [BOB, commitment, NOBODY, 3n]),
      logOf(TOKEN, 'Deposit(bytes32 indexed commitment, uint32 leafIndex, uint256 timestamp)', [commitment, 5n, 1n]),
    ]);
    expect(events.map(({ kind, actor, subject, amount }) => [kind, actor, subject, amount])).toEqual([
      ['mixerIn', ALICE, pool, 10n ** 19n],
      ['mixerOut', null, BOB, 10n ** 19n],
    ]);
    expect(events[1]?.details).toEqual({ mixer: 'Tornado Cash', pool, nullifierHash: commitment, fee: '3' });
  });

  it('swaps of Uniswap 2 and 3', () => {
    const { events } = read([
      logOf(
        TOKEN,
        'Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)',
        [ALICE, 1n, 0n, 0n, 2n, BOB],
      ),
      logOf(
        TOKEN,
        'Swap(address indexed sender, address indexed recipient, int256 amount0, int256 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick)',
        [ALICE, BOB, -5n, 6n, 7n, 8n, -9n],
      ),
    ]);
    expect(events.map(({ details }) => details)).toEqual([
      { form: 'uniswapV2', pool: TOKEN, amount0In: '1', amount1In: '0', amount0Out: '0', amount1Out: '2' },
      { form: 'uniswapV3', pool: TOKEN, amount0: '-5', amount1: '6' },
    ]);
    expect(events.map(({ actor, subject }) => [actor, subject])).toEqual([
      [ALICE, BOB],
      [ALICE, BOB],
    ]);
  });

  it('bridges: both ends of a hop carry one id', () => {
    const wide = (address: string): string => `0x${'00'.repeat(12)}${address.slice(2)}`;
    const burn = logOf(
      '0xBd3fa81B58Ba92a82136038B25aDec7066af3155',
      'DepositForBurn(uint64 indexed nonce, address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller)',
      [42n, USDT, 5n, ALICE, wide(BOB), 3n, wide(TOKEN), wide(NOBODY)],
    );
    const body = `0x00000000${wide(USDT).slice(2)}${wide(BOB).slice(2)}${5n.toString(16).padStart(64, '0')}${wide(ALICE).slice(2)}`;
    const made = logOf(
      '0xC30362313FBBA5cf9163F0bb16a0e01f01A896ca',
      'MessageReceived(address indexed caller, uint32 sourceDomain, uint64 indexed nonce, bytes32 sender, bytes messageBody)',
      [TOKEN, 0n, 42n, wide('0xBd3fa81B58Ba92a82136038B25aDec7066af3155'), body],
    );
    const [out] = read([burn]).events;
    const [back] = read([made], { chain: 'eip155:42161' }).events;
    expect(out).toMatchObject({
      kind: 'bridgeOut',
      actor: ALICE,
      subject: BOB,
      amount: 5n,
      details: { id: 'cctp:0:42', otherChain: 'eip155:42161' },
    });
    expect(back).toMatchObject({ kind: 'bridgeIn', subject: BOB, amount: 5n, details: { id: 'cctp:0:42', otherChain: 'eip155:1' } });
    const deposited = 'TransactionDeposited(address indexed from, address indexed to, uint256 indexed version, bytes opaqueData)';
    const portal = '0xbEb5Fc579115071764c7423A4f12eDde41f106Ed';
    const opaque = `0x${'0'.repeat(63)}9${'0'.repeat(64)}${'0'.repeat(16)}00`;
    const blockHash = fromHex('ab'.repeat(32));
    const [opOut] = read([logOf(portal, deposited, [ALICE, BOB, 0n, opaque])], { blockHash }).events;
    expect(opOut).toMatchObject({ amount: 9n, details: { id: `op-deposit:${hexText(depositSourceHash(blockHash, 10))}` } });
    // The same log of another contract, or of the same address on another chain, is no bridge's.
    expect(read([{ ...burn, address: addressBytes(TOKEN) }]).events).toEqual([]);
    expect(read([burn], { chain: 'eip155:56' }).events).toEqual([]);
  });

  it.skipIf(SHARED_DATA === null)('block 483920: the token transfers that ethereum-etl reads from it', () => {
    const folder = 'eth-tron/ethereum-etl/test_export_token_transfers_job/block_with_transfers';
    const { result } = sharedJson(`${folder}/web3_response.eth_getFilterLogs_0x0.json`) as { result: readonly JsonObject[] };
    const logs = result.map(logOfJson);
    const { transfers } = readLogs(
      logs,
      result.map(({ logIndex }) => Number(logIndex)),
      ETHEREUM_LOGS,
    );
    const [head, ...rows] = new TextDecoder()
      .decode(sharedFile(`${folder}/expected_token_transfers.csv`))
      .trim()
      .split(/\r?\n/);
    expect(head).toBe('token_address,from_address,to_address,value,transaction_hash,log_index,block_number');
    const ours = transfers.map(({ asset, from, to, amount, path }) => [asset.contract, from, to, String(amount), String(path[1])]);
    const theirs = rows.map((row) => {
      const [token, from, to, value, , index] = row.split(',') as [string, string, string, string, string, string];
      return [...[token, from, to].map((each) => readEvmAddress(each)), value, index];
    });
    expect(ours).toEqual(theirs);
  });
});
