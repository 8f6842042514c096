// Starts a real node (litecoind) on a private regtest and lets it write block and undo files; it also mines a chain with an
// extension block (MWEB), paid into and out of. Its first blocks have the form of Bitcoin's too.
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
  /** The same of one of several wallets. */
  callWallet<Answer>(wallet: string, method: string, ...parameters: readonly unknown[]): Promise<Answer>;
  /** Stops the node cleanly, so that its files are complete. */
  stop(): Promise<void>;
  /** As a power cut would. */
  kill(): Promise<void>;
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

/** `again`: the folder and address of one that was stopped or killed, to go on where it was. */
export async function startLitecoin(again?: Pick<LitecoinNode, 'folder' | 'address'>): Promise<LitecoinNode> {
  const folder = again?.folder ?? mkdtempSync(join(tmpdir(), 'tracehold-litecoin-'));
  const port = again === undefined ? await freePort() : Number(new URL(again.address).port);
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
  const ask = async <Answer>(path: string, method: string, parameters: readonly unknown[]): Promise<Answer> => {
    const answer = await fetch(`http://127.0.0.1:${port}/${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from('test:test').toString('base64')}` },
      body: JSON.stringify({ method, params: parameters }),
    });
    const { result, error } = (await answer.json()) as { result: Answer; error: unknown };
    if (error !== null) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  };
  const call = <Answer>(method: string, ...parameters: readonly unknown[]): Promise<Answer> => ask<Answer>('', method, parameters);
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
    callWallet: (wallet, method, ...parameters) => ask(`wallet/${wallet}`, method, parameters),
    stop: async () => {
      if (child.exitCode !== null) return;
      await call('stop');
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    blockFile: (name) => new Uint8Array(readFileSync(join(folder, 'regtest', 'blocks', name))),
    remove: () => {
      if (child.exitCode === null) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface MwebChain {
  readonly top: number;
  /** A transaction that pays into the extension block. */
  readonly pegIn: string;
  /** `txid:index` of an output that came out of it, in a HogEx. */
  readonly pegOut: string;
  /** The ordinary transaction that spends it. */
  readonly spending: string;
}

/** The first block that may hold an extension block on regtest. */
export const FIRST_MWEB_HEIGHT = 432;

/** Mines past the extension block's activation, pays into it, out of it, and spends what came out. */
export async function mineMwebChain(node: LitecoinNode): Promise<MwebChain> {
  await node.call('createwallet', 'payer');
  await node.call('createwallet', 'hidden');
  const payer = <Answer>(method: string, ...parameters: readonly unknown[]): Promise<Answer> =>
    node.callWallet<Answer>('payer', method, ...parameters);
  const home = await payer<string>('getnewaddress', '', 'legacy');
  const mine = (blocks: number) => node.call('generatetoaddress', blocks, home);
  await mine(FIRST_MWEB_HEIGHT - 1);
  const pegIn = await payer<string>('sendtoaddress', await node.callWallet<string>('hidden', 'getnewaddress', '', 'mweb'), 20);
  await mine(1);
  const out = await payer<string>('getnewaddress', '', 'legacy');
  await node.callWallet('hidden', 'sendtoaddress', out, 7.5);
  await mine(8); // what comes out may be spent six blocks later
  const [coin] = await payer<{ txid: string; vout: number }[]>('listunspent', 1, 100, [out]);
  if (coin === undefined) throw new Error('nothing came out of the extension block');
  const { txid, vout } = coin;
  const raw = await payer<string>(
    'createrawtransaction',
    [{ txid, vout }],
    [{ [await payer<string>('getnewaddress', '', 'bech32')]: 7.499 }],
  );
  const { hex } = await payer<{ hex: string }>('signrawtransactionwithwallet', raw);
  const spending = await node.call<string>('sendrawtransaction', hex);
  await mine(3);
  return { top: await node.call<number>('getblockcount'), pegIn, pegOut: `${txid}:${vout}`, spending };
}
