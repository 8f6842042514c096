// Against anvil, a node of another making: blocks, roots, proofs, traces and balances that it reports are rebuilt from its JSON alone.
// The contracts are written byte by byte, since there is no compiler here.
import { SigningKey, keccak256 as ethersKeccak } from 'ethers/crypto';
import { Transaction } from 'ethers/transaction';
import { concat, encodeRlp } from 'ethers/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromHex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import { ANVIL_BINARY, type AnvilNode, startAnvil } from '../../../../tests/vectors/anvilNode.ts';
import type { AccountTransaction } from '../accountFamily.ts';
import { readEvmAddress } from './addresses.ts';
import { type BlockHeader, readHeader } from './header.ts';
import { type JsonObject, hexText } from './json.ts';
import { ANVIL } from './networks.ts';
import { checkAccountProof, checkReceiptProof, checkTransactionProof, proveInBlock } from './proofs.ts';
import { type EvmReading, readEvmTransaction } from './readTransaction.ts';
import { encodeReceipt, receiptOfJson } from './receipt.ts';
import { senderOf, transactionOfJson } from './transaction.ts';
import { trieOfList } from './trie.ts';

const word = (value: string | bigint): string =>
  (typeof value === 'bigint' ? value.toString(16) : value.slice(2).toLowerCase()).padStart(64, '0');
const TRANSFER = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

/** Code that puts `runtime` in place. */
function initCode(runtime: string): string {
  const length = (runtime.length / 2).toString(16).padStart(2, '0');
  return `0x60${length}600c60003960${length}6000f3${runtime}`;
}

/** Logs Transfer(caller, word 0, word 1), stores word 1 in slot 0, forwards the value to word 0, and reverts if that fails. */
const MOVER = `602035600052600035337f${TRANSFER}60206000a36020356000556000600060006000346000355af115604957005b60006000fd`;
/** Calls word 0 with the value and the calldata behind it, and does not mind if that fails. */
const CATCHER = '60203603602060003760006000602036036000346000355af15000';
const REVERTER = '60006000fd';
/** Creates a contract with the value whose constructor sends it back by selfdestruct. */
const FACTORY = '6133ff6000526002601e34f000';

const ONE = 10n ** 18n;
const quantity = (value: bigint): string => `0x${value.toString(16)}`;

