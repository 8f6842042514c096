// Wallets that bcoin itself writes, against what bcoin says of them: plain, encrypted, on a practice network, imported keys, transactions.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hex } from '../../../../../shared/model/bytes.ts';
import { type Bcoin, bcoinAddresses, bcoinPart, writeBcoinWallet } from '../../../../../tests/fixtures/bcoinWallet.ts';
import { BCOIN } from '../../../../../tests/vectors/bcoinNode.ts';
import { openWallet, readWallet } from '../index.ts';
import { logFile } from '../tests/levelFiles.ts';
import { seizedOf } from '../tests/seizedOf.ts';

const PASSWORD = 'what bcoin was told';
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tracehold-bcoin-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function written<Told>(network: string, fill: (wallets: Bcoin) => Promise<Told>) {
  const { told, name, bytes } = await writeBcoinWallet(join(folder, `${network}${readdirSync(folder).length}`), network, fill);
  return { told, file: seizedOf(`home/.bcoin/wallet/${name}`, bytes) };
}

describe.skipIf(BCOIN === null)("bcoin's wallets", () => {
  it('[W5] tells its addresses, accounts and transactions, and seals what is in clear', { timeout: 60_000 }, async () => {
    const { told, file } = await written('main', async (wallets) => {
      const wallet = await wallets.create({ id: 'suspect', witness: true });
      await wallet.createAccount({ name: 'savings', witness: false });
      for (let next = 0; next < 3; next++) await wallet.createReceive();
      const MTX = bcoinPart('primitives/mtx');
      const ring = bcoinPart('primitives/keyring').generate(true);
      await wallet.importKey(0, ring);
      const mtx = new MTX();
      mtx.addInput({ prevout: { hash: Buffer.alloc(32, 7).toString('hex'), index: 0 } });
      mtx.addOutput(await wallet.receiveAddress(), 50_000);
      await wallets.addTX(mtx.toTX());
      const { key, mnemonic } = wallet.master.toJSON(bcoinPart('protocol/network').get('main'), true);
      // The wallet that it makes for itself is there too.
      const all = await Promise.all([wallets.primary.getAccount(0), wallet.getAccount(0), wallet.getAccount(1)]);
      const accounts = all.map(({ accountKey }) => accountKey.xpubkey());
      const addresses = [...all.flatMap((account) => bcoinAddresses(account, 'main')), ring.getAddress('string', 'main')].sort();
      return { accounts, addresses, id: mtx.txid(), phrase: mnemonic.phrase, xprv: key.xprivkey, wif: ring.toSecret('main') };
    });
    const read = await readWallet(file);
    expect(read?.wallet).toMatchObject({ form: 'bcoin', version: '7', protection: null, isOpened: false });
    expect(read?.wallet.addresses.map(({ address }) => address).sort()).toEqual(told.addresses);
    expect(read?.wallet.keys.map(({ value }) => value).sort()).toEqual([...(told.accounts as string[])].sort());
    expect(read?.wallet.transactions.map(({ id }) => id)).toEqual([told.id]);
    expect(read?.wallet.transactions[0]?.time).toMatch(/^20\d\d-/);
    expect(read?.wallet.facts).toEqual(
      expect.arrayContaining([
        { code: 'name', value: 'suspect' },
        { code: 'account', value: 'savings' },
        { code: 'network', value: 'bitcoin' },
      ]),
    );
    const secrets = read?.secrets.map(({ value }) => value) ?? [];
    expect(secrets).toEqual(expect.arrayContaining([told.phrase, told.xprv, told.wif]));
    const shown = JSON.stringify(read?.wallet);
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  it('[W6] describes an encrypted one, and opens it with its password alone', { timeout: 60_000 }, async () => {
    const { told, file } = await written('testnet', async (wallets) => {
      const wallet = await wallets.create({ id: 'locked', passphrase: PASSWORD });
      const all = await Promise.all([wallets.primary.getAccount(0), wallet.getAccount(0)]);
      const addresses = all.flatMap((account) => bcoinAddresses(account, 'testnet')).sort();
      await wallet.unlock(PASSWORD);
      return { addresses, phrase: wallet.master.mnemonic.getPhrase() };
    });
    const read = await readWallet(file);
    expect(read?.wallet.protection).toMatchObject({ cipher: 'AES-256-CBC', kdf: 'PBKDF2-HMAC-SHA256' });
    expect(read?.wallet).toMatchObject({
      notRead: expect.arrayContaining(['secrets']),
      facts: expect.arrayContaining([{ code: 'network', value: 'testnet' }]),
    });
    expect(read?.wallet.addresses.map(({ address }) => address).sort()).toEqual(told.addresses);
    // The one that it made for itself has no password; this one's phrase is not told.
    expect(read?.secrets.map(({ value }) => value)).not.toContain(told.phrase);
    await expect(openWallet(file, 'another')).rejects.toMatchObject({ code: 'device.wrongPassword' });
    const opened = await openWallet(file, PASSWORD);
    expect(opened?.wallet.isOpened).toBe(true);
    expect(opened?.secrets.map(({ value }) => value)).toContain(told.phrase);
  });

  it('[W4] ends nowhere on damage', async () => {
    const { file } = await written('main', async (wallets) => {
      await wallets.create({ id: 'a' });
      return {};
    });
    const bytes = (await file.bytes(1e9)) as Uint8Array;
    for (let at = 0; at < bytes.length; at += 97) {
      const turned = Uint8Array.from(bytes);
      turned[at] = (turned[at] as number) ^ 0xff;
      await readWallet(seizedOf(file.path, turned)).catch((error: Error) => expect(error.message).not.toContain(hex(bytes.subarray(0, 8))));
      await readWallet(seizedOf(file.path, bytes.subarray(0, at))).catch(() => null);
    }
  });
});

describe('a log of more records than are read', () => {
  it('[W4] is told as cut', async () => {
    const records = 510_000;
    // Deletions of keys of three bytes, behind the version of the form.
    const batch = Buffer.alloc(12 + 14 + records * 5);
    Buffer.from([1, 1, 0x56, 10, ...Buffer.from('wallet'), 7, 0, 0, 0]).copy(batch, 12);
    for (let at = 0; at < records; at++) batch.writeUIntBE(0x00_03_00_00_00 + at, 26 + at * 5, 5);
    const read = await readWallet(seizedOf('home/.bcoin/wallet/000003.log', logFile([batch])));
    expect(read?.wallet).toMatchObject({ form: 'bcoin', notRead: expect.arrayContaining(['beyondBound']) });
  });
});
