// The fetch list: journalled, undoable, in canonical text, and no name of the case on what leaves the computer.
import { readFileSync } from 'node:fs';
import decodeQR from 'qr/decode.js';
import encodeQR from 'qr';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { caseDesk, type CaseDesk, DETAILS, faultOf } from '../../../tests/fixtures/caseDesk.ts';
import { fetchParts } from '../evidence/fetchSheet/fetchFile.ts';
import { grouped } from '../evidence/fetchSheet/fetchSheet.ts';
import { createEngine } from '../index.ts';

const TXID = '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b';
let desk: CaseDesk;
let engine: Awaited<ReturnType<typeof createEngine>>;
const ask: Awaited<ReturnType<typeof createEngine>>['router']['call'] = (name, input) => engine.router.call(name, input);

beforeAll(async () => {
  desk = await caseDesk();
  engine = await createEngine(desk.host);
  await ask('case.create', { folder: desk.grantPath(desk.at('list')), passphrase: 'a long passphrase', ...DETAILS } as never);
});
afterAll(async () => {
  await engine.dispose();
  desk.clear();
});

const item = (chain: string, kind: 'transaction' | 'address' | 'block', text: string, fromBlock: number | null = null) => ({
  ...{ chain, kind, item: text, fromBlock, why: 'parent of what Erika Muster seized' },
});

it('items stand in canonical text, once; adding and removing can be undone', async () => {
  const given = [
    item('bitcoin', 'transaction', ` ${TXID.toUpperCase()} `),
    item('bitcoin', 'transaction', TXID),
    item('ethereum', 'address', '0xdac17f958d2ee523a2206206994597c13d831ec7', 4_634_748),
    item('tron', 'address', '41a614f803b6fd780986a42c78ec9c7f77e6ded13c'),
    item('bitcoin', 'block', '170'),
  ];
  expect(await ask('fetch.add', { items: given })).toEqual({ added: 4 });
  expect(await ask('fetch.add', { items: given })).toEqual({ added: 0 });
  const { items, disclosed } = await ask('fetch.list', {});
  expect(items.map((one) => one.item)).toEqual([
    TXID,
    '0xdAC17F958D2ee523a2206206994597C13D831ec7',
    'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
    '170',
  ]);
  expect(items.every(({ arrived, gaps }) => !arrived && gaps.length === 0)).toBe(true);
  expect(
    disclosed.map(({ chainName, services, transactions, addresses, blocks }) => [chainName, services, transactions, addresses, blocks]),
  ).toEqual([
    ['bitcoin', ['esplora', 'bitcoin-rpc'], 1, 0, 1],
    ['Ethereum', ['evm-rpc', 'etherscan'], 0, 1, 0],
    ['TRON', ['tron-http', 'trongrid'], 0, 1, 0],
  ]);
  await ask('fetch.remove', { id: (items[1] as { id: number }).id });
  expect((await ask('fetch.list', {})).items).toHaveLength(3);
  await ask('journal.undo', {});
  expect((await ask('fetch.list', {})).items).toEqual(items);
  await ask('journal.undo', {});
  expect((await ask('fetch.list', {})).items).toEqual([]);
  await ask('journal.redo', {});
  expect((await ask('fetch.list', {})).items).toEqual(items);
});

it('what cannot be asked for is refused', async () => {
  const add = (one: ReturnType<typeof item>) => faultOf(() => ask('fetch.add', { items: [one] })).then(({ code }) => code);
  expect(await add(item('nowhere', 'transaction', TXID))).toBe('chain.unknown');
  expect(await add(item('ledger:some exchange', 'address', '123'))).toBe('chain.unknown');
  expect(await add(item('ethereum', 'address', '0xdac17f958d2ee523a2206206994597c13d831ec'))).toBe('chain.badAddress');
  expect(await add(item('bitcoin', 'address', '1BoatSLRHtKNngkdXEeobR76b53LETtpyU'))).toBe('chain.badAddress');
  expect(await add(item('bitcoin', 'transaction', TXID.slice(1)))).toBe('usage.badValue');
  expect(await faultOf(() => ask('fetch.remove', { id: 7 }))).toMatchObject({ code: 'fetch.itemUnknown' });
});

