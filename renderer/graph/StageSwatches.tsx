// The shapes and line styles of a canvas as small drawings for its legend, as the programs of the graph draw them. No text.
import type { ReactNode } from 'react';
import type { CanvasKind } from '../../shared/model/canvasItem.ts';
import type { StatementKind } from '../../shared/model/statement.ts';

const HEXAGON = 'M5 2h8l4 7-4 7H5L1 9z';
const SHAPES: Readonly<Record<CanvasKind, ReactNode>> = {
  transaction: <circle cx="9" cy="9" r="7" />,
  output: <rect x="2.5" y="2.5" width="13" height="13" />,
  movement: <path d="M9 1l8 8-8 8-8-8z" />,
  address: <path d={HEXAGON} />,
  cluster: (
    <>
      <path d={HEXAGON} fill="none" />
      <path d="M6.6 5h4.8L14 9l-2.6 4H6.6L4 9z" />
    </>
  ),
  group: <rect x="1" y="5" width="16" height="8" />,
  event: <path d="M9 1l2.2 5.3 5.8.5-4.4 3.7 1.4 5.6L9 13l-5 3.1 1.4-5.6L1 6.8l5.8-.5z" />,
};

export function ItemSwatch({ kind }: { readonly kind: CanvasKind }): ReactNode {
  return (
    <svg width="18" height="18" aria-hidden="true" className={`th-legend-shape th-shape-${kind}`}>
      {SHAPES[kind]}
    </svg>
  );
}

const DASHES: Readonly<Partial<Record<StatementKind, string>>> = {
  inference: '7.5 5.5',
  attribution: '2.2 3.8',
  assumption: '9 3.5 2.3 3.2',
};

export type LineStyle = StatementKind | 'event' | 'joins' | 'accepted';

export function LineSwatch({ kind }: { readonly kind: LineStyle }): ReactNode {
  return (
    <svg width="44" height="14" aria-hidden="true" className="th-legend-line">
      {kind === 'derivation' ? (
        <path d="M1 5.5h36M1 8.5h36" />
      ) : kind === 'joins' ? (
        <path d="M1 4.2h36M1 9.8h36M3 4v6M9 4v6M15 4v6M21 4v6M27 4v6M33 4v6" />
      ) : kind === 'accepted' ? (
        <path d="M1 4.2h12M1 9.8h12M3 4v6M9 4v6M19 4.2h12M19 9.8h12M21 4v6M27 4v6" />
      ) : kind === 'event' ? (
        <path d="M1 7h36M5 3v8M14 3v8M23 3v8M32 3v8" />
      ) : (
        <path d="M1 7h36" strokeWidth="2" {...(DASHES[kind] === undefined ? {} : { strokeDasharray: DASHES[kind] })} />
      )}
      <path d="M36 3l7 4-7 4z" className="th-legend-head" />
    </svg>
  );
}
