// A case of seized things alone is handed over: no run, and the court file says so. The verifier works exhibits, custody, counts, keys and seizures out
// again and objects to every change; no secret, no part of one and no password stands in anything that was written.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountKey, accountKeysOf, addressesOf, bitcoinNetwork } from '../../main/engine/chains/index.ts';
import { canonical, type Loose } from '../../main/verifier/testing/bagWriter.ts';
import { changeJson, type Files, resealBag } from '../../main/verifier/testing/resealBag.ts';
import { genesis, makeBlock, makeTransaction, type ModelBlock, writeFolder } from '../fixtures/randomChain.ts';
import { exportedBag, failing, jsonIn } from './bagFiles.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const HAS_PDFTOTEXT = spawnSync('pdftotext', ['-v']).error === undefined;
const SECRETS = 'what only two people know';
const DEVICES = 'data/devices.json';
const SEIZURES = 'data/seizures.json';
const JOURNAL = 'data/journal.jsonl';
// Entropies 9e885d952ad362caeb4efe34a8e91bd2 (a vector of BIP39) and 00112233445566778899aabbccddeeff: worth nothing.
const PHRASE = 'ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic';
const OTHER = 'abandon math mimic master filter design carbon crystal rookie group knife young';
const HINT = 'the name of my first goldfish';
const PASSWORD = 'not this one at all';
const AGENCY = 'bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080';
const COIN = 1_000_000n;
const KEYS = accountKeysOf({ kind: 'phrase', value: PHRASE });
const ACCOUNT = KEYS.find(({ path }) => path === "m/84'/1'/0'") as AccountKey;

let desk: Desk;
let bags = 0;
let blocks: ModelBlock[];

const scriptAt = (branch: number, index: number): Buffer => Buffer.from(addressesOf(ACCOUNT, [branch], index, 1)[0] as Uint8Array);
const addressAt = (branch: number, index: number): string => bitcoinNetwork('regtest')?.readScript(scriptAt(branch, index)).address ?? '';

/** Pays two addresses of the phrase; later blocks stay empty. */
function chain(): ModelBlock[] {
  const salt = (n: number) => Buffer.of(1, n, 0, 7);
  const coinbase = makeTransaction([], [{ valueSat: 50n * COIN, script: scriptAt(0, 0) }], salt(1));
  const made = [genesis(), makeBlock(genesis(), [coinbase])];
  for (let i = 0; i < 105; i++)
    made.push(makeBlock(made.at(-1) as ModelBlock, [makeTransaction([], [{ valueSat: COIN, script: Buffer.of(0x51) }], salt(10 + i))]));
  const change = [
    { valueSat: 30n * COIN, script: scriptAt(0, 1) },
    { valueSat: 19n * COIN, script: scriptAt(1, 0) },
  ];
  made.push(
    makeBlock(made.at(-1) as ModelBlock, [
      makeTransaction([], [{ valueSat: COIN, script: Buffer.of(0x51) }], salt(200)),
      makeTransaction([`${coinbase.id}:0`], change, salt(201)),
    ]),
  );
  return made;
}

const bag = (more = {}) => exportedBag(desk, join(desk.folder, `bag-${++bags}`), more);
const reportText = (files: ReadonlyMap<string, Uint8Array>, name: string): string => {
  const path = desk.write(`${name}.pdf`, files.get('data/report.pdf') as Uint8Array);
  const kept = process.env['TRACEHOLD_KEEP_REPORTS'];
  if (kept !== undefined) {
    mkdirSync(kept, { recursive: true });
    copyFileSync(path, join(kept, `${name}.pdf`));
  }
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 1 << 26 }).replace(/\s+/g, ' ');
};

/** A phone with the phrase, a second one, a keystore with a hint, an address that the chain knows and one that it does not. */
function writePhone(): string {
  const kdf = { dklen: 32, c: 1, prf: 'hmac-sha256', salt: '00' };
  const crypto = { cipher: 'aes-128-ctr', ciphertext: '11'.repeat(32), cipherparams: { iv: '22'.repeat(16) } };
  const meta = { name: 'My wallet', passwordHint: HINT };
  const keystore = { version: 3, id: 'a', address: '52908400098527886e0f7030069857d2e4169ee7', imTokenMeta: meta };
  desk.write(
    'phone/keystore.json',
    JSON.stringify({ ...keystore, crypto: { ...crypto, kdf: 'pbkdf2', kdfparams: kdf, mac: '33'.repeat(32) } }),
  );
  desk.write('phone/notes.txt', `seed phrase: ${PHRASE}\n\npaid ${addressAt(0, 1)} and 1BoatSLRHtKNngkdXEeobR76b53LETtpyT\n`);
  desk.write('phone/old.zip', zipSync({ 'b.txt': Buffer.from(`seed phrase: ${PHRASE}\n\nrecovery words\n${OTHER}\n`) }));
  return join(desk.folder, 'phone');
}

