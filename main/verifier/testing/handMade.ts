// The hand-made case of the verifier's tests. Every amount below was worked out on paper from docs/FORMATS.md §6; see the comments.
import { type BagParts, chainJournal, headersOf, type Loose, locate, proofsOf } from './bagWriter.ts';
import { type MadeBlock, makeTransaction, mineChain, REGTEST, scripts } from './chainMaker.ts';

export interface HandMade {
  readonly parts: BagParts;
  readonly blocks: readonly MadeBlock[];
  readonly names: Readonly<Record<'c1' | 'c2' | 'c3' | 'c4' | 't1' | 't2', string>>;
}

/** [outpoint, amount, state] in order of height, position and index. */
type Figures = Record<
  string,
  { fees: bigint; holdings: readonly (readonly [string, bigint, string])[]; passed: readonly (readonly [string, bigint, string])[] }
>;

export function handMade(): HandMade {
  const c1 = makeTransaction([], [[10n, scripts.p2sh(1)]], { tag: 1 });
  const c2 = makeTransaction([], [[7n, scripts.p2wsh(2)]], { tag: 2, witness: true });
  const c3 = makeTransaction([], [[5n, scripts.bare()]], { tag: 3 });
  const c4 = makeTransaction([], [[50n, scripts.p2wpkh(4)]], { tag: 4 });
  const c5 = makeTransaction([], [[50n, scripts.p2wpkh(5)]], { tag: 5 });
  // 10 + 7 in; 6 + 8 out; 3 fee.
  const t1 = makeTransaction(
    [`${c1.txid}:0`, `${c2.txid}:0`],
    [
      [6n, scripts.p2wpkh(6)],
      [8n, scripts.p2tr(7)],
    ],
    { tag: 9, witness: true },
  );
  // 8 + 5 in; 9 + 3 out; 1 fee.
  const t2 = makeTransaction(
    [`${t1.txid}:1`, `${c3.txid}:0`],
    [
      [9n, scripts.p2pkh(8)],
      [3n, scripts.p2pk(9)],
    ],
  );
  const filler = [1, 2, 3].map((n) => makeTransaction([`${c4.txid}:${n}`], [[1n, scripts.p2wpkh(40 + n)]]));
  const c6 = makeTransaction([], [[50n, scripts.p2wpkh(6)]], { tag: 6 });
  // Five transactions: the last node is repeated on two levels, and t2 sits on it.
  const blocks = mineChain([[c1], [c2], [c3], [c4, t1], [c5, ...filler, t2], [c6]]);
  const [C1, C2, C3, T10, T11, T20, T21] = [
    `${c1.txid}:0`,
    `${c2.txid}:0`,
    `${c3.txid}:0`,
    `${t1.txid}:0`,
    `${t1.txid}:1`,
    `${t2.txid}:0`,
    `${t2.txid}:1`,
  ] as [string, string, string, string, string, string, string];
  const one: Figures = {
    // t1: SSSSSSSSSS....... -> 6 S | 4 S 4 . | fee 3 .      t2: SSSS.... ..... -> SSSS..... | ... | .
    fifo: {
      fees: 0n,
      holdings: [
        [T10, 6n, 'unspent'],
        [T20, 4n, 'unspent'],
      ],
      passed: [
        [C1, 10n, t1.txid],
        [T11, 4n, t2.txid],
      ],
    },
    // t1 reversed: .......SSSSSSSSSS -> 6 . | 1 . 7 S | fee 3 S      t2 reversed: .....SSSSSSS. -> 5 . 4 S | 3 S | fee 1 .
    lifo: {
      fees: 3n,
      holdings: [
        [T20, 4n, 'unspent'],
        [T21, 3n, 'unspent'],
      ],
      passed: [
        [C1, 10n, t1.txid],
        [T11, 7n, t2.txid],
      ],
    },
    // t1: 10 over 6:8:3 of 17 = 3 r9, 4 r12, 1 r13 -> 3 5 2      t2: 5 over 9:3:1 of 13 = 3 r6, 1 r2, 0 r5 -> 4 1 0
    haircut: {
      fees: 2n,
      holdings: [
        [T10, 3n, 'unspent'],
        [T20, 4n, 'unspent'],
        [T21, 1n, 'unspent'],
      ],
      passed: [
        [C1, 10n, t1.txid],
        [T11, 5n, t2.txid],
      ],
    },
    // t1: 8 to the 8, 2 to the 6      t2: 8 to the 9
    tiho: {
      fees: 0n,
      holdings: [
        [T10, 2n, 'unspent'],
        [T20, 8n, 'unspent'],
      ],
      passed: [
        [C1, 10n, t1.txid],
        [T11, 8n, t2.txid],
      ],
    },
  };
  const two: Figures = {
    // The second seed is t1:1, of which the first brings 4, 7, 5, 8: it adds 4, 1, 3, 0.
    fifo: {
      fees: 0n,
      holdings: [
        [T10, 6n, 'unspent'],
        [T20, 8n, 'unspent'],
      ],
      passed: [
        [C1, 10n, t1.txid],
        [T11, 8n, t2.txid],
      ],
    },
    // t1:1 is b SSSSSSS; t2 reversed: .....SSSSSSSb -> 5 . 4 S | 3 S | fee b
    lifo: {
      fees: 4n,
      holdings: [
        [T20, 4n, 'unspent'],
        [T21, 3n, 'unspent'],
      ],
      passed: [
        [C1, 10n, t1.txid],
        [T11, 8n, t2.txid],
      ],
    },
    // 5 -> 4 1 0 as before; 3 over 9:3:1 of 13 = 2 r1, 0 r9, 0 r3 -> 2 1 0
    haircut: {
      fees: 2n,
      holdings: [
        [T10, 3n, 'unspent'],
        [T20, 6n, 'unspent'],
        [T21, 2n, 'unspent'],
      ],
      passed: [
        [C1, 10n, t1.txid],
        [T11, 8n, t2.txid],
      ],
    },
    tiho: {
      fees: 0n,
      holdings: [
        [T10, 2n, 'unspent'],
        [T20, 8n, 'unspent'],
      ],
      passed: [
        [C1, 10n, t1.txid],
        [T11, 8n, t2.txid],
      ],
    },
  };
  const back: Figures = {
    // t2:0 is coins 0-8 of its inputs: all 8 of t1:1 and 1 of c3. t1:1 is coins 6-13 of t1: 4 of c1, 4 of c2.
    fifo: {
      fees: 0n,
      holdings: [
        [C1, 4n, 'coinbase'],
        [C2, 4n, 'coinbase'],
        [C3, 1n, 'coinbase'],
      ],
      passed: [
        [T11, 8n, t2.txid],
        [T20, 9n, ''],
      ],
    },
    // Reversed: all 5 of c3 and coins 4-7 of t1:1, which are coins 10-13 of the reversed 17 = 3-6 of c1.
    lifo: {
      fees: 0n,
      holdings: [
        [C1, 4n, 'coinbase'],
        [C3, 5n, 'coinbase'],
      ],
      passed: [
        [T11, 4n, t2.txid],
        [T20, 9n, ''],
      ],
    },
    // 9 over 8:5 of 13 = 5 r7, 3 r6 -> 6 3; 6 over 10:7 of 17 = 3 r9, 2 r8 -> 4 2
    haircut: {
      fees: 0n,
      holdings: [
        [C1, 4n, 'coinbase'],
        [C2, 2n, 'coinbase'],
        [C3, 3n, 'coinbase'],
      ],
      passed: [
        [T11, 6n, t2.txid],
        [T20, 9n, ''],
      ],
    },
  };
  const at = locate(blocks);
  const csv: string[][] = [];
  const place = (outpoint: string): number => at(outpoint).block.height * 1000 + at(outpoint).position * 10 + Number(outpoint.slice(65));
  const run = (number: number, direction: string, seeds: readonly (readonly [string, bigint])[], figures: Figures): Loose => {
    const policies: Loose = {};
    for (const [policy, { fees, holdings, passed }] of Object.entries(figures)) {
      policies[policy] = {
        holdings: holdings.map(([outpoint, amount, state]) => ({
          outpoint,
          address: at(outpoint).address,
          amountSat: String(amount),
          height: at(outpoint).block.height,
          state,
        })),
        feesSat: String(fees),
        totalSat: String(holdings.reduce((sum, [, amount]) => sum + amount, 0n)),
      };
      const rows = [
        ...holdings.map(([o, a, s]) => [o, a, s, ''] as const),
        ...passed.map(([o, a, by]) => [o, a, 'spent', by] as const),
      ].sort((a, b) => place(a[0]) - place(b[0]));
      for (const [outpoint, amount, state, by] of rows) {
        const { block, position, output, address } = at(outpoint);
        const time = new Date(block.time * 1000).toISOString().replace('.000', '');
        csv.push([
          String(number),
          policy,
          '1',
          outpoint.slice(0, 64),
          String(block.height),
          time,
          String(position),
          outpoint,
          address ?? '',
          String(output.value),
          String(amount),
          state,
          by,
          'a, "label"',
        ]);
      }
    }
    const names = Object.keys(figures);
    return {
      run: number,
      ordinal: 1,
      siblings: 1,
      exported: true,
      question: 'where?',
      primary: 'fifo',
      reason: 'because',
      direction,
      chain: REGTEST,
      from: seeds.map(([outpoint]) => outpoint),
      stops: [],
      policies: names,
      time: '2024-05-01T10:00:00.000Z',
      height: 6,
      coverage: [{ from: 0, to: 6 }],
      inputsDigest: '11'.repeat(32),
      resultDigest: '',
      seeds: seeds.map(([outpoint, amount]) => ({ outpoint, amountSat: String(amount) })),
      result: { policies },
      transactions: Object.fromEntries(names.map((name) => [name, [t1.txid, t2.txid]])),
      trust: [],
      notProofCarrying: [],
    };
  };
  const runs = [
    run(1, 'forward', [[C1, 10n]], one),
    run(
      2,
      'forward',
      [
        [C1, 10n],
        [T11, 8n],
      ],
      two,
    ),
    run(3, 'backward', [[T20, 9n]], back),
  ];
  const unexported = { ...runs[0], run: 4, exported: false };
  for (const name of ['result', 'transactions', 'trust', 'notProofCarrying']) delete unexported[name];
  unexported.resultDigest = '22'.repeat(32);
  const parts: BagParts = {
    training: true,
    case: {
      format: 'tracehold-case/1',
      caseId: 'case-1',
      title: '試験',
      reference: 'R1',
      agency: 'Unit',
      authority: 'none',
      examiner: 'examiner one',
      timeZone: 'UTC',
      training: true,
      created: '2024-05-01T09:00:00.000Z',
      program: '0.1.0',
      chains: [{ chain: REGTEST, name: 'Bitcoin regtest', training: true }],
      sources: [
        {
          number: 1,
          name: 'blk00000.dat',
          importer: 'blocks@1',
          mode: 'taken in',
          chain: REGTEST,
          exhibit: 'E1',
          sizeBytes: 10,
          sha256: '00'.repeat(32),
          taken: 'x',
          state: 'finished',
          result: {},
        },
      ],
    },
    runs: { format: 'tracehold-runs/1', runs: [...runs, unexported] },
    limits: {
      format: 'tracehold-limits/1',
      values: [],
      unanchored: [],
      notCovered: [],
      withheldPayloads: 1,
      cheapChains: [],
      rejectedMerges: [],
      notes: [],
    },
    ...headersOf(blocks),
    proofs: proofsOf(blocks, new Set([c1, c2, c3, t1, t2].map((one) => one.txid))),
    journal: chainJournal([
      { kind: 'act', name: 'case.opened', time: '2024-05-01T09:00:00.000Z', payload: { who: 'examiner one' } },
      { kind: 'edit', name: 'label.added', time: '2024-05-01T09:30:00.000Z', payload: { label: '秘' }, withheld: true },
      { kind: 'act', name: 'run.made', time: '2024-05-01T10:00:00.000Z', payload: { run: 1 } },
    ]),
    csv,
  };
  return { parts, blocks, names: { c1: c1.txid, c2: c2.txid, c3: c3.txid, c4: c4.txid, t1: t1.txid, t2: t2.txid } };
}
