// Writes the examiner's own labels as a list that other programs read. It changes no case but its access log.
import { basename } from 'node:path';
import type { CaseFile, LabelRow } from '../casefile/index.ts';
import { accountChain, bitcoinNetwork, isLedger } from '../chains/index.ts';
import { bip329Text, tagPackText, type WrittenLabel } from '../labels/index.ts';
import { type Host, outPath, writeNewFile } from '../kernel/index.ts';

interface Asked {
  readonly out: string;
  readonly folder: boolean;
  readonly format: 'tagpack' | 'bip329';
  readonly title: string;
}

const ALL = 500;

export function exportLabels(host: Host, file: CaseFile, { out, folder, format, title }: Asked) {
  const own: LabelRow[] = [];
  for (let after = 0; ; ) {
    const { rows } = file.labels.search({ text: '', own: true }, after, ALL);
    own.push(...rows);
    if (rows.length < ALL) break;
    after = rows.at(-1)?.id ?? after;
  }
  const written = own.flatMap((row) => {
    const network = networkOf(row.chain);
    if (network === null || (format === 'tagpack' && row.subject === 'output')) return [];
    const { address, subject, label, origin, category, abuse, confidence, date } = row;
    return [{ address, subject, label, source: origin, category, abuse, confidence, date, ...network } satisfies WrittenLabel];
  });
  const { examiner, title: caseTitle, reference } = file.details;
  const target = outPath(host.resolveGrant(out).path, folder, format === 'tagpack' ? 'own-labels.tagpack.yaml' : 'own-labels.bip329.jsonl');
  const named = { title: title === '' ? caseTitle : title, creator: examiner, description: `Case ${reference}: labels of the examiner` };
  const sha256 = writeNewFile(target, [format === 'tagpack' ? tagPackText(named, written) : bip329Text(written)]);
  file.noteAccess('labels.exported', { format, labels: written.length, sha256 });
  return { name: basename(target), sha256, labels: written.length, leftOut: own.length - written.length };
}

/** Names of the TagPack tool for the networks it knows. */
const NETWORKS: Readonly<Record<string, string>> = { bitcoin: 'BTC', litecoin: 'LTC', ethereum: 'ETH', tron: 'TRX' };

/** How lists call the chain; null for a ledger, which is nobody else's. */
function networkOf(chain: string | null): Pick<WrittenLabel, 'network' | 'currency'> | null {
  if (chain === null || isLedger(chain)) return null;
  const coins = bitcoinNetwork(chain);
  const accounts = accountChain(chain);
  const name = coins?.name ?? accounts?.name;
  if (name === undefined) return null;
  const network = NETWORKS[name] ?? name;
  return { network, currency: coins?.labelCurrencies[0] ?? accounts?.coin?.symbol ?? network };
}
