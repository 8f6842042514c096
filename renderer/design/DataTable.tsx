// The one table: sorted by TanStack Table, drawn row by row by TanStack Virtual, driven by keys. It knows no domain.
// biome-ignore-all lint/a11y/useSemanticElements: rows drawn on demand cannot be those of a <table>; roles say what they are.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid holds the focus and its keys move the selection.
import { createSortedRowModel, rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef } from 'react';

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });

export interface Column<Row> {
  readonly id: string;
  readonly header: ReactNode;
  /** A grid track: `120px`, `minmax(140px, 1fr)`. */
  readonly width: string;
  readonly end?: boolean;
  readonly cell: (row: Row) => ReactNode;
  readonly compare?: (a: Row, b: Row) => number;
}

interface Props<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly selected?: string | null;
  readonly onSelect?: (row: Row) => void;
  readonly onOpen?: (row: Row) => void;
  readonly empty?: ReactNode;
  readonly rowHeight?: number;
}

export function DataTable<Row extends object>(props: Props<Row>): ReactNode {
  const { columns, rows, rowKey, selected = null, onSelect, onOpen, rowHeight = 28 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row: Row) => row,
        enableSorting: column.compare !== undefined,
        sortFn: (a: { original: Row }, b: { original: Row }) => column.compare?.(a.original, b.original) ?? 0,
      })),
    [columns],
  );
  const data = rows as Row[];
  const table = useTable({ features, columns: definitions as never, data, getRowId: rowKey as never });
  const sorted = table.getRowModel().rows as unknown as readonly { readonly id: string; readonly original: Row }[];
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const selectedIndex = selected === null ? -1 : sorted.findIndex((row) => row.id === selected);
  useEffect(() => {
    if (selectedIndex >= 0) virtualizer.scrollToIndex(selectedIndex, { align: 'auto' });
  }, [selectedIndex, virtualizer]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 12, PageUp: -12, Home: -sorted.length, End: sorted.length }[event.key];
    if (step !== undefined && onSelect !== undefined && sorted.length > 0) {
      event.preventDefault();
      const next = Math.min(sorted.length - 1, Math.max(0, selectedIndex < 0 ? 0 : selectedIndex + step));
      onSelect((sorted[next] as { original: Row }).original);
    } else if (event.key === 'Enter' && event.target === event.currentTarget && selectedIndex >= 0 && onOpen !== undefined) {
      onOpen((sorted[selectedIndex] as { original: Row }).original);
    }
  };

  // One width for head and rows: each row is its own grid, so none may grow by its content.
  const least = columns.reduce((sum, column) => sum + Number(/(\d+)px/.exec(column.width)?.[1] ?? 0), 0);
  const tracks = { gridTemplateColumns: columns.map((column) => column.width).join(' '), minWidth: least };
  if (rows.length === 0 && props.empty !== undefined) return <>{props.empty}</>;
  return (
    <div
      className="th-table"
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      ref={scroller}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div className="th-row th-row-head" role="row" style={tracks}>
        {columns.map((column) => {
          const sorting = table.getColumn(column.id);
          const direction = sorting?.getIsSorted() ?? false;
          return (
            <div
              key={column.id}
              role="columnheader"
              tabIndex={-1}
              className={column.end === true ? 'th-cell th-end' : 'th-cell'}
              aria-sort={direction === 'asc' ? 'ascending' : direction === 'desc' ? 'descending' : 'none'}
            >
              {column.compare === undefined ? (
                column.header
              ) : (
                <span className="th-sortable">
                  {column.header}
                  <button
                    type="button"
                    className="th-sort"
                    aria-label={`${props.label}: ${column.id}`}
                    onClick={() => sorting?.toggleSorting()}
                  >
                    {direction === 'asc' ? '▲' : direction === 'desc' ? '▼' : '△'}
                  </button>
                </span>
              )}
            </div>
          );
        })}
      </div>
      <div className="th-rows" role="rowgroup" style={{ height: virtualizer.getTotalSize(), minWidth: least }}>
        {virtualizer.getVirtualItems().map((item) => {
          const row = sorted[item.index] as { id: string; original: Row };
          const isSelected = row.id === selected;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the grid itself takes the keys
            <div
              key={row.id}
              role="row"
              tabIndex={-1}
              aria-rowindex={item.index + 2}
              aria-selected={isSelected}
              className={isSelected ? 'th-row th-selected' : 'th-row'}
              style={{ ...tracks, height: rowHeight, transform: `translateY(${item.start}px)` }}
              onClick={() => onSelect?.(row.original)}
              onDoubleClick={() => onOpen?.(row.original)}
            >
              {columns.map((column) => (
                <div key={column.id} role="gridcell" tabIndex={-1} className={column.end === true ? 'th-cell th-end' : 'th-cell'}>
                  {column.cell(row.original)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
