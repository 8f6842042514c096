// How amounts, assets, times and states of account chains are written for a person. It asks the engine nothing.
import type { AccountTraceResult, AssetView } from '../../../shared/contract/account.ts';
import { stateInWords } from '../../../shared/model/ledger.ts';
import type { Desk } from './command.ts';
import { blockTime } from './table.ts';

type End = AccountTraceResult['policies'][string]['ends'][number];

/** An amount in whole units of its asset where its decimals are known, exactly; else in the smallest unit. */
export function units(amount: string, asset: AssetView): string {
  if (asset.decimals === null || asset.decimals === 0) return amount;
  const digits = amount.padStart(asset.decimals + 1, '0');
  const fraction = digits.slice(-asset.decimals).replace(/0+$/, '');
  return `${digits.slice(0, -asset.decimals)}${fraction === '' ? '' : `.${fraction}`}`;
}

export function assetName(asset: AssetView, desk: Desk): string {
  const name = asset.symbol ?? asset.contract ?? '?';
  const item = asset.tokenId === null ? '' : ` #${asset.tokenId}`;
  if (asset.standing !== 'counterfeit') return `${name}${item}`;
  // Several contracts may borrow one symbol: only the contract says which one it is.
  return `${name}${item} ${desk.say('cli.account.counterfeit')} ${asset.contract ?? ''}`.trimEnd();
}

/** Names of several assets: one currency in two ledgers, or one token on two chains, is two assets, each named with where it stands. */
export function assetNamer(assets: readonly AssetView[], desk: Desk): (asset: AssetView) => string {
  const keys = new Map<string, Set<string>>();
  for (const asset of assets) {
    const name = assetName(asset, desk);
    keys.set(name, (keys.get(name) ?? new Set()).add(asset.key));
  }
  return (asset) => {
    const name = assetName(asset, desk);
    // A key begins with the chain.
    return (keys.get(name)?.size ?? 0) < 2 ? name : `${name} (${asset.key.slice(0, Math.max(0, asset.key.indexOf(' [')))})`;
  };
}

export function timeText(seconds: number | null): string {
  return seconds === null ? '?' : blockTime(seconds);
}

/** A time, or the day where the source gives no more. */
export function timeOrDay(
  { timeSeconds, day }: { readonly timeSeconds: number | null; readonly day?: string | undefined },
  desk: Desk,
): string {
  return day === undefined ? timeText(timeSeconds) : desk.say('cli.account.dayOnly', { day });
}

export function figureText({ figure, asset }: Pick<End, 'figure' | 'asset'>, desk: Desk): string {
  if (figure.amount !== null) return units(figure.amount, asset);
  const range = `${units(figure.low ?? '0', asset)} – ${units(figure.high ?? '0', asset)}`;
  return `${range} ${desk.say(figure.why === 'order' ? 'cli.account.orderUnknown' : 'cli.account.incompleteLedger')}`;
}

export function endState(end: { readonly state: string; readonly asset: { readonly key: string } }, desk: Desk): string {
  const state = stateInWords(end.state, end.asset.key);
  const [name = '', detail] = state.split(':', 2);
  if (name === 'stopped') return desk.say('cli.accountState.stopped', { detail: detail ?? '' });
  if (name === 'excluded') return desk.say(`cli.account.excluded.${detail}`);
  return desk.say(`cli.accountState.${detail === undefined ? name : `${name}.${detail}`}`);
}
