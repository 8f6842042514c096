// JSON that is made to exhaust a reader: bounded work or a clear refusal.
import { expect, it } from 'vitest';
import { bytesSource } from './byteSource.ts';
import { openJson } from './jsonTable.ts';
import { openSource } from './readTable.ts';
import type { Row } from './rows.ts';

const FORM = { encoding: 'utf-8', markBytes: 0 } as const;
const sourceOf = (text: string) => bytesSource(new Uint8Array(Buffer.from(text)), 'x.json');

it('gives records of three bytes that stand for four thousand cells a few at a time', async () => {
  const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 4096 }, (_, i) => [`m${i}`, 1])));
  const sheet = await openJson(sourceOf(`${wide}\n${'{}\n'.repeat(5000)}`), FORM, 'lines');
  const batches: (readonly Row[])[] = [];
  for await (const batch of sheet?.rows() ?? []) batches.push(batch.map((row) => ({ ...row, cells: [] })));
  expect(Math.max(...batches.map(({ length }) => length))).toBeLessThanOrEqual(1000);
  // With the header and the wide record.
  expect(batches.flat().length).toBe(5002);
  expect(batches.flat().map(({ number }) => number)).toEqual(Array.from({ length: 5002 }, (_, number) => number));
});

it.each([
  ['lists', `[${'['.repeat(200_000)}${']'.repeat(200_000)}]`],
  ['objects', `${'{"data":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['a line', `{"a":1}\n${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}\n`],
])('refuses %s nested without end', async (_name, text) => {
  await expect(openSource(sourceOf(text))).rejects.toMatchObject({
    code: 'intake.malformed',
    parameters: { reason: expect.stringContaining('depth') },
  });
});

it('refuses a record of one line that is longer than any, and a document too large to be one value', async () => {
  const long = await openJson(sourceOf(`{"a":1}\n{"a":"${'x'.repeat(9 << 20)}"}\n`), FORM, 'lines').catch((error: unknown) => error);
  expect(long).toMatchObject({ code: 'intake.malformed', parameters: { row: 2 } });
  // Only its size is asked.
  const large = { name: 'x.json', size: 300 << 20, read: () => new Uint8Array(Buffer.from('[')) };
  await expect(openJson(large, FORM, 'document')).rejects.toMatchObject({ code: 'intake.tooLarge' });
});