beforeAll(async () => {
  desk = await openDesk();
  const node = join(desk.folder, 'node');
  blocks = chain();
  writeFolder(node, { blocks, perFile: 500, undo: 'true' });
  await desk.newCase('phone');
  const custody = { action: 'seized', person: 'Sato', time: '2026-11-20T09:10+09:00', place: 'Osaka' } as const;
  const phone = await desk.call('exhibit.add', { number: 'P-1', description: 'phone', custody: [custody] });
  const sha256 = createHash('sha256').update('abc').digest('hex');
  await desk.call('exhibit.add', {
    ...{ number: 'P-1/2', from: phone.id, paths: [desk.grant(desk.write('sim.bin', 'abc'))] },
    hashes: [
      { name: 'sha256', value: sha256 },
      { name: 'md5', value: '0'.repeat(32) },
    ],
  });
  const copy = await desk.call('exhibit.add', {
    ...{ number: 'P-1/1', from: phone.id, description: 'its files', paths: [desk.grant(writePhone())] },
    custody: [{ ...custody, action: 'imaged', purpose: 'copy' }],
  });
  await desk.call('exhibit.custody', { exhibit: phone.id, entry: { ...custody, action: 'released', person: 'Ito', from: 'Sato' } });
  await desk.call('device.scan', { exhibit: copy.id, passphrase: SECRETS });
  // A scan of the same again, on another exhibit: equal secrets are counted once.
  const again = await desk.call('exhibit.add', {
    number: 'P-1/3',
    from: copy.id,
    paths: [desk.grant(join(desk.folder, 'phone/notes.txt'))],
  });
  await desk.call('device.scan', { exhibit: again.id });
  const { traces } = await desk.call('device.traces', { kinds: ['phrase'], text: 'notes.txt' });
  const trace = traces[0]?.trace ?? 0;
  await desk.call('device.reveal', {
    trace,
    what: 'value',
    reason: 'to derive its addresses',
    authority: 'warrant 5',
    passphrase: SECRETS,
  });
  const { wallets } = await desk.call('device.wallets', {});
  await faultOf(desk.call('device.openWallet', { wallet: wallets[0]?.id ?? 0, password: PASSWORD, authority: 'warrant 5' }));
  await desk.intake(node);
  await desk.call('keys.expand', { kept: true, secrets: [{ kind: 'words', value: PHRASE }] });
}, 120_000);
afterAll(() => desk?.end());

/** All that was written, as text; of the report its text too. */
const writtenIn = (files: Files): string[] => [...files].map(([, bytes]) => Buffer.from(bytes).toString('latin1'));

