// The supervisor on engine processes that do only what the test says.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineChild, FromEngineProcess, ToEngineProcess } from './protocol.ts';
import { type EngineSupervisor, superviseEngine } from './supervisor.ts';

/** An engine process that does only what the test says. */
interface Fake extends EngineChild {
  readonly sent: ToEngineProcess[];
  killed: boolean;
  says(message: FromEngineProcess): void;
  dies(code: number | null): void;
}

function fake(): Fake {
  const onMessage: ((message: FromEngineProcess) => void)[] = [];
  const onExit: ((code: number | null) => void)[] = [];
  const child: Fake = {
    pid: 1,
    carriesPorts: false,
    sent: [],
    killed: false,
    send: (message) => void child.sent.push(message),
    onMessage: (listener) => void onMessage.push(listener),
    onExit: (listener) => void onExit.push(listener),
    kill: () => {
      child.killed = true;
      child.dies(null);
    },
    says: (message) => onMessage.forEach((listener) => void listener(message)),
    dies: (code) => onExit.forEach((listener) => void listener(code)),
  };
  return child;
}

let started: Fake[];
let engine: EngineSupervisor;
const newest = (): Fake => started.at(-1) as Fake;

beforeEach(() => {
  vi.useFakeTimers();
  started = [];
  engine = superviseEngine({
    launch: () => {
      started.push(fake());
      return newest();
    },
    log: () => undefined,
    backoffMilliseconds: 100,
    calmMilliseconds: 10_000,
    crashesBeforeStop: 3,
  });
});
afterEach(() => vi.useRealTimers());

describe('superviseEngine', () => {
  it('waits longer after each crash, and stops after the last', async () => {
    newest().dies(1);
    vi.advanceTimersByTime(99);
    expect(started).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(started).toHaveLength(2);
    newest().dies(null);
    vi.advanceTimersByTime(199);
    expect(started).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(started).toHaveLength(3);
    newest().dies(0);
    vi.advanceTimersByTime(100_000);
    expect(started).toHaveLength(3);
    expect(engine.state()).toBe('stopped');
  });

  it('counts anew after a calm while', () => {
    for (let i = 0; i < 5; i++) {
      vi.advanceTimersByTime(10_001);
      newest().dies(1);
      expect(engine.state()).toBe('restarting');
      vi.advanceTimersByTime(100);
      expect(engine.state()).toBe('running');
    }
  });

  it('tells a new process the grants of the old one, but not those that it refused', async () => {
    const kept = engine.grant('/kept');
    const refused = engine.grant('/refused');
    for (const message of newest().sent) {
      if (message.type === 'grant')
        newest().says({
          type: 'granted',
          token: message.token,
          ...(message.path === '/refused' ? { fault: { code: 'usage.grantUnknown', parameters: {} } } : {}),
        });
    }
    const token = await kept;
    await expect(refused).rejects.toThrow('usage.grantUnknown');
    newest().dies(1);
    vi.advanceTimersByTime(100);
    expect(newest().sent).toEqual([{ type: 'grant', token, path: '/kept' }]);
  });

  it('fails a grant that was asked when the process died', async () => {
    const asked = engine.grant('/x');
    newest().dies(1);
    await expect(asked).rejects.toThrow('engine.restarted');
  });

  it('hands a message to the session it is for, and to none after it closed', () => {
    const [one, two] = [engine.connect(), engine.connect()];
    const heard: string[] = [];
    one.onMessage(() => heard.push('one'));
    two.onMessage(() => heard.push('two'));
    newest().says({ type: 'message', session: 2, message: { type: 'result', id: 1, output: {} } });
    expect(heard).toEqual(['two']);
    two.close();
    newest().says({ type: 'message', session: 2, message: { type: 'result', id: 2, output: {} } });
    two.post({ type: 'cancel', id: 1 });
    expect(heard).toEqual(['two']);
    expect(newest().sent.map((message) => message.type)).toEqual(['open', 'open', 'close']);
  });

  it('an end that was asked for is no crash, and a process that will not end is killed', async () => {
    const end = engine.dispose();
    expect(newest().sent).toEqual([{ type: 'stop' }]);
    vi.advanceTimersByTime(5000);
    await end;
    expect(newest().killed).toBe(true);
    expect(engine.state()).toBe('stopped');
    vi.advanceTimersByTime(100_000);
    expect(started).toHaveLength(1);
  });
});
