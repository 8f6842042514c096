// A first look at a damaged disk image tells what it read as zeros: nobody read the whole of it before.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { chunkPlace, hasEwf, imageBench, type Place, sectionsOf } from '../../../../tests/fixtures/ewfImages.ts';
import { createNodeHost } from '../../../hosts/nodeHost.ts';
import { triage } from './triage.ts';

const bench = imageBench();
afterAll(bench.close);
const { host } = createNodeHost({ environment: { ...process.env, TRACEHOLD_PROFILE: join(bench.folder, 'profile') } });
const { workers: _none, ...alone } = host;
const work = { signal: new AbortController().signal, report: (): void => undefined };

it.runIf(hasEwf)(
  '[S9] chunks of an image that are damaged or not found are told, each once, on any number of threads',
  async () => {
    const whole = readFileSync(bench.acquired('-c', 'none'));
    const table = sectionsOf(whole).find(({ type }) => type === 'table') as Place;
    const hurt = Buffer.from(whole);
    for (const chunk of [31, 40]) hurt.fill(0x5a, chunkPlace(whole, table, chunk), chunkPlace(whole, table, chunk) + 9);
    const cut = whole.subarray(0, chunkPlace(whole, table, 100));
    const expected: readonly (readonly [Buffer, readonly RegExp[]])[] = [
      [hurt, [/chunk 31 at byte .* read as zeros/, /chunk 40 at byte .* read as zeros/]],
      [cut, [/chunks 100 to 160 are not found behind those before; read as zeros/]],
    ];
    for (const [bytes, lost] of expected) {
      const path = bench.newName('.E01');
      writeFileSync(path, bytes);
      const [found, again] = [await triage(alone, [path], work), await triage(host, [path], work)];
      const reasons = found.unread.map(({ reason }) => reason);
      for (const one of lost) expect(reasons.filter((reason) => one.test(reason))).toHaveLength(1);
      expect(again).toEqual(found);
      rmSync(path);
    }
  },
  60_000,
);

it('[S8] a phrase in the name of a volume is told masked', async () => {
  const phrase = `${'zoo '.repeat(11)}wrong`;
  const dfxml = `<dfxml><volume offset="0"><partition_offset>0</partition_offset><ftype_str>apfs “${phrase}”</ftype_str></volume></dfxml>`;
  const tools = {
    name: 'test',
    async *list() {
      yield Buffer.from(dfxml);
    },
    async *content() {},
  };
  const found = await triage({ ...alone, fileSystemTools: async () => tools }, [bench.rawPath], work);
  expect(found.images[0]?.fileSystems).toHaveLength(1);
  expect(JSON.stringify(found)).not.toContain('zoo zoo');
});
