// Entities and flows as other programs of analysts read them: text in named columns, the same for every format. Amounts are text, exactly in
// the asset's unit and in its smallest; times are UTC. A writer adds nothing to it.
import type { AssetView } from '../../../../shared/contract/account.ts';
import type { StatementKind } from '../../../../shared/model/statement.ts';
import { unitText } from '../../canvas/index.ts';

export const NODE_COLUMNS = [
  'kind',
  'id_full',
  'chain',
  'address',
  'block',
  'first_utc',
  'last_utc',
  'amount',
  'symbol',
  'amount_smallest_unit',
  'asset',
  'amount_is',
  'count',
  'statement',
  'grade',
  'recorded_in',
  'rule',
  'attributions',
  'marks',
  'group',
  'gap',
  'note',
] as const;
export type NodeColumn = (typeof NODE_COLUMNS)[number];

export const EDGE_COLUMNS = [
  'kind',
  'first_utc',
  'last_utc',
  'amount',
  'symbol',
  'amount_smallest_unit',
  'asset',
  'amount_is',
  'whole_smallest_unit',
  'count',
  'shared',
  'transactions',
  'statement',
  'grade',
  'recorded_in',
  'rule',
  'marks',
  'note',
] as const;
export type EdgeColumn = (typeof EDGE_COLUMNS)[number];

/** These are whole numbers in every row that has them. */
export const NUMBERS: ReadonlySet<string> = new Set(['block', 'count', 'shared']);

/**
 * What an amount is. `recorded`: of one output or movement. `sum`: over what the case holds. `atMost`: such a sum where others spent in the
 * same transactions. `assigned`: by a policy, an assumption; `assignedAtMost`: it can have been so much at most.
 */
export type AmountIs = 'recorded' | 'sum' | 'atMost' | 'assigned' | 'assignedAtMost';

export interface GraphNode {
  readonly id: string;
  readonly label: string;
  readonly cells: Readonly<Partial<Record<NodeColumn, string>>>;
  /** Where it stands on the canvas; null of a run. */
  readonly place: { readonly x: number; readonly y: number } | null;
}

export interface GraphEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly label: string;
  readonly cells: Readonly<Partial<Record<EdgeColumn, string>>>;
}

export interface GraphModel {
  readonly title: string;
  readonly program: string;
  /** Sentences about the whole: where it is from, what its words mean, what it leaves out. */
  readonly about: readonly string[];
  /** Time of the journal's head: the same state of a case gives the same bytes. */
  readonly time: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** Between the parts of a cell that holds several, in the order in which the cells beside it have theirs. */
const BETWEEN = '; ';
export const listed = (texts: readonly string[]): string => texts.join(BETWEEN);

export interface OneAmount {
  readonly asset: AssetView;
  readonly amount: string;
}

/** Of several assets each has its place in all four cells. */
export function amountCells(amounts: readonly OneAmount[], is: AmountIs): Partial<Record<NodeColumn & EdgeColumn, string>> {
  if (amounts.length === 0) return {};
  return {
    amount: listed(amounts.map(({ asset, amount }) => unitText(amount, asset))),
    symbol: listed(amounts.map(({ asset }) => asset.symbol ?? '')),
    amount_smallest_unit: listed(amounts.map(({ amount }) => amount)),
    asset: listed(amounts.map(({ asset }) => asset.key)),
    amount_is: is,
  };
}

/** `12.50 USDT`; in the smallest unit where nobody knows the asset's own. */
export function amountLabel(amounts: readonly OneAmount[], is: AmountIs): string {
  const text = amounts
    .map(({ asset, amount }) => `${unitText(amount, asset) || amount} ${asset.symbol ?? asset.contract ?? asset.key}`)
    .join(' + ');
  return text !== '' && (is === 'atMost' || is === 'assignedAtMost') ? `≤ ${text}` : text;
}

/** What is not recorded says so where it is read first. */
export function standingLabel(text: string, statement: StatementKind): string {
  return statement === 'fact' ? text : `${text} [${statement}]`.trim();
}

/** RFC 3339 in whole seconds; empty where there is no time. Of what its source gives the day alone, the day. */
export function timeCell(seconds: number | null, marks: readonly string[] = []): string {
  if (seconds === null) return '';
  const text = new Date(seconds * 1000).toISOString();
  return marks.includes('dayOnly') ? text.slice(0, 10) : `${text.slice(0, 19)}Z`;
}

export interface Attribution {
  readonly label: string;
  readonly source: string;
  /** The address it stands on, where the thing has it through an inference only. */
  readonly via: string | null;
  readonly delisted: string;
}

/** Somebody's claims, each with who makes it; the examiner's own have no source. */
export function attributionCell(attributions: readonly Attribution[]): string {
  return listed(
    attributions.map(({ label, source, via, delisted }) => {
      const said = [
        source === '' ? 'by the examiner' : `source: ${source}`,
        ...(via === null ? [] : [`inferred through ${via}`]),
        ...(delisted === '' ? [] : [`no longer listed since ${delisted}`]),
      ];
      return `${label} [attribution; ${said.join('; ')}]`;
    }),
  );
}

/** Leaves out what is empty. */
export function filled<Column extends string>(cells: Readonly<Partial<Record<Column, string>>>): Partial<Record<Column, string>> {
  return Object.fromEntries(Object.entries(cells).filter(([, text]) => text !== '' && text !== undefined)) as Partial<
    Record<Column, string>
  >;
}
