// Wallet labels of BIP-329: one JSON object a line. Labels of addresses, transactions and outputs are taken; those of inputs, keys and
// extended keys are told, since nothing here carries such a label.
import { z } from 'zod';
import { type AddressCheck, anyText, type ParsedLabel, labelCollector, labelText, type ParsedLabels } from './parsedLabels.ts';
import { Fault } from '../../../shared/model/fault.ts';

export const BIP329_IMPORTER = 'labels.bip329@1';
const LARGEST_BYTES = 64 * 1024 * 1024;
const LONGEST_LINE = 64 * 1024;
const Entry = z.object({
  type: z.string(),
  ref: z.string(),
  label: z.string().optional(),
  origin: z.string().optional(),
  spendable: z.boolean().optional(),
});
const SUBJECTS: Readonly<Record<string, ParsedLabel['subject'] | 'address'>> = { addr: 'address', tx: 'transaction', output: 'output' };

export function looksLikeBip329(start: string): boolean {
  const line =
    start
      .replace(/^\ufeff/, '')
      .trimStart()
      .split(/\r?\n/, 1)[0] ?? '';
  return /^\{.*\}\s*$/.test(line) && /"type"\s*:\s*"(tx|addr|pubkey|input|output|xpub)"/.test(line) && /"ref"\s*:/.test(line);
}

export function parseBip329(bytes: Uint8Array, name: string, isAddress: AddressCheck = anyText): ParsedLabels {
  const labels = labelCollector(isAddress);
  for (const [index, line] of labelText(bytes, LARGEST_BYTES).split('\n').entries()) {
    const row = index + 1;
    if (line.length > LONGEST_LINE) throw new Fault('labels.malformed', { reason: 'longLine', line: row });
    if (line.trim() === '') continue;
    const entry = entryOf(line);
    const subject = entry === null ? undefined : SUBJECTS[entry.type];
    if (entry === null) labels.reject(row, 'malformedRow', line);
    else if (subject === undefined) labels.reject(row, 'subjectKind', `${entry.type} ${entry.ref}`);
    else
      labels.add(row, {
        address: entry.ref,
        ...(subject === 'address' ? {} : { subject }),
        label: entry.label ?? '',
        source: `BIP-329: ${name}`,
        context:
          entry.origin === undefined && entry.spendable === undefined
            ? ''
            : JSON.stringify({ origin: entry.origin, spendable: entry.spendable }),
      });
  }
  return {
    format: 'bip329',
    importer: BIP329_IMPORTER,
    title: name,
    accepted: labels.accepted,
    rejected: labels.rejected,
    refused: labels.refused,
  };
}

function entryOf(line: string): z.output<typeof Entry> | null {
  try {
    return Entry.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
}
