// Two keys whose fingerprints meet, made on purpose: the eight digits by which a key is shown are a name, and coins of one are never told of the other.
// Cases of an earlier version kept no more than those digits; they are read the same.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Mnemonic } from 'ethers/wallet';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CallOutput } from '../../shared/contract/index.ts';
import { openDatabase } from '../../main/engine/casefile/connection.ts';
import { openSlot, readKeyFile } from '../../main/engine/casefile/keySlots.ts';
import { type AccountKey, accountKeysOf, addressesOf } from '../../main/engine/chains/index.ts';
import { genesis, makeBlock, makeTransaction, writeFolder } from '../fixtures/randomChain.ts';
import { type Desk, openDesk } from './desk.ts';

const COIN = 1_000_000n;
const entropyToPhrase = (hex: string): string => Mnemonic.fromEntropy(`0x${hex}`).phrase;
const sum = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Some 80,000 keys, or phrases, hold two whose sums begin alike. */
function meeting(made: (number: number) => string): readonly [string, string] {
  const known = new Map<string, string>();
  for (let i = 0; ; i++) {
    const key = made(i);
    const digits = sum(key).slice(0, 8);
    const other = known.get(digits);
    if (other !== undefined) return [other, key];
    known.set(digits, key);
  }
}

const keyOf = (number: number): string => sum(`made to meet ${number}`);
const [PAID, OTHER] = meeting(keyOf);
let desk: Desk;
let node: string;

beforeAll(async () => {
  desk = await openDesk();
  node = join(desk.folder, 'node');
  const key = accountKeysOf({ kind: 'privateKey', value: PAID }).find(({ script }) => script === 'p2wpkh') as AccountKey;
  const script = Buffer.from(addressesOf(key, [], 0, 1)[0] as Uint8Array);
  const paid = makeTransaction([], [{ valueSat: COIN, script }], Buffer.of(1, 1, 0, 7));
  writeFolder(node, { blocks: [genesis(), makeBlock(genesis(), [paid])], perFile: 100, undo: 'true' });
}, 60_000);
afterAll(() => desk?.end());

const usedOf = ({ origins }: CallOutput<'keys.expand'>): readonly (readonly [string, number | null, number])[] =>
  origins.map(({ origin, findings }) => [origin.fingerprint, origin.trace, findings.reduce((all, { used }) => all + used.length, 0)]);

/** As an earlier version left them. */
async function changeRows(name: string, sql: string): Promise<void> {
  await desk.close();
  const folder = join(desk.folder, `${name}.tracehold`);
  const { databaseKey } = await openSlot(readKeyFile(folder), 'a passphrase for tests only');
  const connection = openDatabase(join(folder, 'case.db'), databaseKey, { readonly: false, create: false });
  connection.exec(sql);
  connection.close();
  await desk.reopen(name);
}

it('typed together, each is looked for, and only the paid one is used', async () => {
  await desk.newCase('typed');
  await desk.intake(node);
  const all = await desk.call('keys.expand', { secrets: [OTHER, PAID].map((value) => ({ kind: 'privateKey' as const, value })) });
  const digits = sum(PAID).slice(0, 8);
  expect(usedOf(all)).toEqual([
    [digits, null, 0],
    [digits, null, 1],
  ]);
  expect((await desk.call('keys.list', {})).origins.length).toBe(2);
  expect(usedOf(await desk.call('keys.expand', { kept: true }))).toEqual(usedOf(all));
}, 180_000);

it('typed in an earlier version, which kept eight digits, and given again, a key is one', async () => {
  await desk.newCase('earlier');
  await desk.intake(node);
  const ask = () => desk.call('keys.expand', { secrets: [{ kind: 'privateKey' as const, value: PAID }] });
  const before = await ask();
  await changeRows('earlier', 'UPDATE key_account SET origin = substr(origin, 1, 8), fingerprint = substr(fingerprint, 1, 16)');
  expect(usedOf(await ask())).toEqual(usedOf(before));
  const { last } = await desk.call('keys.list', {});
  expect([last?.origins, last?.addresses]).toEqual([before.origins, before.addresses]);
}, 180_000);

