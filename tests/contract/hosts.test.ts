// The same questions over every transport give the same answers, so that what the command line shows is what the
// window shows.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallName } from '../../shared/contract/index.ts';
import { Fault } from '../../shared/model/fault.ts';
import { BODIES, type Body } from './bodies.ts';
import { type Place, ROAD, type Step } from './road.ts';

const NAMES = Object.keys(BODIES) as (keyof typeof BODIES)[];

type Answer = { readonly output: unknown } | { readonly fault: string; readonly parameters: unknown };

async function take(step: Step, body: Body, place: Place & { readonly earlier: Map<string, unknown> }): Promise<Answer> {
  const input = typeof step.input === 'function' ? await step.input(place) : step.input;
  try {
    const output = await body.client.call(step.name as CallName, input as never);
    place.earlier.set(step.title, output);
    // Through JSON: that is what a WebSocket does, and no answer may mean something else after it.
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
    return { output: step.compared === undefined ? output : step.compared(output as never) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { incident: _incident, ...parameters } = error.parameters;
    return { fault: error.code, parameters };
  }
}

describe('the engine over every transport', () => {
  const walks = new Map<string, Map<string, Answer>>();

  beforeAll(async () => {
    for (const name of NAMES) {
      const folder = mkdtempSync(join(tmpdir(), 'tracehold-contract-'));
      const body = await BODIES[name](folder);
      const place = { folder, grant: (path: string) => body.grant(path), earlier: new Map<string, unknown>() };
      const answers = new Map<string, Answer>();
      try {
        for (const step of ROAD) answers.set(step.title, await take(step, body, place));
      } finally {
        await body.end();
      }
      walks.set(name, answers);
    }
  }, 120_000);
  afterAll(() => walks.clear());

  for (const step of ROAD) {
    it(`${step.name}: ${step.title}`, () => {
      const expected = walks.get('memory')?.get(step.title);
      if (step.fault !== undefined) expect(expected).toMatchObject({ fault: step.fault });
      else expect(expected).toHaveProperty('output');
      for (const name of NAMES) expect(walks.get(name)?.get(step.title), name).toEqual(expected);
    });
  }
});
