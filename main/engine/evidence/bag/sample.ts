// A small fixed bag for tests: shapes only, no valid chain data. Nothing outside tests imports it.
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { type ReportLocale, reportWords } from '../report/words.ts';
import { readFileSync } from 'node:fs';
import { headersFile, type HeaderSegment, journalLines, jsonFile, limitsFile, proofFile, runsFile } from './payload.ts';
import { transfersCsv, type TransferLine } from './transfers.ts';
import type { BagParts } from './write.ts';

/** RFC 8032 §7.1, test 1: secret key. */
const SECRET = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';

export function sampleKey(): { readonly privateKey: KeyObject; readonly publicKey: Uint8Array } {
  const privateKey = createPrivateKey({
    key: Buffer.from(`302e020100300506032b657004220420${SECRET}`, 'hex'),
    format: 'der',
    type: 'pkcs8',
  });
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, publicKey: new Uint8Array(spki.subarray(spki.length - 32)) };
}

export function wordsOf(locale: ReportLocale): ReturnType<typeof reportWords> {
  const file = new URL(`../../../../resources/locales/${locale}/report.json`, import.meta.url);
  return reportWords(locale, JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>);
}

export const SAMPLE_ROW: TransferLine = {
  run: 1,
  policy: 'fifo',
  hop: 0,
  txid: 'ab'.repeat(32),
  height: 7,
  blockTimestamp: 1_296_688_602,
  position: 0,
  outputIndex: 1,
  address: 'mk',
  valueSat: 5_000_000_000n,
  amountSat: 1n,
  state: 'unspent',
  spentBy: null,
  labels: ['=cmd', 'b,"c"'],
};

export function sampleParts(locale: ReportLocale = 'en'): BagParts {
  const { privateKey, publicKey } = sampleKey();
  const segment: HeaderSegment = {
    chain: 'bip122:x',
    from: 0,
    anchor: { kind: 'genesis', hash: '00'.repeat(32) },
    tip: { hash: '11'.repeat(32) },
    work: 4n,
    bytes: new Uint8Array(160),
  };
  const proof = proofFile({
    chain: 'bip122:x',
    blockHash: 'cd'.repeat(32),
    height: 1,
    header: '00'.repeat(80),
    transactionCount: 1,
    transactions: [],
  });
  const payload = new Map<string, Uint8Array>([
    ['data/report.pdf', new TextEncoder().encode('%PDF-')],
    ['data/case.json', jsonFile({ format: 'tracehold-case/1', title: '特殊詐欺事件' })],
    ['data/runs.json', runsFile([])],
    ['data/transfers.csv', transfersCsv([SAMPLE_ROW], new Map([[1, ['fifo']]]))],
    [
      'data/limits.json',
      limitsFile({ values: [], unanchored: [], notCovered: [], withheldPayloads: 0, cheapChains: [], rejectedMerges: [], notes: [] }),
    ],
    [
      'data/journal.jsonl',
      journalLines([
        {
          header: {
            sequence: 1,
            previous: '0'.repeat(64),
            kind: 'act',
            name: 'case.created',
            examiner: 'a',
            time: '2024-01-01T00:00:00.000Z',
            commitment: '1'.repeat(64),
          },
          withheld: true,
        },
      ]),
    ],
    ...headersFile([segment]),
    [proof.name, proof.bytes],
  ]);
  return {
    payload,
    info: {
      agency: '警視庁',
      examiner: '黒田\r\nPayload-Oxum: 0.0',
      reference: 'HK-1',
      title: '特殊詐欺事件 <script>',
      softwareAgent: 'Tracehold 0.1.0',
      programVersion: '0.1.0',
      training: true,
    },
    checkpoint: { size: 1, headHash: '22'.repeat(32), time: '2024-01-01T00:00:00.000Z', code: '1-ABCD-EFGH-JKLM' },
    publicKey,
    sign: (bytes) => new Uint8Array(sign(null, bytes, privateKey)),
    words: wordsOf(locale),
  };
}
