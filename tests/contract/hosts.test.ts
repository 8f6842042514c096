// The same questions over every transport give the same answers, so that what the command line shows is what the
// window shows.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallName } from '../../shared/contract/index.ts';
import { Fault } from '../../shared/model/fault.ts';
import type { FromEngine } from '../../shared/wire/messages.ts';
import { BODIES, type Body } from './bodies.ts';
import { normal } from './normal.ts';
import { practiceMaterial } from './practice.ts';
import { type Place, ROAD, type Step } from './road.ts';

const NAMES = Object.keys(BODIES) as (keyof typeof BODIES)[];

interface Answer {
  readonly output?: unknown;
  readonly fault?: string;
  readonly parameters?: unknown;
  /** Phases of its progress, each once, in order. */
  readonly phases: readonly string[];
}

async function take(step: Step, body: Body, place: Place & { readonly earlier: Map<string, unknown> }): Promise<Answer> {
  const input = typeof step.input === 'function' ? await step.input(place) : step.input;
  const before = body.heard.length;
  const controller = new AbortController();
  if (step.cancel === 'at once') controller.abort();
  const onProgress = (): void => {
    if (step.cancel === 'when it runs') controller.abort();
  };
  let answer: Omit<Answer, 'phases'>;
  try {
    const output = await body.client.call(step.name as CallName, input as never, { onProgress, signal: controller.signal });
    place.earlier.set(step.title, output);
    // Through JSON: that is what a WebSocket does, and no answer may mean something else after it.
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
    answer = { output: normal(step.compared === undefined ? output : step.compared(output as never)) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    answer = { fault: error.code, parameters: normal(error.parameters) };
  }
  return { ...answer, phases: orderly(body.heard.slice(before), step) };
}

/** One call at a time: progress with seq 0, 1, 2, … and then exactly one end. Answers with the phases. */
function orderly(messages: readonly FromEngine[], step: Step): readonly string[] {
  const last = messages.at(-1);
  expect(last?.type, `${step.title}: the end comes last`).toMatch(/^(result|fault)$/);
  const progress = messages.slice(0, -1);
  expect(new Set(messages.map(({ id }) => id)).size).toBe(1);
  expect(progress.map((message) => (message.type === 'progress' ? message.seq : message.type))).toEqual(progress.map((_, i) => i));
  const phases = progress.map((message) => (message.type === 'progress' ? (message.progress as { readonly phase: string }).phase : ''));
  return [...new Set(phases)];
}

describe('the engine over every transport', () => {
  const walks = new Map<string, Map<string, Answer>>();

  beforeAll(async () => {
    const practice = practiceMaterial();
    for (const name of NAMES) {
      const folder = mkdtempSync(join(tmpdir(), 'tracehold-contract-'));
      const body = await BODIES[name](folder);
      const place = { folder, practice, grant: (path: string) => body.grant(path), earlier: new Map<string, unknown>() };
      const answers = new Map<string, Answer>();
      try {
        for (const step of ROAD) {
          const answer = await take(step, body, place);
          answers.set(step.title, answer);
          // Later steps build on it: here is where the walk went wrong.
          if (answer.fault !== step.fault)
            throw new Error(`${name}, ${step.title}: ${answer.fault ?? 'answered'}, not ${step.fault ?? 'answered'}`);
        }
      } finally {
        await body.end();
        rmSync(folder, { recursive: true, force: true });
      }
      walks.set(name, answers);
    }
  }, 400_000);
  afterAll(() => walks.clear());

  it('has no two steps of one title', () => {
    expect(new Set(ROAD.map((step) => step.title)).size).toBe(ROAD.length);
  });

  for (const step of ROAD) {
    it(`${step.name}: ${step.title}`, () => {
      const expected = walks.get('memory')?.get(step.title);
      if (step.fault !== undefined) expect(expected).toMatchObject({ fault: step.fault });
      else expect(expected).toHaveProperty('output');
      if (step.holds !== undefined) expect(expected?.output).toMatchObject(step.holds);
      if (step.phases === true) expect(expected?.phases.length).toBeGreaterThan(0);
      for (const name of NAMES) {
        const answer = walks.get(name)?.get(step.title);
        // How much a cancelled job had said depends on when the cancel arrived.
        if (step.cancel === undefined) expect(answer, name).toEqual(expected);
        else expect({ ...answer, phases: [] }, name).toEqual({ ...expected, phases: [] });
      }
    });
  }
});
