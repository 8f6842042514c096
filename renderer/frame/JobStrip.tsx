// Jobs that go on while the person looks at another screen, and what became of those that ended: one line each above the status bar, which takes its
// own room and covers nothing; with the way back to where it began, or to what it found.
import { Button, Intent, ProgressBar } from '@blueprintjs/core';
import { Cross } from '@blueprintjs/icons';
import type { ReactNode, RefObject } from 'react';
import { amountDone, durationText, phaseText } from '../design/durations.ts';
import { JobStop, shareOf, useTicking } from '../session/JobPanel.tsx';
import { secondsLeft } from '../session/pace.ts';
import { type JobView, type NoticeView, useSession } from '../session/session.ts';
import { useWords } from '../session/words.ts';

export function JobStrip({ main }: { readonly main: RefObject<HTMLElement | null> }): ReactNode {
  const { jobs, panels, notices, dismiss } = useSession();
  const elsewhere = jobs.filter((job) => !panels.some((shows) => shows(job)));
  return (
    <div className="th-jobs">
      {elsewhere.map((job) => (
        <StripLine key={job.id} job={job} />
      ))}
      {/* It stands there empty: what is put into a region that is already there is spoken. */}
      <div role="status" id={NOTICES}>
        {notices.map((one, at) => (
          <NoticeLine
            key={one.text}
            notice={one}
            onGone={() => {
              dismiss(one);
              // The focus goes on to the next line, or back to the screen.
              const next = notices[at + 1] ?? notices[at - 1];
              if (next === undefined) main.current?.focus();
              else focusNotice(at + 1 < notices.length ? at + 1 : at - 1);
            }}
          />
        ))}
      </div>
    </div>
  );
}

const NOTICES = 'notices';

/** The newest line, or that of a number: its first button takes the focus. */
export function focusNotice(at?: number): void {
  const lines = document.querySelectorAll(`#${NOTICES} > .th-notice-line`);
  lines[at ?? lines.length - 1]?.querySelector('button')?.focus();
}

function NoticeLine({ notice, onGone }: { readonly notice: NoticeView; readonly onGone: () => void }): ReactNode {
  const say = useWords();
  const { text, action } = notice;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard from the buttons in it
    <div
      className="th-notice-line"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onGone();
      }}
    >
      <span className="th-notice-text">{text}</span>
      {action === null ? null : (
        <Button
          size="small"
          text={action.text}
          onClick={() => {
            action.onClick();
            onGone();
          }}
        />
      )}
      <Button size="small" variant="minimal" icon={<Cross />} aria-label={say('jobs.dismiss', { text })} onClick={onGone} />
    </div>
  );
}

function StripLine({ job }: { readonly job: JobView }): ReactNode {
  const say = useWords();
  const { go } = useSession();
  const { progress, pace } = job;
  const now = useTicking(true);
  const share = shareOf(progress);
  const left = progress === null ? null : secondsLeft(pace, progress.total, now);
  return (
    <div className="th-job">
      <button
        type="button"
        className="th-link th-job-title"
        title={say('jobs.goThere', { task: say(`tasks.${job.place.task}`) })}
        onClick={() => go(job.place)}
      >
        {job.title}
      </button>
      <span className="th-muted">{progress === null ? say('jobs.starting') : phaseText(say, progress.phase)}</span>
      <ProgressBar
        intent={Intent.PRIMARY}
        {...(share === null ? {} : { value: share })}
        stripes={share === null}
        animate={share === null}
      />
      <span className="th-job-count">
        {progress === null ? '' : amountDone(say, progress.unit, progress.done, progress.total)}
        {left === null ? '' : ` · ${say('jobs.left', { time: durationText(say, left) })}`}
      </span>
      <JobStop job={job} />
    </div>
  );
}
