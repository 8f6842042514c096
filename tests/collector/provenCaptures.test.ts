// What captures prove and state beside their transactions: blocks under an anchor, an account's balance under a state root, a TRON account as
// its node showed it, inner calls that an explorer lists for one transaction; and nodes that lie about them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseFile } from '../../main/engine/casefile/index.ts';
import { controlOf } from '../../main/engine/chains/tron/control.ts';
import { TRON_NILE } from '../../main/engine/chains/tron/networks.ts';
import { takeInCapture } from '../../main/engine/intake/capture/takeInCapture.ts';
import { accountInclusion, decodeAccounts, permissionStatements, statedBalances } from '../../main/engine/intake/index.ts';
import type { Fault } from '../../shared/model/fault.ts';
import { caseDesk, type CaseDesk } from '../fixtures/caseDesk.ts';
import { type Asked, collectInto, startStandIn } from '../fixtures/serviceStandIns.ts';
import { ANVIL_BINARY, type AnvilNode, startAnvil } from '../vectors/anvilNode.ts';

let desk: CaseDesk;
let count = 0;
const opened: CaseFile[] = [];
beforeAll(async () => {
  desk = await caseDesk();
});
afterAll(async () => {
  for (const file of opened) await file.close();
  desk.clear();
});
async function newCase(): Promise<CaseFile> {
  const file = await desk.create(`captured-${++count}`);
  opened.push(file);
  return file;
}
const work = { report: () => undefined, signal: new AbortController().signal, cancelled: () => false } as never;

async function taken(file: CaseFile, items: readonly object[], kind: string, source: string, more: { anchor?: string } = {}) {
  const out = desk.at(`capture-${++count}`);
  const argv = ['--kind', kind, '--source', source, '--out', out];
  const run = await collectInto(desk.folder, items as never, argv);
  expect(run.exit).toBeLessThan(2);
  const result = await takeInCapture(desk.host, file, out, { exhibit: '', anchor: more.anchor }, work);
  if (result === null) throw new Error('no capture');
  return result;
}
const placedIn = (file: CaseFile) => file.accounts.segments().flatMap(({ id }) => decodeAccounts(file.accounts.columns(id)));

