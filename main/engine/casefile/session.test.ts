// What takes long is worked out once for all who ask, stops when nobody waits, and begins again when the case changed under it.
import { describe, expect, it } from 'vitest';
import { bySteps, type Step, type Steps, type Work } from '../kernel/index.ts';
import type { CaseFile } from './openedCase.ts';
import { createCaseSession } from './session.ts';

const asker = () => {
  const controller = new AbortController();
  const seen: number[] = [];
  const work: Work<Step> = { report: ({ done }) => void seen.push(done), signal: controller.signal };
  return { work, seen, stop: () => controller.abort() };
};

function opened() {
  const session = createCaseSession();
  session.enter({} as CaseFile);
  let begun = 0;
  let steps = 0;
  function* count(): Steps<number> {
    begun++;
    for (let done = 0; done < 50; done++) {
      steps++;
      yield { phase: 'count', done, total: 50, unit: 'steps' };
    }
    return begun;
  }
  const share = (work: Work<Step>) => session.share('count', (shared) => bySteps(count(), shared), work);
  return { session, share, begun: () => begun, steps: () => steps };
}

const turns = async (count: number) => {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('work that several wait for', () => {
  it('is done once, told to each, and remembered', async () => {
    const { share, begun } = opened();
    const [a, b] = [asker(), asker()];
    const first = share(a.work);
    await turns(10);
    expect(await Promise.all([first, share(b.work)])).toEqual([1, 1]);
    expect(a.seen.length).toBe(50);
    expect(b.seen.length).toBeGreaterThan(20);
    expect(await share(a.work)).toBe(1);
    expect(begun()).toBe(1);
  });

  it('lets go who stops waiting, and goes on for the others', async () => {
    const { share, begun } = opened();
    const [a, b] = [asker(), asker()];
    const [first, second] = [share(a.work), share(b.work)];
    await turns(5);
    a.stop();
    await expect(first).rejects.toMatchObject({ code: 'job.cancelled' });
    expect(await second).toBe(1);
    expect(begun()).toBe(1);
  });

  it('ends when nobody waits any more, and begins anew for who asks then', async () => {
    const { share, begun, steps } = opened();
    const a = asker();
    const first = share(a.work);
    await turns(5);
    a.stop();
    await expect(first).rejects.toMatchObject({ code: 'job.cancelled' });
    const done = steps();
    await turns(20);
    expect(steps() - done).toBeLessThanOrEqual(1);
    expect(await share(asker().work)).toBe(2);
    expect(begun()).toBe(2);
  });

  it('of a case that changed meanwhile begins again; of one that was closed it is over', async () => {
    const { session, share, begun } = opened();
    const first = share(asker().work);
    await turns(5);
    session.forget();
    expect(await first).toBe(2);
    expect(begun()).toBe(2);
    session.forget();
    const second = share(asker().work);
    await turns(5);
    session.leave();
    await expect(second).rejects.toMatchObject({ code: 'job.cancelled' });
  });

  it('tells a fault to each and does not remember it', async () => {
    const { session } = opened();
    let tries = 0;
    const fail = () =>
      session.share(
        'fails',
        async () => {
          tries++;
          throw new Error('no');
        },
        asker().work,
      );
    await expect(Promise.allSettled([fail(), fail()])).resolves.toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    await expect(fail()).rejects.toThrow('no');
    expect(tries).toBe(2);
  });
});
