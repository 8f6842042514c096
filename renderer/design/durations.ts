// Durations and rates for people, rounded: estimates of a machine's pace, no evidence.
import type { Words } from '../session/words.ts';
import { formatBytes, groupThousands } from './amounts.ts';

export function durationText(say: Words, seconds: number): string {
  if (seconds < 90) return say('durations.seconds', { count: Math.max(1, Math.round(seconds)) });
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return say('durations.minutes', { count: minutes });
  const hours = seconds / 3600;
  return hours < 48 ? say('durations.hours', { count: hours.toFixed(1) }) : say('durations.days', { count: (hours / 24).toFixed(1) });
}

/** `31.4 MB/s`, `120 blocks/s`. */
export function rateText(say: Words, unit: string, rate: number): string {
  if (unit === 'bytes') return say('rates.bytes', { rate: formatBytes(Math.round(rate)) });
  return say(`rates.${unit}`, { rate: rate < 10 ? rate.toFixed(1) : groupThousands(Math.round(rate)) });
}

/** How much is done, of how much where that is known. */
export function amountDone(say: Words, unit: string, done: number, total: number | null): string {
  const text = (count: number) => (unit === 'bytes' ? formatBytes(count) : groupThousands(count));
  if (unit === 'bytes') return total === null ? text(done) : say('units.bytesOf', { done: text(done), total: text(total) });
  return total === null ? say(`units.${unit}`, { done: text(done) }) : say(`units.${unit}Of`, { done: text(done), total: text(total) });
}

/** The phase under way in words; `hop:3` names its part. */
export function phaseText(say: Words, phase: string): string {
  const [head = '', part = ''] = phase.split(':');
  if (say.has(`phases.${head}`)) {
    const word = say.has(`terms.policy.${part}.word`) ? say(`terms.policy.${part}.word`) : part;
    return say(`phases.${head}`, { part: say.has(`selfTest.${part}`) ? say(`selfTest.${part}`) : word });
  }
  return phase;
}
