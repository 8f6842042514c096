// limits.json (SPEC [L1]): what the bag itself says it cannot prove. Compared with what the verifier found.
import type { BagContents } from './bagit.ts';
import { amount, hash, height, list, listOf, oneOf, outpoint, readShape, text, whole } from './fields.ts';
import type { Findings } from './findings.ts';
import type { HeaderIndex } from './headers.ts';
import { readJsonFile } from './jsonFile.ts';
import type { TransactionIndex } from './proofs.ts';
import * as say from './sentences.ts';

const FILE = 'data/limits.json';

/** Values of outputs that come from one source, by outpoint. Outpoints are unique across chains for practical purposes. */
export type ValuesOnTrust = ReadonlyMap<string, bigint>;

export function checkLimits(
  contents: BagContents,
  withheld: number | null,
  headers: HeaderIndex,
  transactions: TransactionIndex,
  findings: Findings,
): ValuesOnTrust {
  const values = new Map<string, bigint>();
  const where = { findings, check: 'limits', file: FILE, at: 'limits' };
  const document = readJsonFile(contents, FILE, findings);
  const limits =
    document === undefined
      ? null
      : readShape(
          document,
          {
            format: oneOf('tracehold-limits/1'),
            values: list,
            unanchored: listOf(hash),
            notCovered: list,
            withheldPayloads: whole,
            cheapChains: listOf(text),
            rejectedMerges: list,
            notes: listOf(text),
          },
          where,
        );
  if (limits === null) return values;
  for (const [index, item] of limits.values.entries()) {
    const at = `values[${index}]`;
    const entry = readShape(item, { outpoint, valueSat: amount, grade: oneOf('P', 'A', 'Q', 'S', 'M') }, { ...where, at });
    if (entry === null) continue;
    if (values.has(entry.outpoint)) findings.fail('limits', FILE, say.valueTwiceSentence(entry.outpoint));
    values.set(entry.outpoint, BigInt(entry.valueSat));
    for (const chain of transactions.chains) {
      const proven = transactions.output(chain, entry.outpoint);
      if (proven !== undefined && proven.valueSat.toString() !== entry.valueSat)
        findings.fail('limits', FILE, say.valueContradictedSentence(entry.outpoint));
    }
  }
  for (const [index, item] of limits.notCovered.entries()) {
    const gap = readShape(item, { chain: text, from: height, to: height }, { ...where, at: `notCovered[${index}]` });
    if (gap !== null) findings.notChecked(say.notCoveredSentence(gap.chain, String(gap.from ?? '?'), String(gap.to ?? '?')));
  }
  for (const [index, item] of limits.rejectedMerges.entries())
    readShape(item, { a: text, b: text, txid: hash, reason: text }, { ...where, at: `rejectedMerges[${index}]` });
  if (withheld !== null && withheld !== limits.withheldPayloads)
    findings.fail('limits', FILE, say.withheldCountSentence(limits.withheldPayloads, withheld));
  const stated = new Set(limits.unanchored);
  for (const block of transactions.unanchored) if (!stated.has(block)) findings.fail('limits', FILE, say.unanchoredUnstatedSentence(block));
  for (const block of stated) if (!transactions.unanchored.has(block)) findings.fail('limits', FILE, say.unanchoredUnfoundSentence(block));
  for (const chain of headers.cheap)
    if (!limits.cheapChains.includes(chain)) findings.fail('limits', FILE, say.cheapUnstatedSentence(chain));
  findings.pass('limits', FILE, say.limitsHold(values.size));
  return values;
}
