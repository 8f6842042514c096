// Bridges over message networks: LayerZero's token standard (Stargate V2, USDT0), whose both ends log one guid, and Wormhole's token
// bridge, whose arrival names the emitter and the number that the departure's core contract logged.
import { defineEvent } from '../abi.ts';
import { bridgesOfRole, type BridgeContract, LAYERZERO_ENDPOINTS, WORMHOLE_CHAINS } from './contracts.ts';
import { amountOf, type BridgeReader, type Hop, NATIVE, numberOf, otherChain, terms, text, token, wideAddress } from './reader.ts';

const NO_GUID = `0x${'00'.repeat(32)}`;

/** What travels by bus has no guid of its own at the departure, and shares one with others at the arrival. */
const guidOf = (guid: string): Readonly<Record<string, string>> => (guid === NO_GUID ? {} : { id: `layerzero:${guid}` });

/** In parts of 10^18, so that a coin of six decimals and one of eighteen compare. */
function worth(amount: bigint, { decimals }: BridgeContract): Readonly<Record<string, string>> {
  return decimals === undefined ? {} : terms({ received: amount * 10n ** BigInt(18 - decimals) });
}

const moved = ({ token: contract }: BridgeContract): Pick<Hop, 'asset'> => ({
  asset: contract === undefined || contract === null ? NATIVE : token(contract),
});

const LAYERZERO_READERS: readonly BridgeReader[] = [
  {
    role: 'omnichainToken',
    event: defineEvent(
      'OFTSent(bytes32 indexed guid, uint32 dstEid, address indexed fromAddress, uint256 amountSentLD, uint256 amountReceivedLD)',
    ),
    read: (values, bridge) => ({
      kind: 'bridgeOut',
      actor: text(values, 'fromAddress'),
      ...moved(bridge),
      amount: amountOf(values, 'amountSentLD'),
      details: {
        ...guidOf(text(values, 'guid')),
        endpoint: String(values['dstEid']),
        ...otherChain(LAYERZERO_ENDPOINTS.get(Number(values['dstEid']))),
        ...worth(amountOf(values, 'amountReceivedLD'), bridge),
      },
    }),
  },
  {
    role: 'omnichainToken',
    event: defineEvent('OFTReceived(bytes32 indexed guid, uint32 srcEid, address indexed toAddress, uint256 amountReceivedLD)'),
    read: (values, bridge) => ({
      kind: 'bridgeIn',
      subject: text(values, 'toAddress'),
      ...moved(bridge),
      amount: amountOf(values, 'amountReceivedLD'),
      details: {
        ...guidOf(text(values, 'guid')),
        endpoint: String(values['srcEid']),
        ...otherChain(LAYERZERO_ENDPOINTS.get(Number(values['srcEid']))),
        ...worth(amountOf(values, 'amountReceivedLD'), bridge),
      },
    }),
  },
];

/** Amounts travel with at most eight decimals (Bridge.sol, normalizeAmount). */
const MOST_DECIMALS = 8;

/** A transfer's payload: kind 1 (plain) or 3 (with a payload), amount, token and its chain, receiver and chain, fee or sender. */
function transferOf(payload: string) {
  const at = (from: number, bytes: number): string => payload.slice(2 + from * 2, 2 + (from + bytes) * 2);
  const kind = Number(`0x${at(0, 1) || '0'}`);
  if ((kind !== 1 || payload.length !== 2 + 133 * 2) && (kind !== 3 || payload.length < 2 + 133 * 2)) return null;
  return {
    amount: BigInt(`0x${at(1, 32)}`),
    token: `0x${at(33, 32)}`,
    tokenChain: Number(`0x${at(65, 2)}`),
    receiver: `0x${at(67, 32)}`,
    chain: Number(`0x${at(99, 2)}`),
    fee: kind === 1 ? BigInt(`0x${at(101, 32)}`) : 0n,
    sender: kind === 3 ? wideAddress(`0x${at(101, 32)}`) : null,
  };
}

const wormholeId = (chain: number | bigint, emitter: string, sequence: unknown): { readonly id: string } => ({
  id: `wormhole:${chain}:${emitter}:${sequence}`,
});

/** `decimals`: of a token that is known here; null where how the amount is counted is not known. */
function wormholeReaders(decimals: (chain: string, contract: string) => number | null): readonly BridgeReader[] {
  return [
    {
      role: 'wormholeCore',
      event: defineEvent(
        'LogMessagePublished(address indexed sender, uint64 sequence, uint32 nonce, bytes payload, uint8 consistencyLevel)',
      ),
      read: (values, _bridge, { chain }) => {
        const [here, sender] = [numberOf(WORMHOLE_CHAINS, chain), text(values, 'sender')];
        // Anyone may publish a message; only the token bridge's move tokens.
        if (here === null || !bridgesOfRole('wormholeTokenBridge', chain).some(({ contract }) => contract === sender)) return null;
        const sent = transferOf(text(values, 'payload'));
        if (sent === null) return null;
        const home = WORMHOLE_CHAINS.get(sent.tokenChain);
        const contract = wideAddress(sent.token);
        const known = home === undefined ? null : decimals(home, contract);
        const scale = known === null ? null : 10n ** BigInt(Math.max(0, known - MOST_DECIMALS));
        return {
          kind: 'bridgeOut',
          actor: sent.sender ?? undefined,
          subject: wideAddress(sent.receiver),
          asset: sent.tokenChain === here ? token(contract) : undefined,
          amount: scale === null ? undefined : sent.amount * scale,
          details: {
            ...wormholeId(here, wide(sender), values['sequence']),
            ...otherChain(WORMHOLE_CHAINS.get(sent.chain)),
            ...(sent.chain === 1 ? { otherChainName: 'Solana' } : {}),
            ...(scale === null ? {} : { arrives: String((sent.amount - sent.fee) * scale) }),
            // On the token's own chain it comes back as itself, elsewhere as what Wormhole makes for it.
            ...(sent.tokenChain === sent.chain ? { arrivesAs: contract } : { arrivesAs: 'wrapped' }),
          },
        };
      },
    },
    {
      role: 'wormholeTokenBridge',
      event: defineEvent('TransferRedeemed(uint16 indexed emitterChainId, bytes32 indexed emitterAddress, uint64 indexed sequence)'),
      read: (values) => {
        const from = amountOf(values, 'emitterChainId');
        return {
          kind: 'bridgeIn',
          details: {
            ...wormholeId(from, text(values, 'emitterAddress'), values['sequence']),
            ...otherChain(WORMHOLE_CHAINS.get(Number(from))),
          },
        };
      },
    },
  ];
}

function wide(address: string): string {
  return `0x${'00'.repeat(12)}${address.slice(2).toLowerCase()}`;
}

export const messageReaders = (decimals: (chain: string, contract: string) => number | null): readonly BridgeReader[] => [
  ...LAYERZERO_READERS,
  ...wormholeReaders(decimals),
];
