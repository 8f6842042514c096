// Circle's CCTP: USDC burnt on one chain and made on another. Version 1 numbers its messages on the chain; in version 2 the number is
// given by Circle's servers, so that no log of the departure carries it (circlefin/evm-cctp-contracts, src/v2/MessageTransmitterV2.sol).
import { fromHex, hex } from '../../../../../shared/model/bytes.ts';
import { defineEvent } from '../abi.ts';
import { keccak256 } from '../keccak.ts';
import { type BridgeRole, bridgesOfRole, CCTP_DOMAINS } from './contracts.ts';
import { amountOf, type BridgeReader, numberOf, otherChain, terms, text, token, wideAddress } from './reader.ts';

const domainOf = (chain: string): number | null => numberOf(CCTP_DOMAINS, chain);

/** Who may order the making of coins: any contract can send a message whose body looks like a burn. */
function isMessenger(role: BridgeRole, domain: bigint, sender: string): boolean {
  const chain = CCTP_DOMAINS.get(Number(domain));
  return chain === undefined || bridgesOfRole(role, chain).some(({ contract }) => contract === wideAddress(sender));
}

/** A word of a burn message's body behind the version (4 bytes): token, receiver, amount, sender, and in version 2 fees and expiry. */
const word = (body: string, at: number): string => body.slice(10 + at * 64, 74 + at * 64);
const amountAt = (body: string, at: number): bigint => BigInt(`0x${word(body, at)}`);
const addressAt = (body: string, at: number): string => wideAddress(`0x${word(body, at)}`);
const bytesIn = (body: string): number => (body.length - 2) / 2;
const V1_BYTES = 4 + 4 * 32;
const V2_BYTES = 4 + 7 * 32;

export const CIRCLE_READERS: readonly BridgeReader[] = [
  {
    role: 'cctpMessenger',
    event: defineEvent(
      'DepositForBurn(uint64 indexed nonce, address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller)',
    ),
    read: (values, _bridge, { chain }) => {
      const [subject, amount, burnt] = [wideAddress(text(values, 'mintRecipient')), amountOf(values, 'amount'), text(values, 'burnToken')];
      return {
        ...{ kind: 'bridgeOut', actor: text(values, 'depositor'), subject, asset: token(burnt), amount },
        details: {
          id: `cctp:${domainOf(chain)}:${values['nonce']}`,
          destinationDomain: String(values['destinationDomain']),
          ...otherChain(CCTP_DOMAINS.get(Number(values['destinationDomain']))),
          ...terms({ token: burnt, receiver: subject, amount, sender: text(values, 'depositor') }),
        },
      };
    },
  },
  {
    role: 'cctpTransmitter',
    event: defineEvent(
      'MessageReceived(address indexed caller, uint32 sourceDomain, uint64 indexed nonce, bytes32 sender, bytes messageBody)',
    ),
    read: (values) => {
      const body = text(values, 'messageBody');
      const domain = amountOf(values, 'sourceDomain');
      if (bytesIn(body) !== V1_BYTES || !isMessenger('cctpMessenger', domain, text(values, 'sender'))) return null;
      const [subject, amount] = [addressAt(body, 1), amountAt(body, 2)];
      return {
        ...{ kind: 'bridgeIn', actor: text(values, 'caller'), subject, amount },
        details: {
          id: `cctp:${domain}:${values['nonce']}`,
          sourceDomain: String(domain),
          ...otherChain(CCTP_DOMAINS.get(Number(domain))),
          ...terms({ token: addressAt(body, 0), receiver: subject, amount, sender: addressAt(body, 3) }),
        },
      };
    },
  },
  {
    role: 'cctpMessengerV2',
    event: defineEvent(
      'DepositForBurn(address indexed burnToken, uint256 amount, address indexed depositor, bytes32 mintRecipient, uint32 destinationDomain, bytes32 destinationTokenMessenger, bytes32 destinationCaller, uint256 maxFee, uint32 indexed minFinalityThreshold, bytes hookData)',
    ),
    read: (values, _bridge, { chain }) => {
      const [subject, amount, burnt] = [wideAddress(text(values, 'mintRecipient')), amountOf(values, 'amount'), text(values, 'burnToken')];
      return {
        ...{ kind: 'bridgeOut', actor: text(values, 'depositor'), subject, asset: token(burnt), amount },
        details: {
          destinationDomain: String(values['destinationDomain']),
          ...otherChain(CCTP_DOMAINS.get(Number(values['destinationDomain']))),
          ...terms({ domain: String(domainOf(chain)), token: burnt, receiver: subject, amount, sender: text(values, 'depositor') }),
          ...terms({ maxFee: amountOf(values, 'maxFee'), hook: hookOf(text(values, 'hookData')) }),
        },
      };
    },
  },
  {
    role: 'cctpTransmitterV2',
    event: defineEvent(
      'MessageReceived(address indexed caller, uint32 sourceDomain, bytes32 indexed nonce, bytes32 sender, uint32 indexed finalityThresholdExecuted, bytes messageBody)',
    ),
    read: (values) => {
      const body = text(values, 'messageBody');
      const domain = amountOf(values, 'sourceDomain');
      if (bytesIn(body) < V2_BYTES || !isMessenger('cctpMessengerV2', domain, text(values, 'sender'))) return null;
      const [subject, burnt, fee] = [addressAt(body, 1), amountAt(body, 2), amountAt(body, 5)];
      if (fee > burnt) return null;
      return {
        ...{ kind: 'bridgeIn', actor: text(values, 'caller'), subject, amount: burnt - fee },
        details: {
          ...{ nonce: text(values, 'nonce'), sourceDomain: String(domain), fee: String(fee) },
          ...otherChain(CCTP_DOMAINS.get(Number(domain))),
          ...terms({ domain, token: addressAt(body, 0), receiver: subject, amount: burnt, sender: addressAt(body, 3) }),
          ...terms({ maxFee: amountAt(body, 4), hook: hookOf(`0x${body.slice(2 + V2_BYTES * 2)}`) }),
        },
      };
    },
  },
];

/** What shall be called at the arrival, short: two hooks are the same where their hashes are. */
function hookOf(data: string): string {
  return data === '0x' ? 'none' : hex(keccak256(fromHex(data.slice(2))));
}
