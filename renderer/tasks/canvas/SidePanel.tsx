// Beside the graph: what is chosen and the cards that were kept, the neighbours of a thing, ways between two sets.
import { SegmentedControl } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { Empty } from '../../design/pieces.tsx';
import { useWords } from '../../session/words.ts';
import { BetweenOffer } from './BetweenOffer.tsx';
import { AreaCard } from './AreaCard.tsx';
import { type SideTab, useDesk } from './desk.ts';
import { EdgeCard } from './EdgeCard.tsx';
import { Neighbours } from './Neighbours.tsx';
import { NodeCard } from './NodeCard.tsx';
import { Paths } from './Paths.tsx';
import { SelectionCard } from './SelectionCard.tsx';

export function SidePanel(): ReactNode {
  const say = useWords();
  const { tab, openTab } = useDesk();
  return (
    <aside className="th-canvas-side" aria-label={say('canvas.side')}>
      <div className="th-canvas-tabs">
        <SegmentedControl
          size="small"
          fill
          options={(['details', 'neighbours', 'paths'] as const).map((value) => ({ value, label: say(`canvas.tabs.${value}`) }))}
          value={tab}
          onValueChange={(value) => openTab(value as SideTab)}
        />
      </div>
      {tab === 'details' ? <Cards /> : tab === 'neighbours' ? <Neighbours /> : <Paths />}
    </aside>
  );
}

const EVERYTHING = {};

function Cards(): ReactNode {
  const say = useWords();
  const { picture, selection, kept, nodes, edges, areas } = useDesk();
  const last = [...selection].at(-1);
  const pinned = kept.filter((id) => nodes.has(id) || edges.has(id));
  const card = (id: string): ReactNode => {
    const [node, edge, area] = [nodes.get(id), edges.get(id), areas.get(id)];
    if (node !== undefined) return <NodeCard key={id} node={node} />;
    if (edge !== undefined) return <EdgeCard key={id} edge={edge} />;
    return area === undefined ? null : <AreaCard key={id} area={area} />;
  };
  return (
    <div className="th-canvas-cards">
      {selection.size > 1 ? <SelectionCard /> : last === undefined || pinned.includes(last) ? null : card(last)}
      {pinned.map(card)}
      {selection.size === 0 && pinned.length === 0 ? (
        <>
          <Empty title={say('canvas.nothingChosen')} next={say('canvas.nothingChosenNext')} />
          {picture.level === 'transactions' && !picture.simplified ? (
            <BetweenOffer heading={say('canvas.between.headingAll')} asked={EVERYTHING} quiet />
          ) : null}
        </>
      ) : null}
    </div>
  );
}
