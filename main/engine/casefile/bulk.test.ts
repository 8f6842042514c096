// Bulk writing keeps its promise: a kill loses the transaction under way and nothing else.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { caseDesk } from '../../../tests/fixtures/caseDesk.ts';

const desk = await caseDesk();
afterAll(() => desk.clear());

it('[D4] holds the finished transaction and not the killed one', async () => {
  await (await desk.create('bulk')).close();
  desk.cheapen('bulk');
  const folder = desk.at('bulk.tracehold');
  const writer = join(import.meta.dirname, '../../../tests/fixtures/bulkWriter.ts');
  const done = spawnSync(process.execPath, [writer, folder, desk.key.path], { encoding: 'utf8' });
  expect(done.stdout).toBe('written\n');
  expect(done.signal).toBe('SIGKILL');
  // The kill came while the file was half written: the old pages lie in the rollback journal.
  const journal = join(folder, 'case.db-journal');
  expect(existsSync(journal) && statSync(journal).size > 0).toBe(true);

  const file = await desk.open('bulk');
  expect(file.notices.map((notice) => notice.code)).toContain('uncleanClose');
  expect(existsSync(journal)).toBe(false);
  const numbers = [...file.journal.all()]
    .filter((event) => event.header.name === 'test.bulk')
    .map((event) => (event.payload as { number: number }).number);
  expect(numbers).toEqual([0, 1, 2]);
  file.journal.verify();
  await file.close();
}, 120_000);
