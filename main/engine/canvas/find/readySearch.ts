// Makes the search of a case ready behind the opening of it, so that the first search answers while somebody types. It gives way to every
// question, and ends where the case is left or its data change: then the first search makes its own way.
import type { CaseFile, CaseSession } from '../../casefile/index.ts';
import { prepareSearch } from './search.ts';

/** What a window asks when a case opens is answered first. */
const AFTER_MS = 1500;
const MARK = 'search is made ready';

/** Whenever a case is opened. Done, left or failed: nobody waits for it, and a search says itself what fails. */
export function readySearchAtOpening(session: CaseSession, onEnd: (ready: boolean) => void = () => undefined, afterMs = AFTER_MS): void {
  session.onEnter((file) => {
    const mark = session.remember(MARK, () => ({}));
    const wait = setTimeout(() => void makeReady(session, file, mark).then(onEnd, () => onEnd(false)), afterMs);
    // A process that has nothing else to do may end.
    wait.unref();
  });
}

async function makeReady(session: CaseSession, file: CaseFile, mark: object): Promise<boolean> {
  // What is remembered is forgotten when the case is left and when its data change.
  const isSame = (): boolean =>
    session.isOpen() && session.current() === file && session.remember<object | null>(MARK, () => null) === mark;
  if (!isSame()) return false;
  const stop = new AbortController();
  const goOn = (): void => {
    if (!isSame()) stop.abort();
  };
  await prepareSearch(session, { report: goOn, signal: stop.signal });
  return isSame();
}
