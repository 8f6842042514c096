// Numbers of parties, assets, payments and transactions while the payments of a case are put together, and the names behind them.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { LabelRow } from '../../casefile/index.ts';
import type { Ground } from '../accountLeads/services.ts';
import { createFlowBuilder, type FlowBuilder } from '../typologies/buildFlows.ts';
import type { Flows } from '../typologies/flows.ts';
import { marksOfGrounds, operatorOf } from './marks.ts';

export interface PartyName {
  readonly chain: string;
  /** `cluster`: named by one of its addresses. */
  readonly kind: 'address' | 'cluster';
  readonly id: string;
}

export interface TransactionName {
  readonly chain: string;
  readonly id: string;
}

/** How the payments and transactions of one source of them are named, by its own numbers. */
export interface FlowPart {
  transaction(own: number): TransactionName;
  /** Canvas item of a payment. */
  item(own: number): string;
}

export interface FlowNames {
  party(party: number): PartyName;
  asset(asset: number): AssetView;
  transaction(transaction: number): TransactionName;
  item(flow: number): string;
  readonly chains: readonly string[];
  /** Party of an address on a chain, or 0. */
  find(chain: string, address: string): number;
}

export interface CaseBook extends Pick<FlowBuilder, 'join' | 'mark' | 'fee'> {
  readonly labels: readonly LabelRow[];
  part(part: FlowPart): number;
  party(name: PartyName, grounds: readonly Ground[], marks?: number): number;
  asset(chain: string, view: AssetView): number;
  transaction(part: number, own: number, marks: number, inputs: number, signer: number): number;
  /** As the builder's: the number in the order given, or -1. */
  flow(part: number, own: number, payment: Payment): number;
  chain(id: string): number;
  /** How an address of a chain is found; it gives 0 for what has no party. */
  finder(chain: string, find: (address: string) => number): void;
  operator(label: string): number;
  count(code: string, by?: number): void;
  finish(): {
    readonly flows: Flows;
    readonly placeOf: Uint32Array;
    readonly names: FlowNames;
    readonly bounds: readonly { code: string; count: number }[];
  };
}

export interface Payment {
  readonly from: number;
  readonly to: number;
  readonly asset: number;
  readonly amount: bigint;
  readonly time: number;
  readonly transaction: number;
}

export function createCaseBook(labels: readonly LabelRow[]): CaseBook {
  const build = createFlowBuilder();
  const parts: FlowPart[] = [];
  const partyNames: (PartyName | null)[] = [null];
  const assetViews: (AssetView | null)[] = [null];
  const chains: string[] = [];
  const operators = new Map<string, number>();
  const bounds = new Map<string, number>();
  const finders = new Map<string, (address: string) => number>();
  const ofTransaction = { part: [] as number[], own: [] as number[] };
  const ofFlow = { part: [] as number[], own: [] as number[] };
  const chain = (id: string): number => {
    const at = chains.indexOf(id);
    return at >= 0 ? at : chains.push(id) - 1;
  };
  const operator = (label: string): number => {
    const name = operatorOf(label);
    if (name === '') return 0;
    const known = operators.get(name) ?? operators.size + 1;
    operators.set(name, known);
    return known;
  };
  return {
    ...{ labels, chain, operator, join: build.join, mark: build.mark, fee: build.fee },
    part: (part) => parts.push(part) - 1,
    finder: (id, find) => void finders.set(id, find),
    party(name, grounds, marks = 0) {
      const named = grounds.find(({ label, basis }) => label !== '' && basis !== 'examiner');
      const party = build.party(chain(name.chain), marks | marksOfGrounds(grounds), named === undefined ? 0 : operator(named.label));
      partyNames[party] = name;
      return party;
    },
    asset(id, view) {
      const asset = build.asset(chain(id));
      assetViews[asset] = view;
      return asset;
    },
    transaction(part, own, marks, inputs, signer) {
      ofTransaction.part.push(part);
      ofTransaction.own.push(own);
      return build.transaction(marks, inputs, signer);
    },
    flow(part, own, { from, to, asset, amount, time, transaction }) {
      const flow = build.flow(from, to, asset, amount, time, transaction);
      if (flow < 0) return -1;
      ofFlow.part.push(part);
      ofFlow.own.push(own);
      return flow;
    },
    count: (code, by = 1) => void bounds.set(code, (bounds.get(code) ?? 0) + by),
    finish() {
      const { flows, placeOf } = build.finish();
      const given = new Uint32Array(placeOf.length);
      placeOf.forEach((place, flow) => {
        given[place] = flow;
      });
      const names: FlowNames = {
        chains: [...finders.keys()],
        find: (id, address) => finders.get(id)?.(address) ?? 0,
        party: (party) => partyNames[party] as PartyName,
        asset: (asset) => assetViews[asset] as AssetView,
        transaction: (one) => (parts[ofTransaction.part[one] as number] as FlowPart).transaction(ofTransaction.own[one] as number),
        item(flow) {
          const own = given[flow] as number;
          return (parts[ofFlow.part[own] as number] as FlowPart).item(ofFlow.own[own] as number);
        },
      };
      return { flows, placeOf, names, bounds: [...bounds].map(([code, count]) => ({ code, count })) };
    },
  };
}
