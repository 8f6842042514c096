// The bridges of OP chains, Arbitrum and Polygon to Ethereum: what each protocol shares between its two ends.
import { type EventValues, defineEvent } from '../abi.ts';
import { hexText } from '../json.ts';
import { keccak256 } from '../keccak.ts';
import { integerBytes } from '../rlp.ts';
import { amountOf, type BridgeReader, type Hop, NATIVE, otherChain, text, token } from './reader.ts';

/**
 * The sourceHash of a deposit on an OP chain (specs, "Source hash computation", user deposits): block hash and log number on
 * Ethereum decide it, so the pair can be found exactly.
 */
export function depositSourceHash(blockHash: Uint8Array, logIndex: number): Uint8Array {
  const inner = new Uint8Array(64);
  inner.set(blockHash, 0);
  const index = integerBytes(BigInt(logIndex));
  inner.set(index, 64 - index.length);
  const outer = new Uint8Array(64);
  outer.set(keccak256(inner), 32);
  return keccak256(outer);
}

export const NATIVE_READERS: readonly BridgeReader[] = [
  {
    role: 'opPortal',
    event: defineEvent('TransactionDeposited(address indexed from, address indexed to, uint256 indexed version, bytes opaqueData)'),
    read: (values, bridge, { blockHash }, path) => {
      // version 0: mint (32 bytes), value (32), gas limit (8), whether a creation (1), data.
      const data = text(values, 'opaqueData');
      if (values['version'] !== 0n || data.length < 2 + 73 * 2) return null;
      const source = blockHash === null ? null : hexText(depositSourceHash(blockHash, path[1] as number));
      return {
        kind: 'bridgeOut',
        actor: text(values, 'from'),
        subject: text(values, 'to'),
        asset: NATIVE,
        amount: BigInt(data.slice(0, 66)),
        details: { ...(source === null ? {} : { id: `op-deposit:${source}` }), ...otherChain(bridge.otherChain) },
      };
    },
  },
  {
    role: 'opPortal',
    event: defineEvent('WithdrawalFinalized(bytes32 indexed withdrawalHash, bool success)'),
    read: (values, bridge) => ({
      kind: 'bridgeIn',
      details: {
        id: `op-withdrawal:${text(values, 'withdrawalHash')}`,
        success: values['success'] === 1n ? 'yes' : 'no',
        ...otherChain(bridge.otherChain),
      },
    }),
  },
  {
    role: 'opMessagePasser',
    event: defineEvent(
      'MessagePassed(uint256 indexed nonce, address indexed sender, address indexed target, uint256 value, uint256 gasLimit, bytes data, bytes32 withdrawalHash)',
    ),
    read: (values, bridge) => ({
      kind: 'bridgeOut',
      actor: text(values, 'sender'),
      subject: text(values, 'target'),
      asset: NATIVE,
      amount: amountOf(values, 'value'),
      details: { id: `op-withdrawal:${text(values, 'withdrawalHash')}`, ...otherChain(bridge.otherChain) },
    }),
  },
  ...(
    [
      ['bridgeOut', 'ETHDepositInitiated(address indexed from, address indexed to, uint256 amount, bytes extraData)'],
      ['bridgeIn', 'ETHWithdrawalFinalized(address indexed from, address indexed to, uint256 amount, bytes extraData)'],
      ...(
        [
          ['bridgeOut', 'ERC20DepositInitiated', 'l1Token', 'l2Token'],
          ['bridgeIn', 'ERC20WithdrawalFinalized', 'l1Token', 'l2Token'],
          ['bridgeOut', 'WithdrawalInitiated', 'l1Token', 'l2Token'],
          ['bridgeIn', 'DepositFinalized', 'l1Token', 'l2Token'],
        ] as const
      ).map(
        ([kind, name, one, two]) =>
          [
            kind,
            `${name}(address indexed ${one}, address indexed ${two}, address indexed from, address to, uint256 amount, bytes extraData)`,
          ] as const,
      ),
    ] as const
  ).map(([kind, form]): BridgeReader => {
    const event = defineEvent(form);
    return {
      role: 'opStandardBridge',
      event,
      read: (values, bridge, { chain }) => {
        const local = values[chain === 'eip155:1' ? 'l1Token' : 'l2Token'];
        const asset = local === undefined || local === OP_LEGACY_ETHER ? NATIVE : token(local as string);
        return {
          kind,
          actor: text(values, 'from'),
          subject: text(values, 'to'),
          asset,
          amount: amountOf(values, 'amount'),
          details: otherChain(bridge.otherChain),
        };
      },
    };
  }),
  {
    role: 'arbitrumBridge',
    event: defineEvent(
      'MessageDelivered(uint256 indexed messageIndex, bytes32 indexed beforeInboxAcc, address inbox, uint8 kind, address sender, bytes32 messageDataHash, uint256 baseFeeL1, uint64 timestamp)',
    ),
    // Kinds: 9 a retryable ticket, 12 a deposit of ether, 3 a transaction of a contract or sender; others are the sequencer's.
    read: (values, bridge) =>
      values['kind'] === 9n || values['kind'] === 12n || values['kind'] === 3n
        ? {
            kind: 'bridgeOut',
            actor: text(values, 'sender'),
            details: { id: `arbitrum-message:${values['messageIndex']}`, ...otherChain(bridge.otherChain) },
          }
        : null,
  },
  {
    role: 'arbitrumSystem',
    // The position counts all messages of the chain to Ethereum (OffchainLabs/nitro, ArbSys.sol). A token's withdrawal carries no coins.
    event: defineEvent(
      'L2ToL1Tx(address caller, address indexed destination, uint256 indexed hash, uint256 indexed position, uint256 arbBlockNum, uint256 ethBlockNum, uint256 timestamp, uint256 callvalue, bytes data)',
    ),
    read: (values, bridge) => ({
      ...{ kind: 'bridgeOut', actor: text(values, 'caller'), subject: text(values, 'destination') },
      ...coinsOf(values),
      details: { id: `arbitrum-withdrawal:${values['position']}`, ...otherChain(bridge.otherChain) },
    }),
  },
  {
    role: 'arbitrumOutbox',
    event: defineEvent(
      'OutBoxTransactionExecuted(address indexed to, address indexed l2Sender, uint256 indexed zero, uint256 transactionIndex)',
    ),
    read: (values, bridge) => ({
      ...{ kind: 'bridgeIn', actor: text(values, 'l2Sender'), subject: text(values, 'to') },
      details: { id: `arbitrum-withdrawal:${values['transactionIndex']}`, ...otherChain(bridge.otherChain) },
    }),
  },
  {
    role: 'polygonStateSender',
    event: defineEvent('StateSynced(uint256 indexed id, address indexed contractAddress, bytes data)'),
    read: (values, bridge) => ({
      kind: 'bridgeOut',
      subject: text(values, 'contractAddress'),
      details: { id: `polygon-state:${values['id']}`, ...otherChain(bridge.otherChain) },
    }),
  },
  {
    role: 'polygonStateReceiver',
    event: defineEvent('StateCommitted(uint256 indexed stateId, bool success)'),
    read: (values, bridge) => ({
      kind: 'bridgeIn',
      details: {
        id: `polygon-state:${values['stateId']}`,
        success: values['success'] === 1n ? 'yes' : 'no',
        ...otherChain(bridge.otherChain),
      },
    }),
  },
  {
    role: 'polygonPredicate',
    event: defineEvent('LockedEther(address indexed depositor, address indexed depositReceiver, uint256 amount)'),
    read: (values, bridge) => ({ kind: 'bridgeOut', ...locked(values), asset: NATIVE, details: otherChain(bridge.otherChain) }),
  },
  {
    role: 'polygonPredicate',
    event: defineEvent(
      'LockedERC20(address indexed depositor, address indexed depositReceiver, address indexed rootToken, uint256 amount)',
    ),
    read: (values, bridge) => ({
      kind: 'bridgeOut',
      ...locked(values),
      asset: token(text(values, 'rootToken')),
      details: otherChain(bridge.otherChain),
    }),
  },
];

/** Where OP chains name ether as if it were a token. */
const OP_LEGACY_ETHER = '0xDeadDeAddeAddEAddeadDEaDDEAdDeaDDeAD0000';

function locked(values: EventValues): { actor: string; subject: string; amount: bigint } {
  return { actor: text(values, 'depositor'), subject: text(values, 'depositReceiver'), amount: amountOf(values, 'amount') };
}

function coinsOf(values: EventValues): Pick<Hop, 'asset' | 'amount'> {
  const amount = amountOf(values, 'callvalue');
  return amount > 0n ? { asset: NATIVE, amount } : {};
}
