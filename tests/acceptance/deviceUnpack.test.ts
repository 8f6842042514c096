// Archives in the first look: entries with their paths, archives within archives, and hostile ones: bombs, loops, lying sizes, damage, encryption. What
// came before the damage is read, the rest is told, and nothing else is lost.
import { randomBytes } from 'node:crypto';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { Psbt } from 'bitcoinjs-lib';
import { zipSync } from 'fflate';
import PdfDocument from 'pdfkit';
import encodeQR from 'qr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { picturesOf } from '../fixtures/codePicture.ts';
import { type Desk, openDesk } from './desk.ts';

const ADDRESS = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const EVM = '0xd8dA6BF26964aF9D7eEd9e03E53415D37aA96045';
const TEXT = Buffer.from(`pay ${ADDRESS} now`);

describe('archives in the first look', () => {
  let desk: Desk;
  let number = 0;
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk.end());

  async function lookAt(name: string, bytes: Uint8Array) {
    const path = desk.write(`given${++number}/${name}`, bytes);
    const { traces, unread, ...counts } = await desk.call('device.triage', { paths: [desk.grant(path)] });
    return {
      places: traces.flatMap(({ value, places }) => places.map((place) => `${value} ${place.path} @${place.offset}`)),
      unread,
      ...counts,
    };
  }

  it('names the entry that a value stands in, also within other archives', async () => {
    const inner = zipSync({ 'chat/notes.txt': TEXT });
    const outer = zipSync({ 'phone/backup.zip': [inner, { level: 0 }], 'log.gz': gzipSync(TEXT), 'plain.txt': [TEXT, { level: 9 }] });
    const { places, unread, entries } = await lookAt('phone.zip', outer);
    expect(unread).toEqual([]);
    expect(entries).toBe(5);
    expect(places).toEqual([
      `${ADDRESS} phone.zip!phone/backup.zip!chat/notes.txt @4`,
      `${ADDRESS} phone.zip!log.gz! @4`,
      `${ADDRESS} phone.zip!plain.txt @4`,
    ]);
  });

  it('finds the bytes of a partly signed transaction in an entry and in space that no file holds', async () => {
    const made = new Psbt()
      .addInput({ hash: '11'.repeat(32), index: 0 })
      .addOutput({ script: Buffer.from(`0014${'22'.repeat(20)}`, 'hex'), value: 5000n });
    const bytes = Buffer.from(made.toBuffer());
    for (const [name, given, place] of [
      ['card.zip', zipSync({ 'to-sign.psbt': bytes }), 'card.zip!to-sign.psbt @0'],
      ['free.dd', Buffer.concat([Buffer.alloc(1_000, 0xff), bytes, Buffer.alloc(9_000, 7)]), 'free.dd @1000'],
    ] as const)
      expect(await lookAt(name, given), name).toMatchObject({ places: [`${made.toBase64()} ${place}`], unread: [] });
  });

  it('reads text in UTF-16 of scripts beyond Latin letters, with a mark at its beginning and without', async () => {
    // BIP39's Japanese vector of sixteen zero bytes.
    const phrase = [...Array(11).fill('あいこくしん'), 'あおぞら'].join('\u3000');
    const text = `メモ\n${phrase}\n送金先 ${ADDRESS}\nおわり\n`;
    const little = Buffer.from(text, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [
      little,
      big,
      Buffer.concat([Buffer.from([0xff, 0xfe]), little]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), big]),
    ]) {
      const path = desk.write(`given${++number}/memo.txt`, bytes);
      const { traces, unread } = await desk.call('device.triage', { paths: [desk.grant(path)] });
      expect(unread).toEqual([]);
      const found = traces.filter(({ kind }) => kind === 'phrase');
      expect(found.map(({ detail, places }) => [detail, places.map((place) => place.path)])).toEqual([[['ja'], ['memo.txt!text']]]);
    }
  }, 60_000);

  it('reads text in encodings of single countries', async () => {
    // Phrases of sixteen bytes (0 to 15 in Korean, 255 in traditional Chinese, else 0) as Python encodes them.
    const texts = [
      [
        'ja',
        'cp932',
        'g4GDgg0KgqCCooKxgq2CtYLxgUCCoIKigrGCrYK1gvGBQIKggqKCsYKtgrWC8YFAgqCCooKxgq2CtYLxgUCCoIKigrGCrYK1gvGBQIKggqKCsYKtgrWC8YFAgqCCooKxgq2CtYLxgUCCoIKigrGCrYK1gvGBQIKggqKCsYKtgrWC8YFAgqCCooKxgq2CtYLxgUCCoIKigrGCrYK1gvGBQIKggqiCvILnDQo=',
      ],
      ['zh-Hans', 'gb18030', '1vq8x7TKo7q1xCC1xCC1xCC1xCC1xCC1xCC1xCC1xCC1xCC1xCC1xCDU2g0K'],
      ['zh-Hant', 'big5', 'p1WwT7X8oUe3siC3siC3siC3siC3siC3siC3siC3siC3siC3siC3siDF3g0K'],
      ['ko', 'euc-kr', 'sKGw3SCwxsGkIL3Jus64pyCwxsGkILqwtbUgsKW79iCx4rn9ILHiv+4gsOa3wiC76rHmILnMvPogseKz5A0K'],
      [
        'es',
        'cp1252',
        'bm90YTogbW9udGHxYSwgYfFvLCBjYW1p824NCjEuIOFiYWNvDQoyLiDhYmFjbw0KMy4g4WJhY28NCjQuIOFiYWNvDQo1LiDhYmFjbw0KNi4g4WJhY28NCjcuIOFiYWNvDQo4LiDhYmFjbw0KOS4g4WJhY28NCjEwLiDhYmFjbw0KMTEuIOFiYWNvDQoxMi4gYWJpZXJ0bw0K',
      ],
    ] as const;
    const folder = `given${++number}`;
    const paths = texts.map(([, encoding, base64]) => desk.write(`${folder}/${encoding}.txt`, Buffer.from(base64, 'base64')));
    const { traces, unread } = await desk.call('device.triage', { paths: paths.map((path) => desk.grant(path)) });
    expect(unread).toEqual([]);
    const found = traces.map(({ kind, detail, places }) => [kind, ...detail, ...places.map((place) => place.path)].join(' '));
    expect(found.sort()).toEqual(texts.map(([language, encoding]) => `phrase ${language} ${encoding}.txt!text`).sort());
  }, 60_000);

  it('finds what lies across the borders of unpacked pieces', async () => {
    const at = (8 << 20) - 20;
    const large = Buffer.alloc((9 << 20) + 100, 0x20);
    TEXT.copy(large, at);
    TEXT.copy(large, large.length - TEXT.length);
    const { places, unpacked } = await lookAt('large.gz', gzipSync(large));
    expect(places).toEqual([`${ADDRESS} large.gz! @${at + 4}`, `${ADDRESS} large.gz! @${large.length - TEXT.length + 4}`]);
    expect(unpacked).toBe(large.length);
  });

  it('stops at a bomb, at too deep a nest, and reads what stands beside them', async () => {
    const bomb = deflateRawSync(Buffer.alloc(90 << 20));
    const { places, unread, unpacked } = await lookAt(
      'bomb.zip',
      zipOf([
        { name: 'bomb', packed: bomb, size: 1000, method: 8 },
        { name: 'after.txt', packed: TEXT, size: TEXT.length, method: 0 },
      ]),
    );
    expect(places.at(-1)).toBe(`${ADDRESS} bomb.zip!after.txt @4`);
    expect(unread.map(({ path }) => path)).toEqual(['bomb.zip!bomb']);
    expect(unpacked).toBeLessThan(91 << 20);
    const gzipBomb = await lookAt('bomb.gz', gzipSync(Buffer.alloc(90 << 20)));
    expect(gzipBomb.unread).toEqual([{ path: 'bomb.gz', reason: 'unpack: more than 400 to 1' }]);
    let nest: Uint8Array = zipSync({ 'deep.txt': [TEXT, { level: 9 }] });
    for (let depth = 0; depth < 40; depth++) nest = zipSync({ 'inner.zip': [nest, { level: 9 }] });
    const deep = await lookAt('nest.zip', nest);
    expect(deep.entries).toBe(3);
    expect(deep.places).toEqual([]);
  });

  it('reads what comes before the damage and says where it is', async () => {
    const whole = gzipSync(Buffer.concat([TEXT, Buffer.from(randomBytes(200_000).toString('base64'))]));
    const cut = await lookAt('cut.gz', whole.subarray(0, 100_000));
    expect(cut.places).toEqual([`${ADDRESS} cut.gz! @4`]);
    expect(cut.unread).toEqual([{ path: 'cut.gz', reason: 'unpack: unexpected end of file' }]);
    const zip = Buffer.from(zipSync({ 'a.txt': [TEXT, { level: 9 }], 'b.txt': [TEXT, { level: 9 }] }));
    zip[45] = (zip[45] as number) ^ 0xff;
    const damaged = await lookAt('damaged.zip', zip);
    expect(damaged.places).toContain(`${ADDRESS} damaged.zip!b.txt @4`);
    expect(damaged.unread.map(({ path }) => path)).toEqual(['damaged.zip!a.txt']);
    const headless = await lookAt('headless.zip', Buffer.concat([Buffer.from('PK\x03\x04'), TEXT]));
    expect(headless.places).toEqual([`${ADDRESS} headless.zip @8`]);
    expect(headless.unread.map(({ path }) => path)).toEqual(['headless.zip']);
  });

  it('reads every QR code of a picture, with its corners, in archives too', async () => {
    const [first, second] = [`bitcoin:${ADDRESS}?amount=0.1`, `ethereum:${EVM}@1`];
    const picture = picturesOf(700, 500, [
      { text: first, left: 40, top: 60, scale: 5 },
      { text: second, left: 400, top: 230, scale: 6 },
    ]);
    const { places, unread, entries } = await lookAt('photo.png', picture);
    const [other = '', one = ''] = places;
    expect(unread).toEqual([]);
    expect(entries).toBe(0);
    expect(one).toMatch(new RegExp(`^${ADDRESS} photo\\.png!qr (?:\\d+,\\d+ ?){4} @8$`));
    expect(other).toMatch(new RegExp(`^${EVM} photo\\.png!qr (?:\\d+,\\d+ ?){4} @9$`));
    const [left, top] = (/qr (\d+),(\d+)/.exec(one) ?? []).slice(1).map(Number) as [number, number];
    expect([Math.abs(left - 45) < 6, Math.abs(top - 65) < 6]).toEqual([true, true]);
    const inZip = await lookAt('album.zip', zipSync({ 'DCIM/photo.png': Buffer.from(picture) }));
    expect(inZip.places[1]).toContain(`${ADDRESS} album.zip!DCIM/photo.png!qr `);
    const cut = await lookAt('cut.png', picture.subarray(0, 300));
    expect(cut.places).toEqual([]);
    expect(cut.unread).toMatchObject([{ path: 'cut.png!qr' }]);
    const huge = Buffer.from(picture);
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    expect((await lookAt('huge.png', huge)).unread).toEqual([
      { path: 'huge.png!qr', reason: 'unpack: a picture of more than 40 million pixels' },
    ]);
  });

  it('reads QR codes of pages without text, as a scanner makes them', async () => {
    const pdf = new PdfDocument({ size: 'A4' });
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    const ended = new Promise((resolve) => pdf.on('end', resolve));
    pdf.text('a letter');
    // Three centimetres wide, a little turned.
    pdf
      .addPage()
      .rotate(7)
      .image(Buffer.from(picturesOf(400, 400, [{ text: `bitcoin:${ADDRESS}`, left: 20, top: 20, scale: 10 }])), 200, 100, { width: 85 });
    for (let blank = 0; blank < 4; blank++) pdf.addPage();
    // Drawn without any picture.
    pdf.addPage();
    for (const [y, row] of encodeQR(EVM, 'raw').entries())
      for (const [x, isDark] of row.entries()) if (isDark) pdf.rect(300 + x * 4, 400 + y * 4, 4, 4).fill();
    pdf.end();
    await ended;
    const bytes = Buffer.concat(parts);
    const { places, unread, entries } = await lookAt('paper.pdf', bytes);
    expect({ unread, entries }).toEqual({ unread: [], entries: 0 });
    expect(places.map((place) => place.replace(/(?: \d+,\d+){4}/, ''))).toEqual([
      `${EVM} paper.pdf!page 7!qr @0`,
      `${ADDRESS} paper.pdf!page 2!qr @8`,
    ]);
  });

  it('names the folder of a wallet that files lie in, and counts another look at them as no entry', async () => {
    const page = Buffer.from(`<html><b>${ADDRESS.slice(0, 5)}</b>${ADDRESS.slice(5)}`);
    const archive = zipSync({ 'data/data/io.metamask/files/page.htm': page, 'data/data/io.metamask/files/empty': Buffer.alloc(0) });
    const { traces, entries, unpacked } = await desk.call('device.triage', {
      paths: [desk.grant(desk.write(`given${++number}/full.zip`, archive))],
    });
    expect([entries, unpacked]).toEqual([2, page.length]);
    expect(traces).toMatchObject([
      { kind: 'address', value: ADDRESS, places: [{ path: 'full.zip!data/data/io.metamask/files/page.htm!text', offset: 1 }] },
      {
        kind: 'wallet',
        value: 'full.zip!data/data/io.metamask',
        checks: ['path'],
        detail: ['MetaMask', 'android'],
        isSecret: false,
        count: 1,
      },
    ]);
  });

  it('reads the text of a PDF, and tells one that cannot be read', async () => {
    const pdf = new PdfDocument();
    const parts: Buffer[] = [];
    pdf.on('data', (part: Buffer) => parts.push(part));
    const ended = new Promise((resolve) => pdf.on('end', resolve));
    pdf.text(`send it to ${ADDRESS} please`);
    pdf.text(`or to ${ADDRESS.slice(0, 12)}`);
    pdf.text(ADDRESS.slice(12));
    pdf.end();
    await ended;
    const bytes = Buffer.concat(parts);
    const { places, unread } = await lookAt('letter.pdf', bytes);
    expect(places).toEqual([`${ADDRESS} letter.pdf!text @15`, `${ADDRESS} letter.pdf!text @64`]);
    expect(unread).toEqual([]);
    const lost = await lookAt('lost.pdf', bytes.subarray(0, 200));
    expect(lost.unread).toMatchObject([{ path: 'lost.pdf!text', reason: 'unpack: document.unreadable' }]);
  });

  it('reads entries whatever their names are', async () => {
    const names = ['../../x', '/etc/y', 'a\\b', 'folder/'];
    const { places, unread } = await lookAt(
      'names.zip',
      zipOf(names.map((name) => ({ name, packed: deflateRawSync(TEXT), size: TEXT.length, method: 8 }))),
    );
    expect(places.map((place) => place.split(' ')[1])).toHaveLength(names.length);
    for (const name of names) expect(places).toContain(`${ADDRESS} names.zip!${name} @4`);
    // What zipOf states of checksums of packed entries is none.
    expect(unread.every(({ reason }) => reason.includes('checksum'))).toBe(true);
  });

  it('tells encrypted entries and does not open them', async () => {
    const { unread, places } = await lookAt(
      'locked.zip',
      zipOf([{ name: 'secret.txt', packed: TEXT, size: TEXT.length - 12, method: 0, flags: 1 }]),
    );
    expect(unread).toEqual([{ path: 'locked.zip!secret.txt', reason: 'encrypted' }]);
    expect(places).toEqual([`${ADDRESS} locked.zip @${30 + 'secret.txt'.length + 4}`]);
  });
});

interface MadeEntry {
  readonly name: string;
  readonly packed: Uint8Array;
  /** As the archive states it. */
  readonly size: number;
  readonly method: number;
  readonly flags?: number;
}

/** A ZIP that states whatever it is told to. */
function zipOf(entries: readonly MadeEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, packed, size, method, flags = 0 } of entries) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(method === 0 ? crc32(packed) : 0, 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(size, 18);
    fields.writeUInt16LE(name.length, 22);
    const head = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name)]);
    parts.push(head, Buffer.from(packed));
    const row = Buffer.alloc(46);
    row.write('PK\x01\x02', 0, 'latin1');
    row.writeUInt16LE(20, 4);
    fields.copy(row, 6, 0, 24);
    row.writeUInt32LE(offset, 42);
    directory.push(Buffer.concat([row, Buffer.from(name)]));
    offset += head.length + packed.length;
  }
  const rows = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(rows.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, rows, end]);
}
