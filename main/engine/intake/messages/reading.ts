// What all readers of messages share: one walk that ends with notes instead of a fault, who wrote in each chat, and times with the zone that the
// file states.
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import type { MessagesNote, MessagesRead } from '../scanners/seized.ts';
import { readTime, readUnixTime } from '../tables/index.ts';
import { zoneText } from '../tables/times.ts';

export interface Notes {
  add(code: string, count?: number, detail?: string): void;
}
export type Walk = (notes: Notes) => AsyncGenerator<SeizedMessage>;

/** Chats and names in them whose writers are told; further ones have none. */
const MOST_CHATS = 20_000;
const MOST_NAMES = 500;

export function messagesRead(
  form: string,
  encoding: MessagesRead['encoding'],
  walk: Walk,
  whoWrote: 'stated' | 'fromMessages',
): MessagesRead {
  const kept = new Map<string, MessagesNote>();
  const notes: Notes = {
    add(code, count = 1, detail = '') {
      const key = `${code} ${detail}`;
      kept.set(key, { code, detail, count: (kept.get(key)?.count ?? 0) + count });
    },
  };
  return {
    ...{ form, encoding },
    messages: {
      async *[Symbol.asyncIterator]() {
        kept.clear();
        const writers = whoWrote === 'fromMessages' ? await writersOf(walk) : null;
        for await (const message of ended(walk(notes), notes))
          yield writers === null || message.participants.length > 0
            ? message
            : { ...message, participants: [...(writers.get(message.chat) ?? [])] };
      },
    },
    notes: () => [...kept.values()],
  };
}

/** Damage of the file ends the walk with a note; anything else is a fault of the program. */
async function* ended(messages: AsyncGenerator<SeizedMessage>, notes: Notes): AsyncGenerator<SeizedMessage> {
  try {
    yield* messages;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    notes.add('damaged', 1, `${error.parameters['reason'] ?? error.code}`);
  }
}

/** Text exports do not list who takes part: those who wrote are told, so the file is read twice. */
async function writersOf(walk: Walk): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const writers = new Map<string, Set<string>>();
  for await (const { chat, sender } of ended(walk({ add: () => undefined }), { add: () => undefined })) {
    if (sender === '') continue;
    const names = writers.get(chat) ?? new Set();
    if (names.size < MOST_NAMES) names.add(sender);
    if (writers.has(chat) || writers.size < MOST_CHATS) writers.set(chat, names);
  }
  return writers;
}

/** `order`: as the form or its heading states it; days that could be months too have no instant. `zone`: of the heading, in minutes. */
export function instantOf(time: string, order: 'dmy' | 'mdy' | null = null, zone: number | null = null): string | null {
  const reading = readTime(time, { zoneMinutes: zone, dayOrder: order });
  // A day is no instant.
  if (!reading.ok || reading.precision === 'day') return null;
  return rfc3339(reading.seconds, reading.zone.minutes);
}

/** Seconds or milliseconds since 1970, which are of no zone. */
export function unixInstant(text: string): string | null {
  const reading = readUnixTime(text);
  return reading.ok && Number(text) > 0 ? rfc3339(reading.seconds, 0) : null;
}

function rfc3339(seconds: number, minutes: number): string {
  const local = new Date((seconds + minutes * 60) * 1000).toISOString().slice(0, 19);
  return minutes === 0 ? `${local}Z` : `${local}${zoneText(minutes)}`;
}