describe.skipIf(ANVIL_BINARY === null)('anvil', () => {
  let node: AnvilNode;
  let accounts: readonly string[];
  beforeAll(async () => {
    node = await startAnvil('--hardfork', 'prague', '--steps-tracing');
    accounts = (await node.ask('eth_accounts')) as readonly string[];
  });
  afterAll(() => node.stop());

  async function send(fields: JsonObject, mine = true): Promise<string> {
    const hash = (await node.ask('eth_sendTransaction', { from: accounts[0], gas: '0x30d40', ...fields })) as string;
    if (mine) await node.ask('evm_mine');
    return hash;
  }

  async function deploy(runtime: string): Promise<string> {
    const hash = await send({ data: initCode(runtime) });
    const { contractAddress } = (await node.ask('eth_getTransactionReceipt', hash)) as JsonObject;
    expect(await node.ask('eth_getCode', contractAddress, 'latest')).toBe(`0x${runtime}`);
    return contractAddress as string;
  }

  async function blockOf(number: string): Promise<JsonObject> {
    return (await node.ask('eth_getBlockByNumber', number, true)) as JsonObject;
  }

  async function read(hash: string, trace: 'tree' | 'flat' | 'none' = 'tree'): Promise<EvmReading> {
    const transaction = (await node.ask('eth_getTransactionByHash', hash)) as JsonObject;
    const traces = {
      tree: () => node.ask('debug_traceTransaction', hash, { tracer: 'callTracer' }),
      flat: () => node.ask('trace_transaction', hash),
      none: () => Promise.resolve(null),
    };
    const source = { transaction, receipt: await node.ask('eth_getTransactionReceipt', hash), trace: await traces[trace]() };
    return readEvmTransaction({ ...source, block: await blockOf(transaction['blockNumber'] as string) }, ANVIL);
  }

  function rebuilt(block: JsonObject): BlockHeader {
    const reading = readHeader(block);
    if (reading.kind !== 'rebuilt') throw new Error(JSON.stringify(reading));
    return reading.header;
  }

  /** What the transfers of native coins do to each account. */
  function changes(transactions: readonly AccountTransaction[]): Map<string, bigint> {
    const sums = new Map<string, bigint>();
    const add = (account: string | null, amount: bigint): void => {
      if (account !== null) sums.set(account, (sums.get(account) ?? 0n) + amount);
    };
    for (const { from, to, amount, asset } of transactions.flatMap(({ transfers }) => transfers)) {
      if (asset.kind !== 'native') continue;
      add(from, -amount);
      add(to, amount);
    }
    return sums;
  }

  async function balancesAgree(number: string, transactions: readonly AccountTransaction[]): Promise<void> {
    const before = quantity(BigInt(number) - 1n);
    const sums = changes(transactions);
    expect(sums.size).toBeGreaterThan(1);
    for (const [account, change] of sums) {
      const [was, is] = await Promise.all([before, number].map((at) => node.ask('eth_getBalance', account, at)));
      expect([account, BigInt(is as string) - BigInt(was as string)]).toEqual([account, change]);
    }
  }

  it('transactions of each type, in one block: hash, roots, senders and proofs', async () => {
    const mover = await deploy(MOVER);
    await node.ask('evm_setAutomine', false);
    const to = accounts[1] as string;
    const data = `0x${word(to)}${word(777n)}`;
    for (let i = 0; i < 40; i++) await send({ to: mover, data, value: quantity(BigInt(i)) }, false);
    // anvil orders by price and drops what then has no place, so other prices come from other senders.
    const price = quantity(3_000_000_000n);
    await send({ from: accounts[4], to, value: '0x1', gasPrice: price, type: '0x0' }, false);
    const accessList = [{ address: mover, storageKeys: [`0x${word(0n)}`] }];
    await send({ from: accounts[5], to, value: '0x2', gasPrice: price, type: '0x1', accessList }, false);
    await send({ from: accounts[6], data: initCode(REVERTER) }, false);
    await node.ask('evm_mine');
    await node.ask('evm_setAutomine', true);
    const block = await blockOf('latest');
    const header = rebuilt(block);
    expect(header.fieldCount).toBe(21);
    const list = block['transactions'] as readonly JsonObject[];
    expect(list.length).toBe(43);
    const transactions = list.map(transactionOfJson);
    expect(new Set(transactions.map(({ type }) => type))).toEqual(new Set([0, 1, 2]));
    expect(hexText(trieOfList(transactions.map(({ bytes }) => bytes)).root)).toBe(block['transactionsRoot']);
    for (const [i, transaction] of transactions.entries()) {
      if (i % 10 !== 0) continue;
      expect(hexText(senderOf(transaction))).toBe((list[i] as JsonObject)['from']);
      expect(hexText(transaction.bytes)).toBe(await node.ask('eth_getRawTransactionByHash', hexText(transaction.hash)));
    }
    const receipts = ((await node.ask('eth_getBlockReceipts', 'latest')) as readonly unknown[]).map(receiptOfJson);
    expect(hexText(trieOfList(receipts.map(encodeReceipt)).root)).toBe(block['receiptsRoot']);
    const [proof] = proveInBlock('receipt', header, receipts.map(encodeReceipt), [17]);
    if (proof === undefined) throw new Error('no proof');
    const shown = checkReceiptProof(proof, header.hash);
    expect(shown.status).toBe('ok');
    expect(hexText(shown.logs[0]?.address as Uint8Array)).toBe(mover);
    expect(shown.logs[0]?.data.at(-1)).toBe(777 & 255);
    expect(() => checkReceiptProof({ ...proof, position: 18 }, header.hash)).toThrow(Fault);
    expect(() => checkReceiptProof(proof, header.parentHash)).toThrow(Fault);
    expect(() => checkTransactionProof({ ...proof, part: 'transaction' }, header.hash)).toThrow(Fault);
    const [sent] = proveInBlock(
      'transaction',
      header,
      transactions.map(({ bytes }) => bytes),
      [41],
    );
    if (sent === undefined) throw new Error('no proof');
    expect(checkTransactionProof(sent, header.hash).valueWei).toBe(transactions[41]?.valueWei);
    const readings = await Promise.all(list.map(({ hash }) => read(hash as string)));
    await balancesAgree(
      block['number'] as string,
      readings.map(({ transaction }) => transaction),
    );
    expect(
      readings.every(({ feesKnown, internalCallsKnown, statusFrom }) => feesKnown && internalCallsKnown && statusFrom === 'receipt'),
    ).toBe(true);
  });

  it('coins forwarded inside, both trace forms alike, token logs', async () => {
    const mover = await deploy(MOVER);
    const hash = await send({ to: mover, data: `0x${word(accounts[2] as string)}${word(5n * ONE)}`, value: quantity(ONE) });
    const [tree, flat, bare] = [await read(hash), await read(hash, 'flat'), await read(hash, 'none')];
    expect(flat).toEqual(tree);
    const native = { kind: 'native', contract: null, tokenId: null };
    const contract = readEvmAddress(mover);
    const [sender, receiver] = [readEvmAddress(accounts[0] as string), readEvmAddress(accounts[2] as string)];
    expect(tree.transaction.transfers.slice(0, 3)).toEqual([
      { path: [0], kind: 'value', from: sender, to: contract, asset: native, amount: ONE },
      { path: [0, 0], kind: 'internal', from: contract, to: receiver, asset: native, amount: ONE },
      { path: [1, 0], kind: 'token', from: sender, to: receiver, asset: { kind: 'token', contract, tokenId: null }, amount: 5n * ONE },
    ]);
    expect(bare.internalCallsKnown).toBe(false);
    expect(bare.transaction.transfers.some(({ kind }) => kind === 'internal')).toBe(false);
    await balancesAgree(quantity(BigInt(tree.transaction.blockNumber as number)), [tree.transaction]);
    // Two contracts that do not know each other cannot be mixed up.
    const other = await node.ask('debug_traceTransaction', await send({ to: accounts[1], value: '0x1' }), { tracer: 'callTracer' });
    const transaction = await node.ask('eth_getTransactionByHash', hash);
    expect(() => readEvmTransaction({ transaction, receipt: null, trace: other, block: null }, ANVIL)).toThrow('trace.other');
  });

  it('what was reverted did not happen: neither the whole nor a part of it', async () => {
    const [mover, catcher, reverter] = [await deploy(MOVER), await deploy(CATCHER), await deploy(REVERTER)];
    const hopeless = `0x${word(reverter)}${word(9n)}`;
    const failed = await read(await send({ to: mover, data: hopeless, value: quantity(ONE) }));
    expect(failed.transaction.status).toBe('failed');
    expect(failed.transaction.transfers.map(({ kind }) => kind)).toEqual(['burn', 'fee']);
    expect(failed.transaction.transfers.every(({ path }) => path[0] === 2)).toBe(true);
    await balancesAgree(quantity(BigInt(failed.transaction.blockNumber as number)), [failed.transaction]);
    const caught = await send({ to: catcher, data: `0x${word(mover)}${hopeless.slice(2)}`, value: quantity(ONE) });
    const [tree, flat] = [await read(caught), await read(caught, 'flat')];
    expect(flat).toEqual(tree);
    expect(tree.transaction.status).toBe('ok');
    expect(tree.transaction.transfers.map(({ kind }) => kind)).toEqual(['value', 'burn', 'fee']);
    await balancesAgree(quantity(BigInt(tree.transaction.blockNumber as number)), [tree.transaction]);
  });

  it('creations, and a selfdestruct that pays back', async () => {
    const factory = await deploy(FACTORY);
    const hash = await send({ to: factory, value: quantity(ONE) });
    const reading = await read(hash);
    const created = reading.transaction.events.find(({ kind }) => kind === 'contractCreated');
    expect(created).toMatchObject({ path: [0, 0], actor: readEvmAddress(factory) });
    await balancesAgree(quantity(BigInt(reading.transaction.blockNumber as number)), [reading.transaction]);
    // What is not told as a frame of its own cannot be known; the two forms of this node agree.
    expect(reading.transaction.transfers.filter(({ kind }) => kind === 'internal').length).toBeGreaterThanOrEqual(1);
  });

  it('accounts, slots and their absence (EIP-1186)', async () => {
    const mover = await deploy(MOVER);
    await send({ to: mover, data: `0x${word(accounts[3] as string)}${word(123456789n)}` });
    const { stateRoot } = rebuilt(await blockOf('latest'));
    const slots = [`0x${word(0n)}`, `0x${word(7n)}`];
    const contract = checkAccountProof(stateRoot, await node.ask('eth_getProof', mover, slots, 'latest'));
    expect(contract).toMatchObject({ exists: true, nonce: 1n });
    expect(contract.slots.map(({ value }) => value)).toEqual([123456789n, 0n]);
    expect(hexText(contract.codeHash)).toBe(ethersKeccak(`0x${MOVER}`));
    const owner = await node.ask('eth_getProof', accounts[0], [], 'latest');
    const person = checkAccountProof(stateRoot, owner);
    expect(person.balanceWei).toBe(BigInt((await node.ask('eth_getBalance', accounts[0], 'latest')) as string));
    const nobody = checkAccountProof(stateRoot, await node.ask('eth_getProof', `0x${'ab'.repeat(20)}`, slots, 'latest'));
    expect(nobody).toMatchObject({ exists: false, balanceWei: 0n });
    expect(() => checkAccountProof(stateRoot, { ...(owner as JsonObject), balance: '0x1' })).toThrow('inclusion.claim');
    expect(() => checkAccountProof(stateRoot, { ...(owner as JsonObject), address: mover })).toThrow(Fault);
    expect(() => checkAccountProof(fromHex('11'.repeat(32)), owner)).toThrow(Fault);
    // Its genesis header commits to the empty trie although it made accounts there: its proof is not of what the header says.
    const genesis = rebuilt(await blockOf('0x0')).stateRoot;
    const first = await node.ask('eth_getProof', accounts[0], [], '0x0');
    expect(() => checkAccountProof(genesis, first)).toThrow('trie.rootEmpty');
  });

  it('EIP-7702: who let which code act for them', async () => {
    const key = new SigningKey(`0x${'42'.repeat(32)}`);
    const holder = addressOf(key);
    await send({ to: holder, value: quantity(ONE) });
    const delegate = await deploy(REVERTER);
    const chainId = 31337n;
    const authorization = {
      address: delegate,
      nonce: 1n,
      chainId,
      signature: key.sign(ethersKeccak(concat(['0x05', encodeRlp(['0x7a69', delegate, '0x01'])]))),
    };
    const transaction = Transaction.from({
      ...{ type: 4, chainId, nonce: 0, to: accounts[1] as string, gasLimit: 200_000, maxFeePerGas: 5_000_000_000n },
      ...{ maxPriorityFeePerGas: 1n, authorizationList: [authorization] },
    });
    transaction.signature = key.sign(transaction.unsignedHash);
    const hash = (await node.ask('eth_sendRawTransaction', transaction.serialized)) as string;
    await node.ask('evm_mine');
    const json = await node.ask('eth_getTransactionByHash', hash);
    expect(hexText(transactionOfJson(json).bytes)).toBe(transaction.serialized);
    const reading = await read(hash);
    expect(reading.transaction.events).toEqual([
      {
        ...{ path: [3, 0], kind: 'delegation', actor: holder, subject: readEvmAddress(delegate), asset: null, amount: null },
        details: { chainId: '31337', nonce: '1', applied: 'notStated' },
      },
    ]);
    // The node did apply it: the account's code names the delegate.
    expect(await node.ask('eth_getCode', holder, 'latest')).toBe(`0xef0100${delegate.slice(2)}`);
  });
});

function addressOf(key: SigningKey): string {
  return readEvmAddress(`0x${ethersKeccak(`0x${key.publicKey.slice(4)}`).slice(-40)}`);
}

describe.skipIf(ANVIL_BINARY === null).each([
  ['berlin', 15],
  ['london', 16],
  ['shanghai', 17],
  ['cancun', 20],
] as const)('anvil with the rules of %s', (hardfork, fieldCount) => {
  it('heads its blocks with the fields of the fork', async () => {
    const node = await startAnvil('--hardfork', hardfork);
    try {
      const [from, to] = (await node.ask('eth_accounts')) as readonly string[];
      await node.ask('eth_sendTransaction', { from, to, value: '0x1', gasPrice: '0x77359400', type: '0x0' });
      await node.ask('evm_mine');
      const block = (await node.ask('eth_getBlockByNumber', '0x1', true)) as JsonObject;
      expect(readHeader(block)).toMatchObject({ kind: 'rebuilt', header: { fieldCount } });
    } finally {
      await node.stop();
    }
  });
});
