// Requests over practice case two: what a sheet states is what the case records, states and answers are kept and taken back, and what issuers could
// freeze is the sum of the movements held.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestView } from '../../shared/contract/requests.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

let desk: Desk;
let deposit = '';
let aggregator = '';

const list = async (): Promise<RequestView[]> => (await desk.call('requests.list', {})).requests;
const at = (...names: string[]) => join(desk.folder, ...names);
const DIRECTORY =
  'name,email,address,note\nHarbour Exchange,le@harbour.example,"1 Quay, ""West""",=1+1\n県警サイバー課,cyber@police.example,,\n';

beforeAll(async () => {
  desk = await openDesk();
  const out = at('ring');
  await desk.call('learn.practice', { story: 'ring', out: desk.grant(out), title: 'Ring', examiner: 'E. Examiner', agency: 'Cyber Unit' });
  const truth = JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8')) as { wallets: { depositAddress: string; aggregator: string } };
  ({ depositAddress: deposit, aggregator } = truth.wallets);
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('a request', () => {
  it('[Q1] states what the case records at the address, with whole ids, exact amounts and how each is proven', async () => {
    const made = await desk.call('requests.new', {
      ...{
        kind: 'customerData',
        addresses: [{ text: deposit }],
        recipient: ' harbour  EXCHANGE',
        sender: '県警サイバー課',
        answerBy: '2026-12-01',
      },
      directory: desk.grant(desk.write('directory.csv', `\ufeff${DIRECTORY}`)),
      template: desk.grant(desk.write('basis.txt', 'Section 1 <Act>, case {{reference}}, to {{recipient}}.\n')),
    });
    const [view] = await list();
    expect(view).toMatchObject({ request: made.request, kind: 'customerData', state: 'prepared', steps: [], answerBy: '2026-12-01' });
    expect(view?.contact).toEqual([
      { name: 'email', value: 'le@harbour.example' },
      { name: 'address', value: '1 Quay, "West"' },
      { name: 'note', value: '=1+1' },
    ]);
    expect(view?.legalBasis?.text).toMatch(/^Section 1 <Act>, case .*, to {2}?harbour {2}EXCHANGE\.$/);
    const subject = view?.subjects.find(({ address }) => address === deposit);
    const { found } = await desk.call('account.find', { text: deposit });
    const account = found.find((one) => one.kind === 'account');
    if (account?.kind !== 'account') throw new Error('the deposit address is an account');
    const plain = account.history.filter(({ moves, kind }) => moves && kind !== 'fee');
    expect(subject?.transfers.map(({ id }) => id).sort()).toEqual(plain.map(({ transaction, path }) => `${transaction}#${path}`).sort());
    for (const { id, amounts, timeSeconds, grade } of subject?.transfers ?? []) {
      const own = plain.find(({ transaction, path }) => `${transaction}#${path}` === id);
      expect([amounts[0]?.amount, timeSeconds]).toEqual([own?.amount, own?.timeSeconds]);
      expect(grade).toMatch(/^[PAQSM]$/);
    }
  });

  it.each(['en', 'ja', 'zh-Hans', 'zh-Hant'] as const)(
    '[Q2] is printed in %s, the same bytes each time, hostile words as text',
    async (locale) => {
      const [view] = await list();
      const request = view?.request ?? 0;
      const saved = await desk.call('requests.saveSheet', { request, format: 'html', locale, out: desk.grant(at(`${locale}.html`)) });
      const html = readFileSync(at(`${locale}.html`), 'utf8');
      expect(html).toContain('Section 1 &lt;Act&gt;');
      expect(html).not.toContain('<script');
      for (const { transaction } of view?.subjects[0]?.transfers ?? []) expect(html).toContain(`${transaction} #`);
      const pdf = await desk.call('requests.saveSheet', { request, format: 'pdf', locale, out: desk.grant(at(`${locale}.pdf`)) });
      const again = await desk.call('requests.saveSheet', { request, format: 'pdf', locale, out: desk.grant(at(`${locale}-2.pdf`)) });
      expect([pdf.sha256, saved.sha256]).toEqual([again.sha256, createHash('sha256').update(html).digest('hex')]);
      expect(pdf.pages).toBeGreaterThan(0);
      let text = '';
      try {
        text = execFileSync('pdftotext', ['-layout', at(`${locale}.pdf`), '-'], { encoding: 'utf8' });
      } catch {
        return;
      }
      expect(text.replace(/\s+/g, '')).toContain(deposit);
      expect(text).toContain('le@harbour.example');
    },
  );

  it('is found by whom it went to and what it asks about', async () => {
    const [view] = await list();
    for (const text of ['harbour  Exchange', deposit.toLowerCase()]) {
      const { hits } = await desk.call('canvas.search', { text });
      expect(hits.find(({ kind }) => kind === 'request')).toMatchObject({ number: view?.request, title: view?.recipient });
    }
  });

  it('[Q3] goes through its states; each can be undone, and so can the request', async () => {
    const [first] = await list();
    const request = first?.request ?? 0;
    await desk.call('requests.set', { request, state: 'sent', day: '2026-11-20', note: 'by courier' });
    await desk.call('requests.set', { request, state: 'refused', day: '2026-11-22' });
    expect((await list())[0]).toMatchObject({ state: 'refused' });
    await desk.call('journal.undo', {});
    expect((await list())[0]).toMatchObject({ state: 'sent', steps: [{ state: 'sent', note: 'by courier', day: '2026-11-20' }] });
    await desk.call('journal.redo', {});
    expect((await list())[0]?.state).toBe('refused');
    await desk.call('journal.undo', {});
    const second = await desk.call('requests.new', { kind: 'freeze', addresses: [{ text: deposit }], recipient: 'Issuer' });
    await desk.call('journal.undo', {});
    expect((await list()).map((one) => one.request)).toEqual([request]);
    // Its number is not given to another.
    const third = await desk.call('requests.new', { kind: 'freeze', addresses: [{ text: deposit }], recipient: 'Issuer' });
    expect(third.request).toBe(second.request + 1);
  });

  it('[Q4] keeps its answer byte for byte, and names the source with the same bytes once there is one', async () => {
    const [first] = await list();
    const request = first?.request ?? 0;
    const reply = '"id","time (UTC)","amount"\n"1","2026-01-01 00:00:00","5"\n';
    const answer = await desk.call('requests.answer', { request, file: desk.grant(desk.write('reply.csv', reply)), day: '2026-11-25' });
    expect(answer).toMatchObject({
      name: 'reply.csv',
      sizeBytes: reply.length,
      source: null,
      sha256: createHash('sha256').update(reply).digest('hex'),
    });
    expect((await list())[0]).toMatchObject({ state: 'answered' });
    await desk.call('requests.saveAnswer', { request, sha256: answer.sha256, out: desk.grant(at('out')) });
    expect(readFileSync(at('out', 'reply.csv'), 'utf8')).toBe(reply);
    const { sources } = await desk.call('intake.sources', {});
    const ledger = sources.find(({ mode, sha256 }) => mode === 'accounts' && sha256 !== null);
    expect(ledger).toBeDefined();
  });

  it('[Q5] refuses an address that the case does not hold, a name that is nobody’s, and marks that nobody knows', async () => {
    const plain = { kind: 'freeze' as const, addresses: [{ text: deposit }], recipient: 'Nobody' };
    expect((await faultOf(desk.call('requests.new', { ...plain, addresses: [{ text: 'T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb' }] }))).code).toBe(
      'request.addressUnknown',
    );
    expect((await faultOf(desk.call('requests.new', { ...plain, directory: desk.grant(at('directory.csv')) }))).code).toBe(
      'request.recipientUnknown',
    );
    const odd = desk.grant(desk.write('odd.txt', 'see {{law}}'));
    expect((await faultOf(desk.call('requests.new', { ...plain, template: odd }))).code).toBe('request.badFile');
    const binary = desk.grant(desk.write('binary.txt', new Uint8Array([0xff, 0xfe, 0x00, 0x80])));
    expect((await faultOf(desk.call('requests.new', { ...plain, template: binary }))).code).toBe('request.badFile');
    expect((await faultOf(desk.call('requests.set', { request: 99, state: 'sent', day: '2026-01-01' }))).code).toBe('request.unknown');
  });
});

describe('what issuers could freeze', () => {
  it('[Q6] is the exact sum of the movements held up to then, and says where some may be missing', async () => {
    const { canvas } = await desk.call('canvas.create', { name: 'Holdings' });
    const { lines } = await desk.call('canvas.identify', { text: `${deposit}\n${aggregator}` });
    const items = lines.flatMap(({ readings }) => readings.flatMap(({ item, held }) => (held && item !== null ? [item] : [])));
    await desk.call('canvas.edit', { canvas, change: { do: 'add', items } });
    const all = await desk.call('requests.freezable', { of: { what: 'canvas', canvas } });
    expect(all.accounts).toBe(2);
    expect(all.rows.length).toBeGreaterThan(0);
    for (const row of all.rows) {
      expect(row).toMatchObject({ issuer: 'Tether (practice)', by: 'addBlackList(address)', asset: { symbol: 'USDT' } });
      const { assets, series } = await desk.call('canvas.balance', { canvas, items: items.filter((item) => item.endsWith(row.account)) });
      const own = series.find(({ asset }) => assets[asset]?.key === row.asset.key);
      expect([row.amount, row.complete, row.movements]).toEqual([own?.points.at(-1)?.amount, own?.complete, own?.movements]);
      const [first] = own?.points ?? [];
      const then = await desk.call('requests.freezable', { of: { what: 'canvas', canvas }, atSeconds: first?.seconds ?? 0 });
      expect(then.rows.find(({ account }) => account === row.account)?.amount).toBe(first?.amount);
      const before = await desk.call('requests.freezable', { of: { what: 'canvas', canvas }, atBlock: { chain: row.chain, block: 0 } });
      expect(before.rows.filter(({ account }) => account === row.account)).toEqual([]);
    }
  });
});