describe('a case of seized things alone', () => {
  it('is handed over without a run, and the verifier accepts it', async () => {
    const { files, report, counts } = await bag();
    expect(report.ok, JSON.stringify(report.findings.filter(({ ok }) => !ok))).toBe(true);
    expect(counts).toMatchObject({ runs: 0, exhibits: 4 });
    expect(jsonIn(files, 'data/runs.json').runs).toEqual([]);
    expect(files.has(SEIZURES)).toBe(false);
    const devices = jsonIn(files, DEVICES);
    expect(devices.figures).toMatchObject({ exhibits: 4, copies: 3, scans: 2, wallets: 1 });
    // The same phrase on two exhibits is one; the keystore's hint counts as a password.
    expect(devices.figures.secrets).toEqual([
      { kind: 'keystore', count: 1 },
      { kind: 'password', count: 1 },
      { kind: 'phrase', count: 2 },
    ]);
    for (const { isSecret, value, same } of devices.traces) expect([value === null, same !== null]).toEqual([isSecret, isSecret]);
    const phrases = devices.traces.filter(({ kind, scan }: Loose) => kind === 'phrase' && scan === 2);
    expect(phrases.map(({ same, trace }: Loose) => same < trace)).toEqual([true]);
    expect(devices.look.findings.flatMap(({ used }: Loose) => used.map(({ path }: Loose) => path)).sort()).toEqual([
      "m/84'/1'/0'/0/0",
      "m/84'/1'/0'/0/1",
      "m/84'/1'/0'/1/0",
    ]);
    expect(devices.reveals).toMatchObject([{ kind: 'phrase', what: 'value', reason: 'to derive its addresses', authority: 'warrant 5' }]);
    expect(devices.tries).toMatchObject([{ wallet: 1, opened: false, authority: 'warrant 5' }]);
    expect(report.counts).toMatchObject({ exhibits: 4, finds: devices.traces.length, derivedAddresses: 3 });
    expect(report.notChecked.join('\n')).toMatch(/custody entries: that they were written down[\s\S]*reasons of 1 reveal/);
    const two = await bag();
    for (const [name, bytes] of files) expect(Buffer.compare(bytes, two.files.get(name) as Uint8Array), name).toBe(0);
  }, 120_000);

  it('holds no secret, no part of one, no hint and no password, with the whole journal too', async () => {
    for (const more of [{}, { fullJournal: true }]) {
      const { files, report } = await bag(more);
      expect(report.ok).toBe(true);
      const said = [...writtenIn(files), ...(HAS_PDFTOTEXT ? [reportText(files, 'whole')] : [])];
      const parts = [PHRASE, OTHER].flatMap((phrase) => [
        phrase,
        phrase.split(' ').slice(0, 3).join(' '),
        phrase.split(' ').slice(-3).join(' '),
      ]);
      const { traces } = await desk.call('device.traces', { kinds: ['phrase', 'keystore'], limit: 1000 });
      // What the window shows of a secret is more than a court file says.
      const masks = traces.filter(({ isSecret }) => isSecret).map(({ value }) => value);
      expect(masks.length).toBeGreaterThan(3);
      for (const secret of [...parts, ...masks, HINT, 'first goldfish', PASSWORD, SECRETS, '11'.repeat(32)])
        for (const text of said) expect(text.includes(secret), secret).toBe(false);
    }
  }, 120_000);

  it.skipIf(!HAS_PDFTOTEXT)(
    'says in four languages that nothing was traced (SKIPPED where pdftotext is absent)',
    async () => {
      const said = { en: 'No tracing was done', ja: '追跡は行っていない', 'zh-Hans': '未进行追踪', 'zh-Hant': '未進行追蹤' } as const;
      for (const [locale, sentence] of Object.entries(said)) {
        const { files, report } = await bag({ locale });
        expect(report.ok).toBe(true);
        const text = reportText(files, `devices-${locale}`);
        expect(text.replace(/ /g, '')).toContain(sentence.replace(/ /g, ''));
        for (const one of ['P-1/1', addressAt(0, 1).slice(0, 8)]) expect(text, locale).toContain(one);
      }
      const { files } = await bag();
      const text = reportText(files, 'devices');
      expect(text).not.toMatch(/FIFO|haircut|belongs to|\bowner/i);
      const { figures } = jsonIn(files, DEVICES);
      expect(text).toContain(
        `Exhibits: ${figures.exhibits}, of these with a copy that was read: ${figures.copies}; scans: ${figures.scans}`,
      );
      expect(text).toContain('seed phrases: 2');
    },
    120_000,
  );

  it('the verifier objects to every change of exhibits, custody, scans, finds, wallets and keys, sealed again', async () => {
    const { files } = await bag();
    const used = ({ look }: Loose): Loose => look.findings.find(({ state }: Loose) => state === 'used');
    const changes: Record<string, (devices: Loose) => void> = {
      'an exhibit is gone': ({ exhibits }) => exhibits.pop(),
      'an exhibit is made up': ({ exhibits }) => exhibits.push({ ...exhibits[0], id: 5 }),
      'exhibits are out of order': ({ exhibits }) => exhibits.reverse(),
      'its number is another': ({ exhibits }) => (exhibits[0].number = 'P-2'),
      'it was made from another': ({ exhibits }) => (exhibits[2].from = { id: 2, number: 'P-1/2' }),
      'its sum is another': ({ exhibits }) => (exhibits[2].copy.sha256 = '0'.repeat(64)),
      'a stated sum is said to fit': ({ exhibits }) => (exhibits[1].copy.stated[1].fits = true),
      'a note is added': ({ exhibits }) => (exhibits[0].note = 'sealed'),
      'a custody entry is gone': ({ exhibits }) => exhibits[0].custody.pop(),
      'a custody entry is of another': ({ exhibits }) => (exhibits[0].custody[1].person = 'Sato'),
      'custody was earlier': ({ exhibits }) => (exhibits[0].custody[0].time = '2026-11-19T09:10+09:00'),
      'custody is out of order': ({ exhibits }) => exhibits[0].custody.reverse(),
      'it was written down earlier': ({ exhibits }) => (exhibits[0].custody[0].written = '2026-01-01T00:00:00.000Z'),
      'custody is of another exhibit': ({ exhibits }) => exhibits[1].custody.push(exhibits[0].custody.pop()),
      'a scan is gone': ({ scans }) => scans.pop(),
      'a scan read more': ({ scans }) => scans[0].bytes++,
      'a scan unpacked more': ({ scans }) => scans[0].entries++,
      'a scan rejected less': ({ scans }) => (scans[0].rejected = [{ reason: 'checksum', count: 99 }]),
      'a scan did not end': ({ scans }) => (scans[0].state = 'partial'),
      'a scan has messages': ({ scans }) => (scans[0].messages = 4),
      'a count is higher': ({ scans }) => scans[0].kinds[0].count++,
      'a kind is hidden': ({ scans }) => scans[0].kinds.pop(),
      'a find is gone': ({ traces }) => traces.pop(),
      'a find is made up': ({ traces }) => traces.push({ ...traces.at(-1), trace: 999 }),
      'a find is only counted': (devices) => {
        const { scan, kind } = devices.traces.pop();
        devices.notListed.push({ scan, kind, count: 2 });
      },
      'an address has another character': ({ traces }) => {
        const one = traces.find(({ checks }: Loose) => checks.includes('bech32'));
        one.value = one.value.replace(/.$/, (last: string) => (last === 'q' ? 'p' : 'q'));
      },
      'a secret is shown': ({ traces }) => (traces.find(({ isSecret }: Loose) => isSecret).value = 'ozone drill'),
      'a secret is called none': ({ traces }) => (traces.find(({ kind }: Loose) => kind === 'phrase').isSecret = false),
      'a secret is another’s': ({ traces }) => {
        const [first, second] = traces.filter(({ kind }: Loose) => kind === 'phrase');
        second.same = first.trace;
      },
      'chain data know one more': ({ traces }) =>
        (traces.find(({ onChain, isSecret }: Loose) => onChain === null && !isSecret).onChain = true),
      'a private key stands in a wallet': ({ wallets }) =>
        wallets[0].keys.push({ kind: 'publicKey', value: '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ', path: '' }),
      'a wallet is gone': ({ wallets }) => wallets.pop(),
      'a password opened it': ({ tries }) => (tries[0].opened = true),
      'a try is gone': ({ tries }) => tries.pop(),
      'a reveal is gone': ({ reveals }) => reveals.pop(),
      'a reveal is of another kind': ({ reveals }) => (reveals[0].kind = 'wif'),
      'a key is another': ({ keys }) => (keys[0].keys = keys[1].keys),
      'a key makes other scripts': ({ keys }) => (keys[0].script = 'p2tr'),
      'a used address is gone': (devices) => used(devices).used.pop(),
      'a used address is another’s': (devices) => (used(devices).used[0].address = AGENCY),
      'its number is another’s': (devices) => (used(devices).used[0].index = 7),
      'its path is another': (devices) => (used(devices).used[0].path = "m/84'/1'/0'/0/9"),
      'a key is said to be unused': (devices) => (used(devices).state = 'unused'),
      'the gap was wider': ({ look }) => (look.gap = 100),
      'more accounts were looked through': ({ look }) => (look.accountGap = 9),
      'how many accounts were looked through is not said': ({ look }) => Reflect.deleteProperty(look, 'accountGap'),
      'the look is hidden': (devices) => (devices.look = null),
      'a figure is higher': ({ figures }) => figures.known++,
      'a figure of secrets is lower': ({ figures }) => (figures.secrets[2].count = 1),
      'a member is added': ({ exhibits }) => (exhibits[0].verdict = 'guilty'),
    };
    expect(await failing(resealBag(files, () => undefined))).toEqual([]);
    for (const [what, change] of Object.entries(changes)) {
      const failed = await failing(resealBag(files, (own) => changeJson(own, DEVICES, (devices) => void change(devices))));
      expect(
        failed.some((check) => check === 'devices' || check === 'deviceKeys'),
        what,
      ).toBe(true);
      expect(failed, what).not.toContain('verifier');
    }
    for (const text of ['null', '[]', '{}', '{"format":"tracehold-devices/1"}', '1e999', '', 'x', '['.repeat(100_000)]) {
      const failed = await failing(resealBag(files, (own) => own.set(DEVICES, Buffer.from(text))));
      expect(failed.length, text.slice(0, 40)).toBeGreaterThan(0);
      expect(failed).not.toContain('verifier');
    }
    // Any byte, without the seal.
    const flipped = new Map(files);
    const bytes = Uint8Array.from(files.get(DEVICES) as Uint8Array);
    bytes[200] = (bytes[200] as number) ^ 1;
    expect(await failing(flipped.set(DEVICES, bytes))).not.toEqual([]);
    // A row of each list put out of shape is a finding, never an exception.
    for (const list of ['exhibits', 'scans', 'traces', 'notListed', 'wallets', 'tries', 'reveals', 'keys'])
      for (const odd of [null, 7, [], {}, { id: -1, scan: 'x', copy: [], custody: 7 }]) {
        const failed = await failing(
          resealBag(files, (own) => changeJson(own, DEVICES, (devices) => void devices[list].splice(0, 1, odd))),
        );
        expect(failed.length, list).toBeGreaterThan(0);
        expect(failed, list).not.toContain('verifier');
      }
  }, 120_000);

  it('the journal’s acts are what the file rests on: one more or one withheld is an objection', async () => {
    const { files } = await bag();
    const lines = Buffer.from(files.get(JOURNAL) as Uint8Array)
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Loose);
    const at = lines.findIndex(({ header }) => header.name === 'exhibit.custody');
    const withheld = lines.map((line, index) => (index === at ? { header: line.header, withheld: true } : line));
    const text = `${withheld.map((line) => canonical(line)).join('\n')}\n`;
    expect(await failing(resealBag(files, (own) => own.set(JOURNAL, Buffer.from(text))))).toContain('devices');
    expect(lines.filter(({ header }) => header.name === 'secret.revealed').every((line) => line.withheld === true)).toBe(true);
  }, 120_000);

  it('leaves seized things out where that is asked for; then nothing is left to hand over', async () => {
    expect(await faultOf(bag({ devices: false }))).toMatchObject({ code: 'export.noRuns' });
  }, 120_000);
});

