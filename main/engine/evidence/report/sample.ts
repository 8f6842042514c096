// A small fixed report model for tests and for looking at pages. Invented ids; names in three scripts. Never shipped in a
// case: nothing outside tests imports it.
import { sha256Hex } from '../../kernel/index.ts';
import { type FlowInput, type FlowOutput, type FlowTransaction, flowPicture } from '../../canvas/index.ts';
import type { ReportModel, ReportOutcome, ReportRun, ReportTransfer } from './model.ts';

const txid = (n: number): string => sha256Hex(`sample transaction ${n}`);
const address = (n: number): string => `bc1q${sha256Hex(`sample address ${n}`).slice(0, 38)}`;

/** A payment chain with one split per hop and a joint transaction at its end. */
function sampleFlow(hops: number, limit: number): FlowInput {
  const transactions: FlowTransaction[] = [];
  let carried = 250_000_000n;
  let previous: FlowOutput = {
    outpoint: `${txid(0)}:1`,
    amountSat: carried,
    valueSat: carried,
    address: address(0),
    state: 'spent',
    labels: [],
  };
  for (let hop = 1; hop <= hops; hop++) {
    const id = txid(hop);
    const paid = carried / 7n;
    const rest = carried - paid - 1500n;
    const next: FlowOutput = {
      outpoint: `${id}:0`,
      amountSat: rest,
      valueSat: rest + (hop > 2 ? 90_000n : 0n),
      address: address(hop * 2),
      state: hop === hops ? 'unspent' : 'spent',
      labels: [],
    };
    const side: FlowOutput = {
      outpoint: `${id}:1`,
      amountSat: paid,
      valueSat: paid,
      address: hop % 5 === 4 ? null : address(hop * 2 + 1),
      state: hop % 3 === 0 ? 'stopped:service' : hop % 4 === 0 ? 'unknown:coverage' : 'unspent',
      labels: hop % 3 === 0 ? ['交易所 Example 陈'] : [],
    };
    transactions.push({
      txid: id,
      height: 840_000 + hop * 7,
      time: 1_713_571_767 + hop * 4321,
      hop,
      coinjoin: hop === 4,
      grade: 'P',
      labels: [],
      whole: hop < 3,
      inputs: [previous],
      outputs: [next, side],
    });
    previous = next;
    carried = rest;
  }
  return {
    run: 4,
    policy: 'fifo',
    direction: 'forward',
    limit,
    seeds: [
      {
        outpoint: `${txid(0)}:1`,
        amountSat: 250_000_000n,
        valueSat: 250_000_000n,
        address: address(0),
        height: 840_000,
        time: 1_713_571_767,
        grade: 'P',
        labels: [],
        state: 'spent',
      },
    ],
    transactions,
  };
}

