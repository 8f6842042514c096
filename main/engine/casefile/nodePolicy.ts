// Whether the case allows a chain node, and which one. The journal is where it stands: the last act says what holds, the acts
// before say since when and why. Off unless an examiner allowed exactly one address.
import { Fault } from '../../../shared/model/fault.ts';
import { readNodeAddress } from '../../../shared/model/nodeAddress.ts';
import type { ChainLog, LoggedEvent } from './chainLog.ts';

const EVENT = 'case.policySet';

export interface NodePolicyState {
  /** Canonical address, or null where no node is allowed. */
  readonly address: string | null;
  readonly reason: string;
  readonly since: string | null;
  readonly examiner: string | null;
}

interface Payload {
  readonly node: { readonly from: string | null; readonly to: string | null };
  readonly reason: string;
}

export function nodePolicyOf(journal: ChainLog): NodePolicyState {
  const last: LoggedEvent | undefined = journal.named(EVENT).at(-1);
  if (last === undefined) return { address: null, reason: '', since: null, examiner: null };
  const { node, reason } = last.payload as Payload;
  return { address: node.to, reason, since: last.header.time, examiner: last.header.examiner };
}

/** What the act records; throws `node.notAllowed` where the text is no address that may be connected to. */
export function policyAct(
  journal: ChainLog,
  node: 'off' | { readonly address: string },
  reason: string,
): { name: string; payload: Payload } {
  const from = nodePolicyOf(journal).address;
  if (node === 'off') return { name: EVENT, payload: { node: { from, to: null }, reason } };
  const to = readNodeAddress(node.address);
  if (to === null) throw new Fault('node.notAllowed', { address: node.address.slice(0, 80), reason: 'address' });
  return { name: EVENT, payload: { node: { from, to: to.address }, reason } };
}
