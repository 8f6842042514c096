// A hundred phrases along nine paths with a gap of twenty, looked for in a case with a chain of coins of real blocks and with rows of two account
// chains: the whole job on two cores. The derivation alone, on one, beside ethers' HDNodeWallet making the same keys.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HDNodeWallet, Mnemonic } from 'ethers/wallet';
import { accountKeysOf, payloadsTask } from '../../main/engine/chains/index.ts';
import { createEngine } from '../../main/engine/index.ts';
import { createNodeHost } from '../../main/hosts/nodeHost.ts';
import { processorMs } from './typologyPart.ts';
import { type PartResult, peakMegabytes, timed, timeText, timing } from './figures.ts';
import type { Child } from './tracePart.ts';

const PHRASES = 100;
const GAP = 20;
const MOST_MS = 30_000;
const MEGABYTES = 100;
/** Phrases that the two derivations are compared over. */
const COMPARED = 5;

const phrase = (number: number): string =>
  Mnemonic.fromEntropy(`0x${createHash('sha256').update(`bench ${number}`).digest('hex').slice(0, 32)}`).phrase;

interface Expanded {
  readonly ms: readonly number[];
  readonly processor: readonly number[];
  readonly addresses: number;
  readonly transactions: number;
  readonly peak: number;
}

export async function keysChild(path: string, folder: string, runs: number): Promise<Expanded> {
  const { host, grantPath } = createNodeHost({
    environment: { ...process.env, TRACEHOLD_PROFILE: join(folder, 'profile'), TRACEHOLD_WORKERS: '2' },
  });
  const { router, dispose } = await createEngine(host);
  await router.call('case.create', {
    folder: grantPath(join(folder, 'case')),
    ...{ title: 'Bench', examiner: 'Bench', agency: 'Bench', reference: '1', passphrase: 'correct horse battery staple' },
  });
  const { results } = await router.call('intake.run', { paths: [grantPath(path)], chain: 'regtest' });
  const rows = join(folder, 'rows.csv');
  const [a, b] = ['11', '22'].map((byte) => `0x${byte.repeat(20)}`);
  writeFileSync(
    rows,
    `Transaction Hash,Blockno,UnixTimestamp,DateTime (UTC),From,To,TokenValue,ContractAddress,TokenName,TokenSymbol\n0x${'ab'.repeat(32)},100,1700000000,2023-11-14 22:13:20,${a},${b},1,0x${'33'.repeat(20)},Made,MADE\n`,
  );
  await router.call('intake.run', { paths: [grantPath(rows)], chain: 'anvil', decimals: { [`0x${'33'.repeat(20)}`]: 0 } });
  const tron = join(folder, 'tron.csv');
  writeFileSync(
    tron,
    `Tx Hash,blockHeight,blockTime(UTC+8),blockTime(UTC),from,to,value,symbol,tokenAddress,isConfirm\n${'01'.repeat(32)},6,2024/04/01 20:00:00,2024/04/01 12:00:00,TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8,TNUC9Qb1rRpS5CbWLmNMxXBjyFoydXjWFR,7,BL,1000001,true\n`,
  );
  await router.call('intake.run', { paths: [grantPath(tron)], chain: 'tron-training', decimals: { '1000001': 0 } });
  const secrets = Array.from({ length: PHRASES }, (_, number) => ({ kind: 'phrase' as const, value: phrase(number) }));
  // The views of the case are put together once, as at any first question.
  await router.call('keys.expand', { secrets: secrets.slice(0, 1), gap: 1 });
  const [ms, processor]: [number[], number[]] = [[], []];
  let addresses = 0;
  for (let run = 0; run < runs; run++) {
    const [start, before] = [performance.now(), processorMs()];
    const found = await router.call('keys.expand', { secrets, gap: GAP });
    ms.push(performance.now() - start);
    processor.push(processorMs() - before);
    addresses = found.addresses;
    const looked = new Set(
      found.origins.flatMap(({ findings }) => findings.flatMap(({ key, state }) => (state === 'noData' ? [] : [key.scheme]))),
    );
    if (looked.size < 8) throw new Error(`only ${[...looked].join(', ')} were looked for`);
  }
  await dispose();
  return { ms, processor, addresses, transactions: results[0]?.transactions ?? 0, peak: peakMegabytes() };
}

/** Receiving addresses of BIP84 and of Ethereum, phrase to key hash, on one thread. */
export function derivationChild(runs: number): { readonly ours: readonly number[]; readonly peer: readonly number[] } {
  const [ours, peer]: [number[], number[]] = [[], []];
  const own = (number: number): void => {
    const keys = accountKeysOf({ kind: 'phrase', value: phrase(number) }, { accounts: 1, single: 1, chains: new Set(['bitcoin', 'evm']) });
    for (const key of keys.filter(({ scheme }) => scheme === 'bip84' || scheme === 'evm'))
      payloadsTask.run([{ ...key, branch: [0], from: 0, count: GAP, scripts: [key.script] }]);
  };
  const theirs = (number: number): void => {
    for (const path of ["m/84'/0'/0'/0", "m/44'/60'/0'/0"]) {
      const branch = HDNodeWallet.fromPhrase(phrase(number), '', path).neuter();
      for (let index = 0; index < GAP; index++) branch.deriveChild(index).publicKey;
    }
  };
  own(0);
  theirs(0);
  for (let run = 0; run < runs; run++) {
    timed(ours, () => Array.from({ length: COMPARED }, (_, number) => own(number)));
    timed(peer, () => Array.from({ length: COMPARED }, (_, number) => theirs(number)));
  }
  return { ours, peer };
}

export function keysPart(folder: string, runs: number, child: Child): PartResult {
  const path = join(folder, 'blk00000.dat');
  child('child:blockFile', path, String(MEGABYTES));
  const { ms, processor, addresses, transactions, peak } = child('child:keys', path, folder, String(runs)) as Expanded;
  const { ours, peer } = child('child:keysDerivation', String(runs)) as ReturnType<typeof derivationChild>;
  const [whole, own, their] = [timing(ms), timing(ours), timing(peer)];
  const ratio = their.medianMs / own.medianMs;
  return {
    rows: [
      {
        what: `${PHRASES} phrases along the paths of 9 wallets, gap ${GAP}, ${addresses} addresses made and looked for among ${transactions} transactions, two worker threads`,
        ...{
          ours: `${timeText(whole)}, processor time ${timeText(timing(processor))}`,
          peer: 'none',
          ratio: '',
          target: '≤ 30 s',
          met: whole.medianMs <= MOST_MS,
        },
      },
      {
        what: `${COMPARED} phrases to ${COMPARED * 2 * GAP} public keys (BIP84, Ethereum), one thread`,
        ...{
          ours: timeText(own),
          peer: `ethers HDNodeWallet ${timeText(their)}`,
          ratio: `${ratio.toFixed(1)}×`,
          target: '≥ 1×',
          met: ratio >= 1,
        },
      },
    ],
    notes: [
      `keys: five accounts of each path made ahead and kept; coins, EVM and TRON, two branches where a path has two; peak ${peak} MB`,
      'keys: ours makes the hashes of the addresses too, the peer public keys alone; both begin at the words (PBKDF2 of 2048 rounds, by OpenSSL and by noble)',
    ],
  };
}
