// Across: a deposit into the pool of one chain, filled by somebody out of his own coins on another. A fill names the deposit's chain and
// number and repeats its terms; since anyone can fill a deposit that was never made, the terms decide with the number
// (across-protocol/contracts, contracts/interfaces/V3SpokePoolInterface.sol: what differs in any part is another relay).
import { type EventValues, defineEvent } from '../abi.ts';
import { addressText } from '../addresses.ts';
import { amountOf, type BridgeReader, type Hop, terms, text, token, wideAddress } from './reader.ts';

const NOBODY = addressText(new Uint8Array(20));

function out(values: EventValues, chain: string): Hop {
  return {
    kind: 'bridgeOut',
    actor: wideAddress(text(values, 'depositor')),
    subject: wideAddress(text(values, 'recipient')),
    asset: token(wideAddress(text(values, 'inputToken'))),
    amount: amountOf(values, 'inputAmount'),
    details: { ...nameOf(chain, values), otherChain: `eip155:${values['destinationChainId']}`, ...termsOf(values) },
  };
}

/** What was paid in truth: the depositor may sign other terms before the fill, which the last part of the log repeats. */
function back(values: EventValues): Hop {
  const origin = `eip155:${values['originChainId']}`;
  return {
    kind: 'bridgeIn',
    actor: wideAddress(text(values, 'relayer')),
    subject: wideAddress(text(values, 'paid.0')),
    asset: token(wideAddress(text(values, 'outputToken'))),
    amount: amountOf(values, 'paid.2'),
    details: { ...nameOf(origin, values), otherChain: origin, ...termsOf(values) },
  };
}

const nameOf = (chain: string, values: EventValues): { readonly id: string } => ({ id: `across:${chain}:${values['depositId']}` });

function termsOf(values: EventValues): Readonly<Record<string, string>> {
  const address = (name: string): string => wideAddress(text(values, name));
  const asked = address('outputToken');
  return terms({
    ...{ depositor: address('depositor'), recipient: address('recipient'), inputToken: address('inputToken') },
    ...{ inputAmount: amountOf(values, 'inputAmount'), outputAmount: amountOf(values, 'outputAmount') },
    ...{ fillDeadline: amountOf(values, 'fillDeadline'), exclusiveRelayer: address('exclusiveRelayer') },
    // Nobody named as token: whatever stands for the input there.
    ...(asked === NOBODY ? {} : { outputToken: asked }),
  });
}

const depositForm = (name: string, wide: string, id: string): string =>
  `${name}(${wide} inputToken, ${wide} outputToken, uint256 inputAmount, uint256 outputAmount, uint256 indexed destinationChainId, ${id} indexed depositId, uint32 quoteTimestamp, uint32 fillDeadline, uint32 exclusivityDeadline, ${wide} indexed depositor, ${wide} recipient, ${wide} exclusiveRelayer, bytes message)`;
const fillForm = (name: string, wide: string, id: string, message: string, paid: string): string =>
  `${name}(${wide} inputToken, ${wide} outputToken, uint256 inputAmount, uint256 outputAmount, uint256 repaymentChainId, uint256 indexed originChainId, ${id} indexed depositId, uint32 fillDeadline, uint32 exclusivityDeadline, ${wide} exclusiveRelayer, ${wide} indexed relayer, ${wide} depositor, ${wide} recipient, ${message}, ${paid} paid)`;

/** Until 2024 a deposit could be filled in parts by several; each part says how much it paid and how much was paid by then. */
const V2_READERS: readonly BridgeReader[] = [
  {
    role: 'acrossPool',
    event: defineEvent(
      'FundsDeposited(uint256 amount, uint256 originChainId, uint256 indexed destinationChainId, int64 relayerFeePct, uint32 indexed depositId, uint32 quoteTimestamp, address originToken, address recipient, address indexed depositor, bytes message)',
    ),
    read: (values, _bridge, { chain }) => ({
      kind: 'bridgeOut',
      actor: text(values, 'depositor'),
      subject: text(values, 'recipient'),
      asset: token(text(values, 'originToken')),
      amount: amountOf(values, 'amount'),
      details: {
        ...nameOf(chain, values),
        otherChain: `eip155:${values['destinationChainId']}`,
        ...terms({ filled: amountOf(values, 'amount'), depositor: text(values, 'depositor'), recipient: text(values, 'recipient') }),
      },
    }),
  },
  {
    role: 'acrossPool',
    event: defineEvent(
      'FilledRelay(uint256 amount, uint256 totalFilledAmount, uint256 fillAmount, uint256 repaymentChainId, uint256 indexed originChainId, uint256 destinationChainId, int64 relayerFeePct, int64 realizedLpFeePct, uint32 indexed depositId, address destinationToken, address relayer, address indexed depositor, address recipient, bytes message, (address,bytes,int64,bool,int256) paid)',
    ),
    read: (values) => {
      const origin = `eip155:${values['originChainId']}`;
      const filled = amountOf(values, 'fillAmount');
      // A part of a deposit is no pair of it: which part of what went in came out by whom no log says.
      return {
        kind: 'bridgeIn',
        actor: text(values, 'relayer'),
        subject: text(values, 'paid.0'),
        asset: token(text(values, 'destinationToken')),
        amount: paidV2(values),
        details: {
          ...nameOf(origin, values),
          otherChain: origin,
          ...terms({ filled, depositor: text(values, 'depositor'), recipient: text(values, 'recipient') }),
        },
      };
    },
  },
];

const WHOLE = 10n ** 18n;

/**
 * The fill less the shares of liquidity providers and relayer, as the contract of that time rounds (SpokePool.sol, _fillRelay and
 * _computeAmountPostFees); null where a payment out of the pool's own coins was adjusted.
 */
function paidV2(values: EventValues): bigint | undefined {
  const share = amountOf(values, 'paid.2') + amountOf(values, 'realizedLpFeePct');
  return amountOf(values, 'paid.4') === 0n && share >= 0n && share <= WHOLE
    ? (amountOf(values, 'fillAmount') * (WHOLE - share)) / WHOLE
    : undefined;
}

export const ACROSS_READERS: readonly BridgeReader[] = [
  ...(
    [
      [depositForm('V3FundsDeposited', 'address', 'uint32'), 'out'],
      [fillForm('FilledV3Relay', 'address', 'uint32', 'bytes message', '(address,bytes,uint256,uint8)'), 'back'],
      // Since 2025 addresses of 32 bytes, so that chains of other families have their place.
      [depositForm('FundsDeposited', 'bytes32', 'uint256'), 'out'],
      [fillForm('FilledRelay', 'bytes32', 'uint256', 'bytes32 messageHash', '(bytes32,bytes32,uint256,uint8)'), 'back'],
    ] as const
  ).map(
    ([form, side]): BridgeReader => ({
      role: 'acrossPool',
      event: defineEvent(form),
      read: (values, _bridge, { chain }) => (side === 'out' ? out(values, chain) : back(values)),
    }),
  ),
  ...V2_READERS,
];
