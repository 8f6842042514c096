// Words of what was found on devices: the window's own, so that a thing has one name in both.
import type { Desk } from './command.ts';

/** The word of a code, or the code where it has none. */
export function coded(kind: string, code: string, desk: Pick<Desk, 'say'>): string {
  const key = `devices.${kind}.${code}`;
  const text = desk.say(key);
  return text === key ? code : text;
}
