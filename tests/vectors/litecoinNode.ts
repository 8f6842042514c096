// Starts a real node (litecoind, Bitcoin Core's code) on a private regtest and lets it write block and undo files.
// Litecoin's work and later blocks differ from Bitcoin's: good for file framing and undo data only.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface LitecoinNode {
  readonly folder: string;
  /** Where it answers; user and password are `test`, and a cookie lies in the folder. */
  readonly address: string;
  readonly cookieFile: string;
  call<Answer>(method: string, ...parameters: readonly unknown[]): Promise<Answer>;
  /** Stops the node cleanly, so that its files are complete. */
  stop(): Promise<void>;
  blockFile(name: string): Uint8Array;
  remove(): void;
}

export function litecoindInstalled(): boolean {
  try {
    execFileSync('litecoind', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
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

export async function startLitecoin(): Promise<LitecoinNode> {
  const folder = mkdtempSync(join(tmpdir(), 'tracehold-litecoin-'));
  const port = await freePort();
  const child: ChildProcess = spawn(
    'litecoind',
    [
      '-regtest',
      `-datadir=${folder}`,
      `-rpcport=${port}`,
      // As a salted hash: with a plain password the node would write no cookie.
      `-rpcauth=test:salt$${createHmac('sha256', 'salt').update('test').digest('hex')}`,
      '-listen=0',
      '-dnsseed=0',
      '-txindex=1',
      '-fallbackfee=0.001',
    ],
    { stdio: 'ignore' },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const call = async <Answer>(method: string, ...parameters: readonly unknown[]): Promise<Answer> => {
    const answer = await fetch(`http://127.0.0.1:${port}/`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('test:test').toString('base64')}` },
      body: JSON.stringify({ method, params: parameters }),
    });
    const { result, error } = (await answer.json()) as { result: Answer; error: unknown };
    if (error !== null) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  };
  for (let attempt = 0; ; attempt++) {
    try {
      await call('getblockcount');
      break;
    } catch (error) {
      if (attempt > 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    folder,
    address: `http://127.0.0.1:${port}`,
    cookieFile: join(folder, 'regtest', '.cookie'),
    call,
    stop: async () => {
      if (child.exitCode !== null) return;
      await call('stop');
      await ended;
    },
    blockFile: (name) => new Uint8Array(readFileSync(join(folder, 'regtest', 'blocks', name))),
    remove: () => {
      if (child.exitCode === null) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
