// Whose figures a chart shows, in words, and what to do where nobody is chosen.
import type { ReactNode } from 'react';
import { shortId } from '../../../design/ids.ts';
import { Empty } from '../../../design/pieces.tsx';
import { useWords } from '../../../session/words.ts';
import { readItem } from '../../../../shared/model/canvasItem.ts';
import { useDesk } from '../desk.ts';
import { shortName } from '../words.ts';

export function Whose({ parties }: { readonly parties: readonly string[] }): ReactNode {
  const say = useWords();
  const { nodes } = useDesk();
  const [only] = parties;
  if (only === undefined) return null;
  const node = nodes.get(only);
  const name = node === undefined ? shortId(readItem(only)?.id ?? only, 8, 6) : (node.labels[0]?.label ?? shortName(node));
  return (
    <strong className="th-chart-whose" title={parties.map((id) => nodes.get(id)?.name ?? readItem(id)?.id ?? id).join('\n')}>
      {parties.length === 1 ? name : say('charts.together', { count: parties.length })}
    </strong>
  );
}

export function NobodyChosen(): ReactNode {
  const say = useWords();
  return <Empty title={say('charts.nobodyChosen')} next={say('charts.nobodyChosenNext')} />;
}