describe.skipIf(ANVIL_BINARY === null)('anvil', () => {
  let node: AnvilNode;
  let accounts: readonly string[];
  let id = '';
  beforeAll(async () => {
    node = await startAnvil('--hardfork', 'prague', '--steps-tracing');
    accounts = (await node.ask('eth_accounts')) as readonly string[];
    id = (await node.ask('eth_sendTransaction', { from: accounts[0], to: accounts[1], value: '0xde0b6b3a7640000' })) as string;
    await node.ask('evm_mine');
    await node.ask('evm_mine');
  }, 60_000);
  afterAll(() => node.stop());
  const block = async (number: number) => (await node.ask('eth_getBlockByNumber', `0x${number.toString(16)}`, false)) as { hash: string };
  const items = () => [
    { chain: 'eip155:31337', kind: 'transaction', item: id },
    { chain: 'eip155:31337', kind: 'address', item: accounts[1], fromBlock: 2, toBlock: 2 },
  ];

  it('its blocks prove the transaction, and its account proofs the balances, under an anchor', async () => {
    const file = await newCase();
    const top = await block(2);
    const result = await taken(file, items(), 'evm-rpc', node.url, { anchor: `2:${top.hash}` });
    expect(result.rejectedRows).toEqual([]);
    expect(result.proven).toMatchObject({ headers: 2, bodies: 1, receipts: 1, contradictions: [] });
    const inclusion = accountInclusion(file, 'eip155:31337', id);
    expect(inclusion?.anchor).toMatchObject({ blockNumber: 2, blockHash: top.hash });
    expect(inclusion?.receipt).not.toBeNull();
    const stated = statedBalances(file);
    expect(stated.map(({ blockNumber, grade }) => [blockNumber, grade])).toEqual([
      [1, 'A'],
      [2, 'A'],
    ]);
    for (const { account, blockNumber, amount } of stated) {
      expect(account.toLowerCase()).toBe(accounts[1]?.toLowerCase());
      expect(amount).toBe(BigInt((await node.ask('eth_getBalance', account, `0x${blockNumber?.toString(16)}`)) as string));
    }
    expect(file.journal.named('intake.batch').at(-1)?.payload).toMatchObject({ stated: 2 });
    const bare = await newCase();
    await taken(bare, items(), 'evm-rpc', node.url);
    expect(statedBalances(bare).map(({ grade }) => grade)).toEqual(['S', 'S']);
    bare.sources.setState(bare.sources.list()[0]?.id as number, 'withdrawn');
    expect(statedBalances(bare)).toEqual([]);
  });

  it('a node that lies about an account is refused: the balance, the header, the account', async () => {
    const lies: Readonly<Record<string, (body: string, asked: string) => string>> = {
      balance: (body, asked) => (asked.includes('eth_getProof') ? body.replace(/"balance":"0x[0-9a-f]/, '"balance":"0xf') : body),
      header: (body, asked) => (asked.includes('eth_getBlockByNumber') ? body.replace(/("stateRoot":"0x)[0-9a-f]{4}/, '$1dead') : body),
      account: (body, asked) => (asked.includes('eth_getProof') ? answerOfOther : body),
    };
    const proof = await node.ask('eth_getProof', accounts[2], [], '0x2');
    const answerOfOther = JSON.stringify({ jsonrpc: '2.0', id: 1, result: proof });
    let lie = '';
    const relay = await startStandIn(async ({ body }) => {
      const response = await fetch(node.url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      return (lies[lie] as (text: string, asked: string) => string)(await response.text(), body);
    });
    const found: Record<string, unknown> = {};
    for (lie of Object.keys(lies)) {
      const file = await newCase();
      found[lie] = await taken(file, items().slice(1), 'evm-rpc', relay.url).then(
        ({ rejectedRows }) => [statedBalances(file).length, [...new Set(rejectedRows.map(({ reason }) => reason))]],
        (error: Fault) => [error.code, error.parameters.reason, statedBalances(file).length],
      );
    }
    await relay.close();
    expect(found).toEqual({
      balance: [0, ['answer:inclusion.claim']],
      // Nothing of it is left.
      header: ['intake.noRowTaken', 'blockHash', 0],
      account: [0, expect.arrayContaining(['otherThanAsked'])],
    });
  });
});

it('a TRON account states its coins with what is staked, its tokens, and who may sign', async () => {
  const holder = 'TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8';
  const signer = 'TNUC9Qb1rRpS5CbWLmNMxXBjyFoydXjWFR';
  const permission = (id: number, keys: readonly string[]) => ({
    ...{ id, permission_name: `p${id}`, threshold: keys.length, keys: keys.map((address) => ({ address, weight: 1 })) },
    ...(id > 1 ? { operations: '7fff1fc0033e0300000000000000000000000000000000000000000000000000' } : {}),
  });
  const account = {
    ...{
      address: holder,
      balance: 5_000_001,
      frozenV2: [{ amount: 1_000_000 }, { type: 'ENERGY', amount: 2_000_000 }, { type: 'TRON_POWER' }],
    },
    unfrozenV2: [{ unfreeze_amount: 300_000, unfreeze_expire_time: 1 }],
    account_resource: { delegated_frozenV2_balance_for_energy: 40_000 },
    assetV2: [{ key: '1000001', value: 77 }],
    ...{ owner_permission: permission(0, [signer]), active_permission: [{ type: 'Active', ...permission(2, [holder, signer]) }] },
  };
  let other = false;
  const service = await startStandIn(({ url, body }: Asked) => {
    if (url === '/wallet/getblockbynum')
      return { json: (JSON.parse(body) as { num: number }).num === 0 ? { blockID: TRON_NILE.genesisId } : {} };
    return { json: url === '/wallet/getaccount' ? { ...account, ...(other ? { address: signer } : {}) } : {} };
  });
  const item = [{ chain: TRON_NILE.id, kind: 'address', item: holder }];
  const file = await newCase();
  const before = Math.floor(Date.now() / 1000);
  expect((await taken(file, item, 'tron-http', service.url)).rejectedRows).toEqual([]);
  expect(statedBalances(file)).toMatchObject([
    { account: holder, asset: { kind: 'native' }, amount: 8_340_001n, grade: 'S', blockNumber: null },
    { account: holder, asset: { kind: 'token', contract: '1000001' }, amount: 77n, grade: 'S' },
  ]);
  expect(statedBalances(file)[0]?.timeSeconds).toBeGreaterThanOrEqual(before);
  const [statement] = permissionStatements(file, TRON_NILE.id);
  expect(statement?.permissions?.owner.keys).toEqual([{ address: signer, weight: 1n }]);
  expect(statement?.permissions?.actives[0]).toMatchObject({ id: 2, threshold: 2n, keys: [{ address: holder }, { address: signer }] });
  // The chain's own answer to "who can sign now": what the node showed, not the default of a new account.
  const report = controlOf({
    ...{
      address: holder,
      transactions: [],
      statements: permissionStatements(file, TRON_NILE.id),
      providers: new Map(),
      untilSeconds: null,
    },
  });
  expect([report.ownKeyAlone, report.signers.map(({ address, alone }) => [address, alone])]).toEqual([
    ...[
      false,
      [
        [signer, true],
        [holder, false],
        [signer, false],
      ],
    ],
  ]);
  other = true;
  const lied = await newCase();
  await expect(taken(lied, item, 'tron-http', service.url)).rejects.toMatchObject({ parameters: { reason: 'otherThanAsked' } });
  expect([statedBalances(lied), permissionStatements(lied, TRON_NILE.id)]).toEqual([[], []]);
  await service.close();
});

it('inner calls that an explorer lists for one transaction are its movements, failed ones are not', async () => {
  const [A, B, C] = [
    '0x52908400098527886E0F7030069857D2E4169EE7',
    '0x8617E340B3D01FA5F11F306F4090FD50E238070D',
    `0x${'11'.repeat(20)}`,
  ] as const;
  const hash = `0x${'ab'.repeat(32)}`;
  const row = (value: string, isError: string) => ({
    ...{
      blockNumber: '1743059',
      timeStamp: '1466489498',
      from: B.toLowerCase(),
      to: A.toLowerCase(),
      value,
      contractAddress: '',
      input: '',
    },
    ...{ type: 'call', gas: '2300', gasUsed: '0', isError, errCode: '' },
  });
  const service = await startStandIn(({ url }: Asked) => {
    const query = new URL(url, 'http://x').searchParams;
    if (query.get('action') === 'txlistinternal')
      return { json: { status: '1', message: 'OK', result: [row('7106740000000000', '0'), row('5', '1')] } };
    if (query.get('action') === 'eth_getTransactionByHash')
      return {
        json: {
          ...{ jsonrpc: '2.0', id: 1 },
          result: {
            hash,
            type: '0x2a',
            from: C,
            to: B,
            value: '0x0',
            input: '0x',
            gas: '0x0',
            nonce: '0x0',
            blockNumber: '0x1a98d3',
            blockHash: `0x${'cd'.repeat(32)}`,
          },
        },
      };
    return { json: { jsonrpc: '2.0', id: 1, result: null } };
  });
  const file = await newCase();
  const result = await taken(file, [{ chain: 'eip155:1', kind: 'transaction', item: hash }], 'etherscan', service.url);
  const internal = placedIn(file).flatMap(({ transaction, rows }) =>
    transaction.transfers
      .filter(({ kind }) => kind === 'internal')
      .map(({ from, to, amount }) => ({ id: transaction.id, from, to, amount, rows })),
  );
  expect(internal).toMatchObject([{ id: hash, from: B, to: A, amount: 7_106_740_000_000_000n }]);
  expect(result.rejectedRows).toEqual([]);
  await service.close();
});