it('the file and the sheet name no case, no examiner and no reason', async () => {
  const saved = await ask('fetch.save', {
    out: desk.grantPath(desk.at('list.json')),
    sheet: desk.grantPath(desk.at('list.pdf')),
    locale: 'ja',
  });
  const text = readFileSync(desk.at('list.json'), 'utf8');
  const list = JSON.parse(text) as { format: string; list: string; items: { number: number; item: string }[] };
  expect(list.format).toBe('tracehold-fetch/1');
  expect(list.list).toBe(saved.list);
  expect(list.items.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  for (const secret of [...Object.values(DETAILS).filter((value) => value !== '' && value !== 'UTC'), 'seized', 'why'])
    expect(text).not.toContain(secret);
  expect(saved.sheet).toEqual({ name: 'list.pdf', pages: 2 });
  const pdf = readFileSync(desk.at('list.pdf'));
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.includes('Erika')).toBe(false);
  const { items } = await ask('fetch.list', {});
  expect(items.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  // A number stays its item's: what goes off the list leaves a gap, on the screen as in the file.
  await ask('fetch.remove', { id: 2 });
  expect((await ask('fetch.list', {})).items.map(({ id, item }) => [id, item])).toEqual(
    items.flatMap(({ id, item }) => (id === 2 ? [] : [[id, item]])),
  );
  await ask('fetch.add', { items: [item('bitcoin', 'block', '171')] });
  await ask('fetch.save', { out: desk.grantPath(desk.at('gap.json')) });
  const gap = JSON.parse(readFileSync(desk.at('gap.json'), 'utf8')) as typeof list;
  expect(gap.items.map(({ number, item: text }) => [number, text])).toEqual(
    (await ask('fetch.list', {})).items.map(({ id, item: text }) => [id, text]),
  );
  expect(gap.items.map(({ number }) => number)).toEqual([1, 3, 4, 5]);
  await ask('journal.undo', {});
  await ask('journal.undo', {});
  expect(await faultOf(() => ask('fetch.save', { out: desk.grantPath(desk.at('list.json')) }))).toMatchObject({ code: 'export.exists' });
  await ask('fetch.save', { out: desk.grantPath(desk.at('why.json')), reasons: true });
  expect(readFileSync(desk.at('why.json'), 'utf8')).toContain('seized');
});

it('each code gives back a list of its own items', () => {
  const items = Array.from({ length: 7 }, (_, i) => ({
    number: i + 1,
    chain: 'eip155:1',
    kind: 'transaction' as const,
    item: `0x${String(i).repeat(64)}`,
    fromBlock: null,
    toBlock: null,
    why: 'secret',
  }));
  const parts = fetchParts('ab'.repeat(16), items);
  const read = parts.map(({ text }) => {
    const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
    const size = modules.length * 4;
    const data = new Uint8Array(size * size * 3);
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++) data.fill(modules[y >> 2]?.[x >> 2] === true ? 0 : 255, (y * size + x) * 3, (y * size + x) * 3 + 3);
    return JSON.parse(decodeQR({ width: size, height: size, data })) as {
      part: number;
      parts: number;
      items: { number: number; item: string }[];
    };
  });
  expect(read.flatMap((part) => part.items.map(({ item: id }) => id))).toEqual(items.map(({ item: id }) => id));
  expect(read.map(({ part, parts: of }) => `${part}/${of}`)).toEqual(['1/2', '2/2']);
  expect(JSON.stringify(read)).not.toContain('secret');
  expect(grouped('0x1234567890').join('').replaceAll(' ', '')).toBe('0x1234567890');
});
