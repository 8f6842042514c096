// A custody entry while it is typed: which fields still lack something, and the entry once none does.
import { type Custody, type CUSTODY_ACTIONS, isOnTheClock } from '../../../shared/contract/exhibit.ts';

export const CUSTODY_TEXTS = ['person', 'from', 'place', 'purpose', 'authority', 'seal', 'changes'] as const;
export type CustodyText = (typeof CUSTODY_TEXTS)[number];

export interface CustodyDraft extends Readonly<Record<CustodyText, string>> {
  readonly action: (typeof CUSTODY_ACTIONS)[number];
  /** As a field of day and time gives it: `2026-11-22T14:05`. */
  readonly time: string;
  /** `+09:00`. */
  readonly offset: string;
}

/** `540` → `+09:00`. */
export function offsetOf(minutes: number): string {
  const far = Math.abs(minutes);
  const part = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${part(Math.floor(far / 60))}:${part(far % 60)}`;
}

export function emptyCustody(action: CustodyDraft['action'], offset: string): CustodyDraft {
  return { action, time: '', offset, person: '', from: '', place: '', purpose: '', authority: '', seal: '', changes: '' };
}

/** Whether anything was typed that would be lost. */
export function isBegun(draft: CustodyDraft): boolean {
  return draft.time !== '' || CUSTODY_TEXTS.some((field) => draft[field].trim() !== '');
}

type Lacking = 'person' | 'place' | 'time' | 'offset';

export function lackingIn(draft: CustodyDraft): ReadonlySet<Lacking> {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(draft.time) && isOnTheClock(draft.time);
  const [, hours, minutes] = /^[+-](\d\d):(\d\d)$/.exec(draft.offset.trim()) ?? [];
  const isOffset = draft.offset.trim() === 'Z' || (hours !== undefined && Number(hours) <= 14 && Number(minutes) < 60);
  return new Set<Lacking>([
    ...(draft.person.trim() === '' ? (['person'] as const) : []),
    ...(draft.place.trim() === '' ? (['place'] as const) : []),
    ...(isTime ? [] : (['time'] as const)),
    ...(isOffset ? [] : (['offset'] as const)),
  ]);
}

/** Null while something is lacking. */
export function custodyOf(draft: CustodyDraft): Custody | null {
  if (lackingIn(draft).size > 0) return null;
  const texts = Object.fromEntries(CUSTODY_TEXTS.map((field) => [field, draft[field].trim()])) as Record<CustodyText, string>;
  return { action: draft.action, ...texts, time: `${draft.time}${draft.offset.trim()}` };
}

const DIGITS = { sha256: 64, sha1: 40, md5: 32 } as const;
export type HashName = keyof typeof DIGITS;
export const HASH_FIELDS = Object.keys(DIGITS) as readonly HashName[];

/** Blanks, colons and capitals of a printed sum do not count; null where the text is no sum of that name. */
export function hashOf(name: HashName, text: string): string | null {
  const digits = text.replace(/[\s:]/g, '').toLowerCase();
  return digits.length === DIGITS[name] && /^[0-9a-f]*$/.test(digits) ? digits : null;
}
