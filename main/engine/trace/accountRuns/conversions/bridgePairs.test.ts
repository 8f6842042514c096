// [A28] Each bridge from its logs at both ends, written by ethers, to the pair: and what must not be one. Contracts are the operators'.
import { Interface } from 'ethers/abi';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../../kernel/index.ts';
import {
  type AccountAsset,
  type AccountTransaction,
  type AccountTransfer,
  addressText,
  logOfJson,
  readLogs,
} from '../../../chains/index.ts';
import type { MergedTransaction } from '../../../intake/index.ts';
import { recogniseConversions } from './recognised.ts';

const [ETHEREUM, OP, POLYGON, BASE, ARBITRUM, BNB] = ['1', '10', '137', '8453', '42161', '56'].map((id) => `eip155:${id}`) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const [M, V, RELAYER, FALSE_CONTRACT] = [0xa1, 0xb2, 0xc3, 0xd4].map((byte) => addressText(new Uint8Array(20).fill(byte))) as [
  string,
  string,
  string,
  string,
];
const NOBODY = '0x0000000000000000000000000000000000000000';
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const USDT = '0xdAC17F958D2ee523a2206206994597C13D831ec7';
const BASE_USDC = '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913';
const ARBITRUM_USDC = '0xaf88d065e77c8cC2239327C5EDb3A432268e5831';
const ARBITRUM_USDT = '0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9';
const BNB_USDC = '0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d';
const H_USDC_ARBITRUM = '0x0ce6c85cF43553DE10FC56cecA0aef6Ff0DD444d';
const wide = (address: string): string => `0x${'00'.repeat(12)}${address.slice(2)}`;
const word = (value: bigint, bytes = 32): string => value.toString(16).padStart(bytes * 2, '0');
const ID = `0x${'1d'.repeat(32)}`;
const OTHER_ID = `0x${'2e'.repeat(32)}`;

type Leg = readonly [from: string | null, to: string | null, contract: string | null, amount: bigint];
interface Side {
  readonly chain: string;
  readonly contract: string;
  readonly event: string;
  readonly values: readonly unknown[];
  readonly leg: Leg;
}

function transactionOf(
  id: string,
  side: Side,
  more: { contract?: string; values?: readonly unknown[]; time?: number; chain?: string } = {},
) {
  const chain = more.chain ?? side.chain;
  const contract = more.contract ?? side.contract;
  const { data, topics } = new Interface([`event ${side.event}`]).encodeEventLog(
    side.event.slice(0, side.event.indexOf('(')),
    more.values ?? side.values,
  );
  const context = { chain, blockHash: null, sender: M, callerOf: () => null };
  const { events } = readLogs([logOfJson({ address: contract, data, topics })], [9], context);
  const [from, to, token, amount] = side.leg;
  const asset: AccountAsset = { kind: token === null ? 'native' : 'token', contract: token, tokenId: null };
  const kind = token === null ? 'value' : from === null ? 'mint' : to === null ? 'burn' : 'token';
  const transfers: readonly AccountTransfer[] = [{ path: token === null ? [0] : [1, 8], kind, from, to, asset, amount }];
  const place = { blockHash: null, blockNumber: 10, position: 0, timeSeconds: more.time ?? 1000, status: 'ok' as const };
  const transaction: AccountTransaction = { id, ...place, from: M, to: contract, transfers, events };
  return [chain, transaction] as const;
}

function hops(...all: readonly (readonly [string, AccountTransaction])[]): string[] {
  const held = new Map<string, Map<string, MergedTransaction>>();
  for (const [chain, one] of all)
    held.set(chain, (held.get(chain) ?? new Map()).set(one.id, { transaction: one, sources: [], facts: null }));
  const { recorded, inferences } = atOnce(recogniseConversions(held));
  return [...recorded, ...inferences]
    .filter(({ kind }) => kind === 'bridge')
    .map((one) => `${one.name} ${one.reason ?? one.standing}${one.outs.length === 0 ? '' : ' both'}`);
}

const acrossDeposit =
  'FundsDeposited(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint256 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 indexed depositor, bytes32 recipient, bytes32 exclusiveRelayer, bytes message)';
