// A java-tron node over its HTTP interface. The network is decided by its first block; a block is taken only where its header gives its
// id. What a node says of logs and inner transactions stands in no header: it is taken as its word and held against the block's list.
import { Fault } from '../../../../shared/model/fault.ts';
import {
  type Json as TronJson,
  type NodeBlock,
  readNodeBlock,
  parseTronJson,
  readTronAccount,
  TRON_NETWORKS,
  tronAddressBytes,
  type TronNetwork,
} from '../../chains/index.ts';
import { hex } from '../../../../shared/model/bytes.ts';
import { provenTronBlock, readTronObjects } from '../accounts/tronObjects.ts';
import { type Json, membersOf, plainWords } from '../node/index.ts';
import { type AccountNode, type Body, holdsAny, lies, withholds } from './accountNode.ts';
import { type Answer, type Asker, SMALL, WHOLE_BLOCK } from './asker.ts';

const ID = /^[0-9a-f]{64}$/;

/** Throws `chain.unknown` where the program has no network with its first block, `node.lies` where it is of another than expected. */
export async function openTronNode(asker: Asker, expected: TronNetwork | undefined): Promise<AccountNode> {
  const { address } = asker;
  const genesis = await asker.ask('wallet/getblockbynum', [0], WHOLE_BLOCK, { height: 0 });
  const id = membersOf(genesis.value)?.['blockID'] ?? '';
  // The training chain has no first block of its own.
  const isTraining = expected?.genesisId === null && isNothing(genesis.value);
  if (!isTraining && (typeof id !== 'string' || !ID.test(id)))
    throw new Fault('node.badAnswer', { method: genesis.method, reason: 'block' });
  const chain = isTraining ? expected : TRON_NETWORKS.find((one) => one.genesisId === id);
  if (chain === undefined)
    throw new Fault('chain.unknown', { genesis: String(id).slice(0, 64), known: TRON_NETWORKS.map(({ name }) => name).join(', ') });
  if (expected !== undefined && expected !== chain)
    throw new Fault('node.lies', { address, reason: 'chain', chain: chain.id, expected: expected.id });
  if (!isTraining) blockIn(address, genesis);
  const info = membersOf(await ownWords(asker));
  const version = membersOf(info?.['configNodeInfo'])?.['codeVersion'];

  return {
    ...{ address, chain, kind: 'tron-http', agent: plainWords(typeof version === 'string' ? `java-tron/${version}` : 'java-tron') },
    async tip() {
      const answer = await asker.ask('wallet/getnowblock', [], WHOLE_BLOCK);
      const { number, id: hash } = blockIn(address, answer).header;
      return { number, hash };
    },
    async hashAt(number) {
      const answer = await asker.ask('wallet/getblockbynum', [number], WHOLE_BLOCK, { height: number });
      return isNothing(answer.value) ? null : bodyOf(address, number, answer).hash;
    },
    async body(at) {
      const byNumber = typeof at === 'number';
      const method = byNumber ? 'wallet/getblockbynum' : 'wallet/getblockbyid';
      const answer = await asker.ask(method, [at], WHOLE_BLOCK, byNumber ? { height: at } : {});
      return isNothing(answer.value) ? null : bodyOf(address, at, answer);
    },
    async parts(body, accounts) {
      const needles = accounts?.flatMap((account) => [hex(tronAddressBytes(account).subarray(1)), account.toLowerCase()]) ?? null;
      const answers: Answer[] = [];
      if (body.ids.size > 0) {
        const infos = await asker.ask('wallet/gettransactioninfobyblocknum', [body.number], WHOLE_BLOCK, { height: body.number });
        checkInfos(address, body, infos.value);
        answers.push(infos);
      }
      if (needles !== null && ![body.answer, ...answers].some(({ text }) => holdsAny(text, needles))) return null;
      const listed = answers[0]?.value;
      const count = Array.isArray(listed) ? listed.length : 0;
      return { answers, gaps: count < body.ids.size ? ['noInfos'] : [] };
    },
    async locate(id) {
      const answer = await asker.ask('wallet/gettransactionbyid', [id], WHOLE_BLOCK);
      if (isNothing(answer.value)) return null;
      if (membersOf(answer.value)?.['txID'] !== id) lies(address, 'otherThanAsked', { id });
      const info = await asker.ask('wallet/gettransactioninfobyid', [id], WHOLE_BLOCK);
      if (isNothing(info.value)) return { block: null, answers: [answer] };
      const { id: named, blockNumber } = membersOf(info.value) ?? {};
      if (named !== id) lies(address, 'otherThanAsked', { id });
      return { block: typeof blockNumber === 'number' ? blockNumber : null, answers: [answer, info] };
    },
    logged: () => Promise.resolve(null),
    // A call of a contract would have to be built and its answer named; nothing here asks for one yet.
    token: async () => null,
    async account(account) {
      const answer = await asker.ask('wallet/getaccount', [account, true], SMALL);
      if (isNothing(answer.value)) return null;
      const state = stateIn(answer);
      if (state !== null && state.address !== account) lies(address, 'otherThanAsked', { id: account });
      if (state === null) return { answer, facts: () => [] };
      const said = { account, timeSeconds: Math.floor(Date.parse(answer.time) / 1000) };
      const ofBalance = { ...said, blockNumber: null, blockHash: null, proof: false } as const;
      return {
        answer,
        facts: (row) => [
          ...state.balances.map(({ asset, amount }) => ({ kind: 'balance' as const, ...ofBalance, asset, amount, row })),
          { kind: 'control', ...said, permissions: state.permissions, row },
        ],
      };
    },
    read: readTronObjects,
  };
}

