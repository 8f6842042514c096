// The router and its wire: what is refused before a handler runs, what a failure becomes, in which order answers leave.
// Rules: SPEC.md.
import { describe, expect, it } from 'vitest';
import { type CallName, contract } from '../../../shared/contract/index.ts';
import { Fault } from '../../../shared/model/fault.ts';
import { createClient } from '../../../shared/wire/client.ts';
import type { FromEngine, Port, ToEngine } from '../../../shared/wire/messages.ts';
import { faultOf } from '../../../tests/fixtures/caseDesk.ts';
import { createRouter, defineRegistry, type Host, serve, storageFault, throwIfCancelled } from './index.ts';

const logged: string[] = [];
const host: Host = {
  version: { program: '0', build: '0', platform: 'test' },
  now: () => 0,
  randomBytes: (length) => new Uint8Array(length).fill(7),
  resolveGrant: () => ({ path: '/p', name: 'p' }),
  profileFolder: () => '/p',
  resource: () => new Uint8Array(),
  log: (_level, message) => void logged.push(message),
};
type AnyHandler = (input: never, work: never) => unknown;
/** Every call of the contract answered by a failure, but for those given. */
function routerWith(handlers: Partial<Record<CallName, AnyHandler>>) {
  const all = Object.fromEntries(Object.keys(contract).map((name) => [name, () => Promise.reject(new Error('not under test'))]));
  return createRouter(host, [{ ...all, ...handlers }]);
}

describe('the router', () => {
  it('[R1] has every call of the contract exactly once', () => {
    expect(() => createRouter(host, [])).toThrow('is not implemented');
    const all = Object.fromEntries(Object.keys(contract).map((name) => [name, () => ({})]));
    expect(() => createRouter(host, [all, { 'app.info': () => ({}) }])).toThrow('is implemented twice');
  });

  it.each(['constructor', '__proto__', 'toString', 'case', '', 'case.open ', 'x'.repeat(500)])('[R2] does not know "%s"', async (name) => {
    const fault = await faultOf(() => routerWith({}).call(name as CallName, {} as never));
    expect(fault.code).toBe('usage.unknownCall');
    expect(String(fault.parameters['name']).length).toBeLessThanOrEqual(80);
  });

  it.each([
    ['an unknown field', { text: 'a', more: 1 }],
    ['a wrong type', { text: 1 }],
    ['nothing', undefined],
    ['half a character', { text: 'a\ud800b' }],
  ])('[R3] refuses %s before the handler runs', async (_, input) => {
    const router = routerWith({
      'journal.note': () => {
        throw new Error('it ran');
      },
    });
    expect((await faultOf(() => router.call('journal.note', input as never))).code).toBe('usage.invalid');
  });

  it('[R3] lets whole characters of any plane through', async () => {
    const router = routerWith({ 'journal.note': ((input: { text: string }) => ({ sequence: input.text.length })) as AnyHandler });
    expect(await router.call('journal.note', { text: '🧾 𐍈' })).toEqual({ sequence: 5 });
  });

  it('[F1] hands faults on as they are, and hides everything else behind an incident number', async () => {
    const thrown = (error: unknown) =>
      faultOf(() =>
        routerWith({
          'app.info': () => {
            throw error;
          },
        }).call('app.info', {}),
      );
    expect(await thrown(new Fault('case.slotUnknown', { id: 'x' }))).toEqual({ code: 'case.slotUnknown', parameters: { id: 'x' } });
    logged.length = 0;
    expect(await thrown(new Error('secret /home/erika'))).toEqual({ code: 'internal', parameters: { incident: '0707070707' } });
    expect(logged.join()).toContain('0707070707');
    expect(logged.join()).toContain('secret');
    for (const odd of ['text', null, undefined, 5]) expect((await thrown(odd)).code).toBe('internal');
  });

  it.each([
    ['SQLITE_FULL', 'case.diskFull'],
    ['ENOSPC', 'case.diskFull'],
    ['SQLITE_READONLY_DBMOVED', 'case.readOnly'],
    ['EROFS', 'case.readOnly'],
    ['SQLITE_BUSY_SNAPSHOT', 'case.locked'],
    ['SQLITE_CORRUPT_INDEX', 'case.damaged'],
    ['SQLITE_NOTADB', 'case.damaged'],
    ['SQLITE_IOERR_READ', 'case.damaged'],
    ['EIO', 'case.damaged'],
    ['SQLITE_FULLNESS', undefined],
    ['ENOENT', undefined],
  ])('[F2] reads %s as %s', (code, fault) => {
    expect(storageFault(Object.assign(new Error('x'), { code }))?.code).toBe(fault);
  });
});

