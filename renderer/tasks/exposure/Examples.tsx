// One way for each labelled end of a sheet, payment by payment: an example to look at, said to be one, and put on a canvas of its own.
import { Button } from '@blueprintjs/core';
import { Graph } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { ExposureExample, ExposureSheet } from '../../../shared/contract/exposure.ts';
import { itemName } from '../../../shared/model/canvasItem.ts';
import { endText, exampleText } from '../../../shared/words/index.ts';
import { useSession } from '../../session/session.ts';
import { When } from '../accounts/words.tsx';
import { ThingLink } from '../findings/words.tsx';
import { useExposureWords } from './words.ts';

export function Examples({ sheet: { parts, asset, direction } }: { readonly sheet: ExposureSheet }): ReactNode {
  const words = useExposureWords();
  return parts.map(({ example, ...part }) => {
    if (example === undefined) return null;
    const title = words.say('exampleOf', { part: words.say(`part.${part.part}`), end: endText(words, part) });
    return (
      <details key={JSON.stringify(part)} className="th-exposure-example">
        <summary>{title}</summary>
        {example === null ? (
          <p className="th-muted">{words.say('exampleNone')}</p>
        ) : (
          <>
            <p className="th-muted">{exampleText(words, example, asset)}</p>
            <ol>
              {example.payments.map(({ item, timeSeconds, amount, from, to, transaction, chain }) => (
                <li key={item}>
                  <When at={timeSeconds} /> <strong>{words.amount(amount, asset)}</strong>
                  <div>
                    <ThingLink chain={from.chain} id={from.id} /> → <ThingLink chain={to.chain} id={to.id} />
                  </div>
                  <ThingLink chain={chain} id={transaction} />
                </li>
              ))}
            </ol>
            <OnCanvas name={`${words.say(`direction.${direction}`)}: ${title}`} example={example} />
          </>
        )}
      </details>
    );
  });
}

function OnCanvas({ name, example }: { readonly name: string; readonly example: ExposureExample }): ReactNode {
  const words = useExposureWords();
  const { act, go } = useSession();
  const open = async () => {
    const made = await act('canvas.create', { name: name.slice(0, 120) });
    if (made === null) return;
    const parties = example.payments.flatMap(({ from, to }) => [from, to]).map(({ kind, chain, id }) => itemName({ kind, chain, id }));
    const items = [...new Set([...parties, ...example.payments.map(({ item }) => item)])];
    const done = await act('canvas.edit', { canvas: made.canvas, change: { do: 'add', items, near: null } });
    if (done !== null) go({ task: 'canvas', canvas: made.canvas });
  };
  return <Button size="small" icon={<Graph />} text={words.say('exampleOnCanvas')} onClick={() => void open()} />;
}
