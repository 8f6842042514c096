// The report of a telephone's extraction scanned into a case: bytes, messages and the messages beside a find. What counts is the memory at its highest,
// which must not grow with the report.
import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine } from '../../main/engine/index.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { type PartResult, peakMegabytes, sequence, speedText, timing } from './figures.ts';
import type { Child } from './tracePart.ts';

const MOST_MEGABYTES = 600;
const WORDS = ['hello', 'tomorrow', 'train', 'rain', 'market', 'lunch', 'ok', 'bank', 'later', 'street'];
const WORDS_EACH = 40;
const MESSAGES_A_CHAT = 5000;
/** One message in so many holds an address. */
const FIND_EACH = 10_000;
/** The first block's. */
const ADDRESS = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';

interface Scanned {
  readonly ms: number;
  readonly messages: number;
  readonly peak: number;
}

export const reportChild = (name: string, path: string, second: string): unknown =>
  name === 'child:reportMake' ? makeReport(path, Number(second)) : scanReport(path, second);

function makeReport(path: string, megabytes: number): { readonly bytes: number } {
  const next = sequence(5);
  const value = (field: string, type: string, text: string): string =>
    `<field name="${field}" type="${type}"><value type="${type}"><![CDATA[${text}]]></value></field>`;
  const handle = openSync(path, 'w');
  let bytes = writeSync(
    handle,
    '<?xml version="1.0" encoding="utf-8"?>\n<project xmlns="http://pa.cellebrite.com/report/2.0"><decodedData><modelType type="Chat">\n',
  );
  for (let number = 0; bytes < megabytes * 1e6; number++) {
    const isFirst = number % MESSAGES_A_CHAT === 0;
    const words = Array.from({ length: WORDS_EACH }, () => WORDS[Math.floor(next() * WORDS.length)]).join(' ');
    const party = `<model type="Party"><field name="Name" type="String"><value type="String">P${number % 7}</value></field></model>`;
    bytes += writeSync(
      handle,
      [
        isFirst && number > 0 ? '</multiModelField></model>\n' : '',
        isFirst ? `<model type="Chat">${value('Source', 'String', 'Chat')}<multiModelField name="Messages" type="InstantMessage">` : '',
        `<model type="InstantMessage"><modelField name="From" type="Party">${party}</modelField>`,
        value('Body', 'String', number % FIND_EACH === 9 ? `${words} ${ADDRESS}` : words),
        `${value('TimeStamp', 'TimeStamp', '2024-01-02T10:00:00.000+09:00')}</model>`,
      ].join(''),
    );
  }
  bytes += writeSync(handle, '</multiModelField></model></modelType></decodedData></project>\n');
  closeSync(handle);
  return { bytes };
}

async function scanReport(path: string, folder: string): Promise<Scanned> {
  const { host, grantPath } = createNodeHost({
    environment: { ...process.env, TRACEHOLD_PROFILE: join(folder, 'profile'), TRACEHOLD_WORKERS: '2' },
  });
  const { router, dispose } = await createEngine(host);
  await router.call('case.create', {
    folder: grantPath(join(folder, 'case')),
    ...{ title: 'Bench', examiner: 'Bench', agency: 'Bench', reference: '1', passphrase: 'correct horse battery staple' },
  });
  const { id } = await router.call('exhibit.add', { number: 'K-1', description: 'telephone', paths: [grantPath(path)] });
  const start = performance.now();
  const { messages } = await router.call('device.scan', { exhibit: id, passphrase: 'what only two people know' });
  const ms = performance.now() - start;
  await dispose();
  return { ms, messages, peak: peakMegabytes() };
}

export function reportPart(folder: string, megabytes: number, child: Child): PartResult {
  const path = join(folder, 'report.xml');
  const { bytes } = child('child:reportMake', path, String(megabytes)) as ReturnType<typeof makeReport>;
  const { ms, messages, peak } = child('child:reportScan', path, folder) as Scanned;
  return {
    rows: [
      {
        what: `a UFDR report of ${Math.round(bytes / 1e6)} MB into an encrypted case, ${messages} messages kept`,
        ours: `${speedText(bytes, timing([ms]))}, peak ${peak} MB`,
        peer: 'none',
        ratio: '',
        target: `≤ ${MOST_MEGABYTES} MB`,
        met: peak <= MOST_MEGABYTES,
      },
    ],
    notes: [],
  };
}
