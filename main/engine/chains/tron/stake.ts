// Staking, delegation of resources, and the same inside contracts. None of it moves coins from one account to another: staked TRX
// stay their owner's, and a trace that took their return for new coins would launder them. So these are events.
import type { AccountEvent, AccountTransfer } from '../accountFamily.ts';
import { TRX, tokenAsset } from './assets.ts';
import { RESOURCES } from './contracts.ts';
import type { TronInfo, TronInternal } from './info.ts';
import { intValue, textValue } from './message.ts';
import type { TronTransaction } from './transaction.ts';

function resource(number: bigint): string {
  return RESOURCES[Number(number)] ?? `RESOURCE(${number})`;
}

/** Events of the types 11, 12 and 54 to 59. Amounts that only a node's statement has are null without it. */
export function eventsOfStake(transaction: TronTransaction, owner: string | null, info: TronInfo | null): readonly AccountEvent[] {
  const events = ownEvents(transaction, owner, info);
  const freed = info?.withdrawExpireSun ?? 0n;
  if (freed === 0n || transaction.contract.type.name === 'WithdrawExpireUnfreezeContract') return events;
  // Other staking operations pay out on the way what has come free.
  const details = { version: '2', step: 'withdrawn' };
  return [...events, { path: [0], kind: 'unstaked', actor: owner, subject: owner, asset: TRX, amount: freed, details }];
}

function ownEvents(transaction: TronTransaction, owner: string | null, info: TronInfo | null): readonly AccountEvent[] {
  const { values, type } = transaction.contract;
  const receiver = textValue(values, 'receiver_address');
  const named = resource(intValue(values, 'resource'));
  const event = (
    kind: AccountEvent['kind'],
    subject: string | null,
    amount: bigint | null,
    details: Readonly<Record<string, string>>,
  ): AccountEvent => ({ path: [0], kind, actor: owner, subject, asset: TRX, amount, details });
  const stated = (amount: bigint | undefined): bigint | null => amount ?? null;
  switch (type.name) {
    case 'FreezeBalanceContract': {
      const amount = intValue(values, 'frozen_balance');
      const staked = event('staked', owner, amount, { resource: named, version: '1' });
      return receiver === null ? [staked] : [staked, event('resourceDelegated', receiver, amount, { resource: named, version: '1' })];
    }
    case 'UnfreezeBalanceContract': {
      const amount = stated(info?.unfreezeSun);
      const unstaked = event('unstaked', owner, amount, { resource: named, version: '1' });
      return receiver === null ? [unstaked] : [unstaked, event('resourceUndelegated', receiver, amount, { resource: named, version: '1' })];
    }
    case 'FreezeBalanceV2Contract':
      return [event('staked', owner, intValue(values, 'frozen_balance'), { resource: named, version: '2' })];
    case 'UnfreezeBalanceV2Contract':
      return [event('unstaked', owner, intValue(values, 'unfreeze_balance'), { resource: named, version: '2', step: 'requested' })];
    case 'WithdrawExpireUnfreezeContract':
      return [event('unstaked', owner, stated(info?.withdrawExpireSun), { version: '2', step: 'withdrawn' })];
    case 'CancelAllUnfreezeV2Contract':
      // Coins that were on their way out are staked again; by how much only a node states.
      return info === null
        ? [event('staked', owner, null, { version: '2', step: 'cancelled' })]
        : info.cancelledSun.map(({ resource: of, amountSun }) =>
            event('staked', owner, amountSun, { resource: of, version: '2', step: 'cancelled' }),
          );
    case 'DelegateResourceContract': {
      const lock = values['lock'] === true ? { lock: 'true', lockPeriod: String(intValue(values, 'lock_period')) } : {};
      return [event('resourceDelegated', receiver, intValue(values, 'balance'), { resource: named, version: '2', ...lock })];
    }
    case 'UnDelegateResourceContract':
      return [event('resourceUndelegated', receiver, intValue(values, 'balance'), { resource: named, version: '2' })];
    default:
      return [];
  }
}

/** Notes of internal transactions that move the value they carry. */
const MOVING = new Set(['call', 'create', 'suicide', '']);

function stakeEvent(internal: TronInternal, path: readonly number[], amount: bigint): AccountEvent | null {
  const { note, caller, to } = internal;
  const named = /energy$/i.test(note) ? 'ENERGY' : /bandwidth$/i.test(note) ? 'BANDWIDTH' : /tronpower$/i.test(note) ? 'TRON_POWER' : null;
  const details = { note, ...(named === null ? {} : { resource: named }) };
  const event = (kind: AccountEvent['kind'], subject: string | null): AccountEvent => ({
    ...{ path, kind, actor: caller, subject, asset: TRX, amount, details },
  });
  if (/^delegateResource/i.test(note)) return event('resourceDelegated', to);
  if (/^unDelegateResource/i.test(note)) return event('resourceUndelegated', to);
  if (/^freeze/i.test(note)) return event('staked', caller);
  if (/^(unfreeze|withdrawExpireUnfreeze|cancelAllUnfreeze)/i.test(note)) return event('unstaked', caller);
  return null;
}

/**
 * Internal transactions of a successful transaction: transfers of TRX and TRC-10, staking as events; rejected ones did not happen.
 * Returns true where one carried an amount that is not understood or negative, so that the reading can say so.
 */
export function eventsOfInternals(info: TronInfo, events: AccountEvent[], add: (transfer: AccountTransfer) => void): boolean {
  let notRead = false;
  for (const [at, internal] of info.internals.entries()) {
    if (internal.rejected) continue;
    for (const [nth, { amount, token }] of internal.values.entries()) {
      const path = internal.values.length === 1 ? [0, at] : [0, at, nth];
      // A negative amount is no movement of the chain but a loss in the source (32-bit columns): said, not guessed.
      if (amount < 0n) notRead = true;
      if (amount <= 0n) continue;
      if (MOVING.has(internal.note)) {
        const asset = token === null ? TRX : tokenAsset(token);
        add({ path, kind: 'internal', from: internal.caller, to: internal.to, asset, amount });
        continue;
      }
      const event = stakeEvent(internal, path, amount);
      if (event !== null) events.push(event);
      else if (/^withdrawReward/i.test(internal.note)) add({ path, kind: 'mint', from: null, to: internal.caller, asset: TRX, amount });
      else notRead ||= !/^vote/i.test(internal.note);
    }
  }
  return notRead;
}
