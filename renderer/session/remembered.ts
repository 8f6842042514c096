// What a person chose for the window itself (colours, language, times). The page keeps it where it may; as neither shell's page outlives its
// window, the engine keeps it in the examiner's profile and is asked once at the start.
import type { CallInput, EngineClient } from '../../shared/contract/index.ts';

type Choices = CallInput<'app.remember'>;
type Key = keyof Choices;
const PREFIX = 'tracehold.';
const KEYS = ['theme', 'language', 'times'] as const satisfies readonly Key[];
let engine: EngineClient | undefined;

export function recall(key: Key): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

function keep(key: Key, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(PREFIX + key);
    else localStorage.setItem(PREFIX + key, value);
  } catch {
    // Without storage the choice lasts as long as the window.
  }
}

/** Null forgets. */
export function remember(key: Key, value: string | null): void {
  keep(key, value);
  const choices = { theme: recall('theme'), language: recall('language'), times: recall('times') };
  // What the profile cannot keep is no reason to disturb anybody.
  engine?.call('app.remember', choices).catch(() => undefined);
}

/** What the profile remembers and this page does not; from now on every choice goes to the profile too. */
export async function recallFromProfile(client: EngineClient): Promise<Partial<Choices>> {
  engine = client;
  const kept = await client.call('app.remembered', {});
  const fresh = KEYS.filter((key) => recall(key) === null && kept[key] !== null);
  for (const key of fresh) keep(key, kept[key]);
  return Object.fromEntries(fresh.map((key) => [key, kept[key]]));
}
