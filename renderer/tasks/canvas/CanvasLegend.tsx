// What shapes, lines, marks and the examiner's colours on this canvas mean, drawn as they are drawn there. Only what the picture holds.
import { Button, Classes, InputGroup, PopoverNext } from '@blueprintjs/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { CANVAS_KINDS } from '../../../shared/model/canvasItem.ts';
import { STATEMENT_KINDS } from '../../../shared/model/statement.ts';
import { groupThousands } from '../../design/amounts.ts';
import type { Standing } from '../../design/glyphs.ts';
import { Explained, standingText, Term } from '../../design/statements.tsx';
import { ItemSwatch, LineSwatch } from '../../graph/StageSwatches.tsx';
import { useWords } from '../../session/words.ts';
import { type Desk, useDesk } from './desk.ts';
import { standingOf } from './words.ts';

const STANDINGS: readonly Standing[] = [...STATEMENT_KINDS, 'hypothesis'];

export function CanvasLegend(): ReactNode {
  const say = useWords();
  const { picture, same } = useDesk();
  const { nodes, edges, legend } = picture;
  const joins = (['joins', 'accepted'] as const).filter((style) =>
    edges.some((edge) => edge.kind === 'joins' && edge.marks.includes('accepted') === (style === 'accepted')),
  );
  const marks = [
    nodes.some(({ moreIn, moreOut }) => moreIn + moreOut > 0) ? (['more', '+3'] as const) : null,
    nodes.some(({ gap }) => gap !== null) ? (['gap', '⚠'] as const) : null,
    nodes.some(({ pinned }) => pinned) ? (['pinned', '●'] as const) : null,
    edges.some(({ shared }) => shared > 0) ? (['shared', '≤'] as const) : null,
    same.size > 0 ? (['same', '◌'] as const) : null,
  ];
  return (
    <section className="th-legend" aria-label={say('flow.legend')}>
      {STANDINGS.map((kind) => (
        <StandingEntry key={kind} kind={kind} />
      ))}
      {joins.map((style) => (
        <span className="th-legend-item" key={style}>
          <LineSwatch kind={style} />
          {say(`canvas.legend.${style}`)}
        </span>
      ))}
      {edges.some((edge) => edge.kind === 'event' && standingOf(edge) !== 'hypothesis') ? (
        <span className="th-legend-item">
          <LineSwatch kind="event" />
          <Term id="canvasKind.event">{say('canvas.byHand')}</Term>
        </span>
      ) : null}
      <span className="th-legend-gap" />
      {CANVAS_KINDS.filter((kind) => nodes.some((node) => node.kind === kind)).map((kind) => (
        <span className="th-legend-item" key={kind}>
          <ItemSwatch kind={kind} />
          <Term id={`canvasKind.${kind}`}>{say(`canvas.kinds.${kind}`)}</Term>
        </span>
      ))}
      {marks.map((mark) =>
        mark === null ? null : (
          <span className="th-legend-item" key={mark[0]}>
            <span aria-hidden="true" className="th-legend-mark">
              {mark[1]}
            </span>
            <Term id={`canvasMark.${mark[0]}`}>{say(`canvas.legend.${mark[0]}`)}</Term>
          </span>
        ),
      )}
      {legend.map((entry) => (
        <OwnColour key={entry.colour} entry={entry} />
      ))}
    </section>
  );
}

/** A kind of statement on this canvas: pressed, what it means, how much of it there is, and for inferences the way to their rules. */
function StandingEntry({ kind }: { readonly kind: Standing }): ReactNode {
  const say = useWords();
  const { picture, choose, stage, openDialog } = useDesk();
  const nodes = picture.nodes.filter((node) => node.kind !== 'group' && standingOf(node) === kind);
  const edges = picture.edges.filter((edge) => standingOf(edge) === kind && (edge.kind !== 'event' || kind === 'hypothesis'));
  if (nodes.length + edges.length === 0) return null;
  const isConcluded = kind !== 'fact' && kind !== 'derivation';
  return (
    <span className="th-legend-item">
      {edges.length === 0 ? null : <LineSwatch kind={kind === 'hypothesis' ? 'event' : kind} />}
      <Explained
        text={
          <>
            <p>{say(`statements.${kind}.is`)}</p>
            <p className="th-muted">
              {say('canvas.legendCount', { nodes: groupThousands(nodes.length), edges: groupThousands(edges.length) })}
            </p>
            {isConcluded ? (
              <div className="th-actions">
                <Button
                  size="small"
                  className={Classes.POPOVER_DISMISS}
                  text={say('canvas.legendChoose')}
                  onClick={() => {
                    choose([...edges, ...nodes].map(({ id }) => id));
                    stage.current?.fit(
                      new Set(nodes.length > 0 ? nodes.map(({ id }) => id) : edges.flatMap(({ source, target }) => [source, target])),
                    );
                  }}
                />
                {kind === 'inference' ? (
                  <Button
                    size="small"
                    className={Classes.POPOVER_DISMISS}
                    text={say('canvas.clusterRulesOpen')}
                    onClick={() => openDialog({ kind: 'rules' })}
                  />
                ) : null}
              </div>
            ) : null}
          </>
        }
      >
        <span className="th-term">{standingText(say, kind)}</span>
      </Explained>
    </span>
  );
}

/** A colour with what it means; pressed, its text can be written. */
function OwnColour({ entry }: { readonly entry: Desk['picture']['legend'][number] }): ReactNode {
  const say = useWords();
  const { edit } = useDesk();
  const [text, setText] = useState(entry.text);
  const [open, setOpen] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setOpen(false);
    if (text.trim() !== entry.text) void edit({ do: 'legend', colour: entry.colour, text: text.trim() });
  };
  return (
    <PopoverNext
      isOpen={open}
      onInteraction={setOpen}
      placement="top"
      content={
        <form className="th-canvas-form" onSubmit={submit}>
          <InputGroup
            autoFocus
            maxLength={400}
            aria-label={say('canvas.colourMeans')}
            placeholder={say('canvas.colourMeans')}
            value={text}
            onValueChange={setText}
          />
          <Button type="submit" size="small" intent="primary" text={say('canvas.save')} />
        </form>
      }
    >
      <button type="button" className="th-legend-item th-legend-own" title={say('canvas.colourMeans')}>
        <span className={`th-swatch th-swatch-${entry.colour}`} />
        {say(`canvas.colours.${entry.colour}`)}: {entry.text === '' ? <em>{say('canvas.noMeaning')}</em> : entry.text}
      </button>
    </PopoverNext>
  );
}