/** What a node says of itself may be switched off; nothing rests on it. */
async function ownWords(asker: Asker): Promise<Json> {
  try {
    return (await asker.ask('wallet/getnodeinfo', [])).value;
  } catch (error) {
    if (error instanceof Fault && (error.code === 'node.rpc' || error.code === 'node.badAnswer')) return null;
    throw error;
  }
}

/** java-tron says `{}` where it has no such thing. */
function isNothing(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0 && !Array.isArray(value);
}

function blockIn(address: string, answer: Answer): NodeBlock {
  try {
    return readNodeBlock(answer.value as TronJson);
  } catch (error) {
    // The id is worked out from the header's fields alone: another one is a contradiction, everything else no block.
    if (error instanceof Fault && error.code === 'chain.badProof')
      lies(address, 'header', { hash: String(error.parameters['stated'] ?? '') });
    if (error instanceof Fault)
      throw new Fault('node.badAnswer', { method: answer.method, reason: `block ${error.parameters['reason'] ?? ''}` });
    throw error;
  }
}

function stateIn({ text, method }: Answer): ReturnType<typeof readTronAccount> {
  try {
    return readTronAccount(parseTronJson(text));
  } catch (error) {
    if (error instanceof Fault) throw new Fault('node.badAnswer', { method, reason: `account ${error.parameters['reason'] ?? ''}` });
    throw error;
  }
}

function bodyOf(address: string, at: number | string, answer: Answer): Body {
  const block = blockIn(address, answer);
  const { header, transactions } = block;
  const { number, id: hash, parentId: parent } = header;
  if (typeof at === 'number' ? number !== at : hash !== at) lies(address, 'otherThanAsked', { number, hash });
  if (transactions.length === 0 && header.txTrieRoot.some((byte) => byte !== 0)) withholds(address, 'transactions', { height: number });
  return {
    number,
    hash,
    parent,
    answer,
    ids: new Set(transactions.map(({ txid }) => txid)),
    header: { ...provenTronBlock(block), transactions: null },
  };
}

function checkInfos(address: string, body: Body, value: Json): void {
  if (!Array.isArray(value)) throw new Fault('node.badAnswer', { method: 'wallet/gettransactioninfobyblocknum', reason: 'form' });
  for (const one of value as readonly Json[]) {
    const { id, blockNumber } = membersOf(one) ?? {};
    if (typeof id !== 'string' || !body.ids.has(id) || blockNumber !== body.number) lies(address, 'infos', body);
  }
}