const acrossFill =
  'FilledRelay(bytes32 inputToken, bytes32 outputToken, uint256 inputAmount, uint256 outputAmount, uint256 repaymentChainId, uint256 indexed originChainId, uint256 indexed depositId, uint32 fillDeadline, uint32 exclusivityDeadline, bytes32 exclusiveRelayer, bytes32 indexed relayer, bytes32 depositor, bytes32 recipient, bytes32 messageHash, tuple(bytes32 updatedRecipient, bytes32 updatedMessageHash, uint256 updatedOutputAmount, uint8 fillType) paid)';
const fillValues = (id: bigint, sum = 990n, paid = sum, to = V) => [
  ...[wide(USDC), wide(BASE_USDC), 1000n, sum, 1n, 1n, id, 500n, 0n, wide(NOBODY), wide(RELAYER), wide(M), wide(V), wide(NOBODY)],
  [wide(to), wide(NOBODY), paid, 0],
];

interface Pair {
  readonly name: string;
  readonly out: Side;
  readonly back: Side;
  /** The same arrival under another id; on a third chain's genuine contract; with other terms. */
  readonly otherId: readonly unknown[];
  readonly third: readonly [chain: string, contract: string];
  readonly otherTerms?: readonly unknown[];
}

const PAIRS: readonly Pair[] = [
  {
    name: 'Circle CCTP',
    out: {
      ...{ chain: ETHEREUM, contract: '0xBd3fa81B58Ba92a82136038B25aDec7066af3155', leg: [M, RELAYER, USDC, 700n] },
      event:
        'DepositForBurn(uint64 indexed nonce, address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller)',
      values: [42n, USDC, 700n, M, wide(V), 6n, wide(NOBODY), wide(NOBODY)],
    },
    back: {
      ...{ chain: BASE, contract: '0xAD09780d193884d503182aD4588450C416D6F9D4', leg: [null, V, BASE_USDC, 700n] },
      event: 'MessageReceived(address indexed caller, uint32 sourceDomain, uint64 indexed nonce, bytes32 sender, bytes messageBody)',
      values: cctpMessage(42n, 700n),
    },
    otherId: cctpMessage(43n, 700n),
    third: [ARBITRUM, '0xC30362313FBBA5cf9163F0bb16a0e01f01A896ca'],
    otherTerms: cctpMessage(42n, 701n),
  },
  {
    name: 'Across',
    out: {
      ...{ chain: ETHEREUM, contract: '0x5c7BCd6E7De5423a257D81B442095A1a6ced35C5', event: acrossDeposit },
      values: [wide(USDC), wide(BASE_USDC), 1000n, 990n, 8453n, 5n, 1n, 500n, 0n, wide(M), wide(V), wide(NOBODY), '0x'],
      leg: [M, '0x5c7BCd6E7De5423a257D81B442095A1a6ced35C5', USDC, 1000n],
    },
    back: {
      ...{ chain: BASE, contract: '0x09aea4b2242abC8bb4BB78D537A67a245A7bEC64', event: acrossFill, values: fillValues(5n) },
      leg: [RELAYER, V, BASE_USDC, 990n],
    },
    otherId: fillValues(6n),
    third: [ARBITRUM, '0xe35e9842fceaCA96570B734083f4a58e8F7C5f2A'],
    // Anyone may fill what was never deposited: the same number, other terms.
    otherTerms: fillValues(5n, 989n),
  },
  {
    name: 'Celer cBridge',
    out: {
      ...{ chain: ETHEREUM, contract: '0x5427FEFA711Eff984124bFBB1AB6fbf5E3DA1820' },
      event:
        'Send(bytes32 transferId, address sender, address receiver, address token, uint256 amount, uint64 dstChainId, uint64 nonce, uint32 maxSlippage)',
      values: [ID, M, V, USDC, 700n, 42161n, 1n, 5000n],
      leg: [M, '0x5427FEFA711Eff984124bFBB1AB6fbf5E3DA1820', USDC, 700n],
    },
    back: {
      ...{ chain: ARBITRUM, contract: '0x1619DE6B6B20eD217a58d00f37B9d47C7663feca' },
      event:
        'Relay(bytes32 transferId, address sender, address receiver, address token, uint256 amount, uint64 srcChainId, bytes32 srcTransferId)',
      values: [OTHER_ID, M, V, ARBITRUM_USDC, 695n, 1n, ID],
      leg: ['0x1619DE6B6B20eD217a58d00f37B9d47C7663feca', V, ARBITRUM_USDC, 695n],
    },
    otherId: [ID, M, V, ARBITRUM_USDC, 695n, 1n, OTHER_ID],
    third: [OP, '0x9D39Fc627A6d9d9F8C831c16995b209548cc3401'],
    otherTerms: [OTHER_ID, RELAYER, V, ARBITRUM_USDC, 695n, 1n, ID],
  },
  {
    name: 'Hop',
    out: {
      ...{ chain: ARBITRUM, contract: '0x0e0E3d2C5c292161999474247956EF542caBF8dd', leg: [RELAYER, null, H_USDC_ARBITRUM, 700n] },
      event:
        'TransferSent(bytes32 indexed transferId, uint256 indexed chainId, address indexed recipient, uint256 amount, bytes32 transferNonce, uint256 bonderFee, uint256 index, uint256 amountOutMin, uint256 deadline)',
      values: [ID, 1n, V, 700n, OTHER_ID, 3n, 0n, 0n, 0n],
    },
    back: {
      ...{ chain: ETHEREUM, contract: '0x3666f603Cc164936C1b87e207F36BEBa4AC5f18a' },
      ...{ event: 'WithdrawalBonded(bytes32 indexed transferId, uint256 amount)', values: [ID, 700n] },
      leg: ['0x3666f603Cc164936C1b87e207F36BEBa4AC5f18a', V, USDC, 697n],
    },
    otherId: [OTHER_ID, 700n],
    third: [POLYGON, '0x25D8039bB044dC227f741a9e381CA4cEAE2E6aE8'],
    otherTerms: [ID, 701n],
  },
  {
    name: 'Stargate',
    out: {
      ...{ chain: ETHEREUM, contract: '0xc026395860Db2d07ee33e05fE50ed7bD583189C7' },
      event: 'OFTSent(bytes32 indexed guid, uint32 dstEid, address indexed fromAddress, uint256 amountSentLD, uint256 amountReceivedLD)',
      values: [ID, 30102n, M, 700n, 699n],
      leg: [M, '0xc026395860Db2d07ee33e05fE50ed7bD583189C7', USDC, 700n],
    },
    back: {
      // Eighteen decimals there, six here.
      ...{ chain: BNB, contract: '0x962Bd449E630b0d928f308Ce63f1A21F02576057' },
      event: 'OFTReceived(bytes32 indexed guid, uint32 srcEid, address indexed toAddress, uint256 amountReceivedLD)',
      values: [ID, 30101n, V, 699n * 10n ** 12n],
      leg: ['0x962Bd449E630b0d928f308Ce63f1A21F02576057', V, BNB_USDC, 699n * 10n ** 12n],
    },
    otherId: [OTHER_ID, 30101n, V, 699n * 10n ** 12n],
    third: [BASE, '0x27a16dc786820B16E5c9028b75B99F6f604b5d26'],
    otherTerms: [ID, 30101n, V, 698n * 10n ** 12n],
  },
  {
    name: 'USDT0',
    out: {
      ...{ chain: ETHEREUM, contract: '0x6C96dE32CEa08842dcc4058c14d3aaAD7Fa41dee' },
      event: 'OFTSent(bytes32 indexed guid, uint32 dstEid, address indexed fromAddress, uint256 amountSentLD, uint256 amountReceivedLD)',
      values: [ID, 30110n, M, 700n, 700n],
      leg: [M, '0x6C96dE32CEa08842dcc4058c14d3aaAD7Fa41dee', USDT, 700n],
    },
    back: {
      ...{ chain: ARBITRUM, contract: '0x14E4A1B13bf7F943c8ff7C51fb60FA964A298D92' },
      event: 'OFTReceived(bytes32 indexed guid, uint32 srcEid, address indexed toAddress, uint256 amountReceivedLD)',
      values: [ID, 30101n, V, 700n],
      leg: [null, V, ARBITRUM_USDT, 700n],
    },
    otherId: [OTHER_ID, 30101n, V, 700n],
    third: [POLYGON, '0x6BA10300f0DC58B7a1e4c0e41f5daBb7D7829e13'],
    // The same guid at another bridge's contract: Stargate's pool for USDT.
    otherTerms: [ID, 30101n, V, 699n],
  },
  {
    name: 'Wormhole',
    out: {
      ...{ chain: ETHEREUM, contract: '0x98f3c9e6E3fAce36bAAd05FE09d375Ef1464288B' },
      event: 'LogMessagePublished(address indexed sender, uint64 sequence, uint32 nonce, bytes payload, uint8 consistencyLevel)',
      values: ['0x3ee18B2214AFF97000D974cf647E7C347E8fa585', 77n, 0n, wormholePayload(700n, 30n), 1n],
      leg: [M, '0x3ee18B2214AFF97000D974cf647E7C347E8fa585', USDC, 700n],
    },
    back: {
      ...{ chain: BASE, contract: '0x8d2de8d2f73F1F4cAB472AC9A881C9b123C79627' },
      event: 'TransferRedeemed(uint16 indexed emitterChainId, bytes32 indexed emitterAddress, uint64 indexed sequence)',
      values: [2n, wide('0x3ee18B2214AFF97000D974cf647E7C347E8fa585'), 77n],
      // What Wormhole makes there for USDC is no issuer's.
      leg: [null, V, FALSE_CONTRACT, 700n],
    },
    otherId: [2n, wide('0x3ee18B2214AFF97000D974cf647E7C347E8fa585'), 78n],
    third: [ARBITRUM, '0x0b2402144Bb366A632D14B83F244D2e0e21bD39c'],
  },
  {
    name: 'Arbitrum bridge',
    out: {
      ...{
        chain: ARBITRUM,
        contract: '0x0000000000000000000000000000000000000064',
        leg: [M, '0x0000000000000000000000000000000000000064', null, 700n],
      },
      event:
        'L2ToL1Tx(address caller, address indexed destination, uint256 indexed hash, uint256 indexed position, uint256 arbBlockNum, uint256 ethBlockNum, uint256 timestamp, uint256 callvalue, bytes data)',
      values: [M, V, 1n, 42n, 1n, 1n, 1n, 700n, '0x'],
    },
    back: {
      ...{ chain: ETHEREUM, contract: '0x0B9857ae2D4A3DBe74ffE1d7DF045bb7F96E4840' },
      event: 'OutBoxTransactionExecuted(address indexed to, address indexed l2Sender, uint256 indexed zero, uint256 transactionIndex)',
      values: [V, M, 0n, 42n],
      leg: ['0x8315177aB297bA92A06054cE80a67Ed4DBd7ed3a', V, null, 700n],
    },
    otherId: [V, M, 0n, 43n],
    third: [BASE, '0x0B9857ae2D4A3DBe74ffE1d7DF045bb7F96E4840'],
  },
];

