// What the rest of the engine may use of a chain node: a session that the case's policy allows, its headers, its blocks.
export { type Node, openNode, type Place } from './openNode.ts';
export { type Json, membersOf, readExactJson } from './exactJson.ts';
export { nodeStore, type NodeStoreOptions } from './nodeStore.ts';
export { requestsDigest, requestsOf, type RequestRun, type RequestSummary } from './requestLog.ts';
export { type AskedAbout, type AskedQuestion, openRpc, type Parameter, plainWords, type Rpc } from './rpc.ts';
export { beginNodeSession, beginSession, inSession, type NodeSession, withNode } from './session.ts';
export { type JudgedNodeHeaders, judgeNodeHeaders, type KnownHeaders, knownOf, type NodeHeaders, syncHeaders } from './syncHeaders.ts';
