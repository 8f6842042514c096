// Bridges: what left for another chain and what came from one. Both ends of a hop carry the same `id` in their details where the
// protocol gives one: equal ids make a recorded hop, anything else is at most an inference.
import { fromHex } from '../../../../shared/model/bytes.ts';
import type { AccountAsset, AccountEvent } from '../accountFamily.ts';
import { type EventDefinition, type EventValues, decodeEvent, defineEvent } from './abi.ts';
import { addressText } from './addresses.ts';
import { type BridgeContract, type BridgeRole, CCTP_DOMAINS, bridgeContract } from './catalogue.ts';
import { hexText } from './json.ts';
import { keccak256 } from './keccak.ts';
import type { EvmLog } from './receipt.ts';
import { integerBytes } from './rlp.ts';

interface BridgeContext {
  readonly chain: string;
  readonly blockHash: Uint8Array | null;
}

interface Hop {
  readonly kind: 'bridgeIn' | 'bridgeOut';
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  readonly asset?: AccountAsset | undefined;
  readonly amount?: bigint | undefined;
  readonly details: Readonly<Record<string, string>>;
}

interface BridgeReader {
  readonly role: BridgeRole;
  readonly event: EventDefinition;
  read(values: EventValues, bridge: BridgeContract, context: BridgeContext, path: readonly number[]): Hop | null;
}

const text = (values: EventValues, name: string): string => values[name] as string;
const amountOf = (values: EventValues, name: string): bigint => values[name] as bigint;
const token = (contract: string): AccountAsset => ({ kind: 'token', contract, tokenId: null });
const NATIVE: AccountAsset = { kind: 'native', contract: null, tokenId: null };

/** Chains that are no EVM write addresses of 32 bytes; those of 20 stand at the end, behind zeros. */
function wideAddress(word: string): string {
  return /^0x0{24}/.test(word) ? addressText(fromHex(word.slice(26))) : word;
}

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

function otherChain(id: string | null | undefined): Readonly<Record<string, string>> {
  return id === null || id === undefined ? {} : { otherChain: id };
}

function cctpDomainOf(chain: string): number | null {
  for (const [domain, id] of CCTP_DOMAINS) if (id === chain) return domain;
  return null;
}

const READERS: readonly BridgeReader[] = [
  {
    role: 'cctpMessenger',
    event: defineEvent(
      'DepositForBurn(uint64 indexed nonce, address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller)',
    ),
    read: (values, _bridge, { chain }) => ({
      kind: 'bridgeOut',
      actor: text(values, 'depositor'),
      subject: wideAddress(text(values, 'mintRecipient')),
      asset: token(text(values, 'burnToken')),
      amount: amountOf(values, 'amount'),
      details: {
        id: `cctp:${cctpDomainOf(chain)}:${values['nonce']}`,
        destinationDomain: String(values['destinationDomain']),
        ...otherChain(CCTP_DOMAINS.get(Number(values['destinationDomain']))),
      },
    }),
  },
  {
    role: 'cctpTransmitter',
    event: defineEvent(
      'MessageReceived(address indexed caller, uint32 sourceDomain, uint64 indexed nonce, bytes32 sender, bytes messageBody)',
    ),
    read: (values) => ({
      kind: 'bridgeIn',
      actor: text(values, 'caller'),
      ...burnMessage(text(values, 'messageBody')),
      details: {
        id: `cctp:${values['sourceDomain']}:${values['nonce']}`,
        sourceDomain: String(values['sourceDomain']),
        ...otherChain(CCTP_DOMAINS.get(Number(values['sourceDomain']))),
      },
    }),
  },
  ...(['address', 'bytes32'] as const).flatMap((wide): readonly BridgeReader[] => {
    // Since 2025 Across writes addresses as 32 bytes; before, V3FundsDeposited and FilledV3Relay wrote 20.
    const [deposit, fill, id] =
      wide === 'bytes32' ? ['FundsDeposited', 'FilledRelay', 'uint256'] : ['V3FundsDeposited', 'FilledV3Relay', 'uint32'];
    const [message, updated] = wide === 'bytes32' ? ['bytes32 messageHash', '(bytes32,bytes32,uint256,uint8)'] : ['bytes message', null];
    const out: BridgeReader = {
      role: 'acrossPool',
      event: defineEvent(
        `${deposit}(${wide} inputToken, ${wide} outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, ${id} indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, ${wide} indexed depositor, ${wide} recipient, ${wide} exclusiveRelayer, bytes message)`,
      ),
      read: (values, _bridge, { chain }) => ({
        kind: 'bridgeOut',
        actor: wideAddress(text(values, 'depositor')),
        subject: wideAddress(text(values, 'recipient')),
        asset: token(wideAddress(text(values, 'inputToken'))),
        amount: amountOf(values, 'inputAmount'),
        details: { id: `across:${chain}:${values['depositId']}`, otherChain: `eip155:${values['destinationChainId']}` },
      }),
    };
    if (updated === null) return [out];
    const back: BridgeReader = {
      role: 'acrossPool',
      event: defineEvent(
        `${fill}(${wide} inputToken, ${wide} outputToken, uint256 inputAmount, uint256 outputAmount, uint256 repaymentChainId, uint256 indexed originChainId, ${id} indexed depositId, uint32 fillDeadline, uint32 exclusivityDeadline, ${wide} exclusiveRelayer, ${wide} indexed relayer, ${wide} depositor, ${wide} recipient, ${message}, ${updated} relayExecutionInfo)`,
      ),
      read: (values) => ({
        kind: 'bridgeIn',
        actor: wideAddress(text(values, 'relayer')),
        subject: wideAddress(text(values, 'recipient')),
        asset: token(wideAddress(text(values, 'outputToken'))),
        amount: amountOf(values, 'outputAmount'),
        details: { id: `across:eip155:${values['originChainId']}:${values['depositId']}`, otherChain: `eip155:${values['originChainId']}` },
      }),
    };
    return [out, back];
  }),
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

/** CCTP's burn message: version (4 bytes), burnt token (32), receiver (32), amount (32), who sent it (32). */
function burnMessage(body: string): { subject?: string; amount?: bigint } {
  if (body.length !== 2 + 132 * 2) return {};
  return { subject: wideAddress(`0x${body.slice(74, 138)}`), amount: BigInt(`0x${body.slice(138, 202)}`) };
}

export const BRIDGE_EVENTS: readonly EventDefinition[] = READERS.map((reader) => reader.event);

/** What a log of a known bridge says; null for all others. */
export function bridgeEvent(log: EvmLog, contract: string, path: readonly number[], context: BridgeContext): AccountEvent | null {
  const bridge = bridgeContract(context.chain, contract);
  if (bridge === null) return null;
  for (const { role, event, read } of READERS) {
    const values = role === bridge.role ? decodeEvent(event, log) : null;
    const hop = values === null ? null : read(values, bridge, context, path);
    if (hop === null) continue;
    const { kind, actor, subject, asset, amount, details } = hop;
    return {
      ...{ path, kind, actor: actor ?? null, subject: subject ?? null },
      ...{ asset: asset ?? null, amount: amount ?? null, details: { bridge: bridge.name, ...details } },
    };
  }
  return null;
}
