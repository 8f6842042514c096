// A table of rows that come page by page, drawn row by row, sorted by the engine: what is out of sight is neither asked for nor drawn.
// biome-ignore-all lint/a11y/useSemanticElements: rows drawn on demand cannot be those of a <table>; roles say what they are.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and its keys move the selection.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { CallInput } from '../../../../shared/contract/index.ts';
import { useWords } from '../../../session/words.ts';
import type { Row, RowPages } from './useRowPages.ts';

export type RowOrder = NonNullable<CallInput<'canvas.rows'>['order']>;
export interface Sorting {
  readonly order: RowOrder;
  readonly descending: boolean;
}

export interface RowColumn {
  readonly id: string;
  readonly header: string;
  /** A grid track. */
  readonly width: string;
  readonly end?: boolean;
  /** `before`: the row above, where it is there. */
  readonly cell: (row: Row, before: Row | undefined) => ReactNode;
  readonly order?: RowOrder;
}

interface Props {
  readonly label: string;
  readonly pages: RowPages;
  readonly columns: readonly RowColumn[];
  readonly sorting: Sorting;
  readonly onSort: ((sorting: Sorting) => void) | null;
  /** Whether the row stands behind what is chosen on the canvas. */
  readonly isOn: (row: Row) => boolean;
  readonly onPick: (row: Row) => void;
  /** Changes when something is chosen elsewhere: the first row behind it that is at hand comes into sight. */
  readonly chosen: string;
  /** A stronger line above a row that begins something new. */
  readonly begins?: (row: Row, before: Row | undefined) => boolean;
  readonly empty: ReactNode;
}

const ROW_HEIGHT = 28;
/** Rows looked through for what is chosen. */
const LOOKED_AT = 5000;

export function PagedRows({ label, pages, columns, sorting, onSort, isOn, onPick, chosen, begins, empty }: Props): ReactNode {
  const say = useWords();
  const scroller = useRef<HTMLDivElement>(null);
  const { head, rowAt, want } = pages;
  const total = head?.total ?? 0;
  const [at, setAt] = useState(-1);
  /** A row that keys reached before it was there. */
  const awaited = useRef(false);
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => {
    if (total > 0) want(Math.max(0, first - 1), last);
  }, [total, first, last, want]);
  const seen = useRef('');
  useEffect(() => {
    if (chosen === seen.current || total === 0) return;
    for (let index = 0; index < Math.min(total, LOOKED_AT); index++) {
      const row = rowAt(index);
      if (row === undefined || !isOn(row)) continue;
      seen.current = chosen;
      virtualizer.scrollToIndex(index, { align: 'center' });
      return;
    }
  }, [chosen, total, rowAt, isOn, virtualizer]);
  const here = at < 0 || at >= total ? undefined : rowAt(at);
  useEffect(() => {
    if (here === undefined || !awaited.current) return;
    awaited.current = false;
    onPick(here);
  }, [here, onPick]);
  const goTo = (index: number) => {
    setAt(index);
    virtualizer.scrollToIndex(index, { align: 'auto' });
    const row = rowAt(index);
    if (row === undefined) awaited.current = true;
    else onPick(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -total, End: total }[event.key];
    if (step === undefined || total === 0 || event.target !== event.currentTarget) return;
    event.preventDefault();
    goTo(Math.min(total - 1, Math.max(0, at < 0 ? 0 : at + step)));
  };
  if (head === null || total === 0) return <>{empty}</>;
  const least = columns.reduce((sum, { width }) => sum + Number(/(\d+)px/.exec(width)?.[1] ?? 0), 0);
  const tracks = { gridTemplateColumns: columns.map(({ width }) => width).join(' '), minWidth: least };
  return (
    <div
      className="th-table"
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={columns.length}
      ref={scroller}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="th-row th-row-head" role="row" style={tracks}>
        {columns.map(({ id, header, end, order }) => {
          const isSorted = order !== undefined && order === sorting.order;
          return (
            <div
              key={id}
              role="columnheader"
              tabIndex={-1}
              className={end === true ? 'th-cell th-end' : 'th-cell'}
              aria-sort={isSorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
            >
              {order === undefined || onSort === null ? (
                header
              ) : (
                <span className="th-sortable">
                  {header}
                  <button
                    type="button"
                    className="th-sort"
                    aria-label={say('rows.sortBy', { column: header })}
                    onClick={() => {
                      setAt(-1);
                      onSort({ order, descending: isSorted && !sorting.descending });
                    }}
                  >
                    {isSorted ? (sorting.descending ? '▼' : '▲') : '△'}
                  </button>
                </span>
              )}
            </div>
          );
        })}
      </div>
      <div className="th-rows" role="rowgroup" style={{ height: virtualizer.getTotalSize(), minWidth: least }}>
        {items.map(({ index, start }) => {
          const row = rowAt(index);
          const before = index === 0 ? undefined : rowAt(index - 1);
          const isBeginning = row !== undefined && begins?.(row, before) === true;
          const names = [
            'th-row',
            index === at ? 'th-selected' : row !== undefined && isOn(row) ? 'th-row-on' : '',
            isBeginning ? 'th-row-begins' : '',
          ];
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself takes the keys
            <div
              key={index}
              role="row"
              tabIndex={-1}
              aria-rowindex={index + 2}
              aria-selected={index === at || (row !== undefined && isOn(row))}
              aria-busy={row === undefined}
              className={names.join(' ').trim()}
              style={{ ...tracks, height: ROW_HEIGHT, transform: `translateY(${start}px)` }}
              onClick={() => goTo(index)}
            >
              {row === undefined ? (
                <div role="gridcell" tabIndex={-1} className="th-cell th-muted">
                  …
                </div>
              ) : (
                columns.map(({ id, end, cell }) => (
                  <div key={id} role="gridcell" tabIndex={-1} className={end === true ? 'th-cell th-end' : 'th-cell'}>
                    {cell(row, before)}
                  </div>
                ))
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
