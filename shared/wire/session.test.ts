// One client while ports come and go under it.
import { describe, expect, it } from 'vitest';
import type { CallName } from '../contract/index.ts';
import { joinPorts } from './memory.ts';
import type { FromEngine, ToEngine } from './messages.ts';
import { createSession } from './session.ts';

/** An engine's end that answers with what it is told to, or keeps silent. */
function engine(answer: unknown): ReturnType<typeof joinPorts<ToEngine, FromEngine>> {
  const joined = joinPorts<ToEngine, FromEngine>();
  joined.near.onMessage((message) => {
    if (answer !== undefined && message.type === 'request') joined.near.post({ type: 'result', id: message.id, output: answer });
  });
  return joined;
}
const NAME: CallName = 'app.info';
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => value,
    (fault) => fault.code,
  );

describe('createSession', () => {
  it('holds a call until the first port, and answers over it', async () => {
    const session = createSession();
    const asked = session.client.call(NAME, {});
    expect(session.state()).toBe('connecting');
    session.attach(engine('one').far);
    expect(await asked).toBe('one');
  });

  it('fails what is in flight when the port is lost, and asks the next port afterwards', async () => {
    const session = createSession();
    const silent = engine(undefined);
    session.attach(silent.far);
    const lost = codeOf(session.client.call(NAME, {}));
    await Promise.resolve();
    silent.close();
    expect(await lost).toBe('engine.restarted');
    expect(session.state()).toBe('connecting');
    const next = session.client.call(NAME, {});
    session.attach(engine('two').far);
    expect(await next).toBe('two');
  });

  it('fails what is in flight when a port is replaced that never says that it closed', async () => {
    const session = createSession();
    session.attach(engine(undefined).far);
    const lost = codeOf(session.client.call(NAME, {}));
    await Promise.resolve();
    session.attach(engine('two').far);
    expect(await lost).toBe('engine.restarted');
    expect(session.state()).toBe('ready');
  });

  it('the close of an old port does not touch the new one', async () => {
    const session = createSession();
    const old = engine('old');
    session.attach(old.far);
    session.attach(engine('new').far);
    old.close();
    expect(await session.client.call(NAME, {})).toBe('new');
  });

  it('fails waiting and later calls once stopped, and tells each change once', async () => {
    const session = createSession();
    const states: string[] = [];
    const remove = session.onState((state) => states.push(state));
    const waiting = codeOf(session.client.call(NAME, {}));
    session.attach(engine(undefined).far);
    session.lost();
    session.lost();
    const later = codeOf(session.client.call(NAME, {}));
    session.stopped();
    expect([await waiting, await later, await codeOf(session.client.call(NAME, {}))]).toEqual([
      'engine.restarted',
      'engine.unreachable',
      'engine.unreachable',
    ]);
    session.attach(engine('late').far);
    expect(session.state()).toBe('stopped');
    remove();
    expect(states).toEqual(['ready', 'connecting', 'stopped']);
  });
});
