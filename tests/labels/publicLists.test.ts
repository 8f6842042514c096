// Every public list of labels through the engine: each row is a label or a refusal with its reason, and the report of what was refused is
// printed. Skipped without the data folder.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDesk } from '../acceptance/desk.ts';
import { SHARED_DATA } from '../vectors/sharedData.ts';

const shared = (path: string) => join(SHARED_DATA ?? '', path);

describe.skipIf(SHARED_DATA === null)('public lists of labels (skipped without the data folder)', () => {
  it('are taken in with every refusal told', async () => {
    const desk = await openDesk();
    try {
      await desk.newCase('labels');
      const refused: Record<string, Record<string, number>> = {};
      const unread: Record<string, string> = {};
      const counts = { files: 0, labels: 0, actors: 0, refused: 0 };
      for (const folder of ['graphsense-tagpacks', 'ofac-0xB10C', 'am-i-exposed-curated']) {
        for (const name of readdirSync(shared(`labels/${folder}`)).sort()) {
          try {
            const { results } = await desk.call('labels.add', { paths: [desk.grant(shared(`labels/${folder}/${name}`))] });
            const note = results[0]?.labels;
            counts.files++;
            counts.labels += results[0]?.accepted ?? 0;
            counts.actors += note?.actors ?? 0;
            const sum = Object.values(note?.refused ?? {}).reduce((all, one) => all + one, 0);
            counts.refused += sum;
            if (sum > 0) refused[name] = note?.refused ?? {};
            expect(results[0]?.rejectedRows.length, name).toBe(sum);
          } catch (error) {
            unread[name] = (error as { code: string }).code;
          }
        }
      }
      console.info('public lists', JSON.stringify({ counts, refused, unread }));
      expect(Object.keys(unread).sort()).toEqual(
        ['LICENSE', 'README.md', 'README.md', 'entities.json'].filter((one, at, all) => all.indexOf(one) === at),
      );
      expect(counts.labels).toBeGreaterThan(50_000);
      expect(counts.actors).toBeGreaterThan(3_500);
      const { packs } = await desk.call('labels.packs', {});
      expect(packs.length).toBe(counts.files);
      expect(packs.every(({ sha256 }) => sha256?.length === 64)).toBe(true);
      const { total } = await desk.call('labels.list', { limit: 1 });
      expect(total).toBe(
        counts.labels - packs.filter(({ version, versions }) => version < versions).reduce((sum, { labels }) => sum + labels, 0),
      );
      const conflicts = await desk.call('labels.conflicts', { limit: 5 });
      console.info(
        'contradictions',
        conflicts.total,
        JSON.stringify(conflicts.conflicts[0]?.labels.map(({ label, actor, category, source }) => [label, actor, category, source])),
      );
      expect(conflicts.total).toBeGreaterThan(0);
    } finally {
      await desk.end();
    }
  }, 120_000);
});
