// A pattern made for testing: the payments of one story, and which party a rule should name.
import type { FlowRow, NamedEvents, NamedRegisters, PartyKind, RowInput } from '../rows.ts';

export interface Pattern extends RowInput {
  readonly subject: string;
  readonly parameters?: Readonly<Record<string, number>>;
  /** By asset name. */
  readonly limits?: Readonly<Record<string, bigint>>;
}

/** `n` varies the pattern: no two of one kind are the same. */
export type MakePattern = (n: number, name: string, start: number) => Pattern;

export interface PatternsOfRule {
  readonly hit: MakePattern;
  readonly near: MakePattern;
  readonly innocent: MakePattern;
}

export const UNIT = 1_000_000n;
export const HOUR = 3600;
export const DAY = 86_400;

export const row = (time: number, from: string, to: string, amount: bigint, more: Partial<FlowRow> = {}): FlowRow => ({
  ...{ time, from, to, amount },
  ...more,
});

export const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

export function merged(patterns: readonly RowInput[]): RowInput {
  const events = (kind: keyof NamedEvents): unknown[] => patterns.flatMap((one) => [...(one.events?.[kind] ?? [])]);
  return {
    rows: patterns.flatMap(({ rows }) => rows),
    kinds: Object.assign({}, ...patterns.map(({ kinds = {} }) => kinds)) as Record<string, PartyKind>,
    operators: Object.assign({}, ...patterns.map(({ operators = {} }) => operators)) as Record<string, string>,
    joined: patterns.flatMap(({ joined = [] }) => joined),
    events: Object.fromEntries(
      (['approvals', 'permissions', 'delegations', 'conversions', 'listings', 'poisonings'] as const).map((kind) => [kind, events(kind)]),
    ) as NamedEvents,
    registers: {
      founded: Object.assign({}, ...patterns.map(({ registers }) => registers?.founded)) as Record<string, number>,
      controllers: Object.assign({}, ...patterns.map(({ registers }) => registers?.controllers)) as Record<string, readonly string[]>,
      alike: patterns.flatMap(({ registers }) => registers?.alike ?? []),
      invoices: Object.assign({}, ...patterns.map(({ registers }) => registers?.invoices)) as Required<NamedRegisters>['invoices'],
    },
  };
}
