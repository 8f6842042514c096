// The files of an exported bag in memory, and what the verifier says of them, for tests that read and change them.
import { openBag, type VerifyReport, verifyBag } from '../../main/verifier/index.ts';
import type { Loose } from '../../main/verifier/testing/bagWriter.ts';
import type { Files } from '../../main/verifier/testing/resealBag.ts';
import type { Desk } from './desk.ts';

interface ExportedBag {
  readonly files: Files;
  readonly report: VerifyReport;
  readonly counts: Record<string, number>;
}

/** Exports the open case and verifies it. `asked`: what is asked for beside the place. */
export async function exportedBag(desk: Desk, out: string, asked: object): Promise<ExportedBag> {
  const { counts } = await desk.call('evidence.exportBag', { out: desk.grant(out), ...asked });
  const opened = await openBag(out);
  const files: Files = new Map();
  for (const name of opened.names) files.set(name, await opened.read(name));
  return { files, report: await verifyBag(opened), counts };
}

export function jsonIn(files: ReadonlyMap<string, Uint8Array>, name: string): Loose {
  return JSON.parse(Buffer.from(files.get(name) as Uint8Array).toString()) as Loose;
}

/** Checks that fail, each once. */
export async function failing(files: ReadonlyMap<string, Uint8Array>): Promise<string[]> {
  const report = await verifyBag({ names: [...files.keys()], read: async (name) => files.get(name) as Uint8Array });
  return [...new Set(report.findings.filter(({ ok }) => !ok).map(({ check }) => check))];
}