function cctpMessage(nonce: bigint, amount: bigint): readonly unknown[] {
  const body = `0x${'00'.repeat(4)}${wide(USDC).slice(2)}${wide(V).slice(2)}${word(amount)}${wide(M).slice(2)}`;
  return [RELAYER, 0n, nonce, wide('0xBd3fa81B58Ba92a82136038B25aDec7066af3155'), body];
}
function wormholePayload(amount: bigint, chain: bigint): string {
  return `0x01${word(amount)}${wide(USDC).slice(2)}${word(2n, 2)}${wide(V).slice(2)}${word(chain, 2)}${word(0n)}`;
}

describe.each(PAIRS.map((pair) => [pair.name, pair] as const))('%s', (name, { out, back, otherId, third, otherTerms }) => {
  const left = transactionOf('out', out);
  const alone = `${name} otherEndMissing`;
  it('both ends with one id: recorded', () => {
    expect(hops(left, transactionOf('back', back, { time: 1900 }))).toEqual([`${name} recorded both`]);
  });
  it('a lone departure names bridge, chain and receiver as far as stated', () => {
    expect(hops(left)).toEqual([alone]);
    const held = new Map([[out.chain, new Map([['out', { transaction: left[1], sources: [], facts: null }]])]]);
    const [open] = atOnce(recogniseConversions(held)).openHops.values();
    const receiver = out.event.startsWith('OFTSent') ? null : V;
    expect(open).toMatchObject({ bridge: name, toward: { chain: back.chain, account: receiver } });
  });
  it('another id is another hop; the log of a false contract is none', () => {
    expect(hops(left, transactionOf('back', back, { values: otherId }))).toEqual([alone]);
    expect(hops(left, transactionOf('back', back, { contract: FALSE_CONTRACT }))).toEqual([alone]);
    expect(hops(transactionOf('out', out, { contract: FALSE_CONTRACT }), transactionOf('back', back))).toEqual([]);
  });
  it('an id used twice decides nothing', () => {
    expect(hops(left, transactionOf('back', back), transactionOf('again', back))).toEqual([`${name} idTwice both`]);
  });
  it('a genuine contract of a third chain is not where it went', () => {
    const [chain, contract] = third;
    const found = hops(left, transactionOf('back', back, { chain, contract }));
    expect(found).toHaveLength(1);
    expect(found[0]).not.toContain('recorded');
  });
  it('what both ends state must be equal', () => {
    if (otherTerms === undefined) return;
    const found = hops(left, transactionOf('back', back, { values: otherTerms }));
    expect(found.map((one) => one.replace(' both', ''))).toEqual([`${name} termsDiffer`]);
    // Beside the true arrival a false one changes nothing.
    expect(hops(left, transactionOf('false', back, { values: otherTerms }), transactionOf('true', back))).toEqual([
      `${name} recorded both`,
    ]);
  });
});

