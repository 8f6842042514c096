// The canvas where the graph cannot be drawn: the engine's own drawing, as it goes on paper, with the full ids under it. It stands in an image
// element, so nothing in it can run; choosing and changing is done in the table beside it.
import { SegmentedControl } from '@blueprintjs/core';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { CallInput } from '../../../shared/contract/index.ts';
import { groupThousands } from '../../design/amounts.ts';
import { FaultNotice, Loading } from '../../design/pieces.tsx';
import { useLanguage } from '../../session/language.ts';
import { useAsk } from '../../session/session.ts';
import { useWords } from '../../session/words.ts';
import { useDesk } from './desk.ts';

/** More than this is a grey plane on paper and takes minutes to write. */
const MOST = 2000;
/** Of what is chosen and what is beside it. */
const MOST_CHOSEN = 300;
const WIDTH = 1000;

export function StillView(): ReactNode {
  const say = useWords();
  const { locale } = useLanguage();
  const { picture, items } = useDesk();
  const tooMany = picture.nodes.length > MOST;
  const [wanted, setWanted] = useState<'all' | 'chosen'>('all');
  const what = tooMany ? 'chosen' : wanted;
  const chosen = useMemo(() => {
    const near = new Set(items.slice(0, MOST_CHOSEN));
    const own = new Set(near);
    for (const { source, target } of picture.edges) {
      if (near.size >= MOST_CHOSEN) break;
      if (own.has(source)) near.add(target);
      if (own.has(target)) near.add(source);
    }
    return [...near];
  }, [items, picture]);
  const nothing = what === 'chosen' && chosen.length === 0;
  const scope: CallInput<'canvas.figure'>['scope'] = what === 'all' ? { what: 'all' } : { what: 'items', items: chosen };
  const asked = { canvas: picture.canvas, scope, locale, caption: '', classification: '', width: WIDTH, annex: true };
  const { data, fault } = useAsk('canvas.figure', nothing || picture.nodes.length === 0 ? null : asked, picture.event);
  const address = useAddress(data?.svg ?? null);
  return (
    <>
      <SegmentedControl
        size="small"
        value={what}
        options={[
          { value: 'all', label: say('canvas.stillAll'), disabled: tooMany },
          { value: 'chosen', label: say('canvas.stillChosen') },
        ]}
        onValueChange={(value) => setWanted(value as typeof wanted)}
      />
      <FaultNotice fault={fault} />
      {picture.nodes.length === 0 ? null : nothing ? (
        <p className="th-muted">
          {say(tooMany ? 'canvas.stillMany' : 'canvas.stillNone', { count: groupThousands(picture.nodes.length) })}
        </p>
      ) : address === null ? (
        fault === null ? (
          <Loading />
        ) : null
      ) : (
        <img className="th-stage-picture" src={address} alt={say('canvas.stillLabel', { name: picture.name })} />
      )}
    </>
  );
}

/** An address of the page's own for a drawing, given back when another takes its place. */
function useAddress(svg: string | null): string | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    if (svg === null) {
      setAddress(null);
      return;
    }
    const made = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [svg]);
  return address;
}
