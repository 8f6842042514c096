// The bag made by this room, read by the verifier that was written from SPEC.md alone. It crosses rooms on purpose; it
// skips where the verifier is not in the tree.
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sampleKey, sampleParts } from '../../../../tests/fixtures/bagSample.ts';
import {
  type BagRun,
  type BlockProof,
  caseFile,
  headersFile,
  type JournalLine,
  journalLines,
  limitsFile,
  proofFile,
  runsFile,
} from './payload.ts';
import { type TransferLine, transfersCsv } from './transfers.ts';
import { keyFingerprint, writeBag } from './write.ts';
import { zipBag } from './zip.ts';

const verifier = new URL('../../../verifier/', import.meta.url);
const present = existsSync(new URL('testing/handMade.ts', verifier)) && existsSync(new URL('index.ts', verifier));

interface Report {
  readonly ok: boolean;
  readonly training: boolean;
  readonly signer: { readonly fingerprint: string; readonly known: boolean };
  readonly findings: readonly { readonly check: string; readonly ok: boolean; readonly file: string; readonly detail: string }[];
}

const json = (bytes: Uint8Array | undefined) => JSON.parse(new TextDecoder().decode(bytes));

describe.skipIf(!present)('a bag of this room under the independent verifier', () => {
  it('holds, built again from typed parts, as files and as zip', async () => {
    const { handMade } = await import(new URL('testing/handMade.ts', verifier).href);
    const { sealBag } = await import(new URL('testing/bagWriter.ts', verifier).href);
    const { verifyBag, zipFiles } = await import(new URL('index.ts', verifier).href);
    const made = handMade();
    const theirs: Map<string, Uint8Array> = sealBag(made.parts);

    const payload = new Map<string, Uint8Array>([['data/report.pdf', theirs.get('data/report.pdf') as Uint8Array]]);
    const { format: _case, ...described } = json(theirs.get('data/case.json'));
    payload.set('data/case.json', caseFile(described));
    const runs: readonly BagRun[] = json(theirs.get('data/runs.json')).runs;
    payload.set('data/runs.json', runsFile(runs));
    const { format: _limits, ...limits } = json(theirs.get('data/limits.json'));
    payload.set('data/limits.json', limitsFile(limits));
    const lines: readonly JournalLine[] = new TextDecoder()
      .decode(theirs.get('data/journal.jsonl'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    payload.set('data/journal.jsonl', journalLines(lines));
    // biome-ignore lint/suspicious/noExplicitAny: parsed from the other implementation's file.
    const segments = json(theirs.get('data/headers.json')).segments.map((segment: any) => ({
      ...segment,
      work: BigInt(segment.work),
      bytes: theirs.get(`data/${segment.file}`),
    }));
    for (const [name, bytes] of headersFile(segments)) payload.set(name, bytes);
    for (const [name, bytes] of theirs) {
      if (!name.startsWith('data/proofs/')) continue;
      const { format: _proof, ...proof } = json(bytes);
      const file = proofFile(proof as BlockProof);
      payload.set(file.name, file.bytes);
    }
    const rows: TransferLine[] = (made.parts.csv as string[][]).map((row) => ({
      run: Number(row[0]),
      policy: row[1] as string,
      hop: Number(row[2]),
      txid: row[3] as string,
      height: row[4] === '' ? null : Number(row[4]),
      blockTimestamp: Date.parse(row[5] as string) / 1000,
      position: Number(row[6]),
      outputIndex: Number((row[7] as string).split(':')[1]),
      address: row[8] === '' ? null : (row[8] as string),
      valueSat: BigInt(row[9] as string),
      amountSat: BigInt(row[10] as string),
      state: row[11] as string,
      spentBy: row[12] === '' ? null : (row[12] as string),
      labels: row[13] === '' ? [] : [row[13] as string],
    }));
    payload.set('data/transfers.csv', transfersCsv(rows.reverse(), new Map(runs.map((run) => [run.run, run.policies]))));

    // Canonical JSON has one form: what this room builds must be the other's bytes.
    for (const name of ['case.json', 'runs.json', 'limits.json', 'headers.json', 'journal.jsonl']) {
      expect(Buffer.from(payload.get(`data/${name}`) as Uint8Array).toString(), name).toBe(
        Buffer.from(theirs.get(`data/${name}`) as Uint8Array).toString(),
      );
    }
    const { checkpoint, training } = json(theirs.get('signature.json'));
    const sample = sampleParts();
    const files = writeBag({ ...sample, payload, checkpoint, info: { ...sample.info, training } });
    const fingerprint = keyFingerprint(sampleKey().publicKey);
    const report: Report = await verifyBag(await zipFiles(zipBag(files)), { fingerprint });
    expect(report.findings.filter((finding) => !finding.ok)).toEqual([]);
    expect(report.ok).toBe(true);
    expect(report.signer).toEqual({ fingerprint, known: true });

    const bent = new Map(files).set('data/transfers.csv', new Uint8Array(files.get('data/transfers.csv') as Uint8Array).fill(48, 200, 201));
    expect(((await verifyBag(await zipFiles(zipBag(bent)), { fingerprint })) as Report).ok).toBe(false);
  });
});
