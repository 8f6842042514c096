// The self-test at the first start of a build: its result is kept in the profile, so that a later start of the same build costs
// nothing and can still say when the program was last found sound on this machine.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Host, SelfTestStep } from '../kernel/index.ts';
import { replaceFile } from './keySlots.ts';
import { selfTest } from './selfTest.ts';

export interface SelfTestRecord {
  readonly build: string;
  readonly platform: string;
  readonly time: string;
  readonly ok: boolean;
  readonly steps: readonly { readonly id: string; readonly ok: boolean; readonly detail: string }[];
}

const NAME = 'self-test.json';

/** The record of this build on this machine; runs the test where there is none, or where the last one failed. */
export async function selfTestOfBuild(
  host: Host,
  steps: readonly SelfTestStep[],
): Promise<{ readonly record: SelfTestRecord; readonly isNew: boolean }> {
  const path = join(host.profileFolder(), NAME);
  const known = readRecord(path);
  if (known?.ok && known.build === host.version.build && known.platform === host.version.platform) return { record: known, isNew: false };
  const result = await selfTest(host, steps, { report: () => undefined, signal: new AbortController().signal });
  const record: SelfTestRecord = {
    build: host.version.build,
    platform: host.version.platform,
    time: new Date(host.now()).toISOString(),
    ...result,
  };
  try {
    replaceFile(path, `${JSON.stringify(record, null, 2)}\n`);
  } catch (error) {
    // A profile that cannot be written to costs a test at every start, not the case.
    host.log('warning', `the result of the self-test was not kept: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { record, isNew: true };
}

/** A missing or unreadable record only means that the test runs again. */
function readRecord(path: string): SelfTestRecord | null {
  if (!existsSync(path)) return null;
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as Partial<SelfTestRecord> | null;
    return typeof record?.ok === 'boolean' && Array.isArray(record.steps) ? (record as SelfTestRecord) : null;
  } catch {
    return null;
  }
}
