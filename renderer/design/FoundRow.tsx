// One hit of a search over the case, the same wherever somebody searches: what it is, its title, where the words were found, when.
import type { ReactNode } from 'react';
import type { CallOutput } from '../../shared/contract/index.ts';
import { useWords } from '../session/words.ts';
import { shortId } from './ids.ts';
import { TimeCell } from './localTimes.tsx';

export type Hit = CallOutput<'canvas.search'>['hits'][number];

export function hitKey(hit: Hit): string {
  return `${hit.kind} ${hit.item ?? hit.number ?? ''} ${hit.title} ${hit.found}`;
}

interface Props {
  readonly hit: Hit;
  readonly onOpen: () => void;
  /** In a list that keys walk through: the row's id, and whether it is the one they are at. */
  readonly option?: { readonly id: string; readonly chosen: boolean };
}

export function FoundRow({ hit, onOpen, option }: Props): ReactNode {
  const say = useWords();
  const inList = option === undefined ? {} : { role: 'option', id: option.id, 'aria-selected': option.chosen, tabIndex: -1 };
  return (
    <button type="button" {...inList} className={option?.chosen === true ? 'th-find-hit th-find-chosen' : 'th-find-hit'} onClick={onOpen}>
      <span className="th-muted th-small">{say(`canvas.hits.${hit.kind}`)}</span>
      <span className="th-find-title">{shortId(hit.title, 26, 8)}</span>
      <span className="th-find-where">
        {hit.found === hit.title ? '' : hit.found}
        {hit.folded === true ? <em className="th-muted"> {say('canvas.foldedHit')}</em> : null}
      </span>
      <span className="th-muted th-small">{hit.timeSeconds === null ? '' : <TimeCell at={hit.timeSeconds} form="minutes" />}</span>
    </button>
  );
}
