// The Host port on Node: tokens instead of paths, resources that cannot be escaped from, a log that stays small.
import { mkdirSync, mkdtempSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNodeHost } from './nodeHost.ts';

function fresh() {
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-host-'));
  mkdirSync(join(folder, 'resources'));
  const profile = join(folder, 'deep', 'profile');
  return {
    folder,
    profile,
    ...createNodeHost({ environment: { TRACEHOLD_PROFILE: profile }, resourceFolders: [join(folder, 'resources')] }),
  };
}

describe('grants', () => {
  it('resolve to the path they were given for, and nothing else does', () => {
    const { host, grantPath } = fresh();
    const token = grantPath('/somewhere/evidence.dat');
    expect(host.resolveGrant(token)).toEqual({ path: '/somewhere/evidence.dat', name: 'evidence.dat' });
    expect(grantPath('/somewhere/evidence.dat')).not.toBe(token);
    for (const guess of ['', '/somewhere/evidence.dat', token.toUpperCase(), `${token} `])
      expect(() => host.resolveGrant(guess)).toThrow('usage.grantUnknown');
  });
});

describe('resources', () => {
  it('are read from their folder only', () => {
    const { host, folder } = fresh();
    writeFileSync(join(folder, 'resources', 'in.txt'), 'inside');
    writeFileSync(join(folder, 'out.txt'), 'outside');
    symlinkSync(join(folder, 'out.txt'), join(folder, 'resources', 'link.txt'));
    expect(Buffer.from(host.resource('in.txt')).toString()).toBe('inside');
    for (const name of ['../out.txt', 'a/../../out.txt', join(folder, 'out.txt'), 'link.txt', '..\\out.txt', 'in.txt\0'])
      expect(() => host.resource(name), name).toThrow('leaves');
    expect(() => host.resource('absent.txt')).toThrow('missing');
  });

  it('are found beside the sources without being told', () => {
    expect(createNodeHost({ environment: {} }).host.resource('locales/en/errors.json').length).toBeGreaterThan(1000);
  });
});

describe('the profile', () => {
  it('is made when asked for, readable by its user alone', () => {
    const { host, profile } = fresh();
    expect(host.profileFolder()).toBe(profile);
    if (process.platform !== 'win32') expect(statSync(profile).mode & 0o077).toBe(0);
  });

  it('keeps a log of bounded size', () => {
    const { host, profile } = fresh();
    for (let i = 0; i < 300; i++) host.log('info', 'x'.repeat(20_000));
    host.log('error', 'last words');
    const file = join(profile, 'tracehold.log');
    expect(readFileSync(file, 'utf8')).toContain('last words');
    expect(statSync(file).size + statSync(`${file}.1`).size).toBeLessThan(3_000_000);
  });
});
