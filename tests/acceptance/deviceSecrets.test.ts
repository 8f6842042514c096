// Secrets planted everywhere a device may hold one: nothing that the program writes or says, on whichever way, holds them in clear.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../../main/engine/casefile/connection.ts';
import { DATABASE_KEY_BYTES } from '../../main/engine/casefile/keySlots.ts';
import { type Machine, runCommandLine } from '../../main/hosts/cli/commandLine.ts';
import { commands } from '../../main/hosts/cli/commands.ts';
import { nodeHostClient } from '../../main/hosts/cli/inProcess.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { Mnemonic } from 'ethers/wallet';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';

const root = mkdtempSync(join(tmpdir(), 'tracehold-secrets-'));
const temporary = join(root, 'temporary');
mkdirSync(temporary);
const before = process.env['TMPDIR'];
process.env['TMPDIR'] = temporary;
afterAll(() => {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  rmSync(root, { recursive: true, force: true });
});

import { SHARED_DATA, sharedFile } from '../vectors/sharedData.ts';

const SECRETS = 'what only two people know';
const phrase = (seed: string): string => Mnemonic.fromEntropy(createHash('sha256').update(seed).digest().subarray(0, 16)).phrase;
const PHRASES = Object.fromEntries(
  [
    'file',
    'message',
    'label',
    'fileName',
    'folderName',
    'url',
    'entryName',
    'emptyName',
    'rootName',
    'missing',
    'chatName',
    'unread',
    'typed',
  ].map((where) => [where, phrase(where)]),
) as Record<string, string>;
const of = (where: string): string => PHRASES[where] ?? '';
// The example of the Bitcoin Wiki's page on the wallet import format; the private key of BIP32's first test vector; the seed of Electrum's tests.
const WIF = '5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4dZ1jvhTVqvbTLvyTJ';
const NAMED_WIF = 'KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn';
const XPRV = 'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi';
const SEED = 'wild father tree among universe such mobile favorite target dynamic credit identify';
const HEX = createHash('sha256').update('a key').digest('hex');

/** Whole ones and parts of them: a mask may hide the beginning only. */
const SOUGHT: readonly (readonly [string, RegExp])[] = [
  ...[...Object.values(PHRASES), SEED].map((words) => {
    const parts = words.split(' ');
    // Four words in a row, whatever stands between them.
    const any = parts.slice(0, -3).map((_, at) => parts.slice(at, at + 4).join('[^a-z0-9]{1,4}'));
    return [words, new RegExp(any.join('|'), 'i')] as const;
  }),
  ...[WIF, NAMED_WIF, XPRV, HEX].map((key) => [key, new RegExp(`${key.slice(8, 20)}|${key.slice(-14)}`)] as const),
  [SECRETS, new RegExp(SECRETS)],
];

function leaks(where: string, text: string): string[] {
  return SOUGHT.flatMap(([secret, pattern]) => {
    const at = text.search(pattern);
    return at < 0 ? [] : [`${where}: ${secret.slice(0, 24)} in ${JSON.stringify(text.slice(Math.max(0, at - 60), at + 60))}`];
  });
}

const keys: Uint8Array[] = [];
const machineOf = (said: string[]): Machine => {
  const node = createNodeHost({ environment: { ...process.env, TRACEHOLD_PROFILE: join(root, 'profile') } });
  const watched = (length: number): Uint8Array => {
    const bytes = node.host.randomBytes(length);
    if (length === DATABASE_KEY_BYTES) keys.push(bytes);
    return bytes;
  };
  const nodeHost = { ...node, host: { ...node.host, randomBytes: watched } };
  return {
    ...{ nodeHost, commands, environment: {}, signal: new AbortController().signal },
    startEngine: () => nodeHostClient(nodeHost),
    stdout: { write: (text) => said.push(text) },
    stderr: { write: (text: string) => said.push(text) } as Machine['stderr'],
    prompt: async () => 'never asked',
  };
};

