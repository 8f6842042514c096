// A session with a node on behalf of a case: allowed by the case's policy or not begun at all, and every request of it
// journalled. The journal gets addresses, methods and counts, never a credential.
import { Fault } from '../../../../shared/model/fault.ts';
import { readNodeAddress } from '../../../../shared/model/nodeAddress.ts';
import type { CaseFile } from '../../casefile/index.ts';
import type { BitcoinNetwork } from '../../chains/index.ts';
import type { Host, NodeAccess, NodeConnection } from '../../kernel/index.ts';
import { type Node, openNode } from './openNode.ts';
import { openRequestLog } from './requestLog.ts';
import type { AskedQuestion } from './rpc.ts';

export interface NodeSession<Opened = Node> {
  readonly node: Opened;
  /** Closes the connection and journals the session. `outcome`: `done`, or the code of the fault that ended it. Once only. */
  end(outcome: string): void;
}

/** What a session needs to know of the protocol: how a node is asked who it is, and what the journal says of it then. */
export interface Opening<Opened> {
  readonly expected: string | null;
  open(connection: NodeConnection, onQuestions: (asked: readonly AskedQuestion[], bytes: number) => void): Promise<Opened>;
  describe(opened: Opened): { readonly chain: string; readonly agent: string };
}

/**
 * Connects to the node that the case's policy allows. Throws `node.notAllowed` (reason airGapped, address, off or other) before
 * anything is sent; what fails later is journalled, too. Use `withNode` where it can be.
 */
export async function beginSession<Opened>(
  host: Host,
  file: CaseFile,
  access: NodeAccess,
  { expected, open, describe }: Opening<Opened>,
): Promise<NodeSession<Opened>> {
  const connect = host.connectNode;
  if (connect === undefined) throw new Fault('node.notAllowed', { reason: 'airGapped' });
  const address = readNodeAddress(access.address)?.address;
  if (address === undefined) throw new Fault('node.notAllowed', { address: access.address.slice(0, 80), reason: 'address' });
  const allowed = file.nodePolicy();
  if (allowed === null) throw new Fault('node.notAllowed', { address, reason: 'off' });
  if (allowed !== address) throw new Fault('node.notAllowed', { address, allowed, reason: 'other' });

  // Before the first byte goes out: a session that is killed leaves this behind, without its list.
  const session = file.journal.head().size + 1;
  file.act('node.connected', { address, expected });
  const log = openRequestLog();
  let node: Opened | null = null;
  let ended = false;
  let close = (): void => undefined;
  const end = (outcome: string): void => {
    if (ended) return;
    ended = true;
    close();
    const { chain, agent } = node === null ? { chain: null, agent: null } : describe(node);
    file.act('node.session', { session, address, chain, agent, outcome, ...log.summary() });
  };
  try {
    const connection = await connect({ ...access, address });
    close = () => connection.close();
    node = await open(connection, log.add);
    return { node, end };
  } catch (error) {
    end(error instanceof Fault ? error.code : 'internal');
    throw error;
  }
}

/** A session with a node of a chain of coins. */
export function beginNodeSession(
  host: Host,
  file: CaseFile,
  access: NodeAccess,
  expected: BitcoinNetwork | undefined,
  signal: AbortSignal,
): Promise<NodeSession> {
  return beginSession(host, file, access, {
    expected: expected?.id ?? null,
    open: (connection, onQuestions) => openNode(connection, expected, onQuestions, signal),
    describe: ({ network, agent }) => ({ chain: network.id, agent }),
  });
}

/** Runs `body` with the node and journals the session whatever happened. */
export async function withNode<T>(
  host: Host,
  file: CaseFile,
  access: NodeAccess,
  expected: BitcoinNetwork | undefined,
  signal: AbortSignal,
  body: (node: Node) => Promise<T>,
): Promise<T> {
  return inSession(await beginNodeSession(host, file, access, expected, signal), body);
}

/** Runs `body` in a session that stands and journals its end. */
export async function inSession<Opened, T>(session: NodeSession<Opened>, body: (node: Opened) => Promise<T>): Promise<T> {
  try {
    const result = await body(session.node);
    session.end('done');
    return result;
  } catch (error) {
    session.end(error instanceof Fault ? error.code : 'internal');
    throw error;
  }
}
