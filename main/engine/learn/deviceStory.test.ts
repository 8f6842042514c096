// Practice case four: the same seed gives the same bytes, the laptop's volume is one to the tools of others, each half lies on one device alone, and the
// wallet's sums add up.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HDNodeWallet, Mnemonic } from 'ethers/wallet';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { deviceTruthDocument } from './deviceTruth.ts';
import { DEVICE_COPIES, simulateDevice } from './deviceStory.ts';
import { compareDevice } from './deviceTruth.ts';
import { keyHashAddress } from './trainingAddress.ts';

const story = simulateDevice();
const { truth, copies } = story;
const laptop = copies.get(DEVICE_COPIES.laptop) as Uint8Array;
const phone = unzipSync(copies.get(DEVICE_COPIES.phone) as Uint8Array);
const folder = mkdtempSync(join(tmpdir(), 'practice-four-'));
const image = join(folder, 'laptop.dd');
writeFileSync(image, laptop);
afterAll(() => rmSync(folder, { recursive: true }));

function isInstalled(tool: string): boolean {
  try {
    execFileSync('which', [tool], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('practice case four', () => {
  it('has the same bytes from the same seed, and others from another', () => {
    const digest = (seed?: string) => {
      const hash = createHash('sha256');
      const { node, copies: own, truthDocument } = simulateDevice(seed === undefined ? {} : { seed });
      for (const [name, bytes] of [...node, ...own]) hash.update(name).update(bytes);
      return hash.update(truthDocument).digest('hex');
    };
    expect(digest()).toBe(digest());
    expect(digest('another')).not.toBe(digest());
  }, 60_000);

  it.skipIf(!isInstalled('fsck.vfat'))('the laptop is a volume that its checker finds nothing wrong with', () => {
    const said = execFileSync('fsck.vfat', ['-n', '-v', image], { encoding: 'utf8' });
    expect(said).toMatch(/FAT16|16 bit/);
    expect(said).not.toMatch(/differ|wrong|lost|free cluster|dirty/i);
  });

  it.skipIf(!isInstalled('fls') || !isInstalled('icat'))('the laptop lists its folders and the deleted note, which can be read', () => {
    const listed = execFileSync('fls', ['-r', '-p', '-f', 'fat16', image], { encoding: 'utf8' });
    for (const path of ['TRAINING.TXT', 'Electrum/wallets/watch_only', 'Chrome/User Data/Default/Bookmarks', 'Documents/garden plan.txt'])
      expect(listed).toContain(path);
    const [, number = ''] = /^r\/r \* (\d+):\tUsers\/morita\/Documents\/handover\.txt$/m.exec(listed) ?? [];
    expect(execFileSync('icat', ['-f', 'fat16', image, number], { encoding: 'utf8' })).toContain(truth.handover.address);
  });

  it('each half lies on one device alone, the whole phrase nowhere, and everything says that it is practice', () => {
    const onPhone = Object.values(phone)
      .map((bytes) => Buffer.from(bytes).toString())
      .join('\n');
    const onLaptop = Buffer.from(laptop).toString('latin1');
    expect([onPhone.includes(truth.halves.phone), onPhone.includes(truth.halves.laptop)]).toEqual([true, false]);
    expect([onLaptop.includes(truth.halves.phone), onLaptop.includes(truth.halves.laptop)]).toEqual([false, true]);
    for (const text of [onPhone, onLaptop, story.labels]) expect(text).toMatch(/training material/i);
    for (const half of Object.values(truth.halves)) expect(story.task).not.toContain(half);
  });

  it('its keys are those that another library derives, and its sums add up', () => {
    const words = `${truth.halves.phone} ${truth.halves.laptop}`;
    expect(Mnemonic.isValidMnemonic(words)).toBe(true);
    for (const { path, address } of truth.used) {
      const { privateKey } = HDNodeWallet.fromPhrase(words, '', path);
      expect(keyHashAddress('', BigInt(privateKey)).address).toBe(address);
    }
    const received = truth.used.slice(0, 2).reduce((sum, { receivedSat }) => sum + receivedSat, 0n);
    expect(Object.values(truth.expected).reduce((sum, amount) => sum + amount, truth.feesSat)).toBe(received);
  });

  it('grades: the truth agrees with itself; what was missed or found wrongly is told', () => {
    const { used, expected, halves } = truth;
    const right = { parts: { phone: [halves.phone], laptop: [halves.laptop] }, used, traced: { fifo: expected } };
    expect(compareDevice(right, truth)).toEqual({
      ...{ halves: true, wrongParts: 0, used: { missed: [], wrong: [] } },
      policies: { fifo: { identical: true } },
    });
    const wrong = compareDevice({ parts: { phone: [], laptop: ['x'] }, used: used.slice(1), traced: { fifo: {} } }, truth);
    expect(wrong).toMatchObject({ halves: false, wrongParts: 1, policies: { fifo: { identical: false } } });
    expect(wrong.used.missed).toHaveLength(1);
    expect(JSON.parse(deviceTruthDocument(truth))).toMatchObject({ feesSat: '20000' });
  });
});
