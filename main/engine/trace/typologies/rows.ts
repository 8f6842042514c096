// Payments written by hand or made by a generator, as typologies read them: for the self-test, the bench and the tests of the rules.
import { createFlowBuilder } from './buildFlows.ts';
import {
  BRIDGE,
  COINJOIN,
  CONTRACT,
  DEALER,
  EXCHANGE,
  type FlowEvents,
  GUARANTEE,
  MIXER,
  NO_EVENTS,
  prepareInput,
  type RegisterFacts,
  RENTAL,
  SERVICE,
  type TypologyInput,
} from './flows.ts';

/** [seconds, payer, payee, amount]; '' is nobody. */
export interface FlowRow {
  readonly time: number;
  readonly from: string;
  readonly to: string;
  readonly amount: bigint;
  readonly asset?: string;
  /** Rows of one name are one transaction; without one each row is its own. */
  readonly transaction?: string;
  readonly inputs?: number;
  readonly signer?: string;
  readonly coinjoin?: boolean;
}

export type PartyKind = 'exchange' | 'mixer' | 'bridge' | 'rental' | 'guarantee' | 'dealer' | 'service' | 'contract';
export const KIND_MARKS: Readonly<Record<PartyKind, number>> = {
  exchange: SERVICE | EXCHANGE,
  mixer: SERVICE | MIXER,
  bridge: SERVICE | BRIDGE,
  rental: SERVICE | RENTAL,
  guarantee: SERVICE | GUARANTEE,
  dealer: SERVICE | DEALER,
  service: SERVICE,
  contract: CONTRACT,
};

export interface NamedEvents {
  readonly approvals?: readonly { owner: string; spender: string; asset?: string; time: number }[];
  readonly permissions?: readonly { account: string; keys: readonly string[]; ownKeyLost: boolean; time: number }[];
  readonly delegations?: readonly { by: string; to: string; time: number }[];
  readonly conversions?: readonly {
    kind: 'swap' | 'bridge';
    party: string;
    time: number;
    chains: readonly [number, number];
    assets: readonly [string, string];
  }[];
  readonly listings?: readonly { party: string; from: number | null; until: number | null }[];
  readonly poisonings?: readonly { victim: string; lookAlike: string; imitated: string; time: number }[];
}

export interface RowInput {
  readonly rows: readonly FlowRow[];
  readonly kinds?: Readonly<Record<string, PartyKind>>;
  /** Party → who runs it. */
  readonly operators?: Readonly<Record<string, string>>;
  /** Parties that are one controller's. */
  readonly joined?: readonly (readonly string[])[];
  readonly events?: NamedEvents;
  readonly registers?: NamedRegisters;
}

/** By party; `alike`: controllers whose names are written alike. */
export interface NamedRegisters {
  readonly founded?: Readonly<Record<string, number>>;
  readonly controllers?: Readonly<Record<string, readonly string[]>>;
  readonly alike?: readonly (readonly string[])[];
  readonly invoices?: Readonly<Record<string, { readonly held: number; readonly described: number }>>;
}

export interface BuiltRows extends TypologyInput {
  party(name: string): number;
  partyName(party: number): string;
  asset(name: string): number;
}

export const USUAL_ASSET = 'USDT';

