// A node of an Ethereum-like chain over JSON-RPC. The chain is decided by its chain id; a block is taken only where its header gives the
// hash that was asked for and commits to the transactions and receipts that came with it, as far as the header's form is known.
import { fromHex, hex } from '../../../../shared/model/bytes.ts';
import { Fault } from '../../../../shared/model/fault.ts';
import {
  bloomOf,
  checkAccountProof,
  EVM_NETWORKS,
  type EvmNetwork,
  isStateSync,
  readBlockEvidence,
  readHeader,
} from '../../chains/index.ts';
import { provenBlock, readEvmObjects } from '../accounts/evmObjects.ts';
import { type Json, membersOf, plainWords } from '../node/index.ts';
import { type AccountNode, type Body, type BlockPlace, holdsAny, lies, type Parts, withholds } from './accountNode.ts';
import { DECIMALS, decimalsIn, SYMBOL, symbolIn } from './tokenWords.ts';
import { type Answer, type Asker, SMALL, TRACES, WHOLE_BLOCK } from './asker.ts';

const HASH = /^0x[0-9a-f]{64}$/;
const QUANTITY = /^0x(?:0|[1-9a-f][0-9a-f]{0,12})$/;
/** A call nests twice for each level of a trace, and calls go 1024 deep. */
const TRACE_DEPTH = 2100;
/** JSON-RPC: the method does not exist. Others say it by "not supported" (EIP-1474) or about the parameters. */
const NOT_OFFERED: readonly (string | number | undefined)[] = [-32601, -32004, -32600, -32602];
/** A range that a node refuses is halved; no address may cost more questions than this. */
const MOST_LOG_QUESTIONS = 2000;

type TraceMethod = 'debug_traceBlockByHash' | 'trace_block' | 'none';