describe('the search', () => {
  const kindsOf = async (text: string) =>
    (await desk.call('canvas.search', { text })).hits.filter(({ kind }) => ['exhibit', 'wallet', 'seizure'].includes(kind));

  it('finds exhibits and wallets by number, words, sums, addresses and names, and no secret', async () => {
    expect((await kindsOf('p-1/1')).map(({ kind, title, number }) => [kind, title, number])).toEqual([['exhibit', 'P-1/1 · its files', 3]]);
    expect((await kindsOf('ba7816bf')).map(({ number, found }) => [number, found.slice(0, 8)])).toEqual([[2, 'ba7816bf']]);
    expect(await kindsOf('0x52908400098527886e0f7030069857d2e4169ee7')).toMatchObject([
      { kind: 'wallet', number: 1, title: 'phone/keystore.json' },
    ]);
    expect(await kindsOf('my wallet')).toMatchObject([{ kind: 'wallet' }]);
    for (const secret of ['goldfish', 'ozone drill', PASSWORD]) expect(await kindsOf(secret)).toEqual([]);
  });
});

describe('seizures in the court file', () => {
  it('are worked out again, with the transactions that confirm them', async () => {
    const asked = { agency: AGENCY, agencyAgain: AGENCY, agencyBy: 'Sgt. Ito', feeRate: '3', exhibits: 'P-1', authority: 'warrant 5' };
    const addresses = [addressAt(0, 1), addressAt(1, 0)].map((text) => ({ text }));
    const { seizure } = await desk.call('seizure.prepare', { ...asked, addresses });
    for (const text of ['warrant 5', AGENCY.slice(0, 14), addressAt(1, 0), '#1'])
      expect(
        (await desk.call('canvas.search', { text })).hits.filter(({ kind }) => kind === 'seizure'),
        text,
      ).toMatchObject([{ number: 1 }]);
    const prepared = await bag();
    expect(prepared.report.ok, JSON.stringify(prepared.report.findings.filter(({ ok }) => !ok))).toBe(true);
    expect(prepared.counts).toMatchObject({ seizures: 1 });
    const [view] = jsonIn(prepared.files, SEIZURES).seizures;
    expect(view).toMatchObject({ seizure, now: { state: 'prepared' }, closings: [], agency: AGENCY, height: 107 });
    // What was listed travels with its proof.
    const proofs = [...prepared.files.keys()].filter((name) => name.startsWith('data/proofs/'));
    expect(proofs).toHaveLength(1);

    const [part] = view.coins.parts;
    const spent = view.coins.outputs.map(({ outpoint }: Loose) => outpoint as string);
    const script = Buffer.from(bitcoinNetwork('regtest')?.scriptOfAddress(AGENCY) ?? []);
    const moved = makeTransaction(spent, [{ valueSat: BigInt(part.paidSat), script }], Buffer.of(9, 9));
    const filler = makeTransaction([], [{ valueSat: COIN, script: Buffer.of(0x51) }], Buffer.of(1, 250, 0, 7));
    const node = join(desk.folder, 'later');
    writeFolder(node, { blocks: [...blocks, makeBlock(blocks.at(-1) as ModelBlock, [filler, moved])], perFile: 500, undo: 'true' });
    await desk.intake(node);
    await desk.call('seizure.close', { seizure, note: 'arrived' });
    const again = await desk.call('seizure.prepare', { ...asked, addresses: addresses.slice(0, 1) }).catch(() => null);
    if (again !== null) await desk.call('journal.undo', {});
    const { files, report } = await bag();
    expect(report.ok, JSON.stringify(report.findings.filter(({ ok }) => !ok))).toBe(true);
    expect(jsonIn(files, SEIZURES).seizures).toMatchObject([
      {
        now: { state: 'confirmed', differences: [{ what: 'idDiffers' }] },
        closings: [{ state: 'confirmed', note: 'arrived', transactions: [{ txid: moved.id, height: 108, grade: 'P' }] }],
      },
    ]);
    if (HAS_PDFTOTEXT)
      for (const locale of ['en', 'ja', 'zh-Hans', 'zh-Hant']) {
        const text = reportText((await bag({ locale })).files, `seizure-${locale}`).replace(/ /g, '');
        for (const said of [AGENCY, moved.id, part.sha256, 'data/seizures.json', view.coins.outputs[0].outpoint.slice(0, 64)])
          expect(text, locale).toContain(said);
      }
    const text = HAS_PDFTOTEXT ? reportText(files, 'seizure') : '';
    if (HAS_PDFTOTEXT)
      for (const said of ['Seizure 1', 'confirmed by the chain data', 'travels in this file with the branch', 'Sgt. Ito'])
        expect(text).toContain(said);

    const changes: Record<string, (document: Loose) => void> = {
      'another agency': ({ seizures: [one] }) => (one.agency = addressAt(0, 0)),
      'another state': ({ seizures: [one] }) => (one.now.state = 'partly'),
      'not moved': ({ seizures: [one] }) => (one.now = { state: 'prepared', transactions: [], differences: [] }),
      withdrawn: ({ seizures: [one] }) => (one.withdrawn = { event: 3, time: '2026-11-23T00:00:00.000Z', reason: 'x' }),
      'a closing is gone': ({ seizures: [one] }) => one.closings.pop(),
      'another block': ({ seizures: [one] }) => (one.now.transactions[0].blockHash = '0'.repeat(64)),
      'another height': ({ seizures: [one] }) => (one.now.transactions[0].height = 100),
      'another amount arrived': ({ seizures: [one] }) => (one.now.transactions[0].paid[0].amount = '1'),
      'another total': ({ seizures: [one] }) => (one.coins.totals.paidSat = '1'),
      'an output is worth more': ({ seizures: [one] }) => (one.coins.outputs[0].amountSat = '99000000'),
      'an output is another’s': ({ seizures: [one] }) => (one.coins.outputs[0].address = AGENCY),
      'an output is gone': ({ seizures: [one] }) => one.coins.outputs.pop(),
      'another transaction to sign': ({ seizures: [one] }) => (one.coins.parts[0].psbt = one.coins.parts[0].psbt.replace('A', 'B')),
      'another sum of it': ({ seizures: [one] }) => (one.coins.parts[0].sha256 = '0'.repeat(64)),
      'another id': ({ seizures: [one] }) => (one.coins.parts[0].txid = '0'.repeat(64)),
      'the seizure is gone': (document) => document.seizures.pop(),
      'it stands twice': (document) => document.seizures.push(document.seizures[0]),
      'a member is added': ({ seizures: [one] }) => (one.verdict = 'guilty'),
    };
    for (const [what, change] of Object.entries(changes)) {
      const failed = await failing(resealBag(files, (own) => changeJson(own, SEIZURES, (document) => void change(document))));
      expect(failed, what).toContain('seizures');
      expect(failed, what).not.toContain('verifier');
    }
    for (const odd of [null, 7, [], {}, { seizure: 1 }, { seizure: 1, coins: { outputs: 7, parts: [{}] }, now: 7 }]) {
      const failed = await failing(resealBag(files, (own) => changeJson(own, SEIZURES, ({ seizures }) => void seizures.splice(0, 1, odd))));
      expect(failed).toContain('seizures');
      expect(failed).not.toContain('verifier');
    }
  }, 120_000);
});

