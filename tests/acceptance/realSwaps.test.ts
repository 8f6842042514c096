// Swaps and wrapped coins of real Ethereum blocks as GraphSense lists their logs: what is called recorded is held against the logs' own
// words, cut by hand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallOutput } from '../../shared/contract/index.ts';
import { SHARED_DATA, sharedFile } from '../vectors/sharedData.ts';
import { type Desk, openDesk } from './desk.ts';

interface Log {
  readonly txHash: string;
  readonly logIndex: number;
  readonly topics: readonly string[];
  readonly data: string;
}
// Topics as the explorers print them.
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const SWAP_V2 = '0xd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822';
const SWAP_V3 = '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67';
const WRAPPING = [
  '0xe1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c',
  '0x7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65',
];
const words = (data: string): bigint[] => (data.slice(2).match(/.{64}/g) ?? []).map((word) => BigInt(`0x${word}`));

describe.skipIf(SHARED_DATA === null)('five real blocks', () => {
  let desk: Desk;
  let logs: Log[];
  let conversions: CallOutput<'account.conversions'>['conversions'];
  const nameOf = ({ txHash, logIndex }: Log): string => `${txHash}#1.${logIndex}`;

  beforeAll(async () => {
    desk = await openDesk();
    await desk.newCase('real-swaps');
    const folder = 'eth-tron/graphsense-eth/tokens';
    const text = new TextDecoder().decode(sharedFile(`${folder}/logs.json`));
    logs = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as Log]));
    const paths = ['logs.json', 'traces.csv'].map((name) =>
      desk.grant(desk.write(name, new TextDecoder().decode(sharedFile(`${folder}/${name}`)))),
    );
    await desk.call('intake.run', { paths, chain: 'ethereum' });
    conversions = (await desk.call('account.conversions', {})).conversions;
  }, 120_000);
  afterAll(() => desk?.end());

  it('every swap that is called recorded moves what one log of a pool in its transaction says', () => {
    const moved = new Map(
      logs.filter(({ topics }) => topics[0] === TRANSFER && topics.length === 3).map((log) => [nameOf(log), words(log.data)[0] as bigint]),
    );
    const said = logs.flatMap((log) => {
      const values = words(log.data);
      if (log.topics[0] === SWAP_V2) {
        const [in0 = 0n, in1 = 0n, out0 = 0n, out1 = 0n] = values;
        return [`${log.txHash} ${in0 + in1} ${out0 + out1}`];
      }
      if (log.topics[0] !== SWAP_V3) return [];
      const [a, b] = values.slice(0, 2).map((value) => BigInt.asIntN(256, value)) as [bigint, bigint];
      return [`${log.txHash} ${a > 0n ? a : b} ${a > 0n ? -b : -a}`];
    });
    const recorded = conversions.filter(({ kind, standing }) => kind === 'swap' && standing === 'recorded');
    const sum = (side: readonly { readonly transfer: string }[]): bigint =>
      side.reduce((all, { transfer }) => all + (moved.get(transfer) as bigint), 0n);
    const left = [...said];
    for (const { ins, outs } of recorded) {
      const place = left.indexOf(`${ins[0]?.transfer.split('#')[0]} ${sum(ins)} ${sum(outs)}`);
      expect(place).toBeGreaterThanOrEqual(0);
      left.splice(place, 1);
    }
    // The others: tokens that take a fee of each transfer, pools of factories nobody listed, routes inside callbacks.
    expect([said.length, recorded.length]).toEqual([123, 95]);
  });

  it('every coin wrapped or unwrapped at WETH is a conversion of its log', () => {
    const own = logs.filter(({ topics, data }) => WRAPPING.includes(topics[0] ?? '') && words(data).length === 1).map(nameOf);
    const wraps = conversions
      .filter(({ kind }) => kind === 'wrap')
      .flatMap(({ ins, outs }) => [...ins, ...outs].map(({ transfer }) => transfer));
    expect(own).toHaveLength(98);
    expect(wraps.filter((name) => name.includes('#1.')).sort()).toEqual([...own].sort());
  });
});
