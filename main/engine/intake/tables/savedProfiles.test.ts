// The examiner's saved mappings: versions, digests, and files in the folder that are none.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ProfileInput, ProfileSchema } from './profile.ts';
import { createSavedProfiles, profileDigest } from './savedProfiles.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tracehold-profiles-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const profile = (more: Partial<ProfileInput> = {}) =>
  ProfileSchema.parse({
    ...{ format: 'tracehold.tableProfile.1', id: 'harbour.bank', version: '1', title: 'Harbour', family: 'ledger' },
    columns: [
      { role: 'time', names: ['Booked'] },
      { role: 'amount', names: ['Value'] },
    ],
    ...more,
  });

/** RFC 8785 of a value without numbers beyond integers: keys in code unit order, no blanks. */
const canonical = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(canonical).join(',')}]`
    : typeof value === 'object' && value !== null
      ? `{${Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`)
          .join(',')}}`
      : JSON.stringify(value);

describe('saved mappings', () => {
  it('what is saved is found again; its digest does not depend on how the file is laid out', () => {
    const saved = createSavedProfiles(() => folder);
    expect(saved.list()).toEqual({ profiles: [], unreadable: [] });
    expect(saved.save(profile())).toEqual(profile());
    writeFileSync(join(folder, 'mappings', 'harbour.bank.json'), JSON.stringify(profile()));
    expect(saved.find('harbour.bank')).toEqual(profile());
    expect(profileDigest(profile())).toBe(createHash('sha256').update(canonical(profile())).digest('hex'));
  });

  it('another mapping under the same name becomes its next version; the same one does not', () => {
    const saved = createSavedProfiles(() => folder);
    saved.save(profile());
    expect(saved.save(profile()).version).toBe('1');
    expect(saved.save(profile({ asset: 'EUR' })).version).toBe('2');
    // Brought in from a colleague under a version of their own.
    expect(saved.save(profile({ asset: 'JPY', version: '7' })).version).toBe('7');
    expect(saved.save(profile({ asset: 'EUR', version: '3' })).version).toBe('8');
    expect(readdirSync(join(folder, 'mappings'))).toEqual(['harbour.bank.json']);
  });

  it('a name of a built-in form is refused, and so is one that leads elsewhere', () => {
    const saved = createSavedProfiles(() => folder);
    expect(() => saved.save(profile({ id: 'alipay' }))).toThrow(expect.objectContaining({ code: 'usage.badValue' }));
    expect(ProfileSchema.safeParse({ ...profile(), id: '../x' }).success).toBe(false);
    expect(saved.find('../mappings/harbour.bank')).toBeNull();
    expect(() => saved.remove('../x')).toThrow(expect.objectContaining({ code: 'intake.profileUnknown' }));
  });

  it('what is no mapping is told and changes nothing', () => {
    const saved = createSavedProfiles(() => folder);
    mkdirSync(join(folder, 'mappings'));
    writeFileSync(join(folder, 'mappings', 'broken.json'), '{');
    writeFileSync(join(folder, 'mappings', 'other.json'), JSON.stringify(profile()));
    writeFileSync(join(folder, 'mappings', 'odd.json'), JSON.stringify({ ...profile(), id: 'odd', more: 1 }));
    saved.save(profile());
    const { profiles, unreadable } = saved.list();
    expect(profiles).toEqual([profile()]);
    expect(unreadable.map(({ file }) => file)).toEqual(['broken.json', 'odd.json', 'other.json']);
    saved.remove('harbour.bank');
    expect(saved.find('harbour.bank')).toBeNull();
  });
});
