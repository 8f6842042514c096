// Edges of what a scan keeps: texts that a guess could find are told by no sum, a reveal holds what it opens against its trace, one find is counted once
// wherever it is told, names with every sign that a search gives a meaning to, and links.
import { createHash } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../main/engine/casefile/connection.ts';
import { openSlot, readKeyFile } from '../../main/engine/casefile/keySlots.ts';
import type { KeptTrace } from '../../shared/contract/device.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const SECRETS = 'what only two people know';
const HINT = 'the dog of aunt Mio';
const EXTRA = ['first extra', 'second extra'];
// The example of the Bitcoin Wiki's page on the wallet import format.
const WIF = '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ';
const ADDRESSES = [
  '1BoatSLRHtKNngkdXEeobR76b53LETtpyT',
  '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  '1CounterpartyXXXXXXXXXXXXXXXUWLpVr',
] as const;
const sum = (text: string): string => createHash('sha256').update(text).digest('hex');
const HEX = sum('a key in a label');

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
}, 180_000);
afterAll(() => desk?.end());

async function scanned(name: string, files: Readonly<Record<string, string>>): Promise<KeptTrace[]> {
  await desk.newCase(name);
  for (const [path, text] of Object.entries(files)) desk.write(`seized-${name}/${path}`, text);
  const { id } = await desk.call('exhibit.add', { number: 'E-1', paths: [desk.grant(join(desk.folder, `seized-${name}`))] });
  await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
  return (await desk.call('device.traces', { limit: 1000 })).traces;
}

/** The case's tables, decrypted, while it is closed. */
async function inDatabase<Answer>(name: string, use: (connection: ReturnType<typeof openDatabase>) => Answer): Promise<Answer> {
  await desk.close();
  const folder = join(desk.folder, `${name}.tracehold`);
  const { databaseKey } = await openSlot(readKeyFile(folder), 'a passphrase for tests only');
  const connection = openDatabase(join(folder, 'case.db'), databaseKey, { readonly: false, create: false });
  const answer = use(connection);
  connection.close();
  await desk.reopen(name);
  return answer;
}

const reveal = (trace: number, what: 'value' | 'around' = 'value') =>
  desk.call('device.reveal', { trace, what, reason: 'to see', passphrase: SECRETS });

describe('passwords that wallets hold in clear', () => {
  it('are sealed, told by nothing of them, and make no keys; each of several is kept', async () => {
    const keystore = {
      ...{ version: 3, id: 'f0000000-0000-4000-8000-000000000000', address: '52908400098527886e0f7030069857d2e4169ee7' },
      crypto: {
        ...{
          cipher: 'aes-128-ctr',
          ciphertext: 'ab'.repeat(32),
          cipherparams: { iv: 'cd'.repeat(16) },
          kdf: 'pbkdf2',
          mac: 'ef'.repeat(32),
        },
        kdfparams: { c: 10240, dklen: 32, prf: 'hmac-sha256', salt: '01'.repeat(32) },
      },
      imTokenMeta: { name: 'mine', passwordHint: HINT, timestamp: 1700000000 },
    };
    const electrum = {
      ...{ seed_version: 17, wallet_type: '2of2', use_encryption: false },
      ...Object.fromEntries(EXTRA.map((passphrase, at) => [`x${at + 1}/`, { type: 'bip32', xpub: '', passphrase }])),
      labels: { [ADDRESSES[0]]: `my private key is ${HEX}`, [ADDRESSES[1]]: `block ${HEX}` },
      addresses: { receiving: [ADDRESSES[0], ADDRESSES[1]], change: [] },
    };
    const traces = await scanned('passwords', { 'keystore.json': JSON.stringify(keystore), wallet: JSON.stringify(electrum, null, 1) });
    const passwords = traces.filter(({ kind }) => kind === 'password');
    expect(passwords.map(({ value, isSecret, detail, count }) => [value, isSecret, detail, count])).toEqual([
      ['…', true, ['passwordHint'], 1],
      ['…', true, ['passphrase'], 1],
      ['…', true, ['passphrase'], 1],
    ]);
    const texts: string[] = [];
    for (const { trace } of passwords) texts.push((await reveal(trace)).text);
    expect(texts).toEqual([HINT, ...EXTRA]);
    expect(
      (await desk.call('keys.list', {})).origins.filter(({ origin }) => passwords.some(({ trace }) => trace === origin.trace)),
    ).toEqual([]);

    // Digits that words of a label make a key are gone from it, those that nothing says it of stay.
    const { wallets } = await desk.call('device.wallets', {});
    const labels = wallets.flatMap(({ wallet }) => wallet.addresses.map(({ label }) => label)).filter((label) => label !== '');
    expect(labels.sort()).toEqual([`block ${HEX}`, 'my private key is …']);

    // No sum of them lies anywhere either: whoever guesses has nothing to hold the guess against.
    const cells = await inDatabase('passwords', (connection) => {
      const tables = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
      return tables.flatMap((table) => connection.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][]).flat();
    });
    const written = cells.map((cell) => (cell instanceof Uint8Array ? Buffer.from(cell).toString('hex') : String(cell))).join('\n');
    for (const text of [HINT, ...EXTRA]) {
      expect(written.includes(text)).toBe(false);
      expect(written.includes(sum(text).slice(0, 8)), text).toBe(false);
    }
  }, 180_000);
});

