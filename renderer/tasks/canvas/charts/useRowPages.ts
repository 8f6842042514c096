// Rows behind the canvas a page at a time, as a list is looked through: the first page says how many there are, the others come when they are
// scrolled to. The old ones stay while the same question is asked again.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { CallInput, CallOutput } from '../../../../shared/contract/index.ts';
import { useSession } from '../../../session/session.ts';

type Answer = CallOutput<'canvas.rows'>;
export type Row = Answer['rows'][number];
export type RowQuestion = Omit<CallInput<'canvas.rows'>, 'after' | 'limit'>;

const PAGE = 500;

export interface RowPages {
  /** Null until the first page is there. */
  readonly head: Pick<Answer, 'total' | 'assets' | 'sums'> | null;
  readonly fault: unknown;
  readonly rowAt: (index: number) => Row | undefined;
  /** Asks for what of these rows is not there yet. */
  readonly want: (first: number, last: number) => void;
}

interface State {
  /** The question that was answered, and the state of the case it was asked in. */
  readonly asked: string;
  readonly turn: string;
  readonly head: RowPages['head'];
  readonly pages: ReadonlyMap<number, readonly Row[]>;
  readonly fault: unknown;
}

const NOTHING: State = { asked: '', turn: '', head: null, pages: new Map(), fault: null };

/** `version` changes whenever the canvas does. */
export function useRowPages(question: RowQuestion, version: number): RowPages {
  const { ask, revision } = useSession();
  const [state, setState] = useState<State>(NOTHING);
  const asked = JSON.stringify(question);
  const turn = `${version} ${revision} ${asked}`;
  const latest = useRef(turn);
  latest.current = turn;
  const pending = useRef(new Set<string>());
  const read = useCallback(
    (page: number) => {
      const key = `${turn} ${page}`;
      if (pending.current.has(key)) return;
      pending.current.add(key);
      ask('canvas.rows', { ...(JSON.parse(asked) as RowQuestion), after: page * PAGE, limit: PAGE })
        .then(
          ({ rows, ...head }) => {
            if (latest.current !== turn) return;
            setState((before) => {
              const pages = before.turn === turn ? new Map(before.pages) : new Map<number, readonly Row[]>();
              return { asked, turn, head, pages: pages.set(page, rows), fault: null };
            });
          },
          (fault) => {
            if (latest.current === turn) setState((before) => ({ ...before, turn, asked, fault }));
          },
        )
        .finally(() => pending.current.delete(key));
    },
    [ask, asked, turn],
  );
  useEffect(() => read(0), [read]);
  const isSame = state.asked === asked;
  const { pages } = state;
  const rowAt = useCallback((index: number) => pages.get(Math.floor(index / PAGE))?.[index % PAGE], [pages]);
  const isFresh = state.turn === turn;
  const want = useCallback(
    (first: number, last: number) => {
      if (!isFresh) return;
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) if (!pages.has(page)) read(page);
    },
    [isFresh, pages, read],
  );
  return { head: isSame ? state.head : null, fault: isSame ? state.fault : null, rowAt: isSame ? rowAt : NO_ROW, want };
}

const NO_ROW = (): undefined => undefined;