describe('further forms', () => {
  const deposit =
    'V3FundsDeposited(address inputToken, address outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, uint32 indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, address indexed depositor, address recipient, address exclusiveRelayer, bytes message)';
  const fill =
    'FilledV3Relay(address inputToken, address outputToken, uint256 inputAmount, uint256 outputAmount, uint256 repaymentChainId, uint256 indexed originChainId, uint32 indexed depositId, uint32 fillDeadline, uint32 exclusivityDeadline, address exclusiveRelayer, address indexed relayer, address depositor, address recipient, bytes message, tuple(address updatedRecipient, bytes updatedMessage, uint256 updatedOutputAmount, uint8 fillType) paid)';
  const across = PAIRS[1] as Pair;
  const out: Side = {
    ...across.out,
    event: deposit,
    values: [USDC, BASE_USDC, 1000n, 990n, 8453n, 5n, 1n, 500n, 0n, M, V, NOBODY, '0x1234'],
  };
  const values = (to: string, paid: bigint) => [
    USDC,
    BASE_USDC,
    1000n,
    990n,
    1n,
    1n,
    5n,
    500n,
    0n,
    NOBODY,
    RELAYER,
    M,
    V,
    '0x1234',
    [to, '0x1234', paid, 0],
  ];
  it('Across of 2024, filled under the terms that the depositor signed later', () => {
    const back: Side = { ...across.back, event: fill, values: values(V, 990n) };
    expect(hops(transactionOf('out', out), transactionOf('back', back))).toEqual(['Across recorded both']);
    const sped: Side = { ...back, values: values(M, 980n), leg: [RELAYER, M, BASE_USDC, 980n] };
    expect(hops(transactionOf('out', out), transactionOf('back', sped))).toEqual(['Across recorded both']);
    expect(hops(transactionOf('out', out), transactionOf('back', { ...sped, leg: [RELAYER, M, BASE_USDC, 990n] }))).toEqual([
      'Across legUnclear',
    ]);
  });
  it('Across of 2023: filled whole is a pair, filled in parts is none', () => {
    const form =
      'FundsDeposited(uint256 amount, uint256 originChainId, uint256 indexed destinationChainId, int64 relayerFeePct, uint32 indexed depositId, uint32 quoteTimestamp, address originToken, address recipient, address indexed depositor, bytes message)';
    const filled =
      'FilledRelay(uint256 amount, uint256 totalFilledAmount, uint256 fillAmount, uint256 repaymentChainId, uint256 indexed originChainId, uint256 destinationChainId, int64 relayerFeePct, int64 realizedLpFeePct, uint32 indexed depositId, address destinationToken, address relayer, address indexed depositor, address recipient, bytes message, tuple(address recipient, bytes message, int64 relayerFeePct, bool isSlowRelay, int256 payoutAdjustmentPct) paid)';
    const early: Side = { ...across.out, event: form, values: [1000n, 1n, 8453n, 10n ** 16n, 5n, 1n, USDC, V, M, '0x'] };
    // One per cent to the relayer, a half to the pool: 985 of 1000 are paid.
    const back = (part: bigint, leg: bigint): Side => ({
      ...across.back,
      event: filled,
      values: [
        1000n,
        part,
        part,
        1n,
        1n,
        8453n,
        10n ** 16n,
        5n * 10n ** 15n,
        5n,
        BASE_USDC,
        RELAYER,
        M,
        V,
        '0x',
        [V, '0x', 10n ** 16n, false, 0n],
      ],
      leg: [RELAYER, V, BASE_USDC, leg],
    });
    expect(hops(transactionOf('out', early), transactionOf('back', back(1000n, 985n)))).toEqual(['Across recorded both']);
    expect(hops(transactionOf('out', early), transactionOf('back', back(400n, 394n)))).toEqual(['Across termsDiffer both']);
  });
  it('CCTP V2 gives its departures no number: equal in all that both state, an inference; of two alike, both', () => {
    const messenger = '0x28b5a0e9C621a5BadaA536219b3a228C8168cf5d';
    const burn: Side = {
      ...{ chain: ETHEREUM, contract: messenger, leg: [M, RELAYER, USDC, 700n] },
      event:
        'DepositForBurn(address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller, uint256 maxFee, uint32 indexed minFinalityThreshold, bytes hookData)',
      values: [USDC, 700n, M, wide(V), 6n, wide(messenger), wide(NOBODY), 5n, 1000n, '0x'],
    };
    const message = (fee: bigint, amount = 700n, sender = messenger) => [
      ...[RELAYER, 0n, ID, wide(sender), 1000n],
      `0x00000001${wide(USDC).slice(2)}${wide(V).slice(2)}${word(amount)}${wide(M).slice(2)}${word(5n)}${word(fee)}${word(99n)}`,
    ];
    const mint: Side = {
      ...{ chain: BASE, contract: '0x81D40F21F12A8F0E3252Bccb954D722d4c464B64', leg: [null, V, BASE_USDC, 696n], values: message(4n) },
      event:
        'MessageReceived(address indexed caller, uint32 sourceDomain, bytes32 indexed nonce, bytes32 sender, uint32 indexed finalityThresholdExecuted, bytes messageBody)',
    };
    const alone = 'Circle CCTP V2 otherEndMissing';
    expect(hops(transactionOf('out', burn), transactionOf('back', mint, { time: 1100 }))).toEqual([alone, 'Circle CCTP V2 sameTerms both']);
    expect(hops(transactionOf('out', burn), transactionOf('back', mint, { values: message(4n, 701n), time: 1100 }))).toEqual([alone]);
    // A message of somebody's own contract whose body looks like a burn makes no coins.
    expect(hops(transactionOf('out', burn), transactionOf('back', mint, { values: message(4n, 700n, RELAYER), time: 1100 }))).toEqual([
      alone,
    ]);
  });
  it('what travels by bus, or over Hop from Ethereum, has no id: a stop that says where it goes', () => {
    const stargate = (PAIRS[4] as Pair).out;
    expect(hops(transactionOf('out', { ...stargate, values: [wide(NOBODY), 30102n, M, 700n, 699n] }))).toEqual([
      'Stargate otherEndMissing',
    ]);
    const l1 = '0x3666f603Cc164936C1b87e207F36BEBa4AC5f18a';
    const sent: Side = {
      ...{ chain: ETHEREUM, contract: l1, leg: [M, l1, USDC, 700n] },
      event:
        'TransferSentToL2(uint256 indexed chainId, address indexed recipient, uint256 amount, uint256 amountOutMin, uint256 deadline, address indexed relayer, uint256 relayerFee)',
      values: [42161n, V, 700n, 0n, 0n, NOBODY, 0n],
    };
    expect(hops(transactionOf('out', sent))).toEqual(['Hop otherEndMissing']);
  });
});
