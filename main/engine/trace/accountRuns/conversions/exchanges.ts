// Exchanges that no known contract vouches for: in one transaction its signer pays one asset and gets one other. It is a candidate for the
// examiner and never more, since nothing says that the one was paid for the other.
import { accountChain, type AccountTransaction, type AccountTransfer } from '../../../chains/index.ts';
import { type Claims, isSameAsset, nameKey, type RecognisedConversion } from './members.ts';

const RULE = 'exchange@1';

/** [A33] None where a recorded conversion, or an inference about the same movements with a reason of its own, tells more. */
export function exchangesOf(
  chain: string,
  { id, from: signer, transfers }: AccountTransaction,
  claimed: Claims,
  others: readonly RecognisedConversion[],
): RecognisedConversion[] {
  if (signer === null || accountChain(chain)?.family === 'ledger') return [];
  const own = transfers.filter(
    ({ kind, path, from, to, amount }) =>
      kind !== 'fee' && path[0] !== 2 && amount > 0n && from !== to && (from === signer || to === signer),
  );
  const paid = own.filter(({ from }) => from === signer);
  const got = own.filter(({ to }) => to === signer);
  const [into] = paid;
  const [out] = got;
  if (into === undefined || out === undefined || isSameAsset(into.asset, out.asset)) return [];
  const isPlain = own.every(({ asset }) => asset.kind === 'native' || asset.kind === 'token');
  if (!isPlain || !paid.every(({ asset }) => isSameAsset(asset, into.asset)) || !got.every(({ asset }) => isSameAsset(asset, out.asset)))
    return [];
  const name = ({ path }: AccountTransfer) => ({ chain, transaction: id, path });
  const [ins, outs] = [paid.map(name), got.map(name)];
  if (ins.some((one) => claimed.ins.has(nameKey(one))) || outs.some((one) => claimed.outs.has(nameKey(one)))) return [];
  const stated = new Set(others.flatMap((one) => [...one.ins, ...one.outs].map(nameKey)));
  if ([...ins, ...outs].every((one) => stated.has(nameKey(one)))) return [];
  return [{ kind: 'swap', rule: RULE, name: null, standing: 'inference', reason: 'oneInOneOut', ins, outs, events: [] }];
}
