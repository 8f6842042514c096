// Times that a person types, always UTC, to seconds and back. No local time zone is read.

/** `2024-03-01`, `2024-03-01 14:30`, with or without seconds → seconds; null for nothing typed; undefined where it is no time. */
export function readTime(text: string): number | null | undefined {
  const clean = text.trim().replace(/\s*(UTC|Z)$/i, '');
  if (clean === '') return null;
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d))?)?$/.exec(clean);
  if (match === null) return undefined;
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = match;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const at = new Date(iso);
  // 31 February would roll over into March.
  return Number.isNaN(at.getTime()) || at.toISOString() !== iso ? undefined : at.getTime() / 1000;
}

export function timeField(seconds: number | null): string {
  return seconds === null ? '' : new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}
