// What became of work, kept until somebody has seen it: a few lines at most, each with the case it is about and gone with it. State only.
import { useCallback, useMemo, useRef, useState } from 'react';
import type { NoticeView, Session } from './session.ts';

/** More would take the screen from what is worked on. */
const MOST_NOTICES = 3;

interface Kept extends NoticeView {
  /** Null: said while no case was open. */
  readonly ofCase: string | null;
}

/** The lines after one more: said again it is one, and the oldest go for it. */
export function withNotice(list: readonly Kept[], next: Kept): readonly Kept[] {
  return [...list.filter(({ text }) => text !== next.text), next].slice(-MOST_NOTICES);
}

/** What stays when another case is in front, or none: nothing that was said of a case, and what was said without one till the next is open. */
export function withCase(list: readonly Kept[], open: string | null): readonly Kept[] {
  return list.every(({ ofCase }) => ofCase === open) ? list : list.filter(({ ofCase }) => ofCase === open);
}

interface Notices extends Pick<Session, 'notices' | 'noteDone' | 'dismiss'> {
  /** Which case is in front from now on. */
  readonly inCase: (open: string | null) => void;
}

export function useNotices(initial: string | null): Notices {
  const [notices, setNotices] = useState<readonly Kept[]>([]);
  const now = useRef(initial);
  const noteDone = useCallback<Session['noteDone']>(
    (text, action) => setNotices((list) => withNotice(list, { text, action: action ?? null, ofCase: now.current })),
    [],
  );
  const dismiss = useCallback<Session['dismiss']>((gone) => setNotices((list) => list.filter(({ text }) => text !== gone.text)), []);
  const inCase = useCallback((open: string | null) => {
    now.current = open;
    setNotices((list) => withCase(list, open));
  }, []);
  return useMemo(() => ({ notices, noteDone, dismiss, inCase }), [notices, noteDone, dismiss, inCase]);
}
