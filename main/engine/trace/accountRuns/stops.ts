// Stop rules of an account trace, from the examiner's words to numbers of the slice. Nothing stops a trace unless it is asked for.
import { Fault } from '../../../../shared/model/fault.ts';
import { bridgeContract, isWrappedCoin, mixerPool } from '../../chains/index.ts';
import type { AccountStops } from '../accounts/index.ts';
import { canonical } from './find.ts';
import type { AccountView } from './view.ts';

export interface StopInput {
  readonly rule: string;
  readonly options: Readonly<Record<string, string | number | readonly string[]>>;
}

const RULES = ['service', 'mixer', 'bridge', 'addresses', 'maxHops', 'heightWindow', 'dateWindow'];

/**
 * `labelled`: accounts with a label, as `chain address`. Mixers, bridges and pools stop without being asked for, since no
 * ledger of theirs says whose money comes out; but anyone can log a swap, so no pool stops of which the examiner assumes a ledger. Null:
 * a run made before that. [A15] Faults: usage.badValue.
 */
export function accountStops(
  view: AccountView,
  asked: readonly StopInput[],
  labelled: ReadonlySet<string>,
  assumed: ReadonlySet<number> | null,
): AccountStops {
  const accounts: Record<string, readonly number[]> =
    assumed === null ? {} : { mixer: mixersOf(view), bridge: bridgesOf(view), contractPool: poolsOf(view, assumed) };
  let stops: AccountStops = {};
  const wholeNumber = (input: StopInput, name: string): number | undefined => {
    const value = input.options[name];
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
      throw new Fault('usage.badValue', { option: `${input.rule}:${name}`, value: String(value), expected: 'a whole number' });
    return value;
  };
  const between = (input: StopInput): { from?: number; to?: number } => {
    const [from, to] = [wholeNumber(input, 'from'), wholeNumber(input, 'to')];
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  };
  for (const input of asked) {
    switch (input.rule) {
      case 'service':
        accounts.service = accountsWhere(view, (chain, address) => labelled.has(`${chain} ${address}`) || labelled.has(`* ${address}`));
        break;
      case 'mixer':
        accounts.mixer = mixersOf(view);
        break;
      case 'bridge':
        accounts.bridge =
          assumed !== null ? bridgesOf(view) : accountsWhere(view, (chain, address) => bridgeContract(chain, address) !== null);
        break;
      case 'addresses': {
        const wanted = new Set(
          namedAccounts(input).flatMap((text) => view.names.chains.map((chain) => `${chain} ${canonical(chain, text)}`)),
        );
        accounts.addresses = accountsWhere(view, (chain, address) => wanted.has(`${chain} ${address}`));
        break;
      }
      case 'maxHops':
        stops = { ...stops, maxHops: wholeNumber(input, 'hops') ?? 1 };
        break;
      case 'heightWindow':
        stops = { ...stops, heights: between(input) };
        break;
      case 'dateWindow':
        stops = { ...stops, times: timesOf(input) };
        break;
      default:
        throw new Fault('usage.badValue', { option: '--stop', value: input.rule, expected: RULES.join(', ') });
    }
  }
  return { ...stops, accounts };
}

/** Seconds, or a day or a moment in UTC as text; the end of a day where it ends the window. */
function timesOf({ rule, options }: StopInput): { from?: number; to?: number } {
  const read = (name: 'from' | 'to'): Record<string, number> => {
    const value = options[name];
    if (value === undefined) return {};
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return { [name]: value };
    const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)Z?)?$/.exec(String(value));
    const clock = parts?.[2] ?? (name === 'to' ? '23:59:59' : '00:00:00');
    const milliseconds = parts === null ? Number.NaN : Date.parse(`${parts[1]}T${clock.length === 5 ? `${clock}:00` : clock}Z`);
    // A day that the calendar does not have is taken for the next month's by some: refused here.
    if (Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(parts?.[1] ?? '?'))
      throw new Fault('usage.badValue', { option: `${rule}:${name}`, value: String(value), expected: 'YYYY-MM-DD[THH:MM]' });
    return { [name]: milliseconds / 1000 };
  };
  return { ...read('from'), ...read('to') };
}

function mixersOf(view: AccountView): number[] {
  return accountsWhere(view, (chain, address) => mixerPool(chain, address) !== null);
}

/** Contracts of known bridges, and what took value for another chain without a recorded arrival. */
function bridgesOf(view: AccountView): number[] {
  const open = new Set([...view.recognised.openHops.values()].map(({ chain, account }) => `${chain} ${account}`));
  return accountsWhere(view, (chain, address) => bridgeContract(chain, address) !== null || open.has(`${chain} ${address}`));
}

function poolsOf(view: AccountView, assumed: ReadonlySet<number>): number[] {
  const { pools } = view.recognised;
  const goesOn = new Set([...assumed].map((ledger) => view.slice.ledgerAccount[ledger]));
  return accountsWhere(view, (chain, address) => pools.has(`${chain} ${address}`) || isWrappedCoin(chain, address)).filter(
    (account) => !goesOn.has(account),
  );
}

function namedAccounts({ options }: StopInput): readonly string[] {
  const { addresses } = options;
  return Array.isArray(addresses) ? addresses : addresses === undefined ? [] : [String(addresses)];
}

function accountsWhere({ slice, names }: AccountView, holds: (chain: string, address: string) => boolean): number[] {
  const found: number[] = [];
  for (let account = 1; account < slice.accountCount; account++)
    if (holds(names.chains[slice.accountChain[account] as number] as string, names.accounts[account] as string)) found.push(account);
  return found;
}