/** Throws `chain.unknown` where the program has no chain with its id, `node.lies` (chain) where it is of another than expected. */
export async function openEvmNode(asker: Asker, expected: EvmNetwork | undefined): Promise<AccountNode> {
  const { address } = asker;
  const stated = (await asker.ask('eth_chainId', [])).value;
  if (typeof stated !== 'string' || !/^0x[0-9a-fA-F]{1,16}$/.test(stated)) bad('eth_chainId', 'chainId');
  const chain = EVM_NETWORKS.find(({ chainId }) => chainId === BigInt(stated as string));
  if (chain === undefined)
    throw new Fault('chain.unknown', {
      chain: `eip155:${BigInt(stated as string)}`,
      known: EVM_NETWORKS.map(({ name }) => name).join(', '),
    });
  if (expected !== undefined && expected !== chain)
    throw new Fault('node.lies', { address, reason: 'chain', chain: chain.id, expected: expected.id });
  const agent = (await attempt(() => asker.ask('web3_clientVersion', []), null))?.value;
  const filters = new Map<string, Filters>();
  const offered = { traces: null as TraceMethod | null, receipts: true };

  const node: AccountNode = {
    ...{ address, chain, kind: 'evm-rpc', agent: plainWords(typeof agent === 'string' ? agent : '') },
    async tip() {
      const head = membersOf((await asker.ask('eth_getBlockByNumber', ['latest', false])).value);
      if (head === null) bad('eth_getBlockByNumber', 'block');
      return placeOf(head as Members, 'eth_getBlockByNumber');
    },
    async hashAt(number) {
      const answer = await askBlock(asker, number, false);
      if (answer === null) return null;
      const place = placeOf(answer.value as Members, answer.method);
      if (place.number !== number) lies(address, 'number', { number, hash: place.hash });
      return place.hash;
    },
    async body(at) {
      const answer = await askBlock(asker, at, true);
      return answer === null ? null : checkedBody(address, chain, at, answer);
    },
    async parts(body, accounts) {
      const needles = accounts?.map((account) => account.slice(2).toLowerCase()) ?? null;
      if (body.ids.size === 0) return needles === null || holdsAny(body.answer.text, needles) ? { answers: [], gaps: [] } : null;
      let wanted = needles === null || holdsAny(body.answer.text, needles);
      let receipts: Answer[] | null = null;
      if (wanted || mayLog(body, chain, accounts ?? [], filters)) {
        receipts = await receiptsOf(asker, body, chain, offered);
        wanted ||= receipts.some(({ text }) => holdsAny(text, needles ?? []));
      }
      const traces = await tracesOf(asker, body, offered);
      wanted ||= traces !== null && holdsAny(traces.text, needles ?? []);
      if (!wanted) return null;
      receipts ??= await receiptsOf(asker, body, chain, offered);
      return { answers: [...receipts, ...(traces === null ? [] : [traces])], gaps: traces === null ? ['noTraces'] : [] } satisfies Parts;
    },
    async locate(id) {
      const answer = await asker.ask('eth_getTransactionByHash', [id], WHOLE_BLOCK);
      if (answer.value === null) return null;
      const members = membersOf(answer.value);
      if (members === null || members['hash'] !== id) lies(address, 'otherThanAsked', { id });
      const block = (members as Members)['blockHash'] ?? null;
      if (block !== null && (typeof block !== 'string' || !HASH.test(block))) bad(answer.method, 'hash');
      return { block: block as string | null, answers: [answer] };
    },
    logged: (accounts, from, to) => loggedIn(asker, accounts, from, to),
    async account(account, at) {
      const answer = await attempt(() => asker.ask('eth_getProof', [account, [], quantity(at.number)], SMALL, { height: at.number }), null);
      if (answer === null || answer.value === null) return null;
      const header = readHeader(at.answer.value, chain.headerForm);
      if (header.kind !== 'rebuilt') return null;
      const { stateRoot, timeSeconds } = header.header;
      const proven = judged(address, { ...at, id: account }, () => checkAccountProof(stateRoot, answer.value), 'accountProof');
      if (chain.readAddress(`0x${hex(proven.address)}`) !== account) lies(address, 'accountProof', { ...at, id: account });
      const fact = {
        ...({ kind: 'balance', account, asset: { kind: 'native', contract: null, tokenId: null }, amount: proven.balanceWei } as const),
        ...{ blockNumber: at.number, blockHash: at.hash, timeSeconds, proof: true },
      };
      return { answer, facts: (row) => [{ ...fact, row }] };
    },
    async token(contract) {
      const call = (data: string): Promise<Answer | null> => attempt(() => asker.ask('eth_call', [{ to: contract, data }, 'latest']), null);
      const [symbol, decimals] = [await call(SYMBOL), await call(DECIMALS)];
      const said = { symbol: symbolIn(symbol?.value), decimals: decimalsIn(decimals?.value) };
      if (said.symbol === null && said.decimals === null) return null;
      return { answers: [symbol, decimals].filter((one) => one !== null), ...said };
    },
    read: (objects) => readEvmObjects(objects, chain),
  };
  return node;
}

type Members = { readonly [name: string]: Json | undefined };

function bad(method: string, reason: string): never {
  throw new Fault('node.badAnswer', { method, reason });
}

const quantity = (value: number): string => `0x${value.toString(16)}`;

function countIn(value: Json | undefined): number | null {
  return typeof value === 'string' && QUANTITY.test(value.toLowerCase()) ? Number(value) : null;
}

function placeOf(block: Members, method: string): BlockPlace {
  const number = countIn(block['number']);
  const hash = block['hash'];
  if (number === null || typeof hash !== 'string' || !HASH.test(hash)) bad(method, 'block');
  return { number: number as number, hash: hash as string };
}

/** What a node answers with an error instead of a result; other faults go on. */
async function attempt<T, Other>(ask: () => Promise<T>, otherwise: Other): Promise<T | Other> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Fault && error.code === 'node.rpc') return otherwise;
    throw error;
  }
}

async function askBlock(asker: Asker, at: number | string, whole: boolean): Promise<Answer | null> {
  const byNumber = typeof at === 'number';
  const method = byNumber ? 'eth_getBlockByNumber' : 'eth_getBlockByHash';
  const answer = await asker.ask(
    method,
    [byNumber ? quantity(at) : at, whole],
    whole ? WHOLE_BLOCK : SMALL,
    byNumber ? { height: at } : {},
  );
  if (answer.value === null) return null;
  if (membersOf(answer.value) === null) bad(method, 'block');
  return answer;
}

