// A job where it was started: what it is doing, how much is done, how fast, how long it will take, and stopping it. It starts nothing.
import { Button, Intent, ProgressBar } from '@blueprintjs/core';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { CallName } from '../../shared/contract/index.ts';
import { amountDone, durationText, phaseText, rateText } from '../design/durations.ts';
import { rateOf, secondsLeft } from './pace.ts';
import { type JobFilter, type JobView, type ProgressView, useSession } from './session.ts';
import type { Pace } from './pace.ts';
import { useWords } from './words.ts';

/** The time now, again each second while something is going on: a stalled medium reports nothing. */
export function useTicking(going: boolean): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(() => setNow(performance.now()), 1000);
    return () => clearInterval(timer);
  }, [going]);
  return Math.max(now, performance.now());
}

interface Props {
  readonly names: readonly CallName[];
  /** Only the jobs about this. */
  readonly about?: string;
}

export function JobPanel({ names, about }: Props): ReactNode {
  const { jobs, showJobs } = useSession();
  const key = names.join(' ');
  const filter = useMemo<JobFilter>(
    () => (job: JobView) => key.split(' ').includes(job.name) && (about === undefined || job.about === about),
    [key, about],
  );
  useEffect(() => showJobs(filter), [showJobs, filter]);
  return jobs.filter(filter).map((job) => (
    <div key={job.id} className="th-job-panel">
      <div className="th-job-head">
        <strong className="th-job-title">{job.title}</strong>
        <JobStop job={job} />
      </div>
      <JobState progress={job.progress} pace={job.pace} label={job.title} />
    </div>
  ));
}

export function JobStop({ job }: { readonly job: JobView }): ReactNode {
  const say = useWords();
  return <Button size="small" onClick={job.cancel} text={say('jobs.cancel')} aria-label={say('jobs.cancelNamed', { title: job.title })} />;
}

/** Phase, bar, amount done, rate and time left. */
export function JobState({
  progress,
  pace,
  label,
}: {
  readonly progress: ProgressView | null;
  readonly pace: Pace | null;
  readonly label: string;
}): ReactNode {
  const say = useWords();
  const now = useTicking(true);
  const share = shareOf(progress);
  const rate = rateOf(pace, now);
  const left = progress === null ? null : secondsLeft(pace, progress.total, now);
  return (
    <>
      <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} {...valueNow(share)}>
        <ProgressBar
          intent={Intent.PRIMARY}
          {...(share === null ? {} : { value: share })}
          stripes={share === null}
          animate={share === null}
        />
      </div>
      <div className="th-job-facts">
        <span>{progress === null ? say('jobs.starting') : phaseText(say, progress.phase)}</span>
        <span>{progress === null ? '' : amountDone(say, progress.unit, progress.done, progress.total)}</span>
        <span>{progress === null || rate === null ? '' : rateText(say, progress.unit, rate)}</span>
        <span className="th-job-left">
          {progress === null || progress.total === null || share === 1
            ? ''
            : left === null
              ? say('jobs.leftUnknown')
              : say('jobs.left', { time: durationText(say, left) })}
        </span>
      </div>
    </>
  );
}

export function shareOf(progress: ProgressView | null): number | null {
  return progress?.total ? Math.min(1, progress.done / progress.total) : null;
}

function valueNow(share: number | null) {
  return share === null ? {} : { 'aria-valuenow': Math.round(share * 100) };
}