it('a single key is an account of EVM chains and of TRON, in every look, also where an earlier version kept the first alone', async () => {
  await desk.newCase('tron');
  // The address of TRON of the private key 1.
  const own = 'TMVQGm1qAQYVdetCeGRRkTWYYrLXuHK2HC';
  const file = desk.write(
    'tronscan.csv',
    `${[
      'Tx Hash,blockHeight,blockTime(UTC+8),blockTime(UTC),from,to,value,symbol,contractType,status',
      `${'0'.repeat(63)}1,60000000,2024/04/01 20:00:00,2024/04/01 12:00:00,TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8,${own},12.5,TRX,TransferContract,SUCCESS`,
    ].join('\n')}\n`,
  );
  await desk.call('intake.run', { paths: [desk.grant(file)], chain: 'tron' });
  const addresses = ({ origins }: CallOutput<'keys.expand'>) =>
    origins.flatMap(({ findings }) => findings.flatMap(({ used }) => used.map(({ address }) => address)));
  const ask = () => desk.call('keys.expand', { secrets: [{ kind: 'privateKey' as const, value: '1'.padStart(64, '0') }] });
  const kept = () => desk.call('keys.expand', { kept: true });
  expect(addresses(await ask())).toEqual([own]);
  expect(addresses(await kept())).toEqual([own]);
  const rows = (await desk.call('keys.list', {})).origins;
  await changeRows('tron', "UPDATE key_account SET data = json_set(data, '$.chains', json_array('evm')) WHERE data LIKE '%tron%'");
  expect(addresses(await kept())).toEqual([own]);
  await changeRows(
    'tron',
    "UPDATE key_account SET origin = substr(origin, 1, 8), data = json_replace(data, '$.chains', json_array('evm')) WHERE data LIKE '%tron%'",
  );
  expect(addresses(await ask())).toEqual([own]);
  expect((await desk.call('keys.list', {})).origins).toEqual(rows);
}, 180_000);

it('found in one scan, each trace has its own keys; also where an earlier version kept eight digits of them', async () => {
  await desk.newCase('found');
  await desk.intake(node);
  const note = desk.write('phone/keys.txt', `private key: ${OTHER}\n\nprivate key: ${PAID}\n`);
  const { id } = await desk.call('exhibit.add', { number: 'E1', paths: [desk.grant(note)] });
  await desk.call('device.scan', { exhibit: id, passphrase: 'for the secrets of this case' });
  const { traces } = await desk.call('device.traces', { kinds: ['privateKey'] });
  const [other = 0, paid = 0] = traces.map(({ trace }) => trace);
  expect(new Set(traces.map(({ value }) => value.split('#')[1])).size).toBe(1);

  const digits = sum(PAID).slice(0, 8);
  const ask = async () => [
    usedOf(await desk.call('keys.expand', { traces: [other] })),
    usedOf(await desk.call('keys.expand', { traces: [paid] })),
    usedOf(await desk.call('keys.expand', { traces: [paid, other] })),
  ];
  const told = [[[digits, other, 0]], [[digits, paid, 1]], [...[[digits, paid, 1]], ...[[digits, other, 0]]]];
  expect(traces.map(({ onChain }) => onChain)).toEqual([null, null]);
  expect(await ask()).toEqual(told);
  // What follows from a trace is known to chain data, once it was looked for.
  const onChain = async () => (await desk.call('device.traces', { kinds: ['privateKey'] })).traces.map((one) => [one.trace, one.onChain]);
  expect(await onChain()).toEqual([
    [other, false],
    [paid, true],
  ]);
  expect((await desk.call('device.traces', { onlyOnChain: true })).traces.map(({ trace }) => trace)).toEqual([paid]);
  const before = await desk.call('keys.list', {});

  await changeRows('found', 'UPDATE key_account SET origin = substr(origin, 1, 8), fingerprint = substr(fingerprint, 1, 16)');

  expect((await desk.call('keys.list', {})).origins).toEqual(before.origins);
  expect(await onChain()).toEqual([
    [other, false],
    [paid, true],
  ]);
  expect(await ask()).toEqual(told);
  // Nothing stands twice once the rows were written again.
  expect((await desk.call('keys.list', {})).origins).toEqual(before.origins);
}, 180_000);

it('phrases that were kept sealed, each is shown with its own keys; a name that two share links neither', async () => {
  const [first, second] = meeting((number) => entropyToPhrase(keyOf(number)));
  await desk.newCase('sealed');
  const ids: (number | undefined)[] = [];
  for (const words of [first, second, entropyToPhrase(sum('alone'))]) {
    const asked = { missing: 'none' as const, keep: true, authority: 'x', secretsPassphrase: 'for two people only' };
    ids.push((await desk.call('keys.complete', { ...asked, pieces: [{ words }] })).kept[0]?.id);
  }
  const links = async () => (await desk.call('keys.list', {})).origins.map(({ origin, phrase }) => [origin.fingerprint, phrase]);
  const digits = sum(first).slice(0, 8);
  const own = sum(entropyToPhrase(sum('alone'))).slice(0, 8);
  expect(await links()).toEqual([
    [digits, ids[0]],
    [digits, ids[1]],
    [own, ids[2]],
  ]);
  await changeRows('sealed', "UPDATE kept_phrase SET data = json_remove(data, '$.identity')");
  expect(await links()).toEqual([
    [digits, null],
    [digits, null],
    [own, ids[2]],
  ]);
}, 180_000);
