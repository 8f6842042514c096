// The tasks down the left side, each with icon and name.
import {
  Annotation,
  Briefcase,
  CloudDownload,
  Detection,
  Endorsed,
  Envelope,
  Export,
  FlowBranch,
  Graph,
  Help,
  History,
  HorizontalBarChart,
  Import,
  MobilePhone,
  Person,
  People,
  Path,
  RunHistory,
  Search,
} from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import { type TaskId, useSession } from '../session/session.ts';
import { useWords } from '../session/words.ts';
import { LETTER_OF_TASK } from './keys.ts';

const TASKS: readonly { readonly id: TaskId; readonly icon: ReactNode; readonly needsCase: boolean }[] = [
  { id: 'case', icon: <Briefcase size={18} />, needsCase: false },
  { id: 'sources', icon: <Import size={18} />, needsCase: true },
  { id: 'explore', icon: <Search size={18} />, needsCase: true },
  { id: 'canvas', icon: <Graph size={18} />, needsCase: true },
  { id: 'trace', icon: <Path size={18} />, needsCase: true },
  { id: 'flow', icon: <FlowBranch size={18} />, needsCase: true },
  { id: 'runs', icon: <RunHistory size={18} />, needsCase: true },
  { id: 'accounts', icon: <People size={18} />, needsCase: true },
  { id: 'fetch', icon: <CloudDownload size={18} />, needsCase: true },
  { id: 'journal', icon: <History size={18} />, needsCase: true },
  { id: 'findings', icon: <Detection size={18} />, needsCase: true },
  { id: 'people', icon: <Person size={18} />, needsCase: true },
  { id: 'transcribe', icon: <Annotation size={18} />, needsCase: true },
  { id: 'devices', icon: <MobilePhone size={18} />, needsCase: true },
  { id: 'exposure', icon: <HorizontalBarChart size={18} />, needsCase: true },
  { id: 'requests', icon: <Envelope size={18} />, needsCase: true },
  { id: 'export', icon: <Export size={18} />, needsCase: true },
  { id: 'verify', icon: <Endorsed size={18} />, needsCase: false },
];

/** Ten digits for the first ten, letters for the others. */
function keyOf(task: TaskId, index: number): string {
  return index < 10 ? String((index + 1) % 10) : (LETTER_OF_TASK[task] ?? '');
}

/** By the key's place, which no layout and no Option key changes. */
export function taskOfKey(code: string): (typeof TASKS)[number] | undefined {
  return TASKS.find(({ id }, index) => {
    const key = keyOf(id, index);
    return code === `Digit${key}` || code === `Numpad${key}` || code === `Key${key}`;
  });
}

export function Rail({ onHelp }: { readonly onHelp: () => void }): ReactNode {
  const say = useWords();
  const { info, place, go } = useSession();
  return (
    <nav className="th-rail" aria-label={say('rail.label')}>
      {TASKS.map((task, index) => {
        const current = place.task === task.id;
        return (
          <button
            key={task.id}
            type="button"
            className={current ? 'th-rail-item th-rail-current' : 'th-rail-item'}
            aria-current={current ? 'page' : undefined}
            disabled={task.needsCase && info === null}
            title={`${say(`tasks.${task.id}`)} (Alt+${keyOf(task.id, index)})`}
            onClick={() => go({ task: task.id })}
          >
            {task.icon}
            <span>{say(`tasks.${task.id}`)}</span>
          </button>
        );
      })}
      <span className="th-rail-gap" />
      <button type="button" className="th-rail-item" onClick={onHelp} title={`${say('shortcuts.title')} (?)`}>
        <Help size={18} />
        <span>{say('rail.help')}</span>
      </button>
    </nav>
  );
}
