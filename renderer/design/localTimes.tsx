// Moments as the window shows them: UTC always, and where the person chose a zone its time beside it, or, in cells that have no room, in the
// tooltip. Local time is written as the language writes it and always says how far from UTC it is.
import { type ReactNode, useMemo } from 'react';
import { useLanguage } from '../session/language.ts';
import { type Zone, useZone } from '../session/zone.ts';
import { formatBlockTime } from './times.ts';

/** `540` → `UTC+09:00`. */
export function zoneName(minutes: number): string {
  const far = Math.abs(minutes);
  const part = (value: number) => String(value).padStart(2, '0');
  return `UTC${minutes < 0 ? '\u2212' : '+'}${part(Math.floor(far / 60))}:${part(far % 60)}`;
}

/** Minutes east of UTC at that moment: this computer's zone may keep summer time. */
export function minutesOf(zone: Zone, seconds: number): number | null {
  if (zone === 'utc') return null;
  return zone === 'machine' ? -new Date(seconds * 1000).getTimezoneOffset() : zone;
}

/** `21 Nov 2026, 20:05:00 (UTC+09:00)`; null where no zone is chosen. */
export function localTime(seconds: number, zone: Zone, locale: string): string | null {
  const minutes = minutesOf(zone, seconds);
  if (minutes === null) return null;
  const moved = new Date((seconds + minutes * 60) * 1000);
  const text = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
  return `${text.format(moved)} (${zoneName(minutes)})`;
}

interface Times {
  /** Seconds of a block header, or RFC 3339: `2009-01-12 03:30:25 UTC · 12 Jan 2009, 12:30:25 (UTC+09:00)`. */
  readonly full: (moment: number | string) => string;
  readonly utc: (moment: number | string) => string;
  /** Only what stands beside UTC. */
  readonly local: (moment: number | string) => string | null;
}

export function useTimes(): Times {
  const { zone } = useZone();
  const { locale } = useLanguage();
  return useMemo(() => {
    const secondsOf = (moment: number | string) => (typeof moment === 'number' ? moment : Math.floor(Date.parse(moment) / 1000));
    const local = (moment: number | string) => localTime(secondsOf(moment), zone, locale);
    const utc = (moment: number | string) => formatBlockTime(secondsOf(moment));
    return {
      utc,
      local,
      full(moment) {
        const beside = local(moment);
        return beside === null ? utc(moment) : `${utc(moment)} · ${beside}`;
      },
    };
  }, [zone, locale]);
}

/** A moment with room for both. */
export function Time({ at }: { readonly at: number | string }): ReactNode {
  return <span className="th-time">{useTimes().full(at)}</span>;
}

/** A moment in a column: `utc` where the column's head does not say so. */
export function TimeCell({
  at,
  form = 'seconds',
}: {
  readonly at: number | string;
  readonly form?: 'seconds' | 'minutes' | 'utc';
}): ReactNode {
  const { local, utc } = useTimes();
  const whole = utc(at);
  return (
    <span className="th-time" title={local(at) ?? undefined}>
      {form === 'utc' ? whole : whole.slice(0, form === 'minutes' ? 16 : 19)}
    </span>
  );
}