function plant(): string {
  const top = join(root, 'seized', `notes ${of('rootName')}`);
  const own = (path: string, bytes: Uint8Array | string): void => {
    mkdirSync(join(top, path, '..'), { recursive: true });
    writeFileSync(join(top, path), bytes);
  };
  own('a.txt', `recovery phrase\n${of('file')}\nprivate key: ${HEX}\n${XPRV}\n${WIF}\n`);
  own(`${of('fileName').split(' ').join('_')}.txt`, 'nothing here, pay 1BoatSLRHtKNngkdXEeobR76b53LETtpyT');
  own(`${of('folderName')}/b.txt`, 'pay 1BoatSLRHtKNngkdXEeobR76b53LETtpyT');
  own(`wallet-${NAMED_WIF}.bak`, 'pay 1BoatSLRHtKNngkdXEeobR76b53LETtpyT');
  own(`seed ${of('emptyName')}.txt`, '');
  own(
    'chat.txt',
    `[LINE] Chat history with ${of('chatName')}\nSaved on: 05/03/2024, 10:00\n\nWed, 05/01/2024\n9:30 PM\tAlex\tthe phrase is: ${of('message')}\n9:31 PM\tAlex\tpay to 1BoatSLRHtKNngkdXEeobR76b53LETtpyT\n`,
  );
  own('history.txt', `https://www.binance.com/import?words=${of('url').split(' ').join('+')}&x=1\nhttps://etherscan.io/?k=${WIF}\n`);
  own(
    'old.zip',
    zipSync({ [`${of('entryName')}/c.txt`]: Buffer.from('pay 1BoatSLRHtKNngkdXEeobR76b53LETtpyT'), [`${NAMED_WIF}`]: new Uint8Array(0) }),
  );
  own(`${of('unread')}.zip`, Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(100, 7)]));
  const wallet = JSON.parse(
    JSON.stringify({
      seed_version: 17,
      wallet_type: 'standard',
      use_encryption: false,
      keystore: { type: 'bip32', seed: SEED, xprv: XPRV, xpub: '' },
    }),
  );
  own(
    'electrum',
    JSON.stringify(
      {
        ...wallet,
        labels: { '1BoatSLRHtKNngkdXEeobR76b53LETtpyT': `my ${of('label')}` },
        addresses: { receiving: ['1BoatSLRHtKNngkdXEeobR76b53LETtpyT'], change: [] },
      },
      null,
      2,
    ),
  );
  return top;
}

