// A wallet that a real node writes (litecoind, Berkeley DB), against what the node itself dumps of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { litecoindInstalled, startLitecoin } from '../../../../../tests/vectors/litecoinNode.ts';
import { readWallet } from '../index.ts';
import { seizedOf } from '../tests/seizedOf.ts';

it.skipIf(!litecoindInstalled())('[W5] addresses, uses, labels and keys as the node tells them', { timeout: 60_000 }, async () => {
  const node = await startLitecoin();
  try {
    await node.call('createwallet', 'seized');
    const ask = <Answer>(method: string, ...parameters: readonly unknown[]): Promise<Answer> =>
      node.callWallet<Answer>('seized', method, ...parameters);
    const mined = await ask<string>('getnewaddress', 'from mining');
    const unused = await ask<string>('getnewaddress', 'never used', 'legacy');
    await node.call('generatetoaddress', 101, mined);
    const friend = await ask<string>('getnewaddress', 'x', 'bech32');
    await ask('setlabel', friend, 'a friend');
    const id = await ask<string>('sendtoaddress', friend, 1.5, 'for the boat', 'someone');
    const dump = join(node.folder, 'dump.txt');
    await ask('dumpwallet', dump);
    await node.stop();
    const bytes = new Uint8Array(readFileSync(join(node.folder, 'regtest', 'wallets', 'seized', 'wallet.dat')));
    const file = seizedOf('wallets/seized/wallet.dat', bytes);

    const shown = await readWallet(file);
    const told = new Map(shown?.wallet.addresses.map((address) => [address.address, address]));
    expect(told.get(mined)).toMatchObject({ label: 'from mining', used: true, role: 'receive' });
    expect(told.get(unused)).toMatchObject({ label: 'never used', used: null, role: 'receive' });
    expect(told.get(friend)).toMatchObject({ label: 'a friend', used: true });
    expect(shown?.wallet.transactions.find((transaction) => transaction.id === id)?.label).toBe('for the boat · someone');
    expect(shown?.wallet.protection).toBeNull();

    const keys = new Set(shown?.secrets.filter(({ kind }) => kind === 'wif').map(({ value }) => value));
    // Keys of MWEB addresses are of another curve's use and told by number, in no record of the file.
    const dumped = await readWallet(seizedOf('dump.txt', new Uint8Array(readFileSync(dump))));
    const own =
      dumped?.secrets
        .filter(({ kind, detail }) => kind === 'wif' && !detail.some((text) => text.startsWith('x/')))
        .map(({ value }) => value) ?? [];
    expect(own.length).toBeGreaterThan(1000);
    expect(own.filter((key) => !keys.has(key))).toEqual([]);
  } finally {
    await node.kill();
    node.remove();
  }
});
