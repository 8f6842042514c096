// The bands and where they end as tables: the same figures for whoever cannot see the drawing.
import { type ReactNode, useMemo } from 'react';
import type { AssetView } from '../../../../shared/contract/account.ts';
import { compareAmounts } from '../../../design/amounts.ts';
import { type Column, DataTable } from '../../../design/DataTable.tsx';
import { standingText, Term } from '../../../design/statements.tsx';
import { useWords } from '../../../session/words.ts';
import { assetText, unitsText } from '../../accounts/figures.ts';
import { bandKey, outOf } from './bandLayout.ts';
import { type Band, type BandNode, type Bands, type ChosenRun, nodeName, stateText } from './bandWords.ts';

interface Props {
  readonly answer: Bands;
  readonly asset: AssetView;
  readonly chosen: string | null;
}

export function BandTable({ answer, asset, chosen, onBand }: Props & { readonly onBand: (band: Band) => void }): ReactNode {
  const say = useWords();
  const columns = useMemo((): readonly Column<Band>[] => {
    const nodes = new Map(answer.nodes.map((node) => [node.id, node]));
    const named = (id: string): ReactNode => {
      const node = nodes.get(id);
      return node === undefined ? '' : <span title={node.name}>{nodeName(say, node, answer)}</span>;
    };
    const amount = (of: 'amount' | 'least' | 'most', header: ReactNode): Column<Band> => ({
      ...{ id: of, header, width: 'minmax(130px, 0.8fr)', end: true },
      cell: (band) => unitsText(band[of], asset),
      compare: (a, b) => compareAmounts(a[of], b[of]),
    });
    return [
      { id: 'from', header: say('canvas.from'), width: 'minmax(180px, 1.2fr)', cell: ({ source }) => named(source) },
      { id: 'to', header: say('canvas.to'), width: 'minmax(180px, 1.2fr)', cell: ({ target }) => named(target) },
      amount('amount', `${say('canvas.amount')} (${assetText(asset)})`),
      amount('least', <Term id="bandSpread">{say('charts.least')}</Term>),
      amount('most', <Term id="bandSpread">{say('charts.mostOf')}</Term>),
      {
        id: 'basis',
        header: say('canvas.basis'),
        width: '170px',
        cell: ({ statement }) => standingText(say, statement),
        compare: (a, b) => a.statement.localeCompare(b.statement),
      },
    ];
  }, [answer, asset, say]);
  return (
    <DataTable
      label={say('charts.bandTable')}
      columns={columns}
      rows={answer.bands}
      rowKey={bandKey}
      selected={chosen}
      onSelect={onBand}
      empty={<p className="th-muted th-pad">{say('charts.noBands')}</p>}
    />
  );
}

interface EndRow {
  readonly node: BandNode;
  readonly ended: string;
}

export function EndTable({
  answer,
  asset,
  run,
  chosen,
  onNode,
}: Props & { readonly run: ChosenRun; readonly onNode: (id: string) => void }): ReactNode {
  const say = useWords();
  const rows = useMemo((): readonly EndRow[] => {
    const bands =
      run.direction === 'forward'
        ? answer.bands
        : answer.bands.map(({ source, target, amount }) => ({ source: target, target: source, amount }));
    const ends = answer.nodes.flatMap((node): EndRow[] => {
      const rest = BigInt(node.amount) - outOf(node.id, bands);
      return rest > 0n ? [{ node, ended: rest.toString() }] : [];
    });
    // The largest first; what the limit summed says least of where it ends.
    const isSummed = ({ node }: EndRow): number => Number(node.kind === 'others');
    return ends.sort((a, b) => isSummed(a) - isSummed(b) || compareAmounts(b.ended, a.ended));
  }, [answer, run.direction]);
  const columns = useMemo(
    (): readonly Column<EndRow>[] => [
      {
        id: 'who',
        header: say('charts.who'),
        width: 'minmax(220px, 1.2fr)',
        cell: ({ node }) => <span title={node.name}>{nodeName(say, node, answer)}</span>,
      },
      {
        id: 'hop',
        header: <Term id="bandHop">{say('charts.hop')}</Term>,
        width: '80px',
        end: true,
        cell: ({ node }) => node.hop,
        compare: (a, b) => a.node.hop - b.node.hop,
      },
      {
        id: 'amount',
        header: `${say('charts.ended')} (${assetText(asset)})`,
        width: 'minmax(150px, 0.8fr)',
        end: true,
        cell: ({ ended }) => unitsText(ended, asset),
        compare: (a, b) => compareAmounts(a.ended, b.ended),
      },
      {
        id: 'state',
        header: say('charts.state'),
        width: 'minmax(260px, 1.6fr)',
        cell: ({ node }) => stateText(say, node.state, run, asset),
      },
    ],
    [answer, asset, run, say],
  );
  return (
    <DataTable
      label={say('charts.endTable')}
      columns={columns}
      rows={answer.conserves ? rows : NO_ROWS}
      rowKey={keyOf}
      selected={chosen}
      onSelect={({ node }) => onNode(node.id)}
      empty={<p className="th-muted th-pad">{say(answer.conserves ? 'charts.noEnds' : 'charts.notConserving')}</p>}
    />
  );
}

const NO_ROWS: readonly EndRow[] = [];
const keyOf = ({ node }: EndRow): string => node.id;
