// Numbers of what lies in a PDF, by which an ended scan goes on. Its pages are read by a thread that is none: it answers, or ends as a hostile one does.
import { expect, it } from 'vitest';
import type { Host, WorkerThread } from '../../../kernel/index.ts';
import { newBudget } from '../unpack.ts';
import { pdfOpener } from './pdfText.ts';
import { sourceOfBytes } from './source.ts';

interface Question {
  readonly what: string;
  readonly pages?: readonly number[];
}

const PAGES = [1, 2, 3, 4, 5, 6];
const DAMAGED = 3;

function answerTo({ what, pages = [] }: Question): object {
  const picture = { png: new Uint8Array(9), width: 3, height: 3 };
  return what === 'words'
    ? { pages: PAGES.length, read: PAGES.map((page) => ({ page, words: [], more: false })) }
    : { drawn: pages.map((page) => ({ page, picture: page === DAMAGED ? null : picture })) };
}

/** Kinds of what it holds, and what is told, where the threads after so many end by themselves. */
async function readWith(threadsThatAnswer: number): Promise<{ readonly kinds: string[]; readonly told: string[] }> {
  let spawned = 0;
  const spawn = (): WorkerThread => {
    const answers = spawned++ < threadsThatAnswer;
    const listeners: ((message: unknown) => void)[] = [];
    return {
      onMessage: (listener) => void listeners.push(listener),
      onEnd: (listener) => void (answers || setImmediate(() => listener('memory'))),
      end: () => undefined,
      post(message) {
        const { type, input } = message as { type: string; input?: { question: Question } };
        if (answers && type === 'run' && input !== undefined)
          for (const listener of listeners) setImmediate(() => listener({ type: 'done', output: answerTo(input.question) }));
      },
    };
  };
  const resource = (): Uint8Array => new Uint8Array(0);
  const host = { resource, version: { build: '' }, log: () => undefined, workers: { most: 1, spawn } } as unknown as Host;
  const [kinds, told]: [string[], string[]] = [[], []];
  const onUnread = ({ path, reason }: { path: string; reason: string }): void => void told.push(`${path}: ${reason}`);
  const context = { budget: newBudget(), threads: { host, signal: new AbortController().signal }, onUnread };
  const source = sourceOfBytes(Buffer.from('%PDF-1.7'), 'a.pdf', async () => null);
  for await (const { kind } of pdfOpener.open?.(source, context) ?? []) kinds.push(kind);
  return { kinds, told };
}

it('[S7] holds as much whether its pages were read or the thread ended, so that what lies behind it keeps its number', async () => {
  const { kinds, told } = await readWith(3);
  expect(kinds.filter((kind) => kind === 'picture')).toHaveLength(PAGES.length - 1);
  expect(told).toEqual(['a.pdf!page 3!qr: unpack: it cannot be drawn']);
  for (const answers of [0, 1, 2]) {
    const cut = await readWith(answers);
    expect(cut.kinds, `${answers} answers`).toHaveLength(kinds.length);
    expect(cut.told.at(-1)).toMatch(answers === 0 ? /^a\.pdf!text: / : /^a\.pdf!qr: /);
  }
});
