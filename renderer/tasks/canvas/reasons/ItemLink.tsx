// The id of a thing as a way to it: chosen and shown where the canvas has it, put there where it has not.
import type { ReactNode } from 'react';
import { useWords } from '../../../session/words.ts';
import { useDesk } from '../desk.ts';

export function ItemLink({ item, text, title }: { readonly item: string; readonly text: string; readonly title: string }): ReactNode {
  const say = useWords();
  const { nodes, choose, put, stage } = useDesk();
  const isHere = nodes.has(item);
  return (
    <button
      type="button"
      className="th-link th-mono"
      title={`${title}\n${say(isHere ? 'canvas.showIt' : 'canvas.putOn')}`}
      onClick={() => {
        if (!isHere) return void put([item]);
        choose([item]);
        stage.current?.show(new Set([item]));
      }}
    >
      {text}
    </button>
  );
}
