// People and requests in the court file over practice case two: by default only entries that a chain of evidence reaches, and of them only what
// the chain goes over; the verifier works chains and requests out again and objects to every change of them.
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Loose } from '../../main/verifier/testing/bagWriter.ts';
import { changeJson, resealBag } from '../../main/verifier/testing/resealBag.ts';
import { exportedBag, failing, jsonIn } from './bagFiles.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const TRON = 'tron:training';
const BY_HAND = { basis: 'attribution', exhibit: 'CY-7/1', place: 'page 3', says: 'Harbour Police' } as const;
const detail = { service: '', what: '' };
const PEOPLE = 'data/people.json';
const REQUESTS = 'data/requests.json';

let desk: Desk;
let address = '';
let run = 0;
let bags = 0;

const at = (...names: string[]) => join(desk.folder, ...names);
const bag = (more = {}) => exportedBag(desk, at(`bag-${++bags}`), { accountRuns: [run], ...more });
const reportText = (files: ReadonlyMap<string, Uint8Array>): string => {
  const path = desk.write(`report-${bags}.pdf`, files.get('data/report.pdf') as Uint8Array);
  const kept = process.env['TRACEHOLD_KEEP_REPORTS'];
  if (kept !== undefined) {
    mkdirSync(kept, { recursive: true });
    copyFileSync(path, join(kept, `people-${bags}.pdf`));
  }
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 });
};
let hasPdfText = true;
try {
  execFileSync('pdftotext', ['-v'], { stdio: 'ignore' });
} catch {
  hasPdfText = false;
}

beforeAll(async () => {
  desk = await openDesk();
  const out = at('ring');
  await desk.call('learn.practice', { story: 'ring', out: desk.grant(out), title: 'Ring', examiner: 'E. Examiner', agency: 'Cyber Unit' });
  const truth = JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8')) as Loose;
  const traced = await desk.call('account.trace', {
    ...{ from: [truth.withdrawals[0].txid as string], chain: 'tron-training', asset: 'USDT', policies: ['fifo', 'lifo'], primary: 'fifo' },
    ...{ question: 'Where did it go?', reason: 'As asked.' },
  });
  run = traced.run;
  const [end] = traced.policies['fifo']?.ends.filter(({ chain }) => chain === TRON) ?? [];
  address = end?.account ?? '';
  const register = [
    'Customer ID,Name,Phone,Email,Passport,Deposit address',
    `1001,斎藤 太郎,+81 90-1234-5678,saito@example.org,TK1234567,${address}`,
    '1002,Li Wei,138 0013 8000,li@example.org,E7654321,',
    '1003,Refused Customer,,not-a-mail,,',
  ].join('\n');
  const { results } = await desk.call('intake.run', {
    ...{ paths: [desk.grant(desk.write('kyc.csv', register))], exhibit: 'EX-1', profile: 'register' },
  });
  expect(results[0]?.people).toMatchObject({ entries: 2, refused: { emailInvalid: 1 } });
  // By hand: another for the same address, one that a phone joins with the first, and one that nothing reaches.
  await desk.call('people.add', { kind: 'person', link: { kind: 'name', value: 'Someone Else', detail, evidence: BY_HAND } });
  await desk.call('people.link', {
    id: 3,
    link: { kind: 'address', value: address, chain: TRON, detail, evidence: { basis: 'assumption' } },
  });
  await desk.call('people.add', { kind: 'person', link: { kind: 'name', value: 'サイトウ', detail, evidence: BY_HAND } });
  await desk.call('people.link', { id: 4, link: { kind: 'phone', value: '090 1234 5678', detail, evidence: BY_HAND } });
  await desk.call('people.link', {
    ...{ id: 4 },
    link: { kind: 'ip', value: '1.0.16.9', detail: { ...detail, port: 5060, timeSeconds: 1_770_000_000 }, evidence: BY_HAND },
  });
  await desk.call('people.link', { id: 4, link: { kind: 'email', value: 'gone@example.org', detail, evidence: BY_HAND } });
  await desk.call('people.withdraw', {
    what: 'link',
    id: (await desk.call('people.show', { id: 4 })).links.at(-1)?.link ?? 0,
    reason: 'typo',
  });
  const { leads } = await desk.call('people.matches', {});
  const lead = leads.find(({ kind, b }) => kind === 'phone' && b.entity === 4);
  await desk.call('people.judge', { lead: lead?.id ?? '', verdict: 'accepted', reason: 'One contract, exhibit CY-7/2.' });
}, 120_000);
afterAll(async () => {
  await desk?.end();
});

