// The columns of a list of neighbours: a tick or that it is there already, the side, the name or its labels, the amount, how many.
import { Checkbox } from '@blueprintjs/core';
import type { CallOutput } from '../../../shared/contract/index.ts';
import { Unseen } from '../../design/pieces.tsx';
import { compareAmounts, groupThousands } from '../../design/amounts.ts';
import { STATEMENT_GLYPHS } from '../../design/glyphs.ts';
import { Explained } from '../../design/statements.tsx';
import type { Column } from '../../design/DataTable.tsx';
import type { Words } from '../../session/words.ts';
import { amountsShort, amountText, shortName } from './words.ts';

type Answer = CallOutput<'canvas.neighbours'>;
type Row = Answer['rows'][number];

export function neighbourColumns(
  say: Words,
  answer: Answer | null,
  isHere: (row: Row) => boolean,
  ticked: ReadonlySet<string>,
  toggle: (row: Row) => void,
): readonly Column<Row>[] {
  const assets = answer?.assets ?? [];
  return [
    {
      id: 'tick',
      header: <Unseen text={say('canvas.ticked')} />,
      width: '36px',
      cell: (row) =>
        isHere(row) ? (
          <span title={say('canvas.isHere')}>✓</span>
        ) : (
          <Checkbox
            className="th-tick"
            aria-label={say('canvas.tick', { name: row.name })}
            checked={ticked.has(`${row.side} ${row.item}`)}
            onChange={() => toggle(row)}
          />
        ),
    },
    {
      id: 'side',
      header: <Unseen text={say('canvas.sideOf')} />,
      width: '42px',
      cell: (row) => <span title={say(`canvas.sides.${row.side}`)}>{row.side === 'in' ? '→●' : '●→'}</span>,
    },
    {
      id: 'name',
      header: say('canvas.name'),
      width: 'minmax(66px, 0.6fr)',
      cell: (row) => (
        <span className="th-mono" title={[row.name, ...row.labels].join('\n')}>
          {row.item.startsWith('cluster|') ? (
            <Explained text={say('statements.inference.is')}>{`${STATEMENT_GLYPHS.inference} `}</Explained>
          ) : null}
          {row.labels.length > 0 ? `❞ ${row.labels.join(', ')}` : shortName({ kind: kindOf(row.item), name: row.name })}
        </span>
      ),
    },
    {
      id: 'amount',
      header: say('canvas.amount'),
      width: 'minmax(144px, 1.4fr)',
      end: true,
      cell: (row) => (
        <span
          title={row.amounts.map((amount) => amountText(assets, amount)).join('\n')}
        >{`${row.shared > 0 ? '≤ ' : ''}${amountsShort(assets, row.amounts)}`}</span>
      ),
      compare: (a, b) => compareAmounts(a.amounts[0]?.amount ?? '0', b.amounts[0]?.amount ?? '0'),
    },
    { id: 'count', header: '×', width: '52px', end: true, cell: (row) => groupThousands(row.count), compare: (a, b) => a.count - b.count },
  ];
}

export const neighbourKey = (row: Row): string => `${row.side} ${row.item}`;

function kindOf(item: string): 'output' | 'movement' | 'address' {
  return item.startsWith('output|') ? 'output' : item.startsWith('movement|') ? 'movement' : 'address';
}
