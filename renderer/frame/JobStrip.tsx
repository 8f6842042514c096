// Jobs that go on while the person looks at another screen: one line each above the status bar, and the way back to where it began.
import { ProgressBar, Intent } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import { amountDone, durationText, phaseText } from '../design/durations.ts';
import { JobStop, shareOf, useTicking } from '../session/JobPanel.tsx';
import { secondsLeft } from '../session/pace.ts';
import { type JobView, useSession } from '../session/session.ts';
import { useWords } from '../session/words.ts';

export function JobStrip(): ReactNode {
  const { jobs, panels } = useSession();
  const elsewhere = jobs.filter((job) => !panels.some((shows) => shows(job)));
  return (
    <div className="th-jobs">
      {elsewhere.map((job) => (
        <StripLine key={job.id} job={job} />
      ))}
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
