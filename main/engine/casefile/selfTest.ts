// The self-test: small known-answer checks that each room contributes, run inside the real engine process.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectAnswer, type Host, type SelfTestStep, throwIfCancelled, type Work } from '../kernel/index.ts';
import { checkIntegrity, openDatabase, startWriting } from './connection.ts';
import { DATABASE_KEY_BYTES, deriveKey } from './keySlots.ts';

export async function selfTest(
  host: Host,
  steps: readonly SelfTestStep[],
  work: Work<{ phase: string; done: number; total: number | null; unit: 'steps' }>,
) {
  const results: { id: string; ok: boolean; detail: string }[] = [];
  for (const [i, step] of steps.entries()) {
    throwIfCancelled(work);
    work.report({ phase: `selfTest:${step.id}`, done: i, total: steps.length, unit: 'steps' });
    try {
      results.push({ id: step.id, ok: true, detail: await step.run(host) });
    } catch (error) {
      results.push({ id: step.id, ok: false, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  return { ok: results.every((result) => result.ok), steps: results };
}

/** Key derivation against RFC 9106 §5.3's published answer; the database written, reopened and refused under a wrong key. */
export const caseSelfTests: readonly SelfTestStep[] = [
  {
    id: 'keyDerivation',
    async run() {
      // RFC 9106 §5.3 uses associated data, which not every implementation offers; this answer is the phc-winner-argon2 test
      // "password"/"somesalt" with t=2, m=64 MiB, p=1.
      const salt = Buffer.from('somesalt').toString('hex');
      const key = await deriveKey('password', { name: 'argon2id', memoryKiB: 65_536, passes: 2, parallelism: 1, salt });
      expectAnswer(Buffer.from(key).toString('hex'), '09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7');
      return 'Argon2id, 64 MiB';
    },
  },
  {
    id: 'encryptedStore',
    run(host) {
      const folder = mkdtempSync(join(tmpdir(), 'tracehold-selftest-'));
      try {
        const path = join(folder, 'self-test.db');
        const key = host.randomBytes(DATABASE_KEY_BYTES);
        const first = openDatabase(path, key, { readonly: false, create: true });
        startWriting(first);
        first.exec("CREATE TABLE t (v TEXT); INSERT INTO t VALUES ('written')");
        first.pragma('journal_mode=DELETE');
        first.close();
        const again = openDatabase(path, key, { readonly: true, create: false });
        checkIntegrity(again);
        expectAnswer(again.prepare('SELECT v FROM t').pluck().get() as string, 'written');
        again.close();
        let refused = false;
        try {
          openDatabase(path, host.randomBytes(DATABASE_KEY_BYTES), { readonly: true, create: false }).close();
        } catch {
          refused = true;
        }
        if (!refused) throw new Error('a wrong key opened the store');
        return 'SQLCipher 4';
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  },
];
