// The scanner's hits against a slow reading of the same bytes, over a part of the sample that `npm run bench -- scanOracle` reads whole.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { compareWithOracle } from '../fixtures/scanOracle.ts';

const folder = mkdtempSync(join(tmpdir(), 'tracehold-oracle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('finds what regular expressions and libraries find, and nothing else, over a border of ranges too', async () => {
  const { same, missed, tooMany } = await compareWithOracle(createNodeHost().host, join(folder, 'sample.bin'), 9);
  expect({ missed, tooMany }).toEqual({ missed: [], tooMany: [] });
  expect(same).toBeGreaterThan(120);
}, 60_000);
