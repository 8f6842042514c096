// A seizure prepared from chain data that a real node wrote (litecoind on its own regtest): the node reads the transaction without signatures, its
// wallet signs it, its mempool takes it, and the block with it closes the record.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HDKey } from '@scure/bip32';
import { address as codec, Psbt } from 'bitcoinjs-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hash160 } from '../../main/engine/chains/index.ts';
import type { CallInput } from '../../shared/contract/index.ts';
import { type LitecoinNode, litecoindInstalled, startLitecoin } from '../vectors/litecoinNode.ts';
import { type Desk, faultOf, openDesk } from './desk.ts';

const CHAIN = 'litecoin-regtest';
const WIF = 0xef;

describe.skipIf(!litecoindInstalled())('a seizure', () => {
  let node: LitecoinNode;
  let desk: Desk;
  let home = '';
  let agency = '';
  let legacy = '';
  let nested = '';
  let segwit = '';
  let derived = '';
  let elsewhere = '';
  const account = HDKey.fromMasterSeed(createHash('sha512').update('made up for this test').digest());
  const accountAt = account.derive("m/84'/2'/0'");
  const suspect = <T>(method: string, ...parameters: readonly unknown[]) => node.callWallet<T>('suspect', method, ...parameters);
  const mine = (blocks: number) => node.call<string[]>('generatetoaddress', blocks, home);
  let taken = 0;
  const takeIn = () => desk.intake(desk.write(`blocks-${taken++}.dat`, node.blockFile('blk00000.dat')), { chain: CHAIN });
  const state = async (seizure: number) => (await list()).find((one) => one.seizure === seizure)?.now.state;
  const list = async () => (await desk.call('seizure.list', {})).seizures;

  beforeAll(async () => {
    desk = await openDesk();
    node = await startLitecoin();
    await node.call('createwallet', 'payer');
    await node.call('createwallet', 'suspect');
    const payer = <T>(method: string, ...parameters: readonly unknown[]) => node.callWallet<T>('payer', method, ...parameters);
    home = await payer<string>('getnewaddress', '', 'bech32');
    agency = await payer<string>('getnewaddress', 'agency', 'bech32');
    await mine(110);
    legacy = await suspect<string>('getnewaddress', '', 'legacy');
    nested = await suspect<string>('getnewaddress', '', 'p2sh-segwit');
    segwit = await suspect<string>('getnewaddress', '', 'bech32');
    elsewhere = await suspect<string>('getnewaddress', '', 'bech32');
    const child = accountAt.derive('m/0/5');
    derived = codec.toBech32(hash160(child.publicKey as Uint8Array), 0, 'rltc');
    await suspect('importprivkey', wif(child.privateKey as Uint8Array), '', false);
    await payer('sendmany', '', { [legacy]: 1, [nested]: 2, [segwit]: 3, [derived]: 4, [elsewhere]: 5 });
    await mine(2);
    await desk.newCase('seizure');
    await takeIn();
  }, 120_000);
  afterAll(async () => {
    node?.remove();
    await desk?.end();
  });

  const asked = (addresses: readonly string[]): CallInput<'seizure.prepare'> => ({
    ...{
      agency,
      agencyAgain: agency,
      agencyBy: 'Sgt. Ito, from the wallet itself',
      feeRate: '12.5',
      exhibits: 'A-1, A-1/2',
      authority: 'warrant 5',
    },
    addresses: addresses.map((text) => ({ text, ...(text === derived ? { path: '0/5' } : {}) })),
    ...(addresses.includes(derived)
      ? { account: { xpub: accountAt.publicExtendedKey, fingerprint: fingerprint(account), path: "m/84'/2'/0'" } }
      : {}),
  });

  it('[Z1][Z2] lists what lies there at height H and plans a fee by exact size', async () => {
    const { seizure } = await desk.call('seizure.prepare', asked([legacy, nested, segwit, derived]));
    const [view] = await list();
    expect(view).toMatchObject({ seizure, height: 112, coveredTo: 112, agency, exhibits: 'A-1, A-1/2', now: { state: 'prepared' } });
    const coins = view?.coins;
    expect(coins?.outputs.map(({ amountSat, state: at, grade, part }) => [amountSat, at, grade, part]).sort()).toEqual(
      [1, 2, 3, 4].map((amount) => [`${amount}00000000`, 'unspent', 'P', 1]),
    );
    expect(coins?.addresses.every(({ gaps }) => gaps.length === 0)).toBe(true);
    expect(coins?.addresses.find(({ address }) => address === derived)?.path).toBe("m/84'/2'/0'/0/5");
    const part = coins?.parts[0];
    // 148 + 91 + 68 + 68 + 31 + 10 and the marks of witness and of none.
    expect(part).toMatchObject({ inputs: 4, weight: 148 * 4 + 364 + 272 + 272 + 4 * 41 + 2 + 1, sumSat: '1000000000', txid: null });
    expect(BigInt(part?.feeSat ?? 0)).toBe((BigInt(part?.vsize ?? 0) * 12_500n + 999n) / 1000n);
    expect(BigInt(part?.paidSat ?? 0) + BigInt(part?.feeSat ?? 0)).toBe(1_000_000_000n);
  });

  it('[Z3][Z4] a node reads what was written, its wallet signs it, its mempool takes it, and the block closes the record', async () => {
    const { seizure } = (await list())[0] ?? { seizure: 0 };
    const out = join(desk.folder, 'out');
    const saved = await desk.call('seizure.save', { seizure, out: desk.grant(out) });
    const folder = join(out, saved.folder);
    expect(readdirSync(folder).sort()).toEqual(['outputs.csv', `seizure-${seizure}-1.psbt`, `seizure-${seizure}.pdf`]);
    for (const { name, sha256 } of saved.files)
      expect(
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ).toBe(sha256);
    const bytes = readFileSync(join(folder, `seizure-${seizure}-1.psbt`));
    const part = (await list())[0]?.coins?.parts[0];
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(part?.sha256);
    expect(Buffer.from(Psbt.fromBuffer(bytes).toBuffer()).equals(bytes)).toBe(true);
    const base64 = bytes.toString('base64');
    const decoded = await node.call<{
      fee: number;
      tx: { locktime: number; version: number; vin: { sequence: number }[]; vout: { scriptPubKey: { addresses: string[] } }[] };
      inputs: { bip32_derivs?: { path: string }[] }[];
    }>('decodepsbt', base64);
    expect(Math.round(decoded.fee * 1e8)).toBe(Number(part?.feeSat));
    expect(decoded.tx).toMatchObject({ version: 2, locktime: 0 });
    expect(decoded.tx.vin.every(({ sequence }) => sequence === 0xfffffffd)).toBe(true);
    expect(decoded.tx.vout.map(({ scriptPubKey }) => scriptPubKey.addresses)).toEqual([[agency]]);
    expect(decoded.inputs.flatMap(({ bip32_derivs }) => bip32_derivs ?? []).map(({ path }) => path)).toEqual(["m/84'/2'/0'/0/5"]);
    expect(await node.call('analyzepsbt', base64)).toMatchObject({ next: 'updater' });

    const signed = await suspect<{ psbt: string; complete: boolean }>('walletprocesspsbt', base64);
    expect(signed.complete).toBe(true);
    const { hex } = await node.call<{ hex: string }>('finalizepsbt', signed.psbt);
    const [verdict] = await node.call<{ allowed: boolean; vsize: number }[]>('testmempoolaccept', [hex]);
    expect(verdict?.allowed).toBe(true);
    // Each of four signatures may be a byte or two shorter than planned.
    expect((part?.vsize ?? 0) - (verdict?.vsize ?? 0)).toBeGreaterThanOrEqual(0);
    expect((part?.vsize ?? 0) - (verdict?.vsize ?? 0)).toBeLessThanOrEqual(4);

    const second = await desk.call('seizure.prepare', asked([elsewhere]));
    expect((await list()).at(-1)?.coins?.parts[0]?.txid).toMatch(/^[0-9a-f]{64}$/);
    expect(await faultOf(desk.call('seizure.close', { seizure }))).toMatchObject({ code: 'seizure.nothingYet' });
    const txid = await node.call<string>('sendrawtransaction', hex);
    // What the other record lists goes somewhere else.
    const moved = await node.callWallet<string>('suspect', 'sendtoaddress', home, 4.9);
    await mine(1);
    await takeIn();
    expect(await state(seizure)).toBe('confirmed');
    const closed = await desk.call('seizure.close', { seizure, note: 'seen by both' });
    expect(closed).toMatchObject({
      state: 'confirmed',
      differences: [],
      transactions: [{ txid, height: 113, grade: 'P', feeSat: part?.feeSat }],
    });
    expect(closed.transactions[0]?.paid[0]?.amount).toBe(part?.paidSat);
    expect((await list())[0]?.closings).toMatchObject([{ state: 'confirmed', note: 'seen by both' }]);

    expect(await state(second.seizure)).toBe('contradicted');
    const other = await desk.call('seizure.close', { seizure: second.seizure });
    expect(other.differences).toMatchObject([{ what: 'spentElsewhere', planned: agency, found: moved }]);

    await desk.call('journal.undo', {});
    await desk.call('journal.undo', {});
    expect((await list()).map(({ closings }) => closings.length)).toEqual([0, 0]);
    await desk.call('journal.redo', {});
    expect((await list())[0]?.closings.length).toBe(1);
  });

  it.each(['en', 'ja', 'zh-Hans', 'zh-Hant'] as const)('is printed in %s with whole ids, the same bytes each time', async (locale) => {
    const out = [0, 1].map((again) => join(desk.folder, `${locale}-${again}`));
    const saved = [];
    for (const folder of out) saved.push(await desk.call('seizure.save', { seizure: 1, out: desk.grant(folder), locale }));
    expect(saved[0]?.files).toEqual(saved[1]?.files);
    const folder = join(out[0] as string, saved[0]?.folder ?? '');
    const text = textOf(join(folder, 'seizure-1.pdf'));
    const csv = readFileSync(join(folder, 'outputs.csv'), 'utf8');
    const [view] = await list();
    const wanted = [agency, view?.coins?.parts[0]?.sha256 ?? '', view?.closings[0]?.transactions[0]?.txid ?? ''];
    for (const { outpoint, address } of view?.coins?.outputs ?? []) {
      wanted.push(outpoint, address);
      expect(csv).toContain(`${outpoint},${address}`);
    }
    if (text !== null) for (const whole of wanted) expect(text).toContain(whole);
  });

  it('[Z1] calls nothing unspent beyond the blocks that the case holds, and names the heights it knows nothing of', async () => {
    await desk.newCase('partial');
    // One after another: the node answers few at a time.
    const hashes: string[] = [];
    const headers: string[] = [];
    for (let height = 0; height <= 112; height++) {
      hashes.push(await node.call<string>('getblockhash', height));
      headers.push(await node.call<string>('getblockheader', hashes[height], false));
    }
    await desk.intake(desk.write('headers.bin', Buffer.from(headers.join(''), 'hex')), { chain: CHAIN });
    const block = await node.call<string>('getblock', hashes[111], 0);
    await desk.intake(desk.write('block.bin', Buffer.from(block, 'hex')), { chain: CHAIN });
    for (const part of [{}, { height: 112 }, { height: 112, withUnknown: true }])
      await desk.call('seizure.prepare', { ...asked([segwit]), chain: CHAIN, ...part });
    const seen = (await list()).map(({ height, coveredTo, coins, now }) => ({
      ...{ height, coveredTo, state: now.state, parts: coins?.parts.length, gaps: coins?.addresses[0]?.gaps },
      outputs: coins?.outputs.map(({ state: at, knownTo, why }) => [at, knownTo, why]),
    }));
    const gaps = [{ from: 0, to: 110 }];
    const beyond = { height: 112, coveredTo: 111, gaps: [...gaps, { from: 112, to: 112 }] };
    expect(seen).toEqual([
      { height: 111, coveredTo: 111, state: 'prepared', parts: 1, gaps, outputs: [['unspent', 111, null]] },
      { ...beyond, state: 'open', parts: 0, outputs: [['unknown', 111, 'unknown']] },
      { ...beyond, state: 'prepared', parts: 1, outputs: [['unknown', 111, null]] },
    ]);
    await desk.reopen('seizure');
  });

  it('refuses what would go wrong, with the way out', async () => {
    const fault = async (part: Partial<CallInput<'seizure.prepare'>>, addresses = [segwit]) =>
      (await faultOf(desk.call('seizure.prepare', { ...asked(addresses), ...part }))).code;
    expect(await fault({ agencyAgain: home })).toBe('seizure.agencyDiffers');
    expect(await fault({ agency: segwit, agencyAgain: segwit })).toBe('seizure.agencyIsSeized');
    expect(await fault({ agency: 'ltc1qnot', agencyAgain: 'ltc1qnot' })).toBe('chain.badAddress');
    expect(await fault({ fee: '5000' })).toBe('seizure.noFee');
    const wrong = { ...asked([derived]), addresses: [{ text: derived, path: '0/6' }] };
    expect((await faultOf(desk.call('seizure.prepare', wrong))).code).toBe('seizure.keyMismatch');
    const priv = {
      ...asked([derived]),
      account: { xpub: accountAt.privateExtendedKey, fingerprint: fingerprint(account), path: "m/84'/2'/0'" },
    };
    const refused = await faultOf(desk.call('seizure.prepare', priv));
    expect(refused).toEqual({ code: 'seizure.accountKey', parameters: {} });
  });
});

/** Without blanks; null where pdftotext is not installed. */
function textOf(path: string): string | null {
  try {
    return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replace(/\s+/g, '');
  } catch {
    return null;
  }
}

/** Base58check of a version and bytes, of any length. */
function wif(key: Uint8Array): string {
  const plain = Uint8Array.of(WIF, ...key, 1);
  const sum = (bytes: Uint8Array) => createHash('sha256').update(createHash('sha256').update(bytes).digest()).digest().subarray(0, 4);
  let number = BigInt(`0x${Buffer.concat([plain, sum(plain)]).toString('hex')}`);
  let text = '';
  for (; number > 0n; number /= 58n) text = `${'123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'[Number(number % 58n)]}${text}`;
  return text;
}

function fingerprint(key: HDKey): string {
  return key.fingerprint.toString(16).padStart(8, '0');
}
