// Writes a bag as SPEC.md describes it, for tests only: from parts that a test may change before sealing, so that every figure and hash
// after the change is recomputed and only the verifier's own recomputation can object. Shares no code with the verifier.
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import canonicalize from 'canonicalize';
import { addressOfScript, branchOf, type MadeBlock, REGTEST } from './chainMaker.ts';

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');
const sha512 = (bytes: Uint8Array | string): string => createHash('sha512').update(bytes).digest('hex');
export const canonical = (value: unknown): string => canonicalize(value) as string;

// biome-ignore lint/suspicious/noExplicitAny: tests bend these documents in every direction.
export type Loose = any;

export interface BagParts {
  readonly training: boolean;
  readonly case: Loose;
  readonly runs: Loose;
  readonly limits: Loose;
  readonly headers: Loose;
  readonly headerFiles: Record<string, Buffer>;
  readonly proofs: Record<string, Loose>;
  journal: { header: Loose; payload: Loose; salt: string; withheld?: boolean }[];
  csv: string[][];
}

/** An Ed25519 key from 32 repeated bytes: tests need the same key each time. */
export function testKey(byte: number): { readonly privateKey: KeyObject; readonly publicKey: string; readonly fingerprint: string } {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, byte)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const raw = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  return { privateKey, publicKey: raw.toString('hex'), fingerprint: sha256(raw) };
}

export function chainJournal(
  events: readonly { kind: string; name: string; time: string; payload: Loose; withheld?: boolean }[],
): BagParts['journal'] {
  let previous = '0'.repeat(64);
  return events.map((event, index) => {
    const salt = sha256(`salt ${index}`);
    const commitment = createHash('sha256').update(Buffer.from(salt, 'hex')).update(canonical(event.payload)).digest('hex');
    const header = {
      sequence: index + 1,
      previous,
      kind: event.kind,
      name: event.name,
      examiner: 'examiner one',
      time: event.time,
      commitment,
    };
    previous = sha256(canonical(header));
    return { header, payload: event.payload, salt, withheld: event.withheld ?? false };
  });
}

export const CSV_HEADER =
  'run,policy,hop,txid,height,block_timestamp_utc,position,outpoint,address,value_sat,amount_sat,state,spent_by,labels'.split(',');

export interface SealOptions {
  readonly key?: ReturnType<typeof testKey>;
  /** Bends the payload files after they are written and before they are hashed. */
  readonly beforeHashing?: (files: Map<string, Buffer>) => void;
  readonly signature?: (document: Loose) => void;
  /** Leaves resultDigest as it stands. */
  readonly keepDigests?: boolean;
}