describe('a reveal', () => {
  it('refuses what is sealed for another trace', async () => {
    const other = `private key: ${sum('one')}\n\nprivate key: ${sum('two')}\n`;
    const traces = await scanned('swapped', { 'a.txt': other });
    const [one, two] = traces.filter(({ kind }) => kind === 'privateKey').map(({ trace }) => trace) as [number, number];
    expect((await reveal(one)).text).toBe(sum('one'));
    await inDatabase('swapped', (connection) =>
      connection.prepare('UPDATE trace SET sealed = (SELECT sealed FROM trace WHERE id = ?) WHERE id = ?').run(two, one),
    );
    const before = (await desk.call('journal.list', { limit: 1 })).entries[0]?.sequence;
    expect(await faultOf(reveal(one))).toMatchObject({ code: 'case.damaged' });
    expect((await desk.call('journal.list', { limit: 1 })).entries[0]?.sequence).toBe(before);
    expect((await reveal(two)).text).toBe(sum('two'));
  }, 180_000);

  it('shows the bytes of the first place that has any, and which place that is', async () => {
    const traces = await scanned('later', { [`a-${WIF}.bak`]: 'nothing', 'z.txt': `see ${WIF} there` });
    const wif = traces.find(({ kind }) => kind === 'wif');
    expect(wif).toMatchObject({ count: 2, first: { encoding: 'record' } });
    const { text, place } = await reveal(wif?.trace ?? 0, 'around');
    expect(text).toBe(`see ${WIF} there`);
    expect(place).toMatchObject({ path: 'seized-later/z.txt', offset: 4, encoding: 'bytes' });
  }, 180_000);
});

it('an address in a chat counts once, with the place of its bytes and the message', async () => {
  const day = '[LINE] Chat history with Sora\nSaved on: 05/03/2024, 10:00\n\nWed, 05/01/2024\n';
  const often = Array.from({ length: 30 }, (_, at) => `9:${30 + (at % 10)} PM\tAlex\tpay to ${ADDRESSES[1]}\n`).join('');
  const chat = `${day}9:30 PM\tAlex\tpay to ${ADDRESSES[0]}, I say ${ADDRESSES[0]}\n9:31 PM\tSora\tno, ${ADDRESSES[2]}\n${often}`;
  const traces = await scanned('chat', { 'LINE/[LINE] Chat with Sora.txt': chat, 'note.txt': ADDRESSES[2] });
  const counts = new Map(traces.map(({ value, count }) => [value, count]));
  expect(ADDRESSES.map((address) => counts.get(address))).toEqual([2, 30, 2]);
  const { places } = await desk.call('device.trace', { trace: traces.find(({ value }) => value === ADDRESSES[2])?.trace ?? 0 });
  expect(places.map(({ path, encoding, message }) => [path.split('/').at(-1), encoding, message?.sender ?? null])).toEqual([
    ['[LINE] Chat with Sora.txt', 'bytes', null],
    ['[LINE] Chat with Sora.txt', 'record', 'Sora'],
    ['note.txt', 'bytes', null],
  ]);
}, 180_000);

describe('names as they come', () => {
  it('a search takes every sign for itself', async () => {
    await scanned('signs', {
      '50%.txt': ADDRESSES[0],
      'a_b.txt': ADDRESSES[1],
      'axb 50x.txt': ADDRESSES[2],
      "back\\slash 'quoted'.txt": WIF,
    });
    const found = async (text: string): Promise<string[]> => {
      const { traces, total, kinds } = await desk.call('device.traces', { text });
      expect([total, kinds.reduce((all, { count }) => all + count, 0)]).toEqual([traces.length, traces.length]);
      return traces.map(({ first }) => first.path.split('/').at(-1) ?? '').sort();
    };
    expect(await found('50%')).toEqual(['50%.txt']);
    expect(await found('%')).toEqual(['50%.txt']);
    expect(await found('a_b')).toEqual(['a_b.txt']);
    expect(await found('_')).toEqual(['a_b.txt']);
    expect(await found('\\')).toEqual(["back\\slash 'quoted'.txt"]);
    expect(await found("'quoted'")).toEqual(["back\\slash 'quoted'.txt"]);
    expect(await found('" OR 1=1 --')).toEqual([]);
    expect((await found('.TXT')).length).toBe(4);
  }, 180_000);

  it('a link is told and not followed, within a folder and where it is chosen itself', async () => {
    await desk.newCase('links');
    const elsewhere = desk.write('elsewhere/outside.txt', ADDRESSES[1]);
    desk.write('device/inside.txt', ADDRESSES[0]);
    const top = join(desk.folder, 'device');
    symlinkSync(elsewhere, join(top, 'link.txt'));
    symlinkSync(join(desk.folder, 'elsewhere'), join(top, 'folder'));
    symlinkSync('..', join(top, 'loop'));
    symlinkSync('nowhere', join(top, 'broken'));
    const { id, copy } = await desk.call('exhibit.add', { number: 'L-1', paths: [desk.grant(top)] });
    expect(copy?.files).toBe(1);
    expect(copy?.unread.map(({ path, reason }) => [path, reason]).sort()).toEqual(
      ['broken', 'folder', 'link.txt', 'loop'].map((name) => [`device/${name}`, 'link']),
    );
    await desk.call('device.scan', { exhibit: id, passphrase: SECRETS });
    expect((await desk.call('device.traces', {})).traces.map(({ value }) => value)).toEqual([ADDRESSES[0]]);

    // Chosen itself it is refused: the exhibit is what the link leads to, and somebody has to say that.
    for (const [name, target] of [
      ['image.dd', elsewhere] as const,
      ['phone', join(desk.folder, 'elsewhere')] as const,
      ['gone', 'nowhere'] as const,
    ]) {
      const path = join(desk.folder, name);
      symlinkSync(target, path);
      const fault = await faultOf(desk.call('exhibit.add', { number: name, paths: [desk.grant(path)] }));
      expect(fault).toMatchObject({ code: 'exhibit.isLink', parameters: { file: name } });
    }
    expect((await desk.call('exhibit.list', {})).exhibits.length).toBe(1);
  }, 180_000);
});