describe('people', () => {
  it('[N2] by default those that a chain reaches, with names and what the chain goes over; others are counted', async () => {
    const { files, report, counts } = await bag();
    expect(report.ok, JSON.stringify(report.findings.filter(({ ok }) => !ok))).toBe(true);
    expect(counts).toMatchObject({ people: 3 });
    expect(report.counts).toMatchObject({ people: 3, peopleLinks: 5 });
    const people = jsonIn(files, PEOPLE);
    expect(people).toMatchObject({ chosen: false, fullLinks: false, notListed: 1, withdrawn: 0 });
    expect(
      people.entries.map(({ id, title, joined, leftOut, withdrawnLinks }: Loose) => [id, title, joined, leftOut, withdrawnLinks]),
    ).toEqual([
      [1, '斎藤 太郎', [4], 4, 0],
      [3, 'Someone Else', [], 0, 0],
      [4, 'サイトウ', [1], 2, 1],
    ]);
    const [first, , joined] = people.entries;
    expect(first.links.map(({ kind }: Loose) => kind)).toEqual(['name', 'address']);
    expect(first.chains[0]).toMatchObject({ address, alternatives: [{ entity: 3, title: 'Someone Else' }] });
    expect(joined.chains[0].steps.at(-1)).toMatchObject({ step: 'join', basis: 'assumption' });
    expect(joined.chains[0].weakest).toContain('join');
    expect(people.joins).toMatchObject([{ a: 1, b: 4, kind: 'phone', reason: 'One contract, exhibit CY-7/2.' }]);
    // Nothing of it stands anywhere else in the file: the e-mail and the passport of a customer are not the court's business here.
    const written = [...files].filter(([name]) => !name.endsWith('.pdf')).map(([, bytes]) => Buffer.from(bytes).toString());
    for (const kept of ['saito@example.org', 'TK1234567', 'Li Wei', 'gone@example.org', '1.0.16.9', 'Refused Customer'])
      expect(
        written.some((text) => text.includes(kept)),
        kept,
      ).toBe(false);
    expect(report.notChecked.join('\n')).toMatch(/what registers say \(2 links\)[\s\S]*whether an entry is the person/);
  }, 120_000);

  it.skipIf(!hasPdfText)(
    'prints chains step by step with the weakest named, and says no more',
    async () => {
      const { files } = await bag();
      const text = reportText(files);
      for (const said of ['斎藤 太郎', 'Someone Else', 'weakest step', address, 'One contract, exhibit CY-7/2.', 'exhibit EX-1'])
        expect(text, said).toContain(said);
      expect(text.replace(/\s+/g, ' ')).toContain('Links name other entries for the same address or account: entry 3 (Someone Else, link');
      expect(text).not.toContain('saito@example.org');
      expect(text).not.toMatch(/belongs to|\bowner|proves that he/i);
    },
    120_000,
  );

  it('all links where they are asked for, entries by number, none where none are', async () => {
    const { files, report } = await bag({ people: [4], fullLinks: true, locale: 'ja' });
    expect(report.ok).toBe(true);
    if (hasPdfText) reportText(files);
    const people = jsonIn(files, PEOPLE);
    // What is taken for one goes together.
    expect(people.entries.map(({ id, leftOut }: Loose) => [id, leftOut])).toEqual([
      [1, 0],
      [4, 0],
    ]);
    expect(people.entries[1].links.find(({ kind }: Loose) => kind === 'ip').sighting).toMatchObject({ range: 'public', searched: 0 });
    expect(report.notChecked.join('\n')).toContain('which entries the examiner chose');
    expect((await bag({ people: [] })).files.has(PEOPLE)).toBe(false);
    expect(await faultOf(bag({ people: [99] }))).toMatchObject({ code: 'people.unknown' });
    expect(existsSync(at(`bag-${bags}`))).toBe(false);
  }, 120_000);

  it('[N2] an entry by hand shows no link through the journal that is not listed', async () => {
    const { id } = await desk.call('people.add', {
      kind: 'person',
      link: { kind: 'email', value: 'hidden@example.org', detail, evidence: BY_HAND },
    });
    await desk.call('people.link', { id, link: { kind: 'name', value: 'Shown Name', detail, evidence: BY_HAND } });
    const { files, report } = await bag({ people: [id] });
    expect(report.ok, JSON.stringify(report.findings.filter(({ ok }) => !ok))).toBe(true);
    expect(jsonIn(files, PEOPLE).entries).toMatchObject([{ id, title: 'Shown Name', leftOut: 1 }]);
    for (const [name, bytes] of files)
      if (!name.endsWith('.pdf')) expect(Buffer.from(bytes).toString(), name).not.toContain('hidden@example.org');
    expect(report.notChecked.join('\n')).toContain('1 entry by hand');
    const other = ({ entries: [one] }: Loose): void => {
      one.event = one.links[0].event;
    };
    expect(await failing(resealBag(files, (own) => changeJson(own, PEOPLE, other)))).toContain('people');
    await desk.call('journal.undo', {});
    await desk.call('journal.undo', {});
  }, 120_000);

  it('[E1] the same case gives the same bytes', async () => {
    const [one, two] = [await bag(), await bag()];
    for (const [name, bytes] of one.files) expect(Buffer.compare(bytes, two.files.get(name) as Uint8Array), name).toBe(0);
  }, 120_000);

  it('[N3] [N4] the verifier objects to every change of entries, links, joins and chains, sealed again', async () => {
    const { files } = await bag();
    const changes: Record<string, (people: Loose) => void> = {
      'a link by hand says something else': ({ entries }) => (entries[1].links[1].value = entries[1].links[1].value.replace(/.$/, 'x')),
      'its basis is stronger': ({ entries }) => (entries[1].links[1].basis = 'fact'),
      'its words are another’s': ({ entries }) => (entries[1].links[0].says = 'Nobody'),
      'a link of a register is of no source': ({ entries }) => (entries[0].links[0].source = 999),
      'a link of a register is a fact': ({ entries }) => (entries[0].links[0].basis = 'fact'),
      'a link by hand is called one of a register': ({ entries }) => (entries[1].links[0].event = null),
      'a link is taken away': ({ entries }) => entries[0].links.pop(),
      'a link stands twice': ({ entries }) => entries[0].links.push(entries[0].links[0]),
      'a title is another’s': ({ entries }) => (entries[0].title = 'Li Wei'),
      'an entry is of another kind': ({ entries }) => (entries[1].kind = 'organisation'),
      'an alternative is left out': ({ entries }) => (entries[0].chains[0].alternatives = []),
      'the weakest step is another': ({ entries }) => (entries[0].chains[0].weakest = ['address']),
      'a step is stronger': ({ entries }) => (entries[0].chains[0].steps[0].basis = 'fact'),
      'a chain ends elsewhere': ({ entries }) => (entries[0].chains[0].address = 'TJRabPrwbZy45sbavfcjinPJC18kjpRTv8'),
      'a chain is of another run': ({ entries }) => (entries[0].chains[0].run = 77),
      'a chain holds under fewer policies': ({ entries }) => entries[0].chains[0].policies.pop(),
      'a chain is missing': ({ entries }) => entries[1].chains.pop(),
      'chains are only counted': ({ entries: [one] }) => {
        one.moreChains = one.chains.length;
        one.chains = [];
      },
      'a chain stands twice': ({ entries }) => entries[1].chains.push(entries[1].chains[0]),
      'a join has another reason': ({ joins }) => (joins[0].reason = 'Because.'),
      'a join is made up': ({ joins }) => joins.push({ ...joins[0], b: 3 }),
      'a join is gone': ({ joins }) => joins.pop(),
      'entries are out of order': ({ entries }) => entries.reverse(),
      'a member is added': ({ entries }) => (entries[0].verdict = 'guilty'),
    };
    for (const [what, change] of Object.entries(changes))
      expect(await failing(resealBag(files, (own) => changeJson(own, PEOPLE, (people) => void change(people)))), what).toContain('people');
    expect(await failing(resealBag(files, () => undefined))).toEqual([]);
    for (const text of ['null', '[]', '{}', '{"format":"tracehold-people/1"}', '1e999', '', 'x', '\uFEFF{}', '['.repeat(100_000)]) {
      const failed = await failing(resealBag(files, (own) => own.set(PEOPLE, Buffer.from(text))));
      expect(failed.length, text.slice(0, 40)).toBeGreaterThan(0);
      expect(failed).not.toContain('verifier');
    }
  }, 120_000);

  it('an edit taken back takes its link out of the file', async () => {
    await desk.call('people.link', { id: 3, link: { kind: 'name', value: 'A Second Name', detail, evidence: BY_HAND } });
    const { files } = await bag();
    const held = jsonIn(files, PEOPLE).entries[1].links.find(({ value }: Loose) => value === 'A Second Name');
    await desk.call('journal.undo', {});
    const after = await bag();
    expect(after.report.ok).toBe(true);
    const put = (people: Loose): void => void people.entries[1].links.push(held);
    expect(await failing(resealBag(after.files, (own) => changeJson(own, PEOPLE, put)))).toContain('people');
  }, 120_000);
});

