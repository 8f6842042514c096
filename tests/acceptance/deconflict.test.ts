// Two units, two cases, one key: what both work on is found by whoever compares, nothing else can be read from the files, and nothing is hashed before
// both have approved.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalised } from '../../main/engine/evidence/deconfliction/identifiers.ts';
import { itemName } from '../../shared/model/canvasItem.ts';
import { type Practice, practiceMaterial } from '../contract/practice.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

let desk: Desk;
let practice: Practice;
let chain = '';
const at = (...names: string[]) => join(desk.folder, ...names);
const grant = (name: string) => desk.grant(at(name));
const LIST = 'type,value\nphone,+81 90-1234-5678\nphone,０９０－１１１１－２２２２\nemail,Someone@Example.org\naccount,012-3456 7\n';
const THEIR_LIST = 'type,value\nphone,0081 90 1234 5678\nemail,someone@example.ORG\naccount,0999999\n';

/** A case of one unit that works on some addresses and transactions. */
async function unit(name: string, addresses: readonly string[], transactions: readonly string[]): Promise<void> {
  await desk.newCase(name);
  await desk.intake([practice.node]);
  chain = (await desk.call('intake.sources', {})).chains[0]?.chain ?? '';
  const { canvas } = await desk.call('canvas.create', { name });
  const items = [
    ...addresses.map((id) => itemName({ kind: 'address', chain, id })),
    ...transactions.map((id) => itemName({ kind: 'transaction', chain, id })),
  ];
  await desk.call('canvas.edit', { canvas, change: { do: 'add', items } });
}

beforeAll(async () => {
  practice = practiceMaterial();
  desk = await openDesk();
  desk.write('own.csv', LIST);
  desk.write('theirs.csv', THEIR_LIST);
}, 60_000);
afterAll(async () => {
  await desk?.end();
});

