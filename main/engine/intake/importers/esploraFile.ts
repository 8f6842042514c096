// Transactions as JSON of Esplora or mempool.space: one, an array of them, or one a line. Known by its members, not by its name; its
// transactions then go the way of raw ones, so each still needs a proof that it is in a block.
import { Fault } from '../../../../shared/model/fault.ts';
import { BITCOIN_NETWORKS } from '../../chains/index.ts';
import { breathe, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { byteSourceOf } from '../accounts/tableSource.ts';
import { EMPTY_MATERIAL, type Importer, type Probe, type Progress, type RejectedRow, type TransactionBytes } from '../material.ts';
import { openSourceFile, type SourceFile } from '../sourceFile.ts';
import { readJsonObjects } from '../tables/index.ts';
import { rebuildRecord } from './esploraRecord.ts';

/** Every transaction of a file is held at once. */
const LARGEST = 256 << 20;
const AT_ONCE = 500;

export const esploraFile: Importer = {
  id: 'esplora',
  version: '1',
  sniff: (probe) => !probe.folder && looksLikeEsplora(textOf(probe)),
  async read(probe, work) {
    if (probe.size > LARGEST) throw new Fault('intake.tooLarge', { file: probe.name, bytes: probe.size, limit: LARGEST });
    const file = openSourceFile(probe.path);
    try {
      return { ...EMPTY_MATERIAL, files: [file], ...(await readRecords(file, work)) };
    } catch (error) {
      file.close();
      throw error;
    }
  },
};

async function readRecords(
  file: SourceFile,
  work: Work<Progress>,
): Promise<{ readonly transactions: TransactionBytes[]; readonly rejected: RejectedRow[] }> {
  const transactions: TransactionBytes[] = [];
  const rejected: RejectedRow[] = [];
  const seen = new Set<string>();
  const networks = createNetworkReader();
  for await (const objects of readJsonObjects(byteSourceOf(file)))
    for (const [number, { value, row }] of objects.entries()) {
      if (number % AT_ONCE === 0) {
        throwIfCancelled(work);
        await breathe();
      }
      const made = rebuildRecord(value);
      if ('reason' in made) rejected.push({ row, reason: made.reason, text: made.text });
      // Pages of one address overlap: the same transaction again is no finding.
      else if (!seen.has(made.txid)) {
        seen.add(made.txid);
        const { bytes, place, addresses } = made;
        transactions.push({ file: 0, offset: 0, bytes, stated: { row, place, networks: networks(addresses) } });
      }
    }
  return { transactions, rejected };
}

/** Which networks know every address of a list; one that none knows says nothing. Addresses come again and again. */
function createNetworkReader(): (addresses: readonly string[]) => readonly string[] | null {
  const known = new Map<string, readonly string[]>();
  const networksOf = (address: string): readonly string[] => {
    const held = known.get(address);
    if (held !== undefined) return held;
    const found = BITCOIN_NETWORKS.flatMap((network) => {
      try {
        network.scriptOfAddress(address);
        return [network.id];
      } catch (error) {
        if (error instanceof Fault) return [];
        throw error;
      }
    });
    if (known.size < MOST_ADDRESSES) known.set(address, found);
    return found;
  };
  return (addresses) => {
    const lists = addresses.map(networksOf).filter((list) => list.length > 0);
    const [first] = lists;
    return first === undefined ? null : first.filter((id) => lists.every((list) => list.includes(id)));
  };
}
const MOST_ADDRESSES = 100_000;

/** Windows writes what a command prints as UTF-16. */
function textOf({ head }: Probe): string {
  const [first, second] = head;
  const encoding = first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(head);
}

/** By the first record's own members, as far as the head shows them, and by those that only these services give an input. */
function looksLikeEsplora(head: string): boolean {
  const text = head.trimStart();
  if (!/^(?:\[\s*){0,4}\{/.test(text)) return false;
  const names = firstRecordNames(text);
  return names.has('txid') && names.has('vin') && /"(?:scriptsig|is_coinbase)"\s*:/.test(text);
}

/** Names of the first object's members in a text that may end anywhere. */
function firstRecordNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  let depth = 0;
  for (let at = text.indexOf('{'); at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"') {
      const from = at + 1;
      for (at = from; at < text.length && text.charAt(at) !== '"'; at++) if (text.charAt(at) === '\\') at++;
      if (depth === 1 && /^\s*:/.test(text.slice(at + 1, at + 20))) names.add(text.slice(from, at));
    } else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) break;
  }
  return names;
}