describe('requests', () => {
  it('[N6] are worked out again from the journal; the answer is the source with its bytes', async () => {
    const asked = { addresses: [{ text: address }], recipient: 'Harbour Exchange', answerBy: '2026-12-01' };
    const { request } = await desk.call('requests.new', { ...asked, kind: 'customerData' });
    await desk.call('requests.set', { request, state: 'sent', day: '2026-11-20', note: 'by courier' });
    await desk.call('requests.answer', { request, file: desk.grant(at('kyc.csv')), day: '2026-11-21' });
    const second = await desk.call('requests.new', { ...asked, kind: 'freeze', recipient: 'Issuer' });
    await desk.call('journal.undo', {});
    const { files, report, counts } = await bag();
    expect(report.ok, JSON.stringify(report.findings.filter(({ ok }) => !ok))).toBe(true);
    expect(counts).toMatchObject({ requests: 1 });
    const { requests } = jsonIn(files, REQUESTS);
    const { sources } = jsonIn(files, 'data/case.json');
    expect(requests).toMatchObject([
      { request, state: 'answered', recipient: 'Harbour Exchange', steps: [{ state: 'sent', day: '2026-11-20' }, {}] },
    ]);
    expect(sources.find(({ number }: Loose) => number === requests[0].steps[1].answer.source)).toMatchObject({ name: 'kyc.csv' });
    if (hasPdfText) {
      const text = reportText(files);
      for (const said of ['Harbour Exchange', 'by courier', 'answered (2026-11-21)', requests[0].statement.slice(0, 8)])
        expect(text, said).toContain(said);
    }
    const changes: Record<string, (document: Loose) => void> = {
      'another recipient': ({ requests: [one] }) => (one.recipient = 'Other'),
      'another state': ({ requests: [one] }) => (one.state = 'refused'),
      'another digest of what it states': ({ requests: [one] }) => (one.statement = '0'.repeat(64)),
      'a step is gone': ({ requests: [one] }) => one.steps.pop(),
      'another day': ({ requests: [one] }) => (one.steps[0].day = '2026-11-01'),
      'another answer': ({ requests: [one] }) => (one.steps[1].answer.sha256 = '1'.repeat(64)),
      'its source is denied': ({ requests: [one] }) => (one.steps[1].answer.source = null),
      'its source is another': ({ requests: [one] }) => (one.steps[1].answer.source = 1),
      'the request is gone': (document) => (document.requests = []),
      'one taken back is listed': (document) => document.requests.push({ ...document.requests[0], request: second.request }),
      'an address is added': ({ requests: [one] }) => one.subjects.push(one.subjects[0]),
    };
    for (const [what, change] of Object.entries(changes))
      expect(await failing(resealBag(files, (own) => changeJson(own, REQUESTS, (document) => void change(document)))), what).toContain(
        'requests',
      );
    expect((await bag({ requests: false })).files.has(REQUESTS)).toBe(false);
  }, 120_000);
});
