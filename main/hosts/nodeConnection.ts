// The only code that opens a socket to a chain node: JSON-RPC, or java-tron's own interface, over plain HTTP/1.1 to an IP literal, within
// limits of bytes and time. It moves text; it must not judge what a node says, and no credential may leave it other than to the node.
import { closeSync, openSync, readSync } from 'node:fs';
import { Agent, type IncomingMessage, request } from 'node:http';
import { Fault } from '../../shared/model/fault.ts';
import { readNodeAddress } from '../../shared/model/nodeAddress.ts';
import type { NodeAccess, NodeConnection, NodeLimits, NodeQuestion } from '../engine/index.ts';

/**
 * All that is ever asked. An examiner's node may hold a wallet, and whoever has its credentials may spend from it: a method
 * that does more than read the chain is not sent, whatever asks for it.
 */
const READING_METHODS: ReadonlySet<string> = new Set([
  'getbestblockhash',
  'getblock',
  'getblockchaininfo',
  'getblockcount',
  'getblockhash',
  'getblockheader',
  'getnetworkinfo',
  'debug_traceBlockByHash',
  'eth_blockNumber',
  'eth_call',
  'eth_chainId',
  'eth_getBlockByHash',
  'eth_getBlockByNumber',
  'eth_getBlockReceipts',
  'eth_getLogs',
  'eth_getProof',
  'eth_getTransactionByHash',
  'eth_getTransactionReceipt',
  'trace_block',
  'web3_clientVersion',
]);
/** What is asked of java-tron, with the names of the fields that the parameters fill in their order. The same rule holds. */
const READING_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ['wallet/getaccount', ['address', 'visible']],
  ['wallet/getblockbyid', ['value']],
  ['wallet/getblockbynum', ['num']],
  ['wallet/getnodeinfo', []],
  ['wallet/getnowblock', []],
  ['wallet/gettransactionbyid', ['value']],
  ['wallet/gettransactioninfobyblocknum', ['num']],
  ['wallet/gettransactioninfobyid', ['value']],
]);
/** A call runs a contract's code on the node: only what a token calls itself and how it counts, `symbol()` and `decimals()`. */
const READING_CALLS: ReadonlySet<unknown> = new Set(['0x95d89b41', '0x313ce567']);
const MOST_QUESTIONS = 2000;
const KEPT_CONNECTIONS = 2;
const LARGEST_COOKIE = 4096;
const LARGEST_HEADERS = 16_384;
/** Bitcoin Core answers with these and a JSON body: done, malformed, unknown method, error of the method (httprpc.cpp). */
const ANSWERED: ReadonlySet<number> = new Set([200, 400, 404, 500]);

export async function connectNode(access: NodeAccess): Promise<NodeConnection> {
  const place = readNodeAddress(access.address);
  if (place === null) throw new Fault('node.notAllowed', { address: access.address.slice(0, 80), reason: 'address' });
  const { address, host, port } = place;
  // Own agent: no proxy of the environment, and no connection shared with anything else in the process.
  const agent = new Agent({ keepAlive: true, maxSockets: KEPT_CONNECTIONS, maxFreeSockets: KEPT_CONNECTIONS });
  let credentials = credentialsOf(access);
  let closed = false;
  /** Failures of a connection that was kept open from an earlier question. */
  const stale = new WeakSet<Fault>();

  const send = ({ path, body }: Form, limits: NodeLimits, signal: AbortSignal): Promise<Answer> =>
    new Promise((resolve, reject) => {
      let settled = false;
      const settle = (act: () => void): void => {
        if (settled) return;
        settled = true;
        clearTimeout(whole);
        clearTimeout(silence);
        signal.removeEventListener('abort', cancel);
        act();
      };
      const fail = (fault: Fault): void =>
        settle(() => {
          asking.destroy();
          reject(fault);
        });
      const cancel = (): void => fail(new Fault('job.cancelled'));
      const tooSlow = (reason: string) => () => fail(new Fault('node.tooSlow', { address, reason }));
      const whole = setTimeout(tooSlow('whole'), limits.milliseconds);
      let silence = setTimeout(tooSlow('silence'), limits.silenceMilliseconds);
      const heard = (): void => {
        clearTimeout(silence);
        if (!settled) silence = setTimeout(tooSlow('silence'), limits.silenceMilliseconds);
      };
      const broken = (error: unknown): void => {
        const code = (error as { code?: string }).code ?? 'unknown';
        const malformed = code.startsWith('HPE_');
        const fault = new Fault(malformed ? 'node.badAnswer' : 'node.unreachable', { address, reason: malformed ? 'http' : code });
        if (asking.reusedSocket) stale.add(fault);
        fail(fault);
      };
      const asking = request({
        agent,
        host,
        port,
        method: 'POST',
        path,
        maxHeaderSize: LARGEST_HEADERS,
        // An IP literal needs no resolver; should Node ever ask one, it is refused.
        lookup: (_name, _options, done) => done(new Error('no name is ever looked up'), '', 4),
        headers: {
          host: new URL(address).host,
          'content-type': 'application/json',
          'content-length': body.length,
          'accept-encoding': 'identity',
          ...(credentials === null ? {} : { authorization: `Basic ${Buffer.from(credentials, 'utf8').toString('base64')}` }),
        },
      });
      asking.on('error', broken);
      asking.on('response', (response) => {
        heard();
        const refusal = refusalOf(response, limits, address);
        if (refusal !== null) return fail(refusal);
        const parts: Buffer[] = [];
        let length = 0;
        response.on('error', broken);
        response.on('data', (part: Buffer) => {
          heard();
          length += part.length;
          if (length > limits.bytes) return fail(new Fault('node.tooLarge', { address, limit: limits.bytes }));
          parts.push(part);
        });
        response.on('end', () => settle(() => resolve({ status: response.statusCode as number, body: Buffer.concat(parts, length) })));
        response.on('close', () => fail(new Fault('node.unreachable', { address, reason: 'brokeOff' })));
      });
      if (signal.aborted) return cancel();
      signal.addEventListener('abort', cancel, { once: true });
      asking.end(body);
    });

  /** A node closes what was idle for long (Bitcoin Core: 30 s). All questions only read: asking again changes nothing. */
  const sendAnew = async (form: Form, limits: NodeLimits, signal: AbortSignal): Promise<Answer> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(form, limits, signal);
      } catch (error) {
        if (!(error instanceof Fault) || !stale.has(error) || attempt > KEPT_CONNECTIONS) throw error;
      }
    }
  };

  return {
    address,
    async ask(questions, limits, signal) {
      if (closed) throw new Fault('node.unreachable', { address, reason: 'closed' });
      const form = formOf(questions, address);
      let answer = await sendAnew(form, limits, signal);
      if (isRefused(answer)) {
        // A node that was started anew has written a new cookie.
        const renewed = access.cookieFile === undefined ? null : credentialsOf(access);
        if (renewed === null || renewed === credentials) throw new Fault('node.unauthorised', { address, status: answer.status });
        credentials = renewed;
        answer = await sendAnew(form, limits, signal);
        if (isRefused(answer)) throw new Fault('node.unauthorised', { address, status: answer.status });
      }
      try {
        return new TextDecoder('utf-8', { fatal: true }).decode(answer.body);
      } catch {
        throw new Fault('node.badAnswer', { address, reason: 'encoding' });
      }
    },
    close() {
      closed = true;
      agent.destroy();
    },
  };
}

