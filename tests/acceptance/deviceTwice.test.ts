// What is asked of the engine twice at once, of a case with seized things: two keys for secrets, two scans of one exhibit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, faultOf, openDesk } from './desk.ts';

const PHRASE = 'ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic';
const ADDRESS = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
}, 60_000);
afterAll(() => desk?.end());

async function takeIn(number: string, text: string): Promise<number> {
  const path = desk.write(`${number}/note.txt`, text);
  return (await desk.call('exhibit.add', { number, paths: [desk.grant(path)] })).id;
}

describe('asked twice at once', () => {
  it('makes one key for secrets, which opens what was sealed', async () => {
    await desk.newCase('keys');
    const [first, second] = [await takeIn('A', `seed phrase: ${PHRASE}\n`), await takeIn('B', `seed phrase: ${PHRASE}\n`)];
    const scans = [
      desk.call('device.scan', { exhibit: first, passphrase: 'one' }),
      desk.call('device.scan', { exhibit: second, passphrase: 'two' }),
    ];
    const ended = await Promise.allSettled(scans);
    const made = ended.findIndex(({ status }) => status === 'fulfilled');
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { traces } = await desk.call('device.traces', { kinds: ['phrase'] });
    const asked = { what: 'value', reason: 'to see that it opens', passphrase: ['one', 'two'][made] as string } as const;
    for (const { trace } of traces) expect(await desk.call('device.reveal', { ...asked, trace })).toEqual({ text: PHRASE });
  }, 60_000);

  it('scans an exhibit once: a second scan is refused while the first is under way', async () => {
    await desk.newCase('scans');
    const exhibit = await takeIn('A', `${ADDRESS}\n`);
    await desk.call('device.scan', { exhibit: await takeIn('B', 'nothing'), passphrase: 'one' });
    const [whole, refused] = await Promise.allSettled([
      desk.call('device.scan', { exhibit }),
      faultOf(desk.call('device.scan', { exhibit })),
    ]);
    expect(whole.status).toBe('fulfilled');
    expect(refused).toMatchObject({ status: 'fulfilled', value: { code: 'device.scanUnderWay' } });
    const [address] = (await desk.call('device.traces', { kinds: ['address'] })).traces;
    expect(address).toMatchObject({ value: ADDRESS, count: 1 });
    expect((await desk.call('device.scan', { exhibit })).state).toBe('complete');
  }, 60_000);
});