export function sealBag(parts: BagParts, options: SealOptions = {}): Map<string, Buffer> {
  const key = options.key ?? testKey(7);
  const files = new Map<string, Buffer>();
  const json = (name: string, value: unknown): void => void files.set(`data/${name}`, Buffer.from(canonical(value)));
  if (options.keepDigests !== true)
    for (const run of parts.runs.runs) if (run.exported) run.resultDigest = sha256(canonical(run.result.policies));
  files.set('data/report.pdf', Buffer.from('%PDF-1.7 not really\n'));
  json('case.json', parts.case);
  json('runs.json', parts.runs);
  json('limits.json', parts.limits);
  json('headers.json', parts.headers);
  for (const [name, bytes] of Object.entries(parts.headerFiles)) files.set(`data/${name}`, bytes);
  for (const [hash, proof] of Object.entries(parts.proofs)) json(`proofs/${hash}.json`, proof);
  const lines = parts.journal.map(({ header, payload, salt, withheld }) =>
    canonical(withheld ? { header, withheld: true } : { header, payload, salt }),
  );
  files.set('data/journal.jsonl', Buffer.from(lines.map((line) => `${line}\n`).join('')));
  files.set('data/transfers.csv', Buffer.from([CSV_HEADER, ...parts.csv].map((row) => `${row.map(csvField).join(',')}\r\n`).join('')));
  options.beforeHashing?.(files);
  const payload = [...files.keys()].filter((name) => name.startsWith('data/')).sort();
  const size = payload.reduce((sum, name) => sum + (files.get(name) as Buffer).length, 0);
  const head = parts.journal.at(-1)?.header ?? { sequence: 0, time: '' };
  files.set('bagit.txt', Buffer.from('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'));
  files.set('START-HERE.html', Buffer.from('<!doctype html><title>Start here</title>\n'));
  files.set(
    'bag-info.txt',
    Buffer.from(
      `Source-Organization: Unit\nContact-Name: 調查員\nExternal-Identifier: case-1\nExternal-Description: a test\nBagging-Date: ${String(head.time).slice(0, 10)}\n` +
        `Bag-Software-Agent: Tracehold 0.1.0\nPayload-Oxum: ${size}.${payload.length}\nTracehold-Training: ${parts.training ? 'yes' : 'no'}\n`,
    ),
  );
  const manifest = (names: readonly string[], digest: (bytes: Buffer) => string): Buffer =>
    Buffer.from(names.map((name) => `${digest(files.get(name) as Buffer)}  ${name}\n`).join(''));
  files.set('manifest-sha256.txt', manifest(payload, sha256));
  files.set('manifest-sha512.txt', manifest(payload, sha512));
  const tags = ['START-HERE.html', 'bag-info.txt', 'bagit.txt', 'manifest-sha256.txt', 'manifest-sha512.txt'];
  files.set('tagmanifest-sha256.txt', manifest(tags, sha256));
  files.set('tagmanifest-sha512.txt', manifest(tags, sha512));
  const document = {
    format: 'tracehold-bag/1',
    algorithm: 'Ed25519',
    publicKey: key.publicKey,
    programVersion: '0.1.0',
    checkpoint: { size: parts.journal.length, headHash: sha256(canonical(head)), time: head.time, code: 'AB12-CD34' },
    tagmanifestSha256: sha256(files.get('tagmanifest-sha256.txt') as Buffer),
    tagmanifestSha512: sha512(files.get('tagmanifest-sha512.txt') as Buffer),
    training: parts.training,
  };
  options.signature?.(document);
  const signed = Buffer.from(canonical(document));
  files.set('signature.json', signed);
  files.set('signature.txt', Buffer.from(`${sign(null, signed, key.privateKey).toString('hex')}\n`));
  return files;
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Where each transaction of a made chain stands, for rows and holdings. */
export function locate(blocks: readonly MadeBlock[]) {
  const places = new Map(
    blocks.flatMap((block) =>
      block.transactions.map((transaction, position) => [transaction.txid, { block, position, transaction }] as const),
    ),
  );
  return (outpoint: string) => {
    const place = places.get(outpoint.slice(0, 64));
    const output = place?.transaction.outputs[Number(outpoint.slice(65))];
    if (place === undefined || output === undefined) throw new Error(`no output ${outpoint}`);
    return { ...place, output, address: addressOfScript(output.script) };
  };
}

export function proofsOf(blocks: readonly MadeBlock[], txids: ReadonlySet<string>): Record<string, Loose> {
  const proofs: Record<string, Loose> = {};
  for (const block of blocks) {
    const transactions = block.transactions
      .map((transaction, position) => ({
        txid: transaction.txid,
        position,
        raw: transaction.raw.toString('hex'),
        branch: branchOf(block, position),
      }))
      .filter((one) => txids.has(one.txid));
    if (transactions.length === 0) continue;
    proofs[block.hash] = {
      format: 'tracehold-proof/1',
      chain: REGTEST,
      blockHash: block.hash,
      height: block.height,
      header: block.header.toString('hex'),
      transactionCount: block.transactions.length,
      transactions,
    };
  }
  return proofs;
}

export function headersOf(blocks: readonly MadeBlock[]): { headers: Loose; headerFiles: Record<string, Buffer> } {
  const tip = blocks.at(-1) as MadeBlock;
  const first = blocks[0] as MadeBlock;
  return {
    headers: {
      format: 'tracehold-headers/1',
      segments: [
        {
          chain: REGTEST,
          file: 'headers/0.bin',
          from: first.height,
          count: blocks.length,
          anchor: { kind: 'genesis', height: first.height, hash: first.hash },
          tip: { height: tip.height, hash: tip.hash },
          work: String(2 * blocks.length),
        },
      ],
    },
    headerFiles: { 'headers/0.bin': Buffer.concat(blocks.map((block) => block.header)) },
  };
}

/** A zip as [B1] says: stored, sorted, fixed dates. */
export function storedZip(files: ReadonlyMap<string, Uint8Array>, crc: (bytes: Uint8Array) => number): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  const names = [...files.keys()].sort();
  for (const name of names) {
    const bytes = files.get(name) as Uint8Array;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const entry = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, tail, Buffer.from(name)]));
    local.push(entry);
    at += entry.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(names.length, 4);
  end.writeUInt16LE(names.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end]);
}
