// Lists as people write them: with and without the name of the column, with comments, pasted.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { entriesOf } from './entries.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-lists-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a list that is screened', () => {
  it('says of a path that leads nowhere that nothing is there', async () => {
    for (const name of ['gone.csv', 'gone.txt'])
      await expect(entriesOf({ path: join(folder, name), name }, undefined)).rejects.toMatchObject({ code: 'intake.notFound' });
  });

  const read = async (name: string, text: string): Promise<readonly string[]> => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return (await entriesOf({ path, name }, undefined)).map(({ row, text: wanted }) => `${row} ${wanted}`);
  };

  it('is told from the name of its column, alone or among others', async () => {
    expect(await read('one.csv', 'Address\nTMq3\n"T9"\n')).toEqual(['2 TMq3', '3 T9']);
    expect(await read('bare.csv', 'TMq3\nT9\n')).toEqual(['1 TMq3', '2 T9']);
    expect(await read('two.csv', 'note,address\nseen,TMq3\n')).toEqual(['2 TMq3']);
  });

  it('holds a column name further down as what it is, and comments not at all', async () => {
    expect((await entriesOf(null, '# taken on Monday\nTMq3\naddress\n\n')).map(({ text }) => text)).toEqual(['TMq3', 'address']);
  });
});
