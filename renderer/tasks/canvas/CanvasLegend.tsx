// What shapes, lines, marks and the examiner's colours on this canvas mean, drawn as they are drawn there. Only what the picture holds.
import { Button, InputGroup, PopoverNext } from '@blueprintjs/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { CANVAS_KINDS } from '../../../shared/model/canvasItem.ts';
import { STATEMENT_KINDS } from '../../../shared/model/statement.ts';
import { STATEMENT_GLYPHS } from '../../design/glyphs.ts';
import { Term } from '../../design/statements.tsx';
import { ItemSwatch, LineSwatch } from '../../graph/StageSwatches.tsx';
import { useWords } from '../../session/words.ts';
import { type Desk, useDesk } from './desk.ts';

export function CanvasLegend(): ReactNode {
  const say = useWords();
  const { picture } = useDesk();
  const { nodes, edges, legend } = picture;
  const statements = STATEMENT_KINDS.filter((kind) =>
    edges.some((edge) => edge.statement === kind && edge.kind !== 'event' && edge.kind !== 'joins'),
  );
  const joins = (['joins', 'accepted'] as const).filter((style) =>
    edges.some((edge) => edge.kind === 'joins' && edge.marks.includes('accepted') === (style === 'accepted')),
  );
  const marks = [
    nodes.some(({ moreIn, moreOut }) => moreIn + moreOut > 0) ? (['more', '+3'] as const) : null,
    nodes.some(({ gap }) => gap !== null) ? (['gap', '⚠'] as const) : null,
    nodes.some(({ pinned }) => pinned) ? (['pinned', '●'] as const) : null,
    edges.some(({ shared }) => shared > 0) ? (['shared', '≤'] as const) : null,
  ];
  return (
    <section className="th-legend" aria-label={say('flow.legend')}>
      {statements.map((kind) => (
        <span className="th-legend-item" key={kind}>
          <LineSwatch kind={kind} />
          <Term id={`legend.${kind}`}>
            {STATEMENT_GLYPHS[kind]} {say(`statements.${kind}.word`)}
          </Term>
        </span>
      ))}
      {joins.map((style) => (
        <span className="th-legend-item" key={style}>
          <LineSwatch kind={style} />
          {say(`canvas.legend.${style}`)}
        </span>
      ))}
      {edges.some(({ kind }) => kind === 'event') ? (
        <span className="th-legend-item">
          <LineSwatch kind="event" />
          {say('canvas.byHand')}
        </span>
      ) : null}
      <span className="th-legend-gap" />
      {CANVAS_KINDS.filter((kind) => nodes.some((node) => node.kind === kind)).map((kind) => (
        <span className="th-legend-item" key={kind}>
          <ItemSwatch kind={kind} />
          {say(`canvas.kinds.${kind}`)}
        </span>
      ))}
      {marks.map((mark) =>
        mark === null ? null : (
          <span className="th-legend-item" key={mark[0]}>
            <span aria-hidden="true" className="th-legend-mark">
              {mark[1]}
            </span>
            {say(`canvas.legend.${mark[0]}`)}
          </span>
        ),
      )}
      {legend.map((entry) => (
        <OwnColour key={entry.colour} entry={entry} />
      ))}
    </section>
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