it('says and writes no secret, wherever it was planted', async () => {
  const top = plant();
  const at = (name: string): string => join(root, name);
  writeFileSync(at('pass'), 'a passphrase for tests only\n');
  writeFileSync(at('secrets'), `${SECRETS}\n`);
  writeFileSync(at('phrase'), `${of('file')}\n`);
  const output: [string, string][] = [];
  const run = async (expected: number | null, ...argv: string[]): Promise<string> => {
    const said: string[] = [];
    const exit = await runCommandLine(argv, machineOf(said));
    const text = said.join('');
    output.push([argv.slice(0, 2).join(' '), text]);
    const command = argv.slice(0, 2).join(' ');
    if (expected !== null) expect([command, exit, exit === expected ? '' : text]).toEqual([command, expected, '']);
    return text;
  };
  const CASE = ['--case', at('made.tracehold'), '--passphrase-file', at('pass')];
  const secrets = ['--secrets-passphrase-file', at('secrets')];
  await run(
    0,
    'case',
    'new',
    at('made'),
    '--title',
    'T',
    '--examiner',
    'E',
    '--agency',
    'A',
    '--reference',
    'R',
    '--passphrase-file',
    at('pass'),
  );
  await run(3, 'scan', join(root, 'seized', of('missing')));
  await run(0, 'scan', top);
  await run(3, 'exhibit', 'add', 'K-0', join(root, 'seized', of('missing')), ...CASE);
  await run(0, 'exhibit', 'add', 'K-1', top, ...CASE);
  await run(0, 'exhibit', 'list', ...CASE);
  await run(0, 'exhibit', 'scan', 'K-1', ...secrets, ...CASE);
  const listed = JSON.parse(await run(0, 'traces', 'list', '--json', ...CASE)) as {
    traces: { trace: number; kind: string; value: string }[];
  };
  for (const { trace } of listed.traces.filter(({ kind }) => kind === 'phrase' || kind === 'address').slice(-1))
    await run(0, 'traces', 'show', `${trace}`, ...CASE);
  await run(0, 'wallets', 'list', ...CASE);
  await run(0, 'messages', 'list', '--json', ...CASE);
  await run(0, 'keys', 'expand', '--phrase-file', at('phrase'), '--gap', '2', '--accounts', '1', ...CASE);
  // A public key in the file is looked for like one that is given. (BIP84's vector.)
  writeFileSync(
    at('public'),
    'zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs\n',
  );
  expect(await run(0, 'keys', 'expand', '--phrase-file', at('public'), '--gap', '2', ...CASE)).toContain('Extended public key');
  // Typed from paper: with a word that cannot be read, with one that stands in no list, and whole, which is then kept.
  const typed = of('typed').split(' ');
  const complete = async (expected: number, words: readonly string[], ...more: string[]): Promise<string> => {
    writeFileSync(at('typed'), `${words.join(' ')}\n`);
    return run(expected, 'keys', 'complete', '--phrase-file', at('typed'), '--authority', 'Warrant 12/26', '--gap', '1', ...more, ...CASE);
  };
  await complete(1, typed.with(4, '?'), '--keep');
  expect(await complete(2, typed.with(4, 'qwertz'), '--missing', 'none', '--keep')).toContain('words at: 5');
  await complete(1, typed, '--missing', 'none', '--keep');
  const ofFile = listed.traces.find(({ kind, value }) => kind === 'phrase' && value.startsWith(`${of('file').slice(0, 4)}…`));
  await run(1, 'keys', 'complete', '--trace', `${ofFile?.trace}`, '--missing', 'none', '--authority', 'A', ...secrets, ...CASE);
  await run(0, 'keys', 'list', ...CASE);
  await run(0, 'journal', '--json', ...CASE);
  if (SHARED_DATA !== null) {
    // A report needs a run; the coinbase of block 9 of mainnet is spent in block 170.
    writeFileSync(at('blk.dat'), sharedFile('btc-blocks/bitcoinj/first-100k-blocks.dat').subarray(0, 60_000));
    await run(null, 'intake', at('blk.dat'), ...CASE);
    const from = '0437cd7f8525ceed2324359c2d0ba26006d92d856a9c20fa0241106ee5a597c9';
    await run(0, 'trace', '--from', from, '--question', 'Where?', '--reason', 'As asked', '--primary', 'fifo', ...CASE);
    await run(0, 'export', 'bag', '--out', at('bag'), '--full-journal', ...CASE);
  }

  // What is named so is found, too.
  const phrases = listed.traces.filter(({ kind }) => kind === 'phrase').map(({ value }) => value.split('…')[0]);
  for (const where of ['file', 'message', 'fileName', 'folderName', 'entryName', 'emptyName', 'rootName'])
    expect(phrases, where).toContain(of(where).slice(0, 4));
  expect(listed.traces.filter(({ kind }) => kind === 'wif')).toHaveLength(2);

  const found = output.flatMap(([command, text]) => leaks(command, text));
  const database = opened(join(at('made.tracehold'), 'case.db'));
  for (const { name } of database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all() as { name: string }[])
    for (const row of database.prepare(`SELECT * FROM "${name}"`).raw().iterate() as Iterable<unknown[]>)
      for (const cell of row)
        if (typeof cell === 'string' || Buffer.isBuffer(cell)) found.push(...leaks(`table ${name}`, cell.toString('latin1')));
  database.close();
  for (const folder of ['made.tracehold', 'bag', 'profile', 'temporary'])
    for (const path of filesBelow(join(root, folder))) {
      found.push(...leaks(folder, path), ...leaks(`${folder} ${path.split('/').at(-1)}`, readFileSync(path).toString('latin1')));
      if (path.endsWith('.pdf') && spawnSync('pdftotext', ['-v']).error === undefined)
        found.push(...leaks('report', execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' })));
    }
  expect(found).toEqual([]);
}, 120_000);

/** With the one of the keys drawn meanwhile that is the database's. */
function opened(path: string): ReturnType<typeof openDatabase> {
  for (const key of keys)
    try {
      return openDatabase(path, key, { readonly: true, create: false });
    } catch {
      // Another key.
    }
  throw new Error('none of the keys opens the database');
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((one) =>
      one.isDirectory() ? filesBelow(join(folder, one.name)) : [join(folder, one.name)],
    );
  } catch {
    return [];
  }
}
