// Celer cBridge and Hop: what is sent is paid out of a pool on the other chain, under one id that both contracts log.
// celer-network/sgn-v2-contracts, contracts/liquidity-bridge/Bridge.sol; hop-protocol/contracts, contracts/bridges.
import { defineEvent } from '../abi.ts';
import { amountOf, type BridgeReader, type Hop, NATIVE, terms, text, token } from './reader.ts';
import type { BridgeContract } from './contracts.ts';

const assetOf = ({ token: contract }: BridgeContract): Pick<Hop, 'asset'> =>
  contract === undefined ? {} : { asset: contract === null ? NATIVE : token(contract) };

const hopId = (transferId: string): { readonly id: string } => ({ id: `hop:${transferId}` });

export const LIQUIDITY_READERS: readonly BridgeReader[] = [
  {
    role: 'celerBridge',
    event: defineEvent(
      'Send(bytes32 transferId, address sender, address receiver, address token, uint256 amount, uint64 dstChainId, uint64 nonce, uint32 maxSlippage)',
    ),
    read: (values, _bridge, { chain }) => ({
      kind: 'bridgeOut',
      actor: text(values, 'sender'),
      subject: text(values, 'receiver'),
      asset: token(text(values, 'token')),
      amount: amountOf(values, 'amount'),
      details: {
        id: `celer:${text(values, 'transferId')}`,
        otherChain: `eip155:${values['dstChainId']}`,
        ...terms({ sender: text(values, 'sender'), receiver: text(values, 'receiver'), from: chain }),
      },
    }),
  },
  {
    role: 'celerBridge',
    event: defineEvent(
      'Relay(bytes32 transferId, address sender, address receiver, address token, uint256 amount, uint64 srcChainId, bytes32 srcTransferId)',
    ),
    read: (values) => ({
      kind: 'bridgeIn',
      actor: text(values, 'sender'),
      subject: text(values, 'receiver'),
      asset: token(text(values, 'token')),
      amount: amountOf(values, 'amount'),
      details: {
        id: `celer:${text(values, 'srcTransferId')}`,
        otherChain: `eip155:${values['srcChainId']}`,
        ...terms({ sender: text(values, 'sender'), receiver: text(values, 'receiver'), from: `eip155:${values['srcChainId']}` }),
      },
    }),
  },
  {
    role: 'hopElsewhere',
    event: defineEvent(
      'TransferSent(bytes32 indexed transferId, uint256 indexed chainId, address indexed recipient, uint256 amount, bytes32 transferNonce, uint256 bonderFee, uint256 index, uint256 amountOutMin, uint256 deadline)',
    ),
    read: (values, bridge) => ({
      kind: 'bridgeOut',
      subject: text(values, 'recipient'),
      ...assetOf(bridge),
      amount: amountOf(values, 'amount'),
      details: {
        ...hopId(text(values, 'transferId')),
        otherChain: `eip155:${values['chainId']}`,
        arrives: String(amountOf(values, 'amount') - amountOf(values, 'bonderFee')),
        ...terms({ amount: amountOf(values, 'amount') }),
      },
    }),
  },
  // What leaves Ethereum carries no id: a stop that names chain and receiver.
  {
    role: 'hopOnEthereum',
    event: defineEvent(
      'TransferSentToL2(uint256 indexed chainId, address indexed recipient, uint256 amount, uint256 amountOutMin, uint256 deadline, address indexed relayer, uint256 relayerFee)',
    ),
    read: (values, bridge) => ({
      kind: 'bridgeOut',
      subject: text(values, 'recipient'),
      ...assetOf(bridge),
      amount: amountOf(values, 'amount'),
      details: { otherChain: `eip155:${values['chainId']}` },
    }),
  },
  ...(['hopOnEthereum', 'hopElsewhere'] as const).flatMap((role): readonly BridgeReader[] => [
    {
      role,
      // Paid by a bonder before the sum of the transfers has come over; the receiver stands at the departure alone.
      event: defineEvent('WithdrawalBonded(bytes32 indexed transferId, uint256 amount)'),
      read: (values, bridge) => ({
        kind: 'bridgeIn',
        ...(role === 'hopOnEthereum' ? assetOf(bridge) : {}),
        details: { ...hopId(text(values, 'transferId')), ...terms({ amount: amountOf(values, 'amount') }) },
      }),
    },
    {
      role,
      event: defineEvent('Withdrew(bytes32 indexed transferId, address indexed recipient, uint256 amount, bytes32 transferNonce)'),
      read: (values, bridge) => ({
        kind: 'bridgeIn',
        subject: text(values, 'recipient'),
        ...assetOf(bridge),
        amount: amountOf(values, 'amount'),
        details: { ...hopId(text(values, 'transferId')), ...terms({ amount: amountOf(values, 'amount') }) },
      }),
    },
  ]),
];