function checkedBody(address: string, chain: EvmNetwork, at: number | string, answer: Answer): Body {
  const block = answer.value as Members;
  const place = placeOf(block, answer.method);
  if (typeof at === 'number' ? place.number !== at : place.hash !== at) lies(address, 'otherThanAsked', place);
  const list = block['transactions'];
  const parent = block['parentHash'];
  if (!Array.isArray(list) || typeof parent !== 'string' || !HASH.test(parent)) bad(answer.method, 'block');
  const ids = new Set<string>();
  for (const one of list as readonly Json[]) {
    const members = membersOf(one);
    if (members === null) withholds(address, 'transactions', { height: place.number });
    const { hash, chainId, blockHash } = members as Members;
    if (typeof hash !== 'string' || !HASH.test(hash)) bad(answer.method, 'transactions');
    const named = typeof chainId === 'string' && /^0x[0-9a-fA-F]{1,64}$/.test(chainId) ? BigInt(chainId) : null;
    if (named !== null && named !== chain.chainId && !isStateSync(members)) lies(address, 'chain', place);
    if (typeof blockHash === 'string' && blockHash !== place.hash) lies(address, 'otherThanAsked', place);
    ids.add(hash as string);
  }
  const evidence = judged(address, place, () => readBlockEvidence(block, null, chain));
  if (evidence.header.kind === 'mismatch') lies(address, 'header', place);
  if (evidence.header.kind === 'rebuilt' && evidence.header.header.number !== place.number) lies(address, 'number', place);
  if (evidence.transactions.kind === 'mismatch' || evidence.transactions.kind === 'malformed') lies(address, 'transactions', place);
  const header = provenBlock({ ...evidence, transactions: { kind: 'absent' }, receipts: { kind: 'absent' } });
  return { ...place, parent: parent as string, answer, ids, header };
}

/** What is no header, transaction or receipt at all is as wrong as one that has another hash. */
function judged<T>(address: string, place: BlockPlace & { readonly id?: string }, judge: () => T, reason = 'header'): T {
  try {
    return judge();
  } catch (error) {
    if (error instanceof Fault) lies(address, reason, place);
    throw error;
  }
}

/** The bits of the header's filter that a log of the account, or one that names it, must have set. */
type Filters = readonly [own: Uint8Array, named: Uint8Array];

/** What the header's filter rules out was not logged; where the header cannot be rebuilt, nothing is ruled out. */
function mayLog(body: Body, chain: EvmNetwork, accounts: readonly string[], known: Map<string, Filters>): boolean {
  const header = readHeader(body.answer.value, chain.headerForm);
  if (header.kind !== 'rebuilt') return true;
  const { logsBloom } = header.header;
  const within = (filter: Uint8Array): boolean => filter.every((byte, i) => (byte & (logsBloom[i] as number)) === byte);
  return accounts.some((account) => {
    const filters = known.get(account) ?? filtersOf(account);
    known.set(account, filters);
    return filters.some(within);
  });
}

function filtersOf(account: string): Filters {
  const nobody = new Uint8Array(20);
  const bits = (address: Uint8Array, topics: readonly Uint8Array[]) => bloomOf([{ address, topics, data: new Uint8Array(0) }]);
  const ofNobody = bits(nobody, []);
  const topic = fromHex(account.slice(2).toLowerCase().padStart(64, '0'));
  // A topic's own bits; one that it shares with the address in front of it is left out, which lets more pass, never less.
  const named = bits(nobody, [topic]).map((byte, i) => byte & ~(ofNobody[i] as number));
  return [bits(fromHex(account.slice(2).toLowerCase()), []), named];
}

async function receiptsOf(asker: Asker, body: Body, chain: EvmNetwork, offered: { receipts: boolean }): Promise<Answer[]> {
  const { address } = asker;
  const about = { height: body.number, parent: body.parent };
  if (offered.receipts) {
    try {
      const answer = await asker.ask('eth_getBlockReceipts', [body.hash], WHOLE_BLOCK, about);
      if (answer.value === null) withholds(address, 'receipts', { height: body.number });
      checkReceipts(address, body, chain, Array.isArray(answer.value) ? (answer.value as readonly Json[]) : bad(answer.method, 'form'));
      return [answer];
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'node.rpc' || !NOT_OFFERED.includes(error.parameters['code'])) throw error;
      offered.receipts = false;
    }
  }
  const answers: Answer[] = [];
  for (const id of body.ids) answers.push(await asker.ask('eth_getTransactionReceipt', [id], WHOLE_BLOCK));
  if (answers.some(({ value }) => value === null)) withholds(address, 'receipts', { height: body.number });
  checkReceipts(
    address,
    body,
    chain,
    answers.map(({ value }) => value),
  );
  return answers;
}

