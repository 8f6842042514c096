// The verifier's own account of ledgers, Keccak, RLP and tries against the engine's, on random cases. It crosses rooms on purpose: neither
// side imports the other, so what both say alike two people have written.
import fc from 'fast-check';
import { keccak256 as ethersKeccak } from 'ethers/crypto';
import { encodeRlp as ethersRlp } from 'ethers/utils';
import { describe, expect, it } from 'vitest';
import { atOnce } from '../../kernel/index.ts';
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { checkAccountRuns } from '../../../verifier/core/accountRuns.ts';
import { checkAccountTransfers } from '../../../verifier/core/accountTransfers.ts';
import { readLedgers } from '../../../verifier/core/accountLedgers.ts';
import { collectFindings } from '../../../verifier/core/findings.ts';
import { keccak256 } from '../../../verifier/core/keccak.ts';
import { positionKey, readRlp } from '../../../verifier/core/rlp.ts';
import { provenValue } from '../../../verifier/core/trie.ts';
import type { AccountTransaction, AccountTransfer } from '../../chains/index.ts';
import { trieOfList } from '../../chains/evm/trie.ts';
import { canonicalDigest } from '../../kernel/index.ts';
import {
  type BalanceStatement,
  buildAccountSlice,
  type Conversion,
  knowLedgers,
  traceAccountsBackward,
  traceAccountsForward,
} from '../../trace/accounts/index.ts';
import {
  type CaseAccounts,
  isFee,
  ledgerTransfers,
  moves,
  amountOf,
  assetOf,
  type TracedAccounts,
  transferName,
  viewOfAsset,
} from '../../trace/index.ts';
import { victimRun } from '../../trace/accountRuns/victimTable.ts';
import { accountLedgerFile, accountRunsFile, type AccountTransferLine, accountTransfersCsv } from '../bag/accountPayload.ts';
import { groundsOf, ledgerRow, movesOf, transfersNeeded } from './ledgerRows.ts';

const CHAIN = 'eip155:31337';
const POLICIES = ['poison', 'haircut', 'fifo', 'lifo', 'lowestBalance'];
const ACCOUNTS = ['A', 'B', 'C', 'D', 'E', 'F'];

interface Draft {
  /** Whether the source gives the place in the block; and the order of what the transaction moves. */
  readonly isPlaced: boolean;
  readonly isOrdered: boolean;
  readonly status: 'ok' | 'failed' | 'unknown';
  readonly transfers: readonly {
    readonly from: number;
    readonly to: number;
    readonly asset: number;
    readonly amount: number;
    readonly fee: boolean;
  }[];
}

