// Columns of a table of labels.
import { useMemo } from 'react';
import type { Label } from '../../../shared/contract/label.ts';
import type { Column } from '../../design/DataTable.tsx';
import { OpenableId } from '../../design/pieces.tsx';
import { useWords } from '../../session/words.ts';
import { confidenceWord, kindsOf } from './labelWords.tsx';

export function useLabelColumns(): readonly Column<Label>[] {
  const say = useWords();
  return useMemo(
    () => [
      {
        id: 'label',
        header: say('labels.label'),
        width: 'minmax(150px, 1.2fr)',
        cell: (row) => <strong title={row.label}>❞ {row.label}</strong>,
        compare: (a, b) => a.label.localeCompare(b.label),
      },
      { id: 'address', header: say('labels.subject'), width: 'minmax(180px, 1fr)', cell: (row) => <OpenableId value={row.address} /> },
      {
        id: 'category',
        header: say('labels.category'),
        width: 'minmax(110px, .7fr)',
        cell: (row) => <span title={kindsOf(say, row)}>{kindsOf(say, row)}</span>,
        compare: (a, b) => kindsOf(say, a).localeCompare(kindsOf(say, b)),
      },
      {
        id: 'source',
        header: say('labels.source'),
        width: 'minmax(120px, 1fr)',
        cell: (row) => <span title={row.source}>{row.source}</span>,
        compare: (a, b) => a.source.localeCompare(b.source),
      },
      {
        id: 'confidence',
        header: say('labels.confidence'),
        width: '130px',
        cell: (row) => <span title={confidenceWord(say, row)}>{confidenceWord(say, row)}</span>,
        compare: (a, b) => (a.level ?? -1) - (b.level ?? -1),
      },
      {
        id: 'listed',
        header: say('labels.listed'),
        width: '104px',
        cell: (row) => (row.listed === '' ? row.date : row.listed),
        compare: (a, b) => (a.listed || a.date).localeCompare(b.listed || b.date),
      },
    ],
    [say],
  );
}
