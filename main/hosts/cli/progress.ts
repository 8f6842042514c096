// One line on stderr that says how far a job is, rewritten in place. Silent unless stderr is a terminal.
import type { Progress } from '../../../shared/contract/values.ts';

const REDRAW_MS = 100;
const MEGABYTE = 1_000_000;

export interface ProgressLine {
  show(progress: Progress): void;
  /** Wipes the line, so that what follows starts at its beginning. */
  clear(): void;
}

export interface ProgressTerminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

export function createProgressLine(
  terminal: ProgressTerminal,
  now: () => number,
  say: (key: string, parameters?: Record<string, string | number>) => string,
): ProgressLine {
  if (terminal.isTTY !== true) return { show: () => undefined, clear: () => undefined };
  let phase = '';
  let phaseStart = 0;
  let phaseFrom = 0;
  let lastDrawn = Number.NEGATIVE_INFINITY;
  let drawn = false;
  return {
    show(progress) {
      const time = now();
      if (progress.phase !== phase) {
        phase = progress.phase;
        phaseStart = time;
        // What was done before, as by a scan that goes on, took no time now.
        phaseFrom = progress.done;
        lastDrawn = Number.NEGATIVE_INFINITY;
      }
      if (time - lastDrawn < REDRAW_MS) return;
      lastDrawn = time;
      drawn = true;
      const line = progressText(progress, (time - phaseStart) / 1000, say, phaseFrom);
      terminal.write(`\r\u001b[2K${line.slice(0, (terminal.columns ?? 80) - 1)}`);
    },
    clear() {
      if (drawn) terminal.write('\r\u001b[2K');
      drawn = false;
    },
  };
}

export function progressText(
  progress: Progress,
  seconds: number,
  say: (key: string, parameters?: Record<string, string | number>) => string,
  from = 0,
): string {
  const phaseKey = `cli.phase.${progress.phase}`;
  const named = say(phaseKey);
  const phase = named === phaseKey ? progress.phase : named;
  const count = (value: number): string =>
    progress.unit === 'bytes' ? `${(value / MEGABYTE).toFixed(1)} MB` : `${Math.round(value)} ${say(`cli.unit.${progress.unit}`)}`;
  const parts = [phase];
  if (progress.total !== null && progress.total > 0)
    parts.push(
      `${Math.floor((100 * Math.min(progress.done, progress.total)) / progress.total)} %`,
      `${count(progress.done)} / ${count(progress.total)}`,
    );
  else parts.push(count(progress.done));
  const rate = seconds >= 1 ? (progress.done - from) / seconds : 0;
  if (rate > 0) {
    parts.push(`${count(rate)}/s`);
    if (progress.total !== null && progress.total > progress.done)
      parts.push(say('cli.progress.left', { time: duration((progress.total - progress.done) / rate) }));
  }
  return parts.join('  ');
}

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