const draft: fc.Arbitrary<Draft> = fc.record({
  isPlaced: fc.integer({ min: 0, max: 9 }).map((one) => one > 0),
  isOrdered: fc.integer({ min: 0, max: 9 }).map((one) => one > 0),
  status: fc.constantFrom('ok' as const, 'ok' as const, 'ok' as const, 'ok' as const, 'failed' as const, 'unknown' as const),
  transfers: fc.array(
    fc.record({
      ...{ from: fc.integer({ min: -1, max: 5 }), to: fc.integer({ min: -1, max: 5 }), asset: fc.integer({ min: 0, max: 2 }) },
      ...{ amount: fc.integer({ min: 0, max: 60 }), fee: fc.boolean() },
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

const ASSETS = [
  { kind: 'native', contract: null, tokenId: null },
  { kind: 'token', contract: '0x01', tokenId: null },
  { kind: 'token', contract: '0x02', tokenId: null },
] as const;

function transactionsOf(drafts: readonly Draft[], parties: number): AccountTransaction[] {
  return drafts.map(({ status, transfers, isPlaced, isOrdered }, number): AccountTransaction => {
    const made = transfers.flatMap(({ from, to, asset, amount, fee }, place): AccountTransfer[] => {
      if (from < 0 && to < 0) return [];
      const isFee = fee && from >= 0 && amount > 0 && place === 0;
      return [
        {
          path: isFee ? [2] : isOrdered ? [1, place] : [1, -1],
          kind: isFee ? 'fee' : 'token',
          from: from < 0 ? null : (ACCOUNTS[from % parties] as string),
          to: isFee || to < 0 ? (from < 0 ? (ACCOUNTS[to % parties] as string) : null) : (ACCOUNTS[to % parties] as string),
          asset: isFee ? ASSETS[0] : (ASSETS[asset] as (typeof ASSETS)[number]),
          amount: BigInt(amount),
        },
      ];
    });
    return {
      ...{
        id: `0x${number.toString(16).padStart(64, '0')}`,
        blockHash: null,
        blockNumber: 1 + Math.floor(number / 2),
        position: isPlaced ? number % 2 : null,
      },
      ...{ timeSeconds: 1000 + Math.floor(number / 2), status, from: null, to: null, transfers: made, events: [] },
    };
  });
}

/** Those that traced amounts went through, as a result names them. */
function conversionsOf({ view, request, results }: TracedAccounts) {
  const found = new Map<number, Record<string, unknown>>();
  for (const { policy, converted } of results)
    for (const { conversion, assetIn, taintIn, assetOut, taintOut } of converted) {
      const sum = (asset: number, amount: bigint) => ({ asset: viewOfAsset(view, asset), amount: `${amount}` });
      found.set(conversion, { ...found.get(conversion), [policy]: { in: sum(assetIn, taintIn), out: sum(assetOut, taintOut) } });
    }
  return [...found].map(([number, policies]) => {
    const { kind, ins, outs } = (request.conversions ?? [])[number] as Conversion;
    const named = (side: readonly number[]) => side.map((one) => ({ chain: CHAIN, transfer: transferName(view, one) }));
    const words = { standing: 'recorded', rule: 'random@1', name: null, reason: null, events: [] };
    return { kind, ...words, ins: named(ins), outs: named(outs), policies };
  });
}

/** The files of a bag about one run, checked by the verifier; its objections. */
function objectionsTo(traced: TracedAccounts, request: Record<string, unknown>, table?: unknown): { failed: string[]; recomputed: number } {
  const { view, results, seeds, direction } = traced;
  const carried = transfersNeeded([traced]);
  const rows = Array.from(carried, (transfer, row) => ledgerRow(traced, transfer, row, () => 'S'));
  const policies = Object.fromEntries(
    results.map((result) => [
      result.policy,
      {
        ends: result.ends.map(({ ledger, state, figure, transfer }) => ({
          ...{ chain: CHAIN, account: view.names.accounts[view.slice.ledgerAccount[ledger] as number], state },
          asset: viewOfAsset(view, view.slice.ledgerAsset[ledger] as number),
          figure: figure.incomplete
            ? { amount: null, low: `${figure.low}`, high: `${figure.high}`, why: figure.why }
            : { amount: `${figure.amount}`, low: null, high: null, why: null },
          transfer: transfer < 0 ? null : transferName(view, transfer),
        })),
        fees: result.fees.map(({ asset, amount }) => ({ asset: viewOfAsset(view, asset), amount: `${amount}` })),
        totals: result.totals.map(({ asset, amount }) => ({ asset: viewOfAsset(view, asset), amount: `${amount}` })),
        orders: typeof result.orders === 'string' ? result.orders : `tried:${result.orders.tried}`,
      },
    ]),
  );
  const document = {
    ...{ direction, chains: [CHAIN], inputsDigest: '0'.repeat(64), resultDigest: canonicalDigest(policies), policies },
    seeds: seeds.map(({ seed, amount, excluded }) => {
      if (seed.kind !== 'transfer') throw new Error('transfers only');
      return {
        seed: transferName(view, seed.transfer),
        asset: viewOfAsset(view, assetOf(view.slice, seed.transfer)),
        amount: `${amount}`,
        excluded,
      };
    }),
    excluded: results
      .flatMap(({ excluded }) => excluded)
      .map(({ transfer, reason }) => ({ transfer: transferName(view, transfer), reason })),
    conversions: conversionsOf(traced),
    ...(table === undefined ? {} : { victims: table }),
    ...{ fetch: [], assumed: ACCOUNTS, conflicts: 0 },
  };
  const lines = results.flatMap((result) =>
    movesOf(result, carried).map(({ row, amount, hops }): AccountTransferLine => {
      const { symbol, decimals } = viewOfAsset(view, assetOf(view.slice, carried[row] as number));
      return { run: 1, policy: result.policy, hop: hops, row: rows[row] as (typeof rows)[number], symbol, decimals, traced: amount };
    }),
  );
  const file = 'account-ledgers/0.jsonl';
  const grounds = groundsOf(traced, file, carried, false);
  const contents = {
    hashes: new Map(),
    bytes: new Map([
      [
        'data/account-runs.json',
        accountRunsFile([{ run: 1, ordinal: 1, siblings: 1, time: '', request, exported: true, document, grounds }]),
      ],
      [`data/${file}`, accountLedgerFile(rows)],
      ['data/account-transfers.csv', accountTransfersCsv(lines)],
    ]),
  };
  const findings = collectFindings();
  checkAccountTransfers(contents, checkAccountRuns(contents, readLedgers(contents, findings), null, findings), findings);
  const failed = findings.list().flatMap(({ ok, check, detail }) => (ok ? [] : [`${check}: ${detail}`]));
  return { failed, recomputed: findings.counted('accountPoliciesRecomputed') };
}

describe('ledgers worked out twice', () => {
  it('gives the same ends, ranges, fees, totals, movements and hops under every policy, forward and backward', () => {
    let recomputed = 0;
    let conversionsMet = 0;
    const met: Record<string, number> = {};
    fc.assert(
      fc.property(
        fc.array(draft, { minLength: 2, maxLength: 14 }),
        fc.integer({ min: 2, max: 6 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
        fc.record({
          knowledge: fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 24, maxLength: 24 }),
          stop: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
          maxHops: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
          heights: fc.option(fc.integer({ min: 0, max: 6 }), { nil: undefined }),
          convert: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 3 }),
          excluded: fc.array(fc.nat(), { maxLength: 2 }),
          counterfeit: fc.integer({ min: 0, max: 6 }),
          isBackward: fc.boolean(),
          claims: fc.option(
            fc.array(
              fc.record({
                ...{ reference: fc.constantFrom('V-1', 'V-2', 'V-3', 'V-10'), pick: fc.nat({ max: 5000 }) },
                amount: fc.option(fc.integer({ min: 0, max: 70 })),
              }),
              { minLength: 1, maxLength: 5 },
            ),
            { nil: undefined },
          ),
        }),
        (drafts, parties, seedPicks, more) => {
          const transactions = transactionsOf(drafts, parties);
          const built = buildAccountSlice([{ chain: CHAIN, transactions, order: 'blocks' }]);
          const { slice, names } = built;
          if (slice.transferCount === 0) return;
          const statements: BalanceStatement[] = [];
          const assumed: number[] = [];
          const held: number[] = [];
          const index = ledgerTransfers(slice);
          for (let ledger = 1; ledger < slice.ledgerCount; ledger++) {
            const how = more.knowledge[ledger % 24] as number;
            let balance = 0n;
            let lowest = 0n;
            for (const transfer of index.transfers.subarray(index.start[ledger], index.start[ledger + 1])) {
              if (!moves(slice, transfer)) continue;
              if (slice.toLedger[transfer] === ledger) balance += amountOf(slice, transfer);
              if (slice.fromLedger[transfer] === ledger) balance -= amountOf(slice, transfer);
              if (balance < lowest) lowest = balance;
            }
            if (how === 6) held.push(ledger);
            if (how === 0 || how === 6) continue;
            if (how === 1) assumed.push(ledger);
            // Complete, with what it needs at the beginning; or with a last statement that does not agree.
            const opening = how === 1 ? 0n : 60n - lowest;
            statements.push({ ledger, moment: 0, balance: opening });
            if (how >= 2) statements.push({ ledger, moment: slice.transferCount, balance: opening + balance + (how === 5 ? 1n : 0n) });
          }
          const used = new Set<number>();
          const conversions = more.convert.flatMap(([a, b]): Conversion[] => {
            const [first, second] = [a % slice.transferCount, b % slice.transferCount].sort((x, y) => x - y) as [number, number];
            // What goes in comes from somebody: value made out of nothing is not converted.
            if (first === second || used.has(first) || used.has(second) || slice.fromLedger[first] === 0) return [];
            // Nothing is converted by what does not move.
            if ([first, second].some((one) => !moves(slice, one) || isFee(slice, one) || amountOf(slice, one) === 0n)) return [];
            used.add(first).add(second);
            return [{ kind: 'swap', ins: [first], outs: [second] }];
          });
          const wanted = [...new Set(seedPicks.map((pick) => pick % slice.transferCount))];
          const counterfeits = new Set(more.counterfeit > 0 && more.counterfeit < slice.assetCount ? [more.counterfeit] : []);
          const request: TracedAccounts['request'] = {
            knowledge: knowLedgers(slice, { statements, held, assumed }),
            ...{ conversions, counterfeits },
            excludedTransfers: new Map(more.excluded.map((pick) => [pick % slice.transferCount, 'dust'])),
            stops: {
              ...(more.stop === undefined ? {} : { accounts: { addresses: [names.account(CHAIN, ACCOUNTS[more.stop] as string)] } }),
              ...(more.maxHops === undefined ? {} : { maxHops: more.maxHops }),
              ...(more.heights === undefined ? {} : { heights: { to: more.heights } }),
            },
          };
          const direction = more.isBackward ? 'backward' : 'forward';
          const policies = POLICIES.filter((policy) => !more.isBackward || policy !== 'lowestBalance');
          const view = {
            ...built,
            transactions: new Map([
              [
                CHAIN,
                new Map(
                  transactions.map((transaction) => [transaction.id, { transaction, sources: [{ source: 1, rows: [1] }], facts: null }]),
                ),
              ],
            ]),
            ...{ conflicts: [], freeze: { segments: [] }, claimed: new Map(), links: [] },
            ownRows: new Map(held.map((ledger) => [ledger, [1]])),
          } as unknown as CaseAccounts;
          const claims = more.isBackward ? undefined : more.claims;
          const kept = {
            file: 'victims.csv',
            rows: (claims ?? []).map(({ reference }) => ({
              ...{ reference, timeSeconds: 1000 + 86_402, payment: 'as told', amount: '', asset: '' },
            })),
          };
          const meant = (claims ?? []).map(({ reference, pick, amount }, place) => {
            const row = kept.rows[place] as (typeof kept.rows)[number];
            const found = { transfer: pick % slice.transferCount, amount: amount === null ? null : BigInt(amount), problem: null };
            const none = { transfer: null, amount: null, problem: 'otherAsset' };
            return { reference, timeSeconds: row.timeSeconds, kept: row, ...(pick % 7 === 0 ? none : found) };
          });
          const isTable = meant.some(({ transfer }) => transfer !== null);
          const table = victimRun(view, kept, meant, request);
          if (isTable) for (const policy of policies) atOnce(table.add(policy));
          const seeds = wanted.map((transfer) => ({ kind: 'transfer' as const, transfer }));
          const traced = isTable
            ? { seeds: table.seeds, policies: table.results }
            : (more.isBackward ? traceAccountsBackward : traceAccountsForward)(slice, { ...request, policies, seeds });
          const sourced = statements.map((one) => {
            const by = one.balance === 0n && assumed.includes(one.ledger) ? ('assumption' as const) : ('source' as const);
            const blockNumber = one.moment === 0 ? 0 : 1000;
            return { ...one, said: { by, source: null, timeSeconds: null, blockNumber: by === 'source' ? blockNumber : null } };
          });
          const asked = {
            ...{
              from: traced.seeds.map(({ seed }) => transferName(view, seed.kind === 'transfer' ? seed.transfer : 0)),
              policies,
            },
            ...{ assume: ACCOUNTS, direction },
            stops: [
              { rule: 'addresses', options: { addresses: ACCOUNTS } },
              ...(more.maxHops === undefined ? [] : [{ rule: 'maxHops', options: { hops: more.maxHops } }]),
              ...(more.heights === undefined ? [] : [{ rule: 'heightWindow', options: { to: more.heights } }]),
            ],
          };
          const checked = objectionsTo(
            { direction, view, request, seeds: traced.seeds, results: traced.policies, statements: sourced },
            { ...asked, conversions: 'recorded', ...(isTable ? { victims: kept } : {}) },
            isTable ? table.table() : undefined,
          );
          expect(checked.failed).toEqual([]);
          recomputed += checked.recomputed;
          for (const { orders, ends } of traced.policies) {
            const kind = typeof orders === 'string' ? orders : 'tried';
            met[kind] = (met[kind] ?? 0) + 1;
            if (ends.some(({ figure }) => figure.incomplete)) met['ranges'] = (met['ranges'] ?? 0) + 1;
          }
          if (isTable) met['victims'] = (met['victims'] ?? 0) + 1;
          if (isTable && Object.values(table.table().policies).some(({ doubleCounts }) => doubleCounts.length > 0))
            met['counted twice'] = (met['counted twice'] ?? 0) + 1;
          if (traced.policies.some(({ converted }) => converted.length > 0)) conversionsMet++;
        },
      ),
      { numRuns: 1500, seed: 20260316, endOnFailure: true },
    );
    expect(recomputed).toBeGreaterThan(1200);
    expect(conversionsMet).toBeGreaterThan(20);
    // Ranges over missing rows, over every order of a block, and over more orders than are tried.
    for (const kind of ['ranges', 'tried', 'bounded', 'victims', 'counted twice']) expect(met[kind] ?? 0, kind).toBeGreaterThan(40);
  }, 120_000);
});

describe('hashes and tries read twice', () => {
  it('Keccak-256 as ethers has it', () => {
    for (const length of [0, 1, 8, 135, 136, 137, 271, 272, 273, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, place) => (place * 7 + length) & 255);
      expect(`0x${hex(keccak256(bytes))}`, `${length}`).toBe(ethersKeccak(bytes));
    }
  });

  it('RLP as ethers writes it, and nothing else', () => {
    const nested = fc.letrec<{ item: unknown }>((tie) => ({
      item: fc.oneof({ depthSize: 'small' }, fc.uint8Array({ maxLength: 70 }), fc.array(tie('item'), { maxLength: 6 })),
    })).item;
    const asHex = (item: unknown): unknown => (Array.isArray(item) ? item.map(asHex) : `0x${hex(item as Uint8Array)}`);
    const back = (item: ReturnType<typeof readRlp>): unknown =>
      item === null ? null : 'items' in item ? item.items.map(back) : `0x${hex(item.bytes)}`;
    fc.assert(
      fc.property(nested, (item) => {
        const written = fromHex(ethersRlp(asHex(item) as string).slice(2));
        expect(back(readRlp(written))).toEqual(asHex(item));
        expect(readRlp(Uint8Array.from([...written, 0]))).toBeNull();
        expect(written.length < 2 || readRlp(written.subarray(0, -1)) === null).toBe(true);
      }),
      { numRuns: 200, seed: 7 },
    );
    // A byte below 128 written with a prefix, a length that could be shorter.
    for (const text of ['8101', 'b801ff', 'f800', 'b90001ff']) expect(readRlp(fromHex(text)), text).toBeNull();
  });

  it('proofs of lists of every size, and none of them changed', () => {
    for (const count of [1, 2, 3, 17, 127, 128, 129, 300]) {
      const values = Array.from({ length: count }, (_, place) =>
        Uint8Array.from({ length: 1 + ((place * 37) % 90) }, (_v, at) => (place + at) & 255 || 1),
      );
      const trie = trieOfList(values);
      for (const place of new Set([0, 1, count >> 1, count - 1].filter((one) => one < count))) {
        const nodes = trie.proofOf(positionKey(place));
        expect(hex(provenValue(trie.root, positionKey(place), nodes) ?? new Uint8Array(0))).toBe(hex(values[place] as Uint8Array));
        if (count > 1) expect(provenValue(trie.root, positionKey(place === 0 ? 1 : 0), nodes)).toBeNull();
        expect(provenValue(trie.root, positionKey(place), [...nodes, nodes[0] as Uint8Array])).toBeNull();
        expect(provenValue(trie.root, positionKey(place), nodes.slice(1))).toBeNull();
        const bent = nodes.map((node, at) =>
          at === nodes.length - 1 ? Uint8Array.from(node, (byte, i) => (i === node.length - 1 ? byte ^ 1 : byte)) : node,
        );
        expect(provenValue(trie.root, positionKey(place), bent)).toBeNull();
      }
    }
  });
});