export function sampleModel(options: { readonly hops?: number; readonly training?: boolean } = {}): ReportModel {
  const flow = sampleFlow(options.hops ?? 6, 300);
  const transfers: ReportTransfer[] = flow.transactions.flatMap((transaction) =>
    transaction.outputs.map((output) => ({
      hop: transaction.hop,
      outpoint: output.outpoint,
      address: output.address,
      height: transaction.height,
      blockTimestamp: transaction.time,
      valueSat: output.valueSat,
      amountSat: output.amountSat,
      state: output.state,
      spentBy: output.state === 'spent' ? txid(transaction.hop + 1) : null,
      grade: transaction.grade,
      coinjoin: transaction.coinjoin,
      labels: output.labels,
    })),
  );
  const ends = transfers.filter((transfer) => transfer.state !== 'spent');
  const feesSat = BigInt(flow.transactions.length) * 1500n;
  const outcome = (policy: string, shift: bigint): ReportOutcome => {
    const holdings = ends.map((end, index) => ({
      outpoint: end.outpoint,
      address: end.address,
      height: end.height,
      state: end.state,
      amountSat: index < 2 ? end.amountSat + (index === 0 ? shift : -shift) : end.amountSat,
    }));
    return {
      policy,
      holdings,
      feesSat,
      totalSat: holdings.reduce((sum, holding) => sum + holding.amountSat, 0n),
      transactions: flow.transactions.length,
      proofCarrying: true,
    };
  };
  const poison = { ...outcome('poison', 0n), feesSat: feesSat * 2n, holdings: ends.map((end) => ({ ...end, amountSat: end.valueSat })) };
  const run: ReportRun = {
    run: 4,
    ordinal: 4,
    siblings: 6,
    question: 'Where are the 2.5 BTC that left the victim’s wallet on 20 April 2024?',
    primary: 'fifo',
    reason: '先入先出 is the convention that the court asked for in the order of 3 May.',
    direction: 'forward',
    chainName: 'Bitcoin',
    coin: { symbol: 'BTC', decimals: 8 },
    stops: [
      { rule: 'service', options: { confidence: 'stated', labels: ['exchange', '交易所'] } },
      { rule: 'hops', options: { limit: 40 } },
    ],
    time: '2024-06-03T08:12:44.120Z',
    questionTime: '2024-06-03T08:10:02.000Z',
    height: 845_123,
    coverage: [{ from: 839_900, to: 845_123 }],
    inputsDigest: sha256Hex('inputs'),
    resultDigest: sha256Hex('result'),
    seeds: flow.seeds.map((seed) => ({ outpoint: seed.outpoint, amountSat: seed.amountSat, address: seed.address })),
    outcomes: [poison, outcome('haircut', 1_234_567n), outcome('fifo', 0n), outcome('lifo', -30_000_000n), outcome('tiho', 777n)],
    transfers,
    picture: flowPicture(flow),
    trust: 3,
    coinjoins: 1,
  };
  return {
    training: options.training ?? true,
    case: {
      caseId: '7c1f5a52-9a40-4c69-9d0a-0b7f6f1f2f11',
      title: '特殊詐欺事件',
      reference: '令和6年（ワ）第1234号 / HK-2024-0077',
      agency: '警視庁サイバー犯罪対策課',
      authority: 'Search and seizure order 2024-05-11, 東京地方裁判所',
      examiner: '黒田 / 陈 / 陳',
      timeZone: 'Asia/Tokyo',
      created: '2024-05-12T01:00:00.000Z',
    },
    program: 'Tracehold 0.1.0',
    journal: { size: 128, headHash: sha256Hex('head'), time: '2024-06-04T09:30:00.000Z', code: '128-ABCD-EFGH-JKLM', withheldPayloads: 17 },
    signer: { fingerprint: sha256Hex('key') },
    chains: [
      {
        chain: 'bip122:000000000019d6689c085ae165831e93',
        name: 'Bitcoin',
        training: false,
        anchor: { kind: 'checkpoint', height: 839_000, hash: `00000000000000000002${sha256Hex('anchor').slice(20)}` },
        tip: { height: 845_123, hash: `00000000000000000001${sha256Hex('tip').slice(20)}` },
        work: '2310984567123409871234098712',
        cheap: false,
      },
      {
        chain: 'bip122:0f9188f13cb7b2c71f2a335e3a4fc328',
        name: 'Bitcoin regtest',
        training: true,
        anchor: { kind: 'genesis', height: 0, hash: sha256Hex('regtest') },
        tip: { height: 120, hash: sha256Hex('regtest tip') },
        work: '242',
        cheap: true,
      },
    ],
    sources: [
      {
        number: 1,
        name: 'blk04210.dat',
        importer: 'bitcoin-blocks@1',
        mode: 'taken',
        chainName: 'Bitcoin',
        exhibit: 'KUR/1',
        sizeBytes: 133_992_114,
        sha256: sha256Hex('source'),
        taken: '2024-05-12T02:00:00.000Z',
        state: 'finished',
        blocks: 96,
        transactions: 301_244,
        refused: 0,
      },
      {
        number: 2,
        name: 'E:\\node\\blocks',
        importer: 'bitcoin-archive@1',
        mode: 'archive',
        chainName: 'Bitcoin',
        exhibit: null,
        sizeBytes: 612_000_000_000,
        sha256: null,
        taken: '2024-05-13T02:00:00.000Z',
        state: 'finished',
        blocks: 845_124,
        transactions: null,
        refused: 2,
      },
    ],
    runs: [run],
    allRuns: [1, 2, 3, 4, 5, 6].map((n) => ({
      run: n,
      ordinal: n,
      siblings: 6,
      question: n === 4 ? run.question : 'First look, other stop rules',
      primary: n % 2 === 0 ? 'fifo' : 'haircut',
      direction: 'forward' as const,
      time: `2024-06-0${n > 3 ? 3 : 2}T08:0${n}:00.000Z`,
      exported: n === 4,
      resultDigest: sha256Hex(`result ${n}`),
    })),
    statements: [
      {
        kind: 'inference',
        rule: 'co-spend@1',
        text: `Addresses ${address(3)} and ${address(5)} were used as inputs of one transaction and are put in one cluster.`,
        errorRate: null,
        date: null,
        confidence: null,
        alternatives: ['coinjoin', 'sharedKeys'],
      },
      {
        kind: 'attribution',
        rule: 'list of the exchange, letter of 2024-05-20',
        text: `${address(7)} is named as a deposit address by 交易所 Example 陈.`,
        errorRate: null,
        date: '2024-05-20',
        confidence: 'high',
        alternatives: ['exchange'],
      },
      {
        kind: 'assumption',
        rule: 'examiner',
        text: 'The wallet of the victim is taken to be the one on the seized phone.',
        errorRate: null,
        date: null,
        confidence: null,
        alternatives: [],
      },
    ],
    rejectedMerges: [{ a: address(3), b: address(9), txid: txid(4), reason: 'The transaction is a CoinJoin.' }],
    limits: {
      values: [{ outpoint: `${txid(77)}:0`, valueSat: 91_000n, grade: 'S' }],
      unanchored: [],
      notCovered: [{ chainName: 'Bitcoin', from: 845_124, to: 846_000 }],
      notes: ['selfTestSynthetic', 'somethingNew'],
    },
    files: [
      'case.json',
      'headers.json',
      'headers/0.bin',
      'journal.jsonl',
      'limits.json',
      `proofs/${sha256Hex('block')}.json`,
      'runs.json',
      'transfers.csv',
    ].map((name, index) => ({ path: `data/${name}`, sizeBytes: 1000 + index * 12_345, sha256: sha256Hex(name) })),
  };
}
