// From keys to coins through the engine's door: a chain made for this pays addresses of a published phrase along several paths; what is found is
// what was paid, and nothing that could spend is kept or told anywhere.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HDKey } from '@scure/bip32';
import { HDNodeWallet } from 'ethers/wallet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallInput, CallOutput } from '../../shared/contract/index.ts';
import type { KeyFinding } from '../../shared/contract/keysToCoins.ts';
import { Fault } from '../../shared/model/fault.ts';
import { openDatabase } from '../../main/engine/casefile/connection.ts';
import { openSlot, readKeyFile } from '../../main/engine/casefile/keySlots.ts';
import { type AccountKey, accountKeysOf, addressesOf, outputScript } from '../../main/engine/chains/index.ts';
import { genesis, makeBlock, makeTransaction, type ModelBlock, writeFolder } from '../fixtures/randomChain.ts';
import { type Desk, openDesk } from './desk.ts';

const PHRASE = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
/** Of 24 words: one missing word leaves eight candidates. */
const LONG = `${'legal winner thank year wave sausage worth useful '.repeat(2)}legal winner thank year wave sausage worth title`;
const UNUSED = `${'zoo '.repeat(11)}wrong`;
const KEYS = accountKeysOf({ kind: 'phrase', value: PHRASE });
const COIN = 1_000_000n;

let desk: Desk;
let node: string;
let blocks: ModelBlock[];

function scriptAt(path: string, branch: number, index: number): Buffer {
  const key = KEYS.find((one) => one.path === path);
  if (key === undefined) throw new Error(path);
  return Buffer.from(addressesOf(key, [branch], index, 1)[0] as Uint8Array);
}
const found = (all: CallOutput<'keys.expand'>, scheme: string, path?: string): KeyFinding[] =>
  all.origins.flatMap(({ findings }) => findings.filter(({ key }) => key.scheme === scheme && (path === undefined || key.path === path)));

/** Pays m/84'/1'/0'/0/3, change 1/0, then 0/22 (within the gap behind 3) and account 1; spends the first. Blocks behind stay empty. */
function chain(): ModelBlock[] {
  const pay = (path: string, branch: number, index: number, valueSat: bigint) => ({ valueSat, script: scriptAt(path, branch, index) });
  const ofLong = accountKeysOf({ kind: 'phrase', value: LONG }).find(({ path }) => path === "m/44'/1'/0'");
  const long = { valueSat: COIN, script: Buffer.from(addressesOf(ofLong as AccountKey, [1], 2, 1)[0] as Uint8Array) };
  const salt = (n: number) => Buffer.of(1, n, 0, 7);
  const coinbase = makeTransaction([], [pay("m/84'/1'/0'", 0, 3, 50n * COIN), pay("m/44'/1'/0'", 0, 0, COIN), long], salt(1));
  const first = makeBlock(genesis(), [coinbase]);
  const spend = makeTransaction(
    [`${coinbase.id}:0`],
    [pay("m/84'/1'/0'", 0, 22, 20n * COIN), pay("m/84'/1'/1'", 0, 0, 10n * COIN), pay("m/84'/1'/0'", 1, 0, 19n * COIN)],
    salt(2),
  );
  const second = makeBlock(first, [makeTransaction([], [{ valueSat: COIN, script: Buffer.of(0x51) }], salt(3)), spend]);
  const made = [genesis(), first, second];
  for (let i = 0; i < 6; i++)
    made.push(makeBlock(made.at(-1) as ModelBlock, [makeTransaction([], [{ valueSat: COIN, script: Buffer.of(0x51) }], salt(10 + i))]));
  return made;
}

beforeAll(async () => {
  desk = await openDesk();
  node = join(desk.folder, 'node');
  blocks = chain();
  writeFolder(node, { blocks, perFile: 100, undo: 'true' });
}, 60_000);
afterAll(() => desk?.end());

