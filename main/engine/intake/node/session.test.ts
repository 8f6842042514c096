// A case speaks to a node only where its policy names exactly that one, and what it asked stands in its journal: also where the
// session failed, and never with a credential.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type CaseDesk, caseDesk, faultOf } from '../../../../tests/fixtures/caseDesk.ts';
import { type MadeChain, makeChain, type NodeStandIn, RPC_PASSWORD, RPC_USER, standIn } from '../../../../tests/fixtures/nodeStandIn.ts';
import { displayHash } from '../../../../shared/model/bytes.ts';
import { caseCalls, type CaseFile, createCaseSession } from '../../casefile/index.ts';
import { buildHeaderChain, REGTEST } from '../../chains/index.ts';
import type { NodeAccess } from '../../kernel/index.ts';
import { knownOf, requestsDigest, requestsOf, syncHeaders, withNode } from './index.ts';
import type { RequestSummary } from './requestLog.ts';

const never = new AbortController().signal;
const work = { report: () => undefined, signal: never };
let desk: CaseDesk;
let chain: MadeChain;
let node: NodeStandIn;
let file: CaseFile;
let access: NodeAccess;
let number = 0;

beforeAll(async () => {
  desk = await caseDesk();
  chain = makeChain(20);
});
afterAll(() => desk.clear());
beforeEach(async () => {
  node = await standIn(chain);
  access = { address: node.address, user: RPC_USER, password: RPC_PASSWORD };
  file = await desk.create(`node-${number++}`);
});
afterEach(async () => {
  file.abandon();
  await node.close();
});

function policy() {
  const session = createCaseSession();
  const calls = caseCalls(desk.host, session, []);
  session.enter(file);
  return {
    set: (to: 'off' | { address: string }, reason = 'Order of the court, 5 March') =>
      calls['case.setPolicy']({ node: to, reason }, work as never),
    get: () => calls['case.policy']({}, work as never),
  };
}
const talk = (host = desk.host, expected: typeof REGTEST | undefined = REGTEST) =>
  withNode(host, file, access, expected, never, (opened) =>
    syncHeaders(opened, knownOf(buildHeaderChain(REGTEST, new Uint8Array(0))), never),
  );
const names = (): string[] => [...file.journal.all()].map((event) => event.header.name);
const sessions = () => file.journal.named('node.session').map((event) => event.payload as RequestSummary & Record<string, unknown>);

it('is off until it is allowed, and nothing is sent', async () => {
  expect(await policy().get()).toEqual({ node: { address: null, reason: '', since: null, examiner: null } });
  const before = names();
  expect(await faultOf(() => talk())).toEqual({ code: 'node.notAllowed', parameters: { address: node.address, reason: 'off' } });
  await policy().set({ address: 'http://127.0.0.1:1' });
  expect(await faultOf(() => talk())).toMatchObject({
    code: 'node.notAllowed',
    parameters: { allowed: 'http://127.0.0.1:1', reason: 'other' },
  });
  await policy().set({ address: node.address });
  await policy().set('off', 'Order withdrawn');
  expect((await faultOf(() => talk())).code).toBe('node.notAllowed');
  expect(node.heard).toHaveLength(0);
  expect(names().slice(before.length)).toEqual(['case.policySet', 'case.policySet', 'case.policySet']);
});

it('is an act with its reason, in the one spelling of the address', async () => {
  await policy().set({ address: 'http://[::1]:8332/' });
  expect(await policy().get()).toMatchObject({
    node: { address: 'http://[0:0:0:0:0:0:0:1]:8332', reason: 'Order of the court, 5 March', examiner: 'Erika Muster' },
  });
  await policy().set('off', 'Order withdrawn');
  const acts = file.journal.named('case.policySet');
  expect(acts.map(({ header, payload }) => [header.kind, payload])).toEqual([
    ['act', { node: { from: null, to: 'http://[0:0:0:0:0:0:0:1]:8332' }, reason: 'Order of the court, 5 March' }],
    ['act', { node: { from: 'http://[0:0:0:0:0:0:0:1]:8332', to: null }, reason: 'Order withdrawn' }],
  ]);
  expect(file.edits.undoable()).toBeNull();
  expect((await faultOf(() => policy().set({ address: 'http://node.example:8332' }))).code).toBe('node.notAllowed');
});

it('is refused on an air-gapped machine, whatever the case allows', async () => {
  await policy().set({ address: node.address });
  const { connectNode: _, ...airGapped } = desk.host;
  expect(await faultOf(() => talk(airGapped))).toEqual({ code: 'node.notAllowed', parameters: { reason: 'airGapped' } });
});

it('journals what was asked, and nothing secret', async () => {
  await policy().set({ address: node.address });
  await talk();
  expect(names().slice(-2)).toEqual(['node.connected', 'node.session']);
  const [summary] = sessions();
  const asked = node.asked.map(({ method, params }) => [method, ...params] as [string, ...(string | number | boolean)[]]);
  expect(summary).toMatchObject({
    address: node.address,
    chain: REGTEST.id,
    agent: '/StandIn:290000/',
    outcome: 'done',
    session: file.journal.named('node.connected')[0]?.header.sequence,
    heights: { first: 0, last: 20 },
    refusedCount: 0,
    list: asked,
    digest: requestsDigest(asked),
  });
  expect(JSON.stringify([...file.journal.all()])).not.toContain(RPC_PASSWORD);
});

it('journals a session that was too long to list, so that every request can be had again', async () => {
  await policy().set({ address: node.address });
  await withNode(desk.host, file, access, REGTEST, never, async (opened) => {
    for (let turn = 0; turn < 30; turn++) await syncHeaders(opened, knownOf(buildHeaderChain(REGTEST, new Uint8Array(0))), never);
  });
  const [summary] = sessions();
  const asked = node.asked.map(({ method, params }) => [method, ...params]);
  expect(asked.length).toBeGreaterThan(1000);
  const hashAt = (height: number): string => {
    const header = (chain.blocks[height] as Uint8Array).subarray(0, 80);
    return displayHash(buildHeaderChain(REGTEST, header).hashes);
  };
  expect([...requestsOf(summary?.runs ?? [], hashAt)]).toEqual(asked);
  expect(summary?.requests).toBe(asked.length);
});

it('journals a session that failed, with its end', async () => {
  await policy().set({ address: node.address });
  node.raw = (request) => {
    if (node.heard.length > 3) request.socket.destroy();
    return node.heard.length > 3;
  };
  expect((await faultOf(() => talk())).code).toBe('node.unreachable');
  expect(sessions()[0]).toMatchObject({ outcome: 'node.unreachable', refusedCount: 1, requests: 4 });
  access = { ...access, password: 'wrong' };
  node.raw = () => false;
  expect((await faultOf(() => talk())).code).toBe('node.unauthorised');
  expect(sessions()[1]).toMatchObject({ outcome: 'node.unauthorised', chain: null, list: [['getblockhash', 0]] });
});

it('stays allowed when the case is opened again', async () => {
  await policy().set({ address: node.address });
  await file.close();
  file = await desk.open(`node-${number - 1}`);
  expect(file.nodePolicy()).toBe(node.address);
  expect((await talk()).tip.height).toBe(20);
});