describe('phrases that the case keeps besides what scans found', () => {
  it('shown in clear, they are told in the court file with their number, and the file is written', async () => {
    const asked = { authority: 'warrant 5', reason: 'from paper', keep: true, secretsPassphrase: SECRETS };
    const { kept } = await desk.call('keys.complete', { ...asked, pieces: [{ words: PHRASE }], missing: 'none' });
    const { phrases } = await desk.call('keys.list', {});
    const typed = phrases.find(({ kind }) => kind === 'typed')?.id ?? 0;
    for (const phrase of [typed, kept[0]?.id ?? 0]) await desk.call('keys.reveal', { phrase, reason: 'to sign', passphrase: SECRETS });
    // One that no address of is used is kept after it, and what was found before is told as it was.
    const before = jsonIn((await bag()).files, DEVICES);
    await desk.call('keys.complete', { ...asked, pieces: [{ words: OTHER }], missing: 'none' });
    const { files, report } = await bag({ locale: 'ja' });
    expect(report.ok, JSON.stringify(report.findings.filter(({ ok }) => !ok))).toBe(true);
    const { look, figures } = jsonIn(files, DEVICES);
    expect(figures.used).toBeGreaterThan(0);
    expect(look.run).toBe(before.look.run + 1);
    expect(look.findings).toEqual(expect.arrayContaining(before.look.findings));
    expect(jsonIn(files, DEVICES).reveals.slice(-2)).toMatchObject([
      { trace: null, phrase: typed, kind: 'typed', reason: 'to sign' },
      { trace: null, phrase: kept[0]?.id, kind: 'phrase', reason: 'to sign' },
    ]);
    const { files: english } = await bag();
    for (const text of [...writtenIn(files), ...writtenIn(english)]) expect(text).not.toContain('ozone drill');
    if (!HAS_PDFTOTEXT) return;
    const text = reportText(english, 'kept-phrases');
    expect(text).not.toContain('undefined');
    for (const said of ['words that were typed', 'kept by']) expect(text).toContain(said);
  }, 60_000);
});

describe('a bag about seized things as a source', () => {
  it('is refused with a reason where it has no chain data; else its proofs alone are taken in', async () => {
    await desk.newCase('another');
    expect(await faultOf(desk.intake(join(desk.folder, 'bag-1')))).toMatchObject({ code: 'bag.noChain' });
    const [source] = await desk.intake(join(desk.folder, `bag-${bags}`));
    expect(source).toMatchObject({ transactions: 2 });
    // Counted for whoever takes it in, and that case's.
    expect(source?.bag).toMatchObject({ exhibits: 4, scans: 2, seizures: 1 });
    expect(source?.bag).not.toHaveProperty('people');
    expect((await desk.call('exhibit.list', {})).exhibits).toEqual([]);
    expect((await desk.call('seizure.list', {})).seizures).toEqual([]);
  }, 60_000);
});
