// The bag that must hold, and what the verifier says about it.
import { describe, expect, it } from 'vitest';
import { verifyBag, type BagFiles } from './index.ts';
import { sealBag, testKey } from './testing/bagWriter.ts';
import { handMade } from './testing/handMade.ts';

const asFiles = (files: ReadonlyMap<string, Uint8Array>): BagFiles => ({
  names: [...files.keys()],
  read: async (name) => files.get(name) as Uint8Array,
});

describe('a bag made by hand', () => {
  it('[R4] holds, with every figure worked out on paper', async () => {
    const report = await verifyBag(asFiles(sealBag(handMade().parts)), { fingerprint: testKey(7).fingerprint });
    expect(report.findings.filter((finding) => !finding.ok)).toEqual([]);
    expect(report).toMatchObject({ ok: true, training: true, signer: { known: true, fingerprint: testKey(7).fingerprint } });
    expect(report.firstLine).toBe('training material: proves nothing about real coins');
    expect(report.counts).toMatchObject({ policiesRecomputed: 11, transactions: 5, headers: 7, runs: 4, withheldPayloads: 1 });
  });
});