/** Two ends of an ordered channel, delivering one message a turn. */
function channel(): { near: Port<FromEngine, ToEngine>; far: Port<ToEngine, FromEngine>; sent: FromEngine[]; hangUp(): void } {
  const listeners: { near: (message: FromEngine) => void; far: (message: ToEngine) => void; closed: (() => void)[] } = {
    near: () => {},
    far: () => {},
    closed: [],
  };
  const sent: FromEngine[] = [];
  return {
    sent,
    near: {
      post: (message) => queueMicrotask(() => listeners.far(message)),
      onMessage(listener) {
        listeners.near = listener;
      },
      onClose: (listener) => void listeners.closed.push(listener),
    },
    far: {
      post: (message) => {
        sent.push(message);
        queueMicrotask(() => listeners.near(message));
      },
      onMessage(listener) {
        listeners.far = listener;
      },
      onClose: (listener) => void listeners.closed.push(listener),
    },
    hangUp: () => listeners.closed.forEach((listener) => listener()),
  };
}
interface TestWork {
  report(progress: unknown): void;
  readonly signal: AbortSignal;
}
const wait = (ms = 1) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('jobs over the wire', () => {
  it('[W1] report in order, answer once, and are not heard afterwards', async () => {
    const { near, far, sent } = channel();
    let late: (() => void) | undefined;
    serve(
      far,
      routerWith({
        'case.selfTest': (async (_: unknown, work: TestWork) => {
          for (let done = 0; done < 3; done++) work.report({ done });
          late = () => work.report({ done: 99 });
          return { ok: true, steps: [] };
        }) as AnyHandler,
      }),
    );
    const heard: unknown[] = [];
    expect(await createClient(near).call('case.selfTest', {}, { onProgress: (progress) => heard.push(progress) })).toEqual({
      ok: true,
      steps: [],
    });
    await wait();
    late?.();
    await wait();
    expect(heard).toEqual([{ done: 0 }, { done: 1 }, { done: 2 }]);
    expect(sent.map((message) => (message.type === 'progress' ? message.seq : message.type))).toEqual([0, 1, 2, 'result']);
  });

  it('[W2] stop when they are cancelled, and when the asker hangs up', async () => {
    const ended: string[] = [];
    const patient = (async (_: unknown, work: TestWork) => {
      try {
        for (;;) {
          throwIfCancelled(work);
          await wait();
        }
      } catch (error) {
        ended.push((error as Fault).code);
        throw error;
      }
    }) as AnyHandler;
    const { near, far, hangUp } = channel();
    serve(far, routerWith({ 'case.selfTest': patient }));
    const client = createClient(near);
    const stop = new AbortController();
    const cancelled = faultOf(() => client.call('case.selfTest', {}, { signal: stop.signal }));
    const alreadyCancelled = faultOf(() => client.call('case.selfTest', {}, { signal: AbortSignal.abort() }));
    const abandoned = faultOf(() => client.call('case.selfTest', {}));
    await wait(5);
    stop.abort();
    expect((await cancelled).code).toBe('job.cancelled');
    expect((await alreadyCancelled).code).toBe('job.cancelled');
    expect(ended).toHaveLength(2);
    hangUp();
    expect((await abandoned).code).toBe('engine.restarted');
    await wait(10);
    expect(ended).toEqual(['job.cancelled', 'job.cancelled', 'job.cancelled']);
  });
});

describe('registries', () => {
  it('[G1] find by id and refuse the same id twice', () => {
    const registry = defineRegistry('policy', [{ id: 'fifo' }, { id: 'lifo' }]);
    expect(registry.find('lifo')).toEqual({ id: 'lifo' });
    expect(registry.find('toString')).toBeUndefined();
    expect(() => defineRegistry('policy', [{ id: 'fifo' }, { id: 'fifo' }])).toThrow('policy "fifo" is listed twice');
  });
});