/** `turned`: parties and assets are numbered from the last to the first; a rule that depends on it is wrong. */
export function inputOfRows(
  { rows, kinds = {}, operators = {}, joined = [], events = {}, registers = {} }: RowInput,
  turned = false,
): BuiltRows {
  const build = createFlowBuilder();
  const parties = new Map<string, number>([['', 0]]);
  const names = [''];
  const operatorNumbers = new Map<string, number>();
  const assets = new Map<string, number>();
  const party = (name: string): number => {
    const known = parties.get(name);
    if (known !== undefined) return known;
    const kind = kinds[name];
    const operator = operators[name];
    if (operator !== undefined && !operatorNumbers.has(operator)) operatorNumbers.set(operator, operatorNumbers.size + 1);
    const number = build.party(
      0,
      kind === undefined ? 0 : KIND_MARKS[kind],
      operator === undefined ? 0 : (operatorNumbers.get(operator) as number),
    );
    parties.set(name, number);
    names[number] = name;
    return number;
  };
  const asset = (name: string): number => {
    const known = assets.get(name);
    if (known !== undefined) return known;
    const number = build.asset(0);
    assets.set(name, number);
    return number;
  };
  const all = [...new Set([...rows.flatMap(({ from, to, signer = '' }) => [from, to, signer]), ...namesIn(events)])].filter(
    (name) => name !== '',
  );
  const allAssets = [...new Set(rows.map((row) => row.asset ?? USUAL_ASSET))];
  for (const name of turned ? all.reverse() : all) party(name);
  for (const name of turned ? allAssets.reverse() : allAssets) asset(name);
  for (const group of joined) for (const one of group.slice(1)) build.join(party(group[0] as string), party(one));
  const transactions = new Map<string, number>();
  for (const row of rows) {
    const name = row.transaction ?? '';
    let transaction = name === '' ? undefined : transactions.get(name);
    if (transaction === undefined) {
      transaction = build.transaction(row.coinjoin === true ? COINJOIN : 0, row.inputs ?? 0, party(row.signer ?? row.from));
      if (name !== '') transactions.set(name, transaction);
    }
    build.flow(party(row.from), party(row.to), asset(row.asset ?? USUAL_ASSET), row.amount, row.time, transaction);
  }
  const act = (): number => build.transaction(0, 0, 0);
  const { approvals = [], permissions = [], delegations = [], conversions = [], listings = [], poisonings = [] } = events;
  const made: FlowEvents = {
    ...NO_EVENTS,
    approvals: approvals.map((one) => ({
      ...{ owner: party(one.owner), spender: party(one.spender), asset: asset(one.asset ?? USUAL_ASSET) },
      ...{ time: one.time, transaction: act() },
    })),
    permissions: permissions.map(({ account, keys, ownKeyLost, time }) => ({
      ...{ account: party(account), keys: keys.map(party), ownKeyLost, time, transaction: act() },
    })),
    delegations: delegations.map(({ by, to, time }) => ({ by: party(by), to: party(to), time, transaction: act() })),
    conversions: conversions.map(({ kind, party: by, time, chains, assets: [assetIn, assetOut] }) => ({
      ...{ kind, party: party(by), time, chainIn: chains[0], chainOut: chains[1] },
      ...{ assetIn: asset(assetIn), assetOut: asset(assetOut), transaction: act(), flow: -1 },
    })),
    listings: listings.map(({ party: name, from, until }) => ({ party: party(name), list: 1, from, until, isDirect: true })),
    poisonings: poisonings.map(({ victim, lookAlike, imitated, time }) => ({
      ...{ victim: party(victim), lookAlike: party(lookAlike), imitated: party(imitated), time, transaction: act() },
    })),
  };
  const { flows } = build.finish();
  return { ...prepareInput(flows, made, registerFacts(registers, party)), party, partyName: (number) => names[number] ?? '', asset };
}

function registerFacts(
  { founded = {}, controllers = {}, alike = [], invoices = {} }: NamedRegisters,
  party: (name: string) => number,
): RegisterFacts {
  const numbers = new Map<string, number>();
  const number = (name: string): number => numbers.get(name) ?? (numbers.set(name, numbers.size + 1).get(name) as number);
  const byParty = <T>(of: Readonly<Record<string, T>>): Map<number, T> =>
    new Map(Object.entries(of).map(([name, one]) => [party(name), one]));
  return {
    ...{ founded: byParty(founded), invoices: byParty(invoices) },
    controllers: new Map([...byParty(controllers)].map(([one, names]) => [one, names.map(number)])),
    alike: new Map(alike.flatMap((group, at) => group.map((name) => [number(name), [at]] as const))),
  };
}

function namesIn({
  approvals = [],
  permissions = [],
  delegations = [],
  conversions = [],
  listings = [],
  poisonings = [],
}: NamedEvents): string[] {
  return [
    ...approvals.flatMap(({ owner, spender }) => [owner, spender]),
    ...permissions.flatMap(({ account, keys }) => [account, ...keys]),
    ...delegations.flatMap(({ by, to }) => [by, to]),
    ...conversions.map(({ party }) => party),
    ...listings.map(({ party }) => party),
    ...poisonings.flatMap(({ victim, lookAlike, imitated }) => [victim, lookAlike, imitated]),
  ];
}