describe('an exchange between two units', () => {
  const [common = '', alone = ''] = practiceMaterial().truth.thief.cluster.members;

  it('[D1] is made by one unit, and hashes nothing before both have approved', async () => {
    await unit('river', [common, alone], [practice.truth.theft.txid]);
    const made = await desk.call('deconflict.new', { out: grant('key.json'), purpose: 'Same thief?', name: 'River, A. Moreau' });
    expect(made.file).toBe('key.json');
    const refused = await faultOf(desk.call('deconflict.export', { key: grant('key.json'), out: grant('river.json') }));
    expect(refused.code).toBe('deconflict.notApproved');
    expect(
      (await desk.call('deconflict.approve', { key: grant('key.json'), party: 'other', name: 'Lake, B. Lang', note: 'by telephone' }))
        .approved,
    ).toBe(true);
    expect((await desk.call('deconflict.list', {})).exchanges).toMatchObject([
      {
        exchange: made.exchange,
        purpose: 'Same thief?',
        keySha256: made.keySha256,
        approved: true,
        approvals: [{ party: 'own' }, { party: 'other', note: 'by telephone' }],
      },
    ]);
    // The key itself stands in no journal.
    const { key } = JSON.parse(readFileSync(at('key.json'), 'utf8')) as { key: string };
    const { entries } = await desk.call('journal.list', { limit: 500, whole: true });
    expect(JSON.stringify(entries)).not.toContain(key);
  });

  it('[D2] writes a set from which nothing can be read without the key, and says in it what who has the key can guess', async () => {
    const made = await desk.call('deconflict.export', { key: grant('key.json'), out: grant('river.json'), list: grant('own.csv') });
    expect(Object.fromEntries(made.counts.map(({ type, count }) => [type, count]))).toEqual({
      address: 2,
      transaction: 1,
      account: 1,
      phone: 2,
      email: 1,
      handle: 0,
      document: 0,
    });
    const text = readFileSync(at('river.json'), 'utf8');
    for (const secret of [common, alone, practice.truth.theft.txid, '81901234', 'someone'])
      expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
    const set = JSON.parse(text) as { sets: Record<string, string[]>; warning: string[] };
    expect(set.sets.address).toEqual([...(set.sets.address ?? [])].sort());
    expect(set.warning.join(' ')).toMatch(/guess phone, account and document numbers/);
    expect(set.warning).toHaveLength(4);
    // Worked out a second time, by the definition alone.
    const { key } = JSON.parse(readFileSync(at('key.json'), 'utf8')) as { key: string };
    const hash = (type: string, value: string) =>
      createHmac('sha256', Buffer.from(key, 'hex')).update(`tracehold-deconflict-set/2\n${type}\n${value}`).digest('hex');
    expect(set.sets.phone).toContain(hash('phone', '9012345678'));
    expect(set.sets.email).toEqual([hash('email', 'someone@example.org')]);
    expect(set.sets.account).toEqual([hash('account', '01234567')]);
    expect(set.sets.address).not.toContain(hash('account', normalised('address', common)));
  });

  it('[D3] reveals the hits alone, with where this case has them', async () => {
    await unit('lake', [common, practice.truth.exchange.hotAddress], []);
    expect((await faultOf(desk.call('deconflict.compare', { key: grant('key.json'), theirs: grant('river.json') }))).code).toBe(
      'deconflict.notApproved',
    );
    await desk.call('deconflict.approve', { key: grant('key.json'), party: 'own', name: 'Lake, B. Lang' });
    await desk.call('deconflict.approve', { key: grant('key.json'), party: 'other', name: 'River, A. Moreau' });
    const { hits, theirs } = await desk.call('deconflict.compare', {
      key: grant('key.json'),
      theirs: grant('river.json'),
      list: grant('theirs.csv'),
    });
    expect(hits).toEqual([
      { type: 'address', value: common, where: ['canvas 1'] },
      { type: 'phone', value: '0081 90 1234 5678', where: ['list'] },
      { type: 'email', value: 'someone@example.ORG', where: ['list'] },
    ]);
    expect(theirs.find(({ type }) => type === 'address')?.count).toBe(2);
    const { entries } = await desk.call('journal.list', { limit: 500, whole: true });
    expect(JSON.stringify(entries.filter(({ name }) => name === 'deconflict.compared'))).not.toContain(common);
  });

  it('[D4] refuses a set of another key, what is no such file, and never says what stands in a key', async () => {
    await desk.call('deconflict.new', { out: grant('other.json'), purpose: 'Another', name: 'Lake' });
    await desk.call('deconflict.approve', { key: grant('other.json'), party: 'other', name: 'River' });
    expect((await faultOf(desk.call('deconflict.compare', { key: grant('other.json'), theirs: grant('river.json') }))).code).toBe(
      'deconflict.otherKey',
    );
    const { key } = JSON.parse(readFileSync(at('key.json'), 'utf8')) as { key: string };
    desk.write('bent.json', JSON.stringify({ format: 'tracehold-deconflict-key/1', exchange: 'x', key }));
    const fault = await faultOf(desk.call('deconflict.compare', { key: grant('bent.json'), theirs: grant('river.json') }));
    expect(fault.code).toBe('deconflict.badFile');
    expect(JSON.stringify(fault)).not.toContain(key);
    desk.write('odd.csv', 'type,value\nname,Somebody\n');
    expect(
      (await faultOf(desk.call('deconflict.export', { key: grant('key.json'), out: grant('x.json'), list: grant('odd.csv') }))).code,
    ).toBe('deconflict.badFile');
    expect((await faultOf(desk.call('deconflict.export', { key: grant('key.json'), out: grant('river.json') }))).code).toBe(
      'export.exists',
    );
  });
});

