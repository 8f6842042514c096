// Several things at once: how many of which kind, sums per asset, what flows between them, and what can be done with all of them.
import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { groupThousands } from '../../design/amounts.ts';
import { Facts } from '../../design/pieces.tsx';
import { useWords } from '../../session/words.ts';
import { BetweenOffer } from './BetweenOffer.tsx';
import { AmountList } from './cards.tsx';
import { useDesk } from './desk.ts';
import { useDoings } from './useDoings.ts';
import { kindCounts, sumsOf } from './words.ts';

export function SelectionCard(): ReactNode {
  const say = useWords();
  const desk = useDesk();
  const doings = useDoings();
  const { items, nodes, edges, selection, areas } = desk;
  const chosen = items.flatMap((id) => nodes.get(id) ?? []);
  const inside = new Set(items);
  const between = [...edges.values()].filter(({ source, target }) => inside.has(source) && inside.has(target));
  const lines = [...selection].flatMap((id) => edges.get(id) ?? []);
  const areaCount = [...selection].filter((id) => areas.has(id)).length;
  const relations = between.filter(({ kind }) => kind === 'relation');
  const counted = (kind: 'output' | 'movement') => chosen.filter((node) => node.kind === kind);
  const parties = chosen.flatMap(({ id, kind }) => (kind === 'address' || kind === 'cluster' || kind === 'group' ? [id] : []));
  const received = chosen.filter(({ kind }) => kind === 'address' || kind === 'cluster');
  return (
    <section className="th-canvas-card" aria-label={say('canvas.selection')}>
      <header>
        <h2>{say('canvas.selectionOf', { count: groupThousands(selection.size) })}</h2>
      </header>
      <p>
        {[...kindCounts(chosen)].map(([kind, count]) => say(`canvas.kindsCount.${kind}`, { count: groupThousands(count) })).join(' · ')}
        {lines.length > 0 ? ` · ${say('canvas.lines', { count: lines.length })}` : ''}
        {areaCount > 0 ? ` · ${say('canvas.areaCount', { count: areaCount })}` : ''}
      </p>
      <Facts
        rows={[
          ...(['output', 'movement'] as const).map((kind) =>
            counted(kind).length === 0
              ? null
              : ([
                  say(`canvas.sumOf.${kind}`),
                  <AmountList key={kind} amounts={sumsOf(counted(kind).map(({ amounts }) => amounts))} />,
                ] as const),
          ),
          received.length === 0
            ? null
            : [say('canvas.sumOf.received'), <AmountList key="r" amounts={sumsOf(received.map(({ amounts }) => amounts))} />],
          relations.length === 0
            ? null
            : [
                say('canvas.sumOf.between', { count: relations.length }),
                <AmountList
                  key="b"
                  amounts={sumsOf(relations.map(({ amounts }) => amounts))}
                  most={relations.some(({ shared }) => shared > 0)}
                />,
              ],
          lines.length === 0
            ? null
            : [
                say('canvas.sumOf.lines'),
                <AmountList key="l" amounts={sumsOf(lines.map(({ amounts }) => amounts))} most={lines.some(({ shared }) => shared > 0)} />,
              ],
        ]}
      />
      <p className="th-muted th-small">{say('canvas.sumsAre')}</p>
      {parties.length > 1 ? <BetweenOffer heading={say('canvas.between.heading')} asked={{ items: parties }} /> : null}
      <div className="th-actions">
        <Button size="small" text={say('canvas.menu.copy')} disabled={items.length === 0} onClick={() => void doings.copy()} />
        <Button size="small" text={say('canvas.menu.group')} disabled={items.length === 0} onClick={doings.group} />
        <Button size="small" text={say('canvas.menu.colour')} onClick={doings.colour} />
        <Button size="small" text={say('canvas.menu.pin')} disabled={items.length === 0} onClick={doings.pin} />
        <Button
          size="small"
          text={say('canvas.menu.event')}
          disabled={items.length === 0}
          onClick={() => desk.openDialog({ kind: 'event', from: items[0] ?? null, to: items[1] ?? null })}
        />
        <Button size="small" text={say('canvas.menu.remove')} onClick={doings.remove} />
      </div>
      <div className="th-actions">
        <Button
          size="small"
          text={say('canvas.takeFrom')}
          disabled={items.length === 0}
          onClick={() => desk.setEnds({ ...desk.ends, from: items })}
        />
        <Button
          size="small"
          text={say('canvas.takeTo')}
          disabled={items.length === 0}
          onClick={() => desk.setEnds({ ...desk.ends, to: items })}
        />
        {items.length === 2 ? (
          <Button
            size="small"
            intent="primary"
            text={say('canvas.pathsBetween')}
            onClick={() => {
              desk.setEnds({ from: items.slice(0, 1), to: items.slice(1) });
              desk.openTab('paths');
            }}
          />
        ) : null}
      </div>
    </section>
  );
}
