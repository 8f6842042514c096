// One node whole: what it is, amounts, time, what kind of statement it is and why, labels with their source, what the case lacks of it.
import { Button, ButtonGroup, Tag } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { CanvasNode } from '../../../shared/contract/canvas.ts';
import { Notice } from '../../design/Notice.tsx';
import { groupThousands } from '../../design/amounts.ts';
import { shortId } from '../../design/ids.ts';
import { Facts, Id } from '../../design/pieces.tsx';
import { GradeBadge, StatementBadge, Term, TermMark } from '../../design/statements.tsx';
import { useAsk, useSession } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { TypedFrom } from '../transcribe/TypedFrom.tsx';
import { LinkedWith } from '../people/LinkedWith.tsx';
import { AddToFetchList } from '../fetch/AddToFetchList.tsx';
import { AmountList, KeepButton, NoteText, TimeSpan } from './cards.tsx';
import { useDesk } from './desk.ts';
import { SameParty } from './SameParty.tsx';
import { useDoings } from './useDoings.ts';
import { gapWords, groupWords, markWords, standingOf } from './words.ts';
import { Why } from './reasons/Why.tsx';

/** Marks whose word is explained under another name. */
const MARK_TERMS: Readonly<Record<string, string>> = { coinjoin: 'node.coinjoin', coinbase: 'node.coinbase' };