interface Form {
  readonly path: string;
  readonly body: Uint8Array;
}

interface Answer {
  readonly status: number;
  readonly body: Uint8Array;
}

const isRefused = ({ status }: Answer): boolean => status === 401 || status === 403;

/** What the status line and headers alone rule out, before a byte of the body is kept. */
function refusalOf(response: IncomingMessage, limits: NodeLimits, address: string): Fault | null {
  const status = response.statusCode ?? 0;
  if (status === 503) return new Fault('node.unreachable', { address, reason: 'busy' });
  if (status >= 300 && status < 400) return new Fault('node.badAnswer', { address, reason: 'redirect' });
  if (!ANSWERED.has(status) && status !== 401 && status !== 403) return new Fault('node.badAnswer', { address, reason: 'status', status });
  const encoding = response.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return new Fault('node.badAnswer', { address, reason: 'contentEncoding' });
  if (Number(response.headers['content-length'] ?? 0) > limits.bytes) return new Fault('node.tooLarge', { address, limit: limits.bytes });
  return null;
}

function formOf(questions: readonly NodeQuestion[], address: string): Form {
  const [first] = questions;
  if (first === undefined || questions.length > MOST_QUESTIONS) throw new TypeError('nodeConnection: 1 to 2000 questions at a time');
  const fields = READING_PATHS.get(first.method);
  if (fields !== undefined && questions.length === 1) {
    const members = fields.flatMap((name, i) => (first.params[i] === undefined ? [] : [[name, first.params[i]] as const]));
    return { path: `/${first.method}`, body: Buffer.from(JSON.stringify(Object.fromEntries(members)), 'utf8') };
  }
  for (const { method, params } of questions)
    if (!READING_METHODS.has(method) || (method === 'eth_call' && !isReadingCall(params)))
      throw new Fault('node.notAllowed', { address, reason: 'method', method: method.slice(0, 40) });
  const forms = questions.map(({ id, method, params }) => ({ jsonrpc: method.includes('_') ? '2.0' : '1.0', id, method, params }));
  return { path: '/', body: Buffer.from(JSON.stringify(questions.length === 1 ? forms[0] : forms), 'utf8') };
}

function isReadingCall([call]: readonly unknown[]): boolean {
  if (typeof call !== 'object' || call === null || Object.keys(call).some((name) => name !== 'to' && name !== 'data')) return false;
  return READING_CALLS.has((call as { readonly data?: unknown }).data);
}

/** `user:password`, or null where none were given. A cookie file holds exactly such a line (Bitcoin Core, rpc/request.cpp). */
function credentialsOf({ address, cookieFile, user, password }: NodeAccess): string | null {
  if (cookieFile === undefined) return user === undefined && password === undefined ? null : `${user ?? ''}:${password ?? ''}`;
  const line = readStart(cookieFile, address).trim();
  if (!/^[^:\s]+:\S+$/.test(line)) throw new Fault('node.unauthorised', { address, reason: 'cookieForm' });
  return line;
}

function readStart(path: string, address: string): string {
  const bytes = new Uint8Array(LARGEST_COOKIE);
  try {
    const file = openSync(path, 'r');
    try {
      const length = readSync(file, bytes, 0, bytes.length, 0);
      // A file that is longer than any cookie is none.
      return length === bytes.length ? '' : Buffer.from(bytes.subarray(0, length)).toString('latin1');
    } finally {
      closeSync(file);
    }
  } catch (error) {
    // The path is the host's: the reason is enough.
    throw new Fault('node.unauthorised', { address, reason: `cookie ${(error as { code?: string }).code ?? 'unknown'}` });
  }
}