describe('phrases', () => {
  it('used addresses along several paths with sums, heights, balance and proof; gaps move on; accounts follow used ones', async () => {
    await desk.newCase('keys');
    await desk.intake(node);
    const all = await desk.call('keys.expand', {
      secrets: [
        { kind: 'words', value: PHRASE },
        { kind: 'words', value: UNUSED },
      ],
    });

    const [first] = found(all, 'bip84', "m/84'/1'/0'");
    expect(first?.state).toBe('used');
    expect(first?.derived).toEqual([
      { branch: [0], count: 43 },
      { branch: [1], count: 21 },
    ]);
    const told = first?.used.map(({ path, receipts, spends, firstHeight, lastHeight, grade, amounts: [one] }) => [
      ...[path, receipts, spends, firstHeight, lastHeight, grade, one?.received, one?.sent, one?.balance, one?.balanceHeight],
    ]);
    expect(told).toEqual([
      ["m/84'/1'/0'/0/3", 1, 1, 1, 2, 'P', '50000000', '50000000', '0', 8],
      ["m/84'/1'/0'/1/0", 1, 0, 2, 2, 'P', '19000000', '0', '19000000', 8],
      ["m/84'/1'/0'/0/22", 1, 0, 2, 2, 'P', '20000000', '0', '20000000', 8],
    ]);
    expect(found(all, 'bip84', "m/84'/1'/1'")[0]?.used.map(({ path }) => path)).toEqual(["m/84'/1'/1'/0/0"]);
    expect(found(all, 'bip84', "m/84'/1'/2'").map(({ state }) => state)).toEqual(['unused']);
    expect(found(all, 'bip84', "m/84'/1'/3'")).toEqual([]);
    expect(found(all, 'bip44', "m/44'/1'/0'")[0]?.used.length).toBe(1);

    // Not seen is told with where it was looked for; a chain without data is told as one.
    const [unseen] = found(all, 'bip49', "m/49'/1'/0'");
    expect([unseen?.state, unseen?.lookedIn.map(({ form, ranges }) => [form, ranges])]).toEqual([
      'unused',
      [['blocks', [{ from: 0, to: 8 }]]],
    ]);
    const [bitcoin] = found(all, 'bip84', "m/84'/0'/0'");
    expect([bitcoin?.state, bitcoin?.lookedIn, bitcoin?.noData, bitcoin?.derived]).toEqual(['noData', [], ['bitcoin'], []]);
    expect(all.origins[1]?.findings.every(({ state }) => state !== 'used')).toBe(true);

    // The item can be put on a canvas as it is.
    const { canvas } = await desk.call('canvas.create', { name: 'keys' });
    await desk.call('canvas.edit', { canvas, change: { do: 'add', items: first?.used.map(({ item }) => item) ?? [] } });
    expect((await desk.call('canvas.picture', { canvas })).nodes.length).toBe(3);
  });

  it('the same from what the case kept, from an extended key in any version, from a descriptor, on any number of threads', async () => {
    const listed = await desk.call('keys.list', {});
    expect(listed.last?.run).toBe(1);
    expect(listed.origins.map(({ origin: { kind } }) => kind)).toEqual(['phrase', 'phrase']);
    const again = await desk.call('keys.expand', { kept: true });
    expect(again.origins).toEqual(listed.last?.origins);
    const bip84 = KEYS.find(({ path }) => path === "m/84'/1'/0'")?.keys[0] as string;
    const typed = await desk.call('keys.expand', { extendedKeys: [`wpkh(${bip84}/<0;1>/*)`] });
    // An extended key is written with the main network's version and names no chain; this one is looked for where that may be.
    expect(typed.origins[0]?.findings[0]?.state).toBe('noData');
  });

  it('one missing word: the used candidate alone is told, and the word only where it is asked for', async () => {
    const words = LONG.replace('title', '?');
    const quiet = await desk.call('keys.complete', { pieces: [{ words }], authority: 'Warrant 12/26' });
    expect([quiet.tried, quiet.good, quiet.used.length, quiet.used[0]?.word]).toEqual([2048, 8, 1, null]);
    expect(JSON.stringify(quiet)).not.toContain('title');
    expect(quiet.used[0]?.findings.flatMap(({ used }) => used.map(({ path }) => path))).toEqual(["m/44'/1'/0'/1/2"]);
    const told = await desk.call('keys.complete', { pieces: [{ words }], authority: 'Warrant 12/26', tell: true });
    expect(told.used[0]?.word).toBe('title');
    await expect(desk.call('keys.complete', { pieces: [{ words: LONG }], authority: 'x' })).rejects.toThrow(Fault);
  });

  it('pieces are put together in any order, of which one word may be missing anywhere; what is used is sealed and followed', async () => {
    const words = LONG.split(' ');
    const [one, two] = [words.slice(0, 11).join(' '), words.slice(12).join(' ')];
    const asked = { pieces: [{ words: two }, { words: one }], authority: 'Warrant 12/26', reason: 'on paper', gap: 3 };
    await expect(desk.call('keys.complete', { ...asked, missing: 12, anyOrder: true, keep: true })).rejects.toMatchObject({
      code: 'device.needsSecretsKey',
    });
    const secretsPassphrase = 'for two people only';
    const done = await desk.call('keys.complete', { ...asked, missing: 12, anyOrder: true, keep: true, secretsPassphrase });
    // Both orders, every word of the list.
    expect([done.tried, done.used.length]).toEqual([4096, 1]);
    expect(done.used[0]?.findings.flatMap(({ used }) => used.map(({ path }) => path))).toEqual(["m/44'/1'/0'/1/2"]);
    const { phrases, origins } = await desk.call('keys.list', {});
    expect(phrases.map(({ kind, authority, reason }) => [kind, authority, reason])).toEqual([
      ['typed', 'Warrant 12/26', 'on paper'],
      ['typed', 'Warrant 12/26', 'on paper'],
      ['phrase', 'Warrant 12/26', 'on paper'],
    ]);
    expect(phrases.map(({ value }) => value.replace(/#.*/, '#'))).toEqual(['… (12)', '… (11)', 'lega… #']);
    const own = origins.find(({ origin }) => origin.fingerprint === done.used[0]?.fingerprint);
    expect(own?.phrase).toBe(done.kept[0]?.id);
    expect(origins.filter(({ phrase }) => phrase !== null)).toEqual([own]);
    // What was typed once is not typed again; a phrase comes out with a reason and the passphrase alone.
    const [first, second, whole] = phrases;
    const again = await desk.call('keys.complete', {
      ...{ pieces: [{ kept: second?.id as number }, { kept: first?.id as number }], missing: 12, authority: 'Warrant 12/26', gap: 3 },
      secretsPassphrase,
    });
    expect([again.tried, again.used.length, again.kept]).toEqual([2048, 1, []]);
    const reveal = { phrase: whole?.id as number, reason: 'to secure the coins' };
    await expect(desk.call('keys.reveal', { ...reveal, passphrase: 'another' })).rejects.toMatchObject({ code: 'case.secretsPassphrase' });
    expect((await desk.call('keys.reveal', { ...reveal, passphrase: secretsPassphrase })).text).toBe(LONG);
    const { entries } = await desk.call('journal.list', {});
    expect(entries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['keys.completing', 'keys.wordsSealed', 'keys.completed', 'secret.revealed']),
    );
  });

  it('says which words stand in no list, and how many there would be, and nothing else of them', async () => {
    const refused = async (words: string, missing: 'none' | 'anywhere' = 'none') =>
      desk.call('keys.complete', { pieces: [{ words }], missing, authority: 'x' }).then(
        () => null,
        (fault: unknown) => ({ code: (fault as Fault).code, parameters: (fault as Fault).parameters }),
      );
    expect(await refused(PHRASE.replace('year', 'jear').replace('worth', 'vorth'))).toEqual({
      ...{ code: 'keys.unlisted', parameters: { places: '4, 7' } },
    });
    expect(await refused(PHRASE, 'anywhere')).toEqual({ code: 'keys.wordCount', parameters: { count: 13 } });
    expect(await refused(`${PHRASE} ?`)).toMatchObject({ code: 'keys.onePhrase' });
  });

  it('refusals hold nothing of what was given', async () => {
    for (const secret of [
      { kind: 'words' as const, value: PHRASE.replace('yellow', 'year') },
      { kind: 'wif' as const, value: '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTK' },
    ]) {
      const error = await desk.call('keys.expand', { secrets: [secret] }).then(
        () => null,
        (fault: unknown) => fault as Fault,
      );
      expect(error?.code).toBe('keys.unreadable');
      expect(JSON.stringify(error?.parameters)).not.toContain(secret.value.slice(0, 8));
    }
    await expect(desk.call('keys.expand', {})).rejects.toMatchObject({ code: 'keys.noneGiven' });
    // Of several, public keys first, it says which one; and three words are no phrase, whatever their single bit of checksum says.
    const bip84 = KEYS.find(({ path }) => path === "m/84'/1'/0'")?.keys[0] as string;
    const secrets = [PHRASE, 'one two three'].map((value) => ({ kind: 'words' as const, value }));
    const refused: readonly (readonly [CallInput<'keys.expand'>, number])[] = [
      [{ extendedKeys: [bip84], secrets }, 3],
      [{ extendedKeys: [bip84, `${bip84}x`], secrets: secrets.slice(0, 1) }, 2],
      [{ secrets: [...secrets].reverse() }, 1],
    ];
    for (const [given, number] of refused)
      await expect(desk.call('keys.expand', given)).rejects.toMatchObject({ code: 'keys.unreadable', parameters: { number } });
  });

  it('no phrase and no private key lies in the journal, the tables or any file', async () => {
    const master = HDNodeWallet.fromPhrase(PHRASE, '', 'm');
    const secrets = ['legal winner', 'sausage', 'xprv', master.extendedKey.slice(0, 20), master.privateKey.slice(2)];
    const entries = await desk.call('journal.list', {});
    const text = JSON.stringify([entries, await desk.call('keys.list', {})]);
    expect(text).toContain('keys.expanded');
    for (const secret of secrets) expect(text.includes(secret), secret.slice(0, 6)).toBe(false);
    await desk.close();
    // Every table, decrypted.
    const { databaseKey } = await openSlot(readKeyFile(join(desk.folder, 'keys.tracehold')), 'a passphrase for tests only');
    const connection = openDatabase(join(desk.folder, 'keys.tracehold', 'case.db'), databaseKey, { readonly: true, create: false });
    const names = connection.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").pluck().all() as string[];
    expect(names).toContain('key_account');
    for (const name of names)
      for (const row of connection.prepare(`SELECT * FROM "${name}"`).raw().iterate() as Iterable<unknown[]>)
        for (const cell of row) {
          const told = cell instanceof Uint8Array ? Buffer.from(cell).toString('latin1') : String(cell);
          for (const secret of secrets) expect(told.includes(secret), name).toBe(false);
        }
    connection.close();
    for (const name of readdirSync(desk.folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(desk.folder, name);
      if (!statSync(path).isFile()) continue;
      const bytes = readFileSync(path, 'latin1');
      for (const secret of secrets) expect(bytes.includes(secret), name).toBe(false);
    }
  });
});

describe('a phrase that is kept after others were looked for', () => {
  const usedIn = (look: CallOutput<'keys.expand'> | null) =>
    look?.origins.map(({ findings }) => findings.flatMap(({ used }) => used.map(({ path }) => path)));
  /** Addresses that are 22 numbers ahead of the last one used are not met with a smaller gap. */
  const WIDE = { gap: 20, accounts: 1 };

  it('[KC12] is added to the look: what was found before is told with it, as far ahead as it was', async () => {
    await desk.newCase('added');
    await desk.intake(node);
    const before = await desk.call('keys.expand', { ...WIDE, secrets: [{ kind: 'words', value: PHRASE }] });
    const told = usedIn(before)?.[0] ?? [];
    expect(told).toContain("m/84'/1'/0'/0/22");
    // Known to the case, and not looked for the last time.
    const note = desk.write('other/note.txt', `seed phrase:\n${UNUSED}\n`);
    const { id } = await desk.call('exhibit.add', { number: 'E1', paths: [desk.grant(note)] });
    await desk.call('device.scan', { exhibit: id, passphrase: 'for two people only' });
    const asked = { pieces: [{ words: LONG.replace('title', '?') }], authority: 'Warrant 12/26', gap: 3 };
    const { kept } = await desk.call('keys.complete', { ...asked, keep: true });
    const { last } = await desk.call('keys.list', {});
    expect(last?.origins.map(({ origin }) => origin.fingerprint)).toEqual([before.origins[0]?.origin.fingerprint, kept[0]?.fingerprint]);
    expect(usedIn(last)).toEqual([told, ["m/44'/1'/0'/1/2"]]);
    expect(last?.gap).toBe(20);
    const { entries } = await desk.call('journal.list', {});
    expect(entries.map(({ name }) => name).filter((name) => /^keys\.(complet|expand)/.test(name))).toEqual(
      ['keys.expanded', 'keys.completing', 'keys.completed', 'keys.expanded'].reverse(),
    );
    // Nothing is looked for again where nothing is kept.
    await desk.call('keys.complete', asked);
    expect((await desk.call('keys.list', {})).last).toEqual(last);
  });

  it('an extra word makes another wallet of it: the candidate, what is sealed and its keys bear the same name', async () => {
    const extra = 'an extra word';
    const key = accountKeysOf({ kind: 'phrase', value: PHRASE, passphrase: extra }).find(
      ({ path }) => path === "m/84'/1'/0'",
    ) as AccountKey;
    const pay = { valueSat: COIN, script: Buffer.from(addressesOf(key, [0], 1, 1)[0] as Uint8Array) };
    const own = join(desk.folder, 'extra');
    const block = makeBlock(genesis(), [makeTransaction([], [pay], Buffer.of(1, 8, 0, 7))]);
    writeFolder(own, { blocks: [genesis(), block], perFile: 100, undo: 'true' });
    await desk.newCase('extra');
    await desk.intake(own);
    const asked = { missing: 'none' as const, keep: true, authority: 'x', secretsPassphrase: 'for two people only' };
    const plain = await desk.call('keys.complete', { ...asked, pieces: [{ words: PHRASE }] });
    const { used, kept } = await desk.call('keys.complete', { ...asked, pieces: [{ words: PHRASE }], passphrase: extra });
    expect(used.map(({ fingerprint }) => fingerprint)).toEqual(kept.map(({ fingerprint }) => fingerprint));
    expect(used[0]?.fingerprint).not.toBe(plain.kept[0]?.fingerprint);
    const { origins } = await desk.call('keys.list', {});
    expect(origins.map(({ origin, phrase }) => [origin.fingerprint, phrase])).toEqual([
      [plain.kept[0]?.fingerprint, plain.kept[0]?.id],
      [used[0]?.fingerprint, kept[0]?.id],
    ]);
  });

  it('given again with the keys that are held, a secret makes the accounts that these lack', async () => {
    await desk.newCase('further');
    await desk.intake(node);
    const secrets = [{ kind: 'words' as const, value: PHRASE }];
    const few = await desk.call('keys.expand', { secrets, accounts: 1 });
    expect(found(few, 'bip84', "m/84'/1'/0'")[0]?.needsSecret).toBe(true);
    const all = await desk.call('keys.expand', { secrets, accounts: 5, kept: true });
    expect(all.origins.length).toBe(1);
    expect(found(all, 'bip84', "m/84'/1'/0'")[0]?.needsSecret).toBe(false);
    expect(found(all, 'bip84', "m/84'/1'/1'")[0]?.used.length).toBe(1);
  });
});

describe('one look after another', () => {
  const pathsOf = (origins: CallOutput<'keys.expand'>['origins'] | undefined) =>
    origins?.flatMap(({ findings }) => findings.flatMap(({ used }) => used.map(({ path }) => path)));

  it('[KC14] tells what was asked, and loses nothing of what was found before, as far ahead as it was', async () => {
    await desk.newCase('in turn');
    await desk.intake(node);
    const first = await desk.call('keys.expand', { secrets: [{ kind: 'words', value: PHRASE }], gap: 30 });
    const second = await desk.call('keys.expand', { secrets: [{ kind: 'words', value: LONG }] });
    expect(pathsOf(second.origins)).toEqual(["m/44'/1'/0'/1/2"]);
    expect(second.addresses).toBeLessThan(first.addresses);
    const { last } = await desk.call('keys.list', {});
    expect(pathsOf(last?.origins)).toEqual([...(pathsOf(first.origins) ?? []), "m/44'/1'/0'/1/2"]);
    expect([last?.gap, last?.addresses]).toEqual([30, first.addresses + second.addresses]);
    // Asked once more with fewer accounts, what was used beyond them stays in the list.
    await desk.call('keys.expand', { secrets: [{ kind: 'words', value: PHRASE }], accounts: 1 });
    expect((await desk.call('keys.list', {})).last?.origins).toEqual(last?.origins);
    // Neither does looking for everything again; who names a smaller gap gets that.
    expect(await desk.call('keys.expand', { kept: true })).toMatchObject({ gap: 30, origins: last?.origins });
    expect(await desk.call('keys.expand', { kept: true, gap: 2 })).toMatchObject({ gap: 2 });
  });

  it('[KC14] two at a time lose nothing of each other', async () => {
    await desk.newCase('at a time');
    await desk.intake(node);
    const ask = (value: string) => desk.call('keys.expand', { secrets: [{ kind: 'words', value }] });
    const both = await Promise.all([PHRASE, LONG].map(ask));
    const { last } = await desk.call('keys.list', {});
    expect(pathsOf(last?.origins)?.sort()).toEqual(both.flatMap(({ origins }) => pathsOf(origins) ?? []).sort());
    expect(last?.origins.length).toBe(2);
  });

  it('[KC2] with a wider account gap a used account is found behind ones that nobody used', async () => {
    const bip84 = accountKeysOf({ kind: 'phrase', value: UNUSED }).filter(({ scheme }) => scheme === 'bip84');
    const third = bip84.find(({ path }) => path === "m/84'/1'/3'") as AccountKey;
    const pay = { valueSat: COIN, script: Buffer.from(addressesOf(third, [0], 0, 1)[0] as Uint8Array) };
    const own = join(desk.folder, 'third');
    const block = makeBlock(genesis(), [makeTransaction([], [pay], Buffer.of(1, 11, 0, 7))]);
    writeFolder(own, { blocks: [genesis(), block], perFile: 100, undo: 'true' });
    await desk.newCase('third');
    await desk.intake(own);
    const ask = (accountGap: number, accounts = 5) =>
      desk.call('keys.expand', { secrets: [{ kind: 'words', value: UNUSED }], accountGap, accounts });
    expect(found(await ask(1), 'bip84').filter(({ key: { path } }) => path.startsWith("m/84'/1'")).length).toBe(1);
    expect(pathsOf((await ask(3)).origins)).toEqual([]);
    const wide = await ask(4);
    expect(pathsOf(wide.origins)).toEqual(["m/84'/1'/3'/0/0"]);
    expect(wide.accountGap).toBe(4);
    // Of the four behind it one was made ahead.
    expect(found(wide, 'bip84', "m/84'/1'/3'")[0]?.needsSecret).toBe(true);
    expect(found(await ask(4, 8), 'bip84', "m/84'/1'/3'")[0]?.needsSecret).toBe(false);
  });
});

describe('an archive', () => {
  it('is asked for all addresses of a round in one pass, and says the same', async () => {
    await desk.newCase('archive');
    await desk.call('intake.run', { paths: [desk.grant(node)], archive: true });
    const before = await desk.call('keys.expand', { secrets: [{ kind: 'words', value: PHRASE }] });
    expect(found(before, 'bip84', "m/84'/1'/0'")[0]?.state).toBe('noData');
    const all = await desk.call('keys.expand', { kept: true, archives: true });
    const [first] = found(all, 'bip84', "m/84'/1'/0'");
    expect(first?.used.map(({ path }) => path)).toEqual(["m/84'/1'/0'/0/3", "m/84'/1'/0'/1/0", "m/84'/1'/0'/0/22"]);
    expect(found(all, 'bip49', "m/49'/1'/0'")[0]?.lookedIn[0]?.ranges).toEqual([{ from: 0, to: 8 }]);
    const { questions } = await desk.call('question.list', {});
    // One pass for each round: the first, behind used ones, and the accounts behind them.
    expect(questions.length).toBeLessThanOrEqual(3);
    // A phrase kept later asks no archive, and what was asked before is known.
    const asked = { missing: 'none' as const, keep: true, authority: 'x', secretsPassphrase: 'for two people only' };
    await desk.call('keys.complete', { ...asked, pieces: [{ words: UNUSED }] });
    const { last } = await desk.call('keys.list', {});
    expect(last?.origins[0]).toEqual(all.origins[0]);
    expect(outputScript('p2wpkh', new Uint8Array(20)).length).toBe(22);
  });
});

describe('a gap of a thousand', () => {
  it('reaches the last address of it and the gap behind that; more is refused', async () => {
    const key = accountKeysOf({ kind: 'phrase', value: PHRASE }).find(({ path }) => path === "m/86'/1'/0'") as AccountKey;
    const { chainCode, publicKey } = HDKey.fromExtendedKey(key.keys[0] as string);
    const test = { private: 0x04358394, public: 0x043587cf };
    const tpub = new HDKey({ versions: test, depth: 3, index: 1, chainCode: chainCode as Uint8Array, publicKey: publicKey as Uint8Array });
    const descriptor = `tr(${tpub.publicExtendedKey}/<0;1>/*)`;
    const pay = (index: number) => ({ valueSat: COIN, script: Buffer.from(addressesOf(key, [0], index, 1)[0] as Uint8Array) });
    const far = join(desk.folder, 'far');
    const paid = makeTransaction([], [pay(999), pay(1999), pay(3000)], Buffer.of(1, 9, 0, 7));
    writeFolder(far, { blocks: [genesis(), makeBlock(genesis(), [paid])], perFile: 100, undo: 'true' });
    await desk.newCase('far');
    await desk.intake(far);
    const used = async (gap?: number) => {
      const { origins, addresses } = await desk.call('keys.expand', { extendedKeys: [descriptor], ...(gap === undefined ? {} : { gap }) });
      return [
        addresses,
        origins[0]?.findings[0]?.used.map(({ index }) => index),
        origins[0]?.findings[0]?.derived.map(({ count }) => count),
      ];
    };
    expect(await used()).toEqual([40, [], [20, 20]]);
    expect(await used(999)).toEqual([1998, [], [999, 999]]);
    expect(await used(1000)).toEqual([4000, [999, 1999], [3000, 1000]]);
    await expect(used(1001)).rejects.toMatchObject({ code: 'usage.invalid' });
  }, 60_000);
});

describe('account chains', () => {
  it('an address along a path of wallets is met in the rows of the case, with what they say', async () => {
    await desk.newCase('rows');
    const eth = HDNodeWallet.fromPhrase(PHRASE, '', "m/44'/60'/0'/0/1").address;
    const file = desk.write(
      'etherscan.csv',
      `${[
        '"Transaction Hash","Blockno","UnixTimestamp","DateTime (UTC)","From","To","TokenValue","ContractAddress","TokenName","TokenSymbol"',
        `"0x${'ab'.repeat(32)}","19000000","1705312800","2024-01-15 10:00:00","0x${'11'.repeat(20)}","${eth}","25.5","0xdac17f958d2ee523a2206206994597c13d831ec7","Tether USD","USDT"`,
      ].join('\n')}\n`,
    );
    await desk.call('intake.run', { paths: [desk.grant(file)], chain: 'ethereum' });
    const all = await desk.call('keys.expand', { secrets: [{ kind: 'words', value: PHRASE }] });
    const [evm] = found(all, 'evm');
    expect(
      evm?.used.map(({ path, address, receipts, grade, amounts }) => [
        path,
        address,
        receipts,
        grade,
        amounts[0]?.received,
        amounts[0]?.balance,
      ]),
    ).toEqual([["m/44'/60'/0'/0/1", eth, 1, 'S', '25500000', null]]);
    expect(evm?.lookedIn.map(({ form, ranges }) => [form, ranges])).toEqual([['rows', [{ from: 19_000_000, to: 19_000_000 }]]]);
    expect(found(all, 'ledgerLive').filter(({ state }) => state === 'used')).toEqual([]);
  });
});

describe('a scanned exhibit', () => {
  it('leaves account keys of what it finds, which are expanded by their trace without a passphrase', async () => {
    await desk.newCase('device');
    await desk.intake(node);
    const note = desk.write('phone/note.txt', `seed phrase:\n${PHRASE}\n`);
    const { id } = await desk.call('exhibit.add', { number: 'E1', paths: [desk.grant(note)] });
    await desk.call('device.scan', { exhibit: id, passphrase: 'for the secrets of this case' });
    await desk.reopen('device');
    const { traces } = await desk.call('device.traces', { kinds: ['phrase'] });
    expect(traces.length).toBe(1);
    const trace = traces[0]?.trace ?? 0;
    const all = await desk.call('keys.expand', { traces: [trace] });
    expect(all.origins.map(({ origin }) => [origin.kind, origin.trace])).toEqual([['phrase', trace]]);
    expect(found(all, 'bip84', "m/84'/1'/0'")[0]?.used.length).toBe(3);
    await expect(desk.call('keys.expand', { traces: [trace + 100] })).rejects.toMatchObject({ code: 'keys.unknownTrace' });
  });
});
