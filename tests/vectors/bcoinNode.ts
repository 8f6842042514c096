// Starts a real node of another make (bcoin, JavaScript) on a private Bitcoin regtest in memory, as a process of its own. It is
// found in node_modules or in the folder that TRACEHOLD_BCOIN names; tests on it are skipped, saying so, where it is absent.
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';

export const BCOIN_PASSWORD = 'test';
/** bcoin takes any user. */
export const BCOIN_USER = 'bitcoinrpc';

const PROGRAM = `
const { Address, FullNode } = require(process.argv[1]);
const node = new FullNode({
  network: 'regtest', memory: true, workers: false, listen: false, noDns: true, maxOutbound: 1,
  apiKey: '${BCOIN_PASSWORD}', httpHost: '127.0.0.1', httpPort: Number(process.argv[2]),
});
const address = (byte) => Address.fromPubkeyhash(Buffer.alloc(20, byte)).toString('regtest');
node.open().then(() => process.send({ addresses: [address(1), address(2)] }), (error) => process.send(String(error)));
process.once('disconnect', () => process.exit(0));
`;

function locate(): string | null {
  const named = process.env['TRACEHOLD_BCOIN'];
  const places = [...(named === undefined || named === '' ? [] : [join(named, 'package.json')]), import.meta.filename];
  for (const place of places) {
    try {
      return createRequire(place).resolve('bcoin');
    } catch {
      // Not there: the next place.
    }
  }
  return null;
}

export const BCOIN: string | null = locate();
if (BCOIN === null) console.warn('bcoin not found (node_modules or TRACEHOLD_BCOIN): tests on it are skipped.');

export interface BcoinNode {
  readonly address: string;
  /** Two places to mine to; its regtest has prefixes of its own. */
  readonly miners: readonly string[];
  call<Answer>(method: string, ...parameters: readonly unknown[]): Promise<Answer>;
  stop(): void;
}

export async function startBcoin(): Promise<BcoinNode> {
  if (BCOIN === null) throw new Error('no bcoin');
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, ['-e', PROGRAM, BCOIN, String(port)], {
    env: { ...process.env, NODE_BACKEND: 'js' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const miners = await new Promise<readonly string[]>((resolve, reject) => {
    child.once('message', (message) =>
      typeof message === 'object' ? resolve((message as { addresses: readonly string[] }).addresses) : reject(new Error(String(message))),
    );
    child.once('exit', (code) => reject(new Error(`bcoin ended with ${code}`)));
  });
  const address = `http://127.0.0.1:${port}`;
  return {
    address,
    miners,
    async call<Answer>(method: string, ...parameters: readonly unknown[]): Promise<Answer> {
      const response = await fetch(address, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`${BCOIN_USER}:${BCOIN_PASSWORD}`).toString('base64')}` },
        body: JSON.stringify({ id: 1, method, params: parameters }),
      });
      const { result, error } = (await response.json()) as { result: Answer; error: unknown };
      if (error !== null) throw new Error(`${method}: ${JSON.stringify(error)}`);
      return result;
    },
    stop: () => void child.kill('SIGKILL'),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