export function NodeCard({ node }: { readonly node: CanvasNode }): ReactNode {
  const say = useWords();
  const { catalog } = useSession();
  const { expand, openTab, openDialog, edit, picture, edges, why, same, selection } = useDesk();
  const doings = useDoings();
  const chain = [...catalog.chains, ...catalog.accountChains.map(({ id, title }) => ({ id, name: title }))].find(
    ({ id }) => id === node.chain,
  );
  const cluster = doings.clusterOf(node.id);
  const ofPeople = node.kind === 'address' ? node.name : node.kind === 'output' ? node.address : null;
  const made = node.kind === 'group' || node.kind === 'event';
  const group = node.kind === 'group' ? node.id : node.group;
  const isFolded = node.kind === 'group' && node.collapsed;
  const beside = [...edges.values()];
  const inward = beside.filter(({ target }) => target === node.id).length;
  const outward = beside.filter(({ source }) => source === node.id).length;
  return (
    <section className="th-canvas-card" aria-label={say(`canvas.kinds.${node.kind}`)}>
      <header>
        <h2>
          <Term id={`canvasKind.${node.kind}`}>{say(`canvas.kinds.${node.kind}`)}</Term>
        </h2>
        {chain === undefined ? null : <span className="th-muted">{chain.name}</span>}
        <span className="th-canvas-gap" />
        {doings.canOpen(node.id) ? (
          <Button size="small" variant="minimal" text={say('canvas.menu.open')} onClick={() => doings.open(node.id)} />
        ) : null}
        <KeepButton id={node.id} />
      </header>
      {made ? <p className="th-canvas-title">{node.name}</p> : <Id value={node.name} full whole />}
      {node.marks.length === 0 ? null : (
        <p className="th-canvas-marks">
          {node.marks.map((mark) => (
            <Tag key={mark} minimal>
              <Term id={MARK_TERMS[mark] ?? mark}>{markWords(say, mark)}</Term>
            </Tag>
          ))}
        </p>
      )}
      <Facts
        rows={[
          node.kind === 'output' && node.address !== null ? [say('canvas.address'), <Id key="a" value={node.address} full whole />] : null,
          node.kind === 'event' ? null : [say(`canvas.amountOf.${node.kind}`), <AmountList key="m" amounts={node.amounts} />],
          node.kind === 'cluster' ? [say('canvas.size'), say('canvas.addresses', { count: groupThousands(node.count) })] : null,
          node.fallen > 0
            ? [
                <Term key="f" id="fellApart">
                  {say('canvas.fellAway')}
                </Term>,
                say('canvas.addresses', { count: groupThousands(node.fallen) }),
              ]
            : null,
          node.kind === 'group' ? [say('canvas.size'), say('canvas.things', { count: groupThousands(node.count) })] : null,
          node.kind === 'group' ? null : [say('canvas.time'), <TimeSpan key="t" first={node.timeSeconds} last={node.lastSeconds} />],
          node.height === null ? null : [say('canvas.block'), groupThousands(node.height)],
          [
            say('canvas.basis'),
            <span key="s" className="th-canvas-basis">
              <StatementBadge
                kind={standingOf(node)}
                {...(node.kind === 'cluster' ? { detail: say('canvas.clusterIs', { rules: picture.rules.join(', ') }) } : {})}
              />
              {node.grade === null ? null : <GradeBadge grade={node.grade} />}
            </span>,
          ],
          node.labels.length === 0
            ? null
            : [
                say('canvas.labels'),
                <span key="l" className="th-canvas-amounts">
                  {node.labels.map(({ label, source, via, delisted }) => (
                    <span key={`${label} ${source} ${delisted}`}>
                      {via === null ? '❞' : '≈ ❞'} {label}{' '}
                      <span className="th-muted th-small">
                        {[
                          source,
                          ...(via === null ? [] : [say('labels.via', { address: shortId(via) })]),
                          ...(delisted === '' ? [] : [say('labels.delisted', { day: delisted })]),
                        ].join(' · ')}
                      </span>
                    </span>
                  ))}
                </span>,
              ],
          same.size > 0 && selection.has(node.id)
            ? [
                <Term key="p" id="sameParty">
                  {say('canvas.same.title', { count: groupThousands(same.size) })}
                </Term>,
                <SameParty key="sp" id={node.id} />,
              ]
            : null,
          node.group === null ? null : [say('canvas.inGroup'), groupWords(say, picture.groups, node.group)],
          made ? null : [say('canvas.beside'), say('canvas.besideText', { inward, outward, moreIn: node.moreIn, moreOut: node.moreOut })],
        ]}
      />
      {ofPeople === null || node.chain === null ? null : <LinkedWith chain={node.chain} address={ofPeople} />}
      {ofPeople === null ? null : <TypedFrom id={ofPeople} />}
      {node.kind === 'group' ? null : <Why key={node.id} items={[node.id]} opened={why === node.id} withMerges />}
      {node.gap === null ? null : <Gap node={node} />}
      <NoteText text={node.note} onEdit={() => openDialog({ kind: 'note', target: node.id })} />
      <div className="th-actions">
        {made ? null : (
          <>
            <ButtonGroup>
              <Button
                size="small"
                text={say('canvas.expandIn', { count: node.moreIn })}
                disabled={node.moreIn === 0}
                onClick={() => void expand([node.id], 'in')}
              />
              <Button
                size="small"
                text={say('canvas.expandOut', { count: node.moreOut })}
                disabled={node.moreOut === 0}
                onClick={() => void expand([node.id], 'out')}
              />
            </ButtonGroup>
            {cluster === null ? null : (
              <>
                <Button size="small" text={say('canvas.menu.cluster')} onClick={cluster} />
                <TermMark id="cluster" name={say('canvas.kinds.cluster')} />
              </>
            )}
            <Button size="small" text={say('canvas.tabs.neighbours')} onClick={() => openTab('neighbours', node.id)} />
          </>
        )}
        {group !== null ? (
          <>
            <Button
              size="small"
              text={say(isFolded ? 'canvas.menu.unfold' : 'canvas.menu.fold')}
              onClick={() => void edit({ do: 'regroup', group, collapsed: !isFolded })}
            />
            <Button size="small" text={say('canvas.menu.ungroup')} onClick={() => void edit({ do: 'ungroup', group })} />
          </>
        ) : null}
        {node.note === null ? (
          <Button size="small" text={say('canvas.addNote')} onClick={() => openDialog({ kind: 'note', target: node.id })} />
        ) : null}
      </div>
    </section>
  );
}

/** What is missing is asked for only where the card is looked at. */
function Gap({ node }: { readonly node: CanvasNode }): ReactNode {
  const say = useWords();
  const { picture } = useDesk();
  const { data } = useAsk(
    'canvas.neighbours',
    { canvas: picture.canvas, item: node.id, level: picture.level, side: 'both', limit: 1 },
    picture.event,
  );
  return (
    <Notice compact intent="warning" className="th-canvas-gapnote">
      <p>{say('canvas.gapIs', { why: gapWords(say, node.gap ?? '') })}</p>
      {data?.fetch == null ? null : <AddToFetchList items={[data.fetch]} />}
    </Notice>
  );
}
