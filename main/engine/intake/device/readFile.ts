// Reads a seized file as a wallet and as messages, where it is one: what is found there is told with its app, its chat, its role, beside what the
// bytes alone say. Secrets are taken out of what is told before it leaves this file.
import { createReadStream, readFileSync, statSync } from 'node:fs';
import type { SeizedMessage } from '../../../../shared/contract/deviceReadings.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { messagePieces, readMessages } from '../messages/index.ts';
import { pathBeside } from '../scanners/besidePath.ts';
import { sourceOfPath } from '../scanners/contents/source.ts';
import { SECRET_KINDS } from '../scanners/hit.ts';
import type { ListedFile } from '../scanners/listFiles.ts';
import type { RangeRead, ScanBytes } from '../scanners/scanRange.ts';
import { maskedPath } from '../scanners/secretsInNames.ts';
import type { SeizedFile, WalletRead } from '../scanners/seized.ts';
import { isWalletCandidate, readWallet } from '../wallets/index.ts';
import { withoutSecrets } from './withoutSecrets.ts';

/** Messages before and behind one that holds a find. */
const BESIDE = 3;
/** Longer reasons hold what somebody wrote into a file. */
const LONGEST_REASON = 200;
/** Notes of a reader that something was not read. */
const ENDS: ReadonlySet<string> = new Set(['damaged', 'truncated', 'undecodable']);
const MASK = Buffer.from('…');

export interface FileRead {
  readonly path: string;
  readonly bytesAt: SeizedFile['bytesAt'];
  readonly wallet: WalletRead | null;
  /** Those that hold finds and those beside them, by their place in the order of the file. */
  readonly messages: ReadonlyMap<number, SeizedMessage>;
  readonly hits: readonly MessageHit[];
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

export interface MessageHit {
  readonly hit: RangeRead['hits'][number];
  readonly message: number;
  /** Its words stand in several messages. */
  readonly isOverMessages: boolean;
}

/** Throws where it cannot be opened. */
export function seizedOf({ path, shown }: ListedFile): SeizedFile {
  const whole = (at: string, most: number): Uint8Array | null => {
    const status = statSync(at, { throwIfNoEntry: false });
    return status?.isFile() === true && status.size <= most ? readFileSync(at) : null;
  };
  const source = sourceOfPath(path, shown);
  source.end();
  return {
    ...{ path: shown, size: source.size, head: source.head },
    bytes: async (most) => whole(path, most),
    pieces: () => createReadStream(path),
    async beside(name, most) {
      const other = pathBeside(path, shown, name);
      return other === null ? null : whole(other, most);
    },
  };
}

/** Null where it is neither. What is damaged is told, never thrown. */
export async function readFile(file: SeizedFile, scan: ScanBytes): Promise<FileRead | null> {
  const unread: { path: string; reason: string }[] = [];
  const guarded = async <Read>(what: string, read: () => Promise<Read>): Promise<Read | null> => {
    try {
      return await read();
    } catch (error) {
      if (error instanceof Fault && error.code === 'job.cancelled') throw error;
      unread.push({ path: file.path, reason: `${what}: ${reasonOf(error)}` });
      return null;
    }
  };
  const wallet = await guarded('wallet', async () => {
    const read = isWalletCandidate(file) ? await readWallet(file) : null;
    return read === null ? null : { ...read, wallet: await withoutSecrets(read.wallet, scan) };
  });
  const hits: MessageHit[] = [];
  const messages = new Map<number, SeizedMessage>();
  await guarded('messages', async () => {
    const read = await readMessages(file);
    if (read === null) return;
    const masks = new Map<number, { readonly from: number; readonly to: number }[]>();
    for await (const piece of messagePieces(read.messages))
      for (const hit of (await scan(piece.bytes)).hits) {
        const at = piece.messageAt(hit.start, hit.bytes);
        const of = at?.messages ?? [];
        if (at === null || of[0] === undefined) continue;
        const isOverMessages = at.detail === 'overMessages';
        hits.push({ hit, message: of[0], isOverMessages });
        if (!SECRET_KINDS.has(hit.kind)) continue;
        for (const one of of) {
          const span = isOverMessages ? { from: 0, to: Number.MAX_SAFE_INTEGER } : { from: at.at, to: at.at + hit.bytes };
          masks.set(one, [...(masks.get(one) ?? []), span]);
        }
      }
    for (const { code, count, detail } of read.notes())
      if (ENDS.has(code)) unread.push({ path: file.path, reason: `messages: ${code} (${count})${detail === '' ? '' : ` ${detail}`}` });
    if (hits.length === 0) return;
    const wanted = new Set(hits.flatMap(({ message }) => Array.from({ length: 2 * BESIDE + 1 }, (_, at) => message - BESIDE + at)));
    for (const masked of masks.keys()) wanted.add(masked);
    const again = await readMessages(file);
    let number = 0;
    for await (const message of again?.messages ?? []) {
      if (wanted.has(number)) messages.set(number, withoutNames({ ...message, text: maskedText(message.text, masks.get(number) ?? []) }));
      number++;
    }
  });
  if (wallet === null && hits.length === 0 && unread.length === 0) return null;
  return { path: file.path, bytesAt: file.bytesAt, wallet, messages, hits, unread };
}

/** Somebody may have given a chat the name that is none. */
const withoutNames = (message: SeizedMessage): SeizedMessage => ({
  ...message,
  chat: maskedPath(message.chat),
  sender: maskedPath(message.sender),
  participants: message.participants.map(maskedPath),
});

/** Spans are bytes of the text as UTF-8. */
function maskedText(text: string, spans: readonly { readonly from: number; readonly to: number }[]): string {
  let bytes = Buffer.from(text);
  for (const { from, to } of [...spans].sort((a, b) => b.from - a.from))
    bytes = Buffer.concat([bytes.subarray(0, from), MASK, bytes.subarray(Math.min(to, bytes.length))]);
  return bytes.toString('utf8');
}

function reasonOf(error: unknown): string {
  const text = error instanceof Fault ? `${error.parameters.reason ?? error.code}` : error instanceof Error ? error.message : 'unknown';
  return text.slice(0, LONGEST_REASON);
}
