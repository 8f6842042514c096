// canvas.identify: pasted text, piece by piece, as what it may be. Secrets come back masked, and so does a number that is the private key
// of an address of the case.
import { keccak_256 } from '@noble/hashes/sha3.js';
import { SigningKey } from 'ethers/crypto';
import type { CallOutput } from '../../../../shared/contract/index.ts';
import { fromHex } from '../../../../shared/model/bytes.ts';
import type { CaseSession } from '../../casefile/index.ts';
import { bitcoinNetwork, hash160, isLedger } from '../../chains/index.ts';
import { breathe, type Step, throwIfCancelled, type Work } from '../../kernel/index.ts';
import { accountViewOf, canonicalAccount, viewOf } from '../../trace/index.ts';
import { type PastedLine, readPasted } from './pasted.ts';
import { type Held, ledgerReadings, type Reading, readingsOf, secretReading, UNKNOWN } from './readings.ts';
import { MASK } from './secrets.ts';

type Answer = CallOutput<'canvas.identify'>;

/** Pieces that are looked up; the rest is counted. */
const MOST_PIECES = 400;
const PIECES_AT_ONCE = 20;

export async function heldIn(session: CaseSession, work: Work<Step>): Promise<Held> {
  const coins = session
    .current()
    .chain.chains()
    .flatMap((chain) => bitcoinNetwork(chain) ?? []);
  return { accounts: await accountViewOf(session, work), coins: coins.map((network) => viewOf(session, network)) };
}

export async function answerIdentify(session: CaseSession, text: string, work: Work<Step>): Promise<Answer> {
  return identify(await heldIn(session, work), text, work);
}

export async function identify(held: Held, text: string, work: Work<Step>): Promise<Answer> {
  const lines: Answer['lines'] = [];
  const seen = new Set<string>();
  let [tried, more] = [0, 0];
  const pasted = readPasted(text);
  for (const line of pasted) {
    const fresh = line.pieces.filter((piece) => piece.secret !== null || !seen.has(piece.text));
    for (const piece of fresh) seen.add(piece.text);
    const room = fresh.slice(0, Math.max(0, MOST_PIECES - tried));
    more += fresh.length - room.length;
    for (let from = 0; from < room.length; from += PIECES_AT_ONCE) {
      const pieces = room.slice(from, from + PIECES_AT_ONCE);
      if (tried > 0) {
        work.report({ phase: 'identify', done: tried, total: null, unit: 'steps' });
        await breathe();
        throwIfCancelled(work);
      }
      tried += pieces.length;
      lines.push(...readLine(held, { whole: room.length > PIECES_AT_ONCE ? null : line.whole, pieces }));
    }
  }
  return { lines, more };
}

function readLine(held: Held, { whole, pieces }: PastedLine): Answer['lines'] {
  // An account number with blanks in it is one thing, though its parts may look like others.
  const ofLedger = whole === null ? [] : ledgerReadings(held, whole);
  if (ofLedger.length > 0)
    return [{ text: whole as string, readings: [...ofLedger, ...(pieces.length === 1 ? readingsOf(held, whole as string, true) : [])] }];
  const found: Answer['lines'] = [];
  for (const { text, secret, isLine } of pieces) {
    if (secret !== null) {
      found.push({ text: MASK, readings: [secretReading(secret.checksum)] });
      continue;
    }
    const [named, readings] = readPiece(held, text, isLine);
    if (isKeyOfCase(held, named, readings)) found.push({ text: MASK, readings: [secretReading(null)] });
    else if (readings.length > 0) found.push({ text: named, readings });
  }
  // Words beside what was recognised are no ids; a line of nothing else is told whole.
  return found.length > 0 || whole === null ? found : [{ text: whole, readings: [UNKNOWN] }];
}

/** Also an id inside of a link or behind a scheme: the first part that is something. */
function readPiece(held: Held, text: string, isLine: boolean): readonly [text: string, readings: Reading[]] {
  const own = [...readingsOf(held, text, isLine), ...(isLine ? [] : ledgerReadings(held, text))];
  if (own.length > 0 || !/[:/=]/.test(text)) return [text, own];
  for (const part of text.split(/[/?=&:]+/)) {
    if (part.length < 20) continue;
    const readings = readingsOf(held, part, false);
    if (readings.length > 0) return [part, readings];
  }
  return [text, []];
}

/**
 * Whether 64 digits that no transaction of the case has are the private key behind one of its addresses. Anything else that long may be
 * either, and looks like a transaction's id.
 */
function isKeyOfCase({ coins, accounts }: Held, text: string, readings: readonly Reading[]): boolean {
  if (!/^(0x)?[0-9a-fA-F]{64}$/.test(text) || readings.some((one) => one.held)) return false;
  let key: string;
  try {
    key = SigningKey.computePublicKey(`0x${text.replace(/^0x/, '')}`, false);
  } catch {
    // 0, or not below the order of the curve.
    return false;
  }
  const whole = fromHex(key.slice(2));
  // SEC 1: the first half of the point, with its sign before it.
  const short = Uint8Array.of((whole[64] as number) % 2 === 0 ? 2 : 3, ...whole.subarray(1, 33));
  const scripts = [whole, short].flatMap((one) => {
    const hash = hash160(one);
    const witness = Uint8Array.of(0, 20, ...hash);
    return [
      Uint8Array.of(0x76, 0xa9, 0x14, ...hash, 0x88, 0xac),
      ...(one === short ? [witness, Uint8Array.of(0xa9, 0x14, ...hash160(witness), 0x87)] : []),
      Uint8Array.of(one.length, ...one, 0xac),
    ];
  });
  if (coins.some((view) => scripts.some((script) => view.scripts.find(script) !== 0))) return true;
  const account = `0x${Buffer.from(keccak_256(whole.subarray(1)))
    .subarray(12)
    .toString('hex')}`;
  const { names } = accounts;
  return names.chains.some((chain) => {
    const address = isLedger(chain) ? null : canonicalAccount(chain, account);
    return address !== null && names.account(chain, address) !== 0;
  });
}
