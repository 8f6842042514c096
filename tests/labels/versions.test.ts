// Lists of labels through the engine: versions with what they changed, delisting, withdrawal, contradictions, the examiner's own labels with
// undo and export, signatures, tables by a mapping.
import { generateKeyPairSync, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SHARED_DATA } from '../vectors/sharedData.ts';
import { type Desk, openDesk } from '../acceptance/desk.ts';

const A = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const B = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const C = '12cbQLTFMXRnSzktFkuoG3eHoMeFtpTu3S';
const MAIN = 'bip122:000000000019d6689c085ae165831e93';
const pack = (day: string, tags: readonly (readonly [address: string, label: string, more?: string])[]) =>
  `title: Watch list\ncreator: Unit\nlastmod: ${day}\nsource: https://example.org\ncurrency: BTC\ntags:\n${tags
    .map(([address, label, more = '']) => `- address: ${address}\n  label: ${label}\n${more}`)
    .join('')}`;

describe('lists of labels', () => {
  let desk: Desk;
  let folder = 0;
  /** The same file name each time, as a list that is fetched again has. */
  const give = (text: string, name = 'watch.yaml') => desk.grant(desk.write(join(`given${++folder}`, name), text));
  beforeAll(async () => {
    desk = await openDesk();
  });
  afterAll(() => desk.end());

  const standing = async () => (await desk.call('labels.list', {})).labels.map(({ label, listed, delisted }) => [label, listed, delisted]);

  it('a newer version says what changed before and after, and keeps the days', async () => {
    await desk.newCase('versions');
    await desk.call('labels.add', {
      paths: [
        give(
          pack('2026-01-01', [
            [A, 'One'],
            [B, 'Two'],
            ['1BoatSLRHtKNngkdXEeobR76b53LETtpyU', 'Bad'],
          ]),
        ),
      ],
    });
    const later = pack('2026-02-01', [
      [A, 'One'],
      [B, 'Two, renamed'],
      [C, 'Three'],
    ]);
    const before = await desk.call('labels.preview', { path: give(later) });
    expect(before).toMatchObject({
      known: false,
      previous: { number: 1, asOf: '2026-01-01' },
      note: { change: { added: 1, removed: 0, changed: 1, same: 1 } },
    });
    const { results } = await desk.call('labels.add', { paths: [give(later)] });
    expect(results[0]?.labels?.change).toEqual({ added: 1, removed: 0, changed: 1, same: 1 });
    const third = await desk.call('labels.add', {
      paths: [
        give(
          pack('2026-03-01', [
            [A, 'One'],
            [C, 'Three'],
          ]),
        ),
      ],
    });
    expect(third.results[0]?.labels?.change).toEqual({ added: 0, removed: 1, changed: 0, same: 2 });
    expect(await standing()).toEqual([
      ['One', '2026-01-01', ''],
      ['Three', '2026-02-01', ''],
    ]);
    const { found } = await desk.call('show.find', { text: B });
    expect(found).toEqual([]);
    const { packs } = await desk.call('labels.packs', {});
    expect(packs.map(({ version, versions, note }) => [version, versions, note.refused])).toEqual([
      [1, 3, { addressInvalid: 1 }],
      [2, 3, {}],
      [3, 3, {}],
    ]);
    const changes = await desk.call('labels.changes', { source: '3' });
    expect(changes.changes).toMatchObject([{ kind: 'removed', address: B, before: [{ label: 'Two, renamed' }], after: [] }]);
    expect((await desk.call('labels.changes', { source: '3', against: '1' })).sum).toEqual({ added: 1, removed: 1, changed: 0, same: 1 });
  });

  it('what is withdrawn no longer counts, and the version before it does again', async () => {
    await desk.call('intake.withdraw', { source: '3', reason: 'a draft' });
    expect(await standing()).toEqual([
      ['One', '2026-01-01', ''],
      ['Two, renamed', '2026-02-01', ''],
      ['Three', '2026-02-01', ''],
    ]);
  });

  it('lists of one title in other files are other lists; a table under the same name asks whose version it is', async () => {
    await desk.newCase('other');
    await desk.call('labels.add', { paths: [give(pack('2026-01-01', [[A, 'One']]))] });
    await desk.call('labels.add', { paths: [give(pack('2026-01-01', [[B, 'Two']]), 'second.yaml')] });
    const csv = (label: string) => `address,label,source\n${A},${label},s\n`;
    await desk.call('labels.add', { paths: [give(csv('First'), 'labels.csv')] });
    const preview = await desk.call('labels.preview', { path: give(csv('Second'), 'labels.csv') });
    expect([preview.previous, preview.sameName?.number]).toEqual([null, 3]);
    await desk.call('labels.add', { paths: [give(csv('Second'), 'labels.csv')] });
    expect((await standing()).map(([label]) => label)).toEqual(['One', 'Two', 'First', 'Second']);
    await desk.call('labels.add', { paths: [give(csv('Third'), 'labels.csv')], replaces: '3', asOf: '2027-01-01' });
    expect((await standing()).map(([label]) => label)).toEqual(['One', 'Two', 'Second', 'Third']);
    await expect(desk.call('labels.add', { paths: [give(csv('x'), 'x.csv')], replaces: '77' })).rejects.toMatchObject({
      code: 'labels.noSuchList',
    });
  });

  it('other actors and categories of one address are a contradiction, another wording is none', async () => {
    await desk.newCase('conflicts');
    await desk.call('labels.add', {
      paths: [
        give(
          pack('2026-01-01', [
            [A, 'Exchange One', '  actor: one\n  category: exchange\n'],
            [B, 'Same'],
            [C, 'Only'],
          ]),
        ),
      ],
    });
    await desk.call('labels.add', {
      paths: [
        give(
          pack('2026-01-01', [
            [A, 'Mixer Two', '  actor: two\n  category: mixing_service\n'],
            [B, 'same, other words'],
          ]),
          'b.yaml',
        ),
      ],
    });
    const { total, conflicts } = await desk.call('labels.conflicts', {});
    expect([total, conflicts[0]?.address, conflicts[0]?.over]).toEqual([1, A, ['actor', 'category']]);
    expect(conflicts[0]?.labels.map(({ label }) => label)).toEqual(['Exchange One', 'Mixer Two']);
    expect((await desk.call('labels.conflicts', { search: 'nothing of it' })).total).toBe(0);
  });

  it('own labels are undone whole, and their TagPack has what its schema asks for', async () => {
    await desk.newCase('own');
    const said = { source: 'Exhibit 3, page 2', confidence: 'forensic', category: 'perpetrator', abuse: 'theft', date: '2026-11-20' };
    await desk.call('labels.set', { chain: MAIN, address: A, label: 'Suspect: "A" #1', ...said });
    await desk.call('labels.set', { chain: MAIN, address: A, label: 'Changed' });
    await desk.call('journal.undo', {});
    const [own] = (await desk.call('labels.list', { own: true })).labels;
    expect(own).toMatchObject({ label: 'Suspect: "A" #1', own: true, level: 50, ...said });
    await desk.call('labels.set', { chain: 'ledger:Exchange A', address: 'UID 1', label: 'Account' });
    const out = join(desk.folder, 'own.yaml');
    expect(await desk.call('labels.export', { out: desk.grant(out), format: 'tagpack' })).toMatchObject({ labels: 1, leftOut: 1 });
    const written = parse(readFileSync(out, 'utf8')) as { title: string; creator: string; tags: Record<string, unknown>[] };
    expect([written.title, written.creator]).toEqual(['own', 'Test Examiner']);
    expect(written.tags).toEqual([
      {
        ...{ address: A, label: 'Suspect: "A" #1', source: 'Exhibit 3, page 2', currency: 'BTC', network: 'BTC', confidence: 'forensic' },
        ...{ category: 'perpetrator', lastmod: '2026-11-20', context: '{"abuse":"theft"}' },
      },
    ]);
    const { results } = await desk.call('labels.add', { paths: [desk.grant(out)] });
    expect(results[0]).toMatchObject({ accepted: 1, rejectedRows: [] });
    const wallet = join(desk.folder, 'own.jsonl');
    await desk.call('labels.export', { out: desk.grant(wallet), format: 'bip329' });
    expect(JSON.parse(readFileSync(wallet, 'utf8'))).toEqual({ type: 'addr', ref: A, label: 'Suspect: "A" #1' });
  });

  it('a signature is recorded, checked with the key, and refused where it is of another list', async () => {
    await desk.newCase('signed');
    const text = pack('2026-01-01', [[A, 'One']]);
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
    const id = Buffer.from('0102030405060708', 'hex');
    const head = Buffer.concat([Buffer.from('Ed'), id]);
    const key = Buffer.concat([head, raw]).toString('base64');
    const signed = (of: string) =>
      `untrusted comment: x\n${Buffer.concat([head, sign(null, Buffer.from(of), privateKey)]).toString('base64')}\n`;
    const signature = give(signed(text), 'watch.yaml.minisig');
    const note = async (more: object) => (await desk.call('labels.preview', { path: give(text), ...more })).note.signature;
    expect(await note({ signature })).toMatchObject({ state: 'notChecked' });
    expect(await note({ signature, signatureKey: key })).toMatchObject({ state: 'valid', key: '0807060504030201' });
    await expect(note({ signature: give(signed('another')), signatureKey: key })).rejects.toMatchObject({
      code: 'labels.signature',
      parameters: { reason: 'wrong' },
    });
  });

  it("a vendor's table is read by a mapping, its words kept", async () => {
    await desk.newCase('vendor');
    const table = give(
      `Wallet;Cluster Name;Entity Type;Score\n${A};Some Exchange;High Risk Exchange;7\nnonsense;Other;x;1\n`,
      'vendor.csv',
    );
    const suggested = await desk.call('intake.preview', { path: table });
    expect([suggested.profile.family, suggested.header.columns.map(({ role }) => role)]).toEqual([
      'labels',
      ['address', 'label', 'category', null],
    ]);
    const profile = { ...suggested.profile, id: 'vendor', title: 'Vendor export', asset: 'BTC' };
    const looked = await desk.call('intake.preview', { path: table, profile });
    expect([looked.judged?.taken, looked.judged?.reasons]).toEqual([1, [{ reason: 'addressInvalid', column: null, rows: 1 }]]);
    const { results } = await desk.call('labels.add', { paths: [table], profile });
    expect(results[0]).toMatchObject({ accepted: 1, labels: { format: 'table', title: 'Vendor export', refused: { addressInvalid: 1 } } });
    expect((await desk.call('labels.list', {})).labels[0]).toMatchObject({
      label: 'Some Exchange',
      category: 'High Risk Exchange',
      source: 'Vendor export: vendor.csv',
    });
  });

  it.skipIf(SHARED_DATA === null)('public labels stand on addresses of a real block, and reach their cluster apart', async () => {
    await desk.newCase('real');
    const given = (path: string) => join(SHARED_DATA ?? '', path);
    await desk.intake(given('btc-blocks/block413567.raw'), { chain: 'bitcoin' });
    const packs = ['graphsense-tagpacks/walletexplorer.yaml', 'am-i-exposed-curated/mining-pool-addresses.csv'];
    await desk.call('labels.add', { paths: packs.map((name) => desk.grant(given(`labels/${name}`))) });
    const labelsOf = async (text: string) => {
      const { found } = await desk.call('show.find', { text, chain: 'bitcoin' });
      return found.flatMap((one) => (one.kind === 'address' ? one.labels.map(({ label }) => label) : []));
    };
    expect(await labelsOf('1KFHE7w8BhaENAswwryaoccDb6qcT6DbYY')).toEqual(['F2Pool']);
    expect(await labelsOf('1NxaBCFQwejSZbQfWcYNwgqML5wWoE3rK4')).not.toEqual([]);
    // Whatever stands on one address of a cluster is told of the others as inherited, with the address, and of itself not.
    const own = '1NxaBCFQwejSZbQfWcYNwgqML5wWoE3rK4';
    const { members } = await desk.call('cluster.of', { address: own, chain: 'bitcoin' });
    for (const { address } of members.slice(0, 3)) {
      const { labels } = await desk.call('cluster.labels', { address, chain: 'bitcoin' });
      expect(labels.map((one) => one.address).includes(own)).toBe(address !== own);
    }
  });
});
