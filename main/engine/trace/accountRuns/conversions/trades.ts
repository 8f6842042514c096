// Trades in an exchange's own ledger: the two legs that a reply states under one order. Nothing says at whose expense it was filled, and
// nothing is asked about it.
import { accountChain, type AccountTransaction, type AccountTransfer } from '../../../chains/index.ts';
import { isSameAsset, type RecognisedConversion } from './members.ts';

const RULE = 'trade@1';

/** [A28] Recorded where one customer gives one asset and gets one other; an order with more legs than that is an inference. */
export function tradesOf(chain: string, { id, transfers }: AccountTransaction): RecognisedConversion[] {
  if (accountChain(chain)?.family !== 'ledger') return [];
  const legs = transfers.filter(({ kind, amount }) => kind === 'trade' && amount > 0n);
  const given = legs.filter(({ from, to }) => from !== null && to === null);
  const got = legs.filter(({ from, to }) => to !== null && from === null);
  const [first] = given;
  const [back] = got;
  if (first === undefined || back === undefined) return [];
  const uniform =
    given.every((one) => one.from === first.from && isSameAsset(one.asset, first.asset)) &&
    got.every((one) => one.to === first.from && isSameAsset(one.asset, back.asset)) &&
    given.length + got.length === legs.length &&
    !isSameAsset(first.asset, back.asset);
  const name = ({ path }: AccountTransfer) => ({ chain, transaction: id, path });
  return [
    {
      ...{ kind: 'swap', rule: RULE, name: null, standing: uniform ? 'recorded' : 'inference', reason: uniform ? null : 'severalAssets' },
      ...{ ins: given.map(name), outs: got.map(name), events: [] },
    },
  ];
}