function checkReceipts(address: string, body: Body, chain: EvmNetwork, receipts: readonly Json[]): void {
  const ids = [...body.ids];
  const named = receipts.map((one) => membersOf(one)?.['transactionHash']);
  if (receipts.length !== ids.length || named.some((id, i) => id !== ids[i])) lies(address, 'receipts', body);
  if (receipts.some((one) => membersOf(one)?.['blockHash'] !== body.hash)) lies(address, 'receipts', body);
  const { receipts: evidence } = judged(address, body, () => readBlockEvidence(body.answer.value, receipts, chain));
  if (evidence.kind === 'mismatch' || evidence.kind === 'malformed') lies(address, 'receipts', body);
}

/** No header commits to traces: what can be held against them is that they name exactly the block's transactions. */
async function tracesOf(asker: Asker, body: Body, offered: { traces: TraceMethod | null }): Promise<Answer | null> {
  const about = { height: body.number, parent: body.parent, mostDepth: TRACE_DEPTH };
  const methods = offered.traces === null ? (['debug_traceBlockByHash', 'trace_block'] as const) : [offered.traces];
  for (const method of methods) {
    if (method === 'none') continue;
    const params = method === 'trace_block' ? [quantity(body.number)] : [body.hash, { tracer: 'callTracer' }];
    try {
      const answer = await asker.ask(method, params, TRACES, about);
      if (!Array.isArray(answer.value) || answer.value.length === 0) continue;
      offered.traces = method;
      checkTraces(asker.address, body, answer.value as readonly Json[], method);
      return answer;
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'node.rpc') throw error;
      if (!NOT_OFFERED.includes(error.parameters['code'])) return null;
    }
  }
  offered.traces ??= 'none';
  return null;
}

function checkTraces(address: string, body: Body, traces: readonly Json[], method: TraceMethod): void {
  for (const trace of traces) {
    const members = membersOf(trace);
    if (members === null) bad(method, 'form');
    const { transactionHash, txHash, blockHash } = members as Members;
    const id = transactionHash ?? txHash ?? null;
    if (typeof id === 'string' && !body.ids.has(id)) lies(address, 'traces', body);
    if (typeof blockHash === 'string' && blockHash !== body.hash) lies(address, 'traces', body);
  }
}

async function loggedIn(asker: Asker, accounts: readonly string[], from: number, to: number): Promise<ReadonlySet<number> | null> {
  const topics = accounts.map((account) => `0x${account.slice(2).toLowerCase().padStart(64, '0')}`);
  const found = new Set<number>();
  let questions = 0;
  for (const place of [1, 2, 3]) {
    const waiting: [number, number][] = from <= to ? [[from, to]] : [];
    for (let range = waiting.pop(); range !== undefined; range = waiting.pop()) {
      if (++questions > MOST_LOG_QUESTIONS) return null;
      const [low, high] = range;
      const filter = { fromBlock: quantity(low), toBlock: quantity(high), topics: [...new Array<null>(place).fill(null), topics] };
      const answer = await attempt(() => asker.ask('eth_getLogs', [filter], WHOLE_BLOCK), null);
      if (answer === null) {
        if (low >= high) return null;
        const middle = low + Math.floor((high - low) / 2);
        waiting.push([middle + 1, high], [low, middle]);
        continue;
      }
      if (!Array.isArray(answer.value)) return bad('eth_getLogs', 'form');
      for (const log of answer.value as readonly Json[]) {
        const number = countIn(membersOf(log)?.['blockNumber']);
        if (number === null || number < low || number > high) return bad('eth_getLogs', 'block');
        found.add(number);
      }
    }
  }
  return found;
}
