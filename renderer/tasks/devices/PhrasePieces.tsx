// The pieces a phrase can be put together from: parts that scans found and words that were typed before, all sealed and told by their place alone. They
// follow one another as they are ticked.
import { Checkbox } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { Time } from '../../design/localTimes.tsx';
import { Loading } from '../../design/pieces.tsx';
import { useAsk } from '../../session/session.ts';
import { partText, useDeviceWords } from './words.tsx';

export type Piece = { readonly trace: number } | { readonly kept: number };

/** With typed words four. */
const MOST_PIECES = 3;
const MOST_LISTED = 200;

interface Props {
  readonly chosen: readonly Piece[];
  readonly disabled: boolean;
  readonly onChosen: (pieces: readonly Piece[]) => void;
}

const nameOf = (piece: Piece): string => ('trace' in piece ? `trace ${piece.trace}` : `kept ${piece.kept}`);

export function PhrasePieces({ chosen, disabled, onChosen }: Props): ReactNode {
  const word = useDeviceWords();
  const parts = useAsk('device.traces', { kinds: ['phrasePart'], limit: MOST_LISTED });
  const keys = useAsk('keys.list', {});
  if (parts.data === null || keys.data === null) return <Loading />;
  const typed = keys.data.phrases.filter(({ kind }) => kind === 'typed');
  const rows: readonly { readonly piece: Piece; readonly value: string; readonly from: ReactNode }[] = [
    ...parts.data.traces.map(({ trace, value, exhibit, first }) => ({
      ...{ piece: { trace }, value },
      from: `${exhibit.number}: ${first.path}`,
    })),
    ...typed.map(({ id, value, time, authority }) => ({
      ...{ piece: { kept: id }, value },
      from: (
        <>
          {word('join.typed')} <Time at={time} /> · {authority}
        </>
      ),
    })),
  ];
  if (rows.length === 0) return <p className="th-muted">{word('join.noParts')}</p>;
  return (
    <fieldset className="th-phrase-pieces">
      <legend>{word('join.pieces')}</legend>
      <ol>
        {rows.map(({ piece, value, from }) => {
          const at = chosen.findIndex((one) => nameOf(one) === nameOf(piece));
          return (
            <li key={nameOf(piece)}>
              <Checkbox
                checked={at >= 0}
                disabled={disabled || (at < 0 && chosen.length >= MOST_PIECES)}
                onChange={() => onChosen(at >= 0 ? chosen.filter((_, other) => other !== at) : [...chosen, piece])}
              >
                <span className="th-phrase-order">{at < 0 ? '' : at + 1}</span> <strong>{partText(word, value)}</strong>{' '}
                <span className="th-break">{from}</span>
              </Checkbox>
            </li>
          );
        })}
      </ol>
    </fieldset>
  );
}