describe('people of two cases', () => {
  const evidence = { basis: 'attribution', exhibit: 'EX-1' } as const;
  type Link = Parameters<typeof person>[0];
  const person = (link: { readonly kind: 'phone' | 'email' | 'handle' | 'document' | 'account' | 'name'; readonly value: string }) =>
    desk.call('people.add', { kind: 'person', link: { ...link, evidence } });
  const approved = async (own: string, other: string) => {
    await desk.call('deconflict.approve', { key: grant('people.json'), party: 'own', name: own });
    await desk.call('deconflict.approve', { key: grant('people.json'), party: 'other', name: other });
  };
  const OURS: readonly Link[] = [
    { kind: 'phone', value: '+81 90-1234-5678' },
    { kind: 'email', value: 'Only.Ours@example.org' },
    { kind: 'handle', value: '@River_Otter' },
    { kind: 'document', value: 'TK 123-4567' },
    { kind: 'account', value: '12' },
    { kind: 'name', value: 'Taro Saito' },
  ];
  const REGISTER = 'Customer ID,Name,Phone,Info hash\n900001,Somebody Else,+356 2123 4567,\n';

  it('[D6] one phone in two spellings meets, nothing else is revealed; of a register nobody takes part whom nobody worked on', async () => {
    await desk.newCase('sea');
    for (const link of OURS) await person(link);
    const grants = [desk.grant(desk.write('register.csv', REGISTER))];
    await desk.call('intake.run', { paths: grants, profile: 'register' });
    await desk.call('deconflict.new', { out: grant('people.json'), purpose: 'Same people?', name: 'Sea' });
    await desk.call('deconflict.approve', { key: grant('people.json'), party: 'other', name: 'Hill' });
    const made = await desk.call('deconflict.export', { key: grant('people.json'), out: grant('sea.json') });
    const counts = Object.fromEntries(made.counts.map(({ type, count }) => [type, count]));
    expect(counts).toEqual({ address: 0, transaction: 0, account: 0, phone: 1, email: 1, handle: 1, document: 1 });
    const all = await desk.call('deconflict.export', { key: grant('people.json'), out: grant('sea-all.json'), people: 'all' });
    expect(all.counts.find(({ type }) => type === 'phone')?.count).toBe(2);
    const few = await desk.call('deconflict.export', { key: grant('people.json'), out: grant('sea-few.json'), kinds: ['phone'] });
    expect(few.counts.filter(({ count }) => count > 0)).toEqual([{ type: 'phone', count: 1 }]);
    const text = readFileSync(at('sea.json'), 'utf8').toLowerCase();
    for (const secret of ['9012345678', 'only.ours', 'river_otter', 'tk1234567', 'saito']) expect(text).not.toContain(secret);

    await desk.newCase('hill');
    await person({ kind: 'phone', value: '(090) 1234 5678' });
    await person({ kind: 'document', value: 'tk1234567' });
    await person({ kind: 'email', value: 'only.theirs@example.org' });
    await approved('Hill', 'Sea');
    const { hits } = await desk.call('deconflict.compare', { key: grant('people.json'), theirs: grant('sea.json') });
    expect(hits).toEqual([
      { type: 'phone', value: '(090) 1234 5678', where: ['person 1'] },
      { type: 'document', value: 'tk1234567', where: ['person 2'] },
    ]);
    const chosen = await desk.call('deconflict.compare', { key: grant('people.json'), theirs: grant('sea.json'), kinds: ['phone'] });
    expect(chosen.hits.map(({ type }) => type)).toEqual(['phone']);
    await desk.call('people.withdraw', { what: 'entity', id: 1, reason: 'another' });
    const later = await desk.call('deconflict.compare', { key: grant('people.json'), theirs: grant('sea.json') });
    expect(later.hits.map(({ type }) => type)).toEqual(['document']);
  });
});

describe('[D5] one form of an identifier', () => {
  it.each([
    ['address', ' 0xAbCdEf0123456789aBcDeF0123456789AbCdEf01 ', '0xabcdef0123456789abcdef0123456789abcdef01'],
    ['address', 'BC1QXY', 'bc1qxy'],
    ['address', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t'],
    ['transaction', `0x${'AB'.repeat(32)}`, 'ab'.repeat(32)],
    ['phone', '(090) 1234-5678', '9012345678'],
    ['phone', '＋８１ ９０ 1234 5678', '9012345678'],
    ['phone', '８１ ９０', ''],
    ['handle', '@River_Otter', 'river_otter'],
    ['document', 'TK 123-4567', 'tk1234567'],
    ['account', '６２２２ 0000-1', '622200001'],
    ['phone', 'none', ''],
  ] as const)('%s %s', (type, text, normal) => {
    expect(normalised(type, text)).toBe(normal);
  });
});
