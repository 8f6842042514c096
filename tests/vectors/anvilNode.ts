// Starts anvil (a real EVM node for one's own machine, from npm) for tests and asks it. Tests skip, saying so, where it is absent.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

function locate(): string | null {
  let folder = dirname(fileURLToPath(import.meta.url));
  for (let i = 0; i < 6; i++) {
    const candidate = join(folder, 'node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil');
    if (existsSync(candidate)) return candidate;
    folder = dirname(folder);
  }
  return null;
}

export const ANVIL_BINARY: string | null = locate();
if (ANVIL_BINARY === null) console.warn('anvil not found (@foundry-rs/anvil-linux-amd64): tests against it are skipped.');

export interface AnvilNode {
  readonly url: string;
  ask(method: string, ...parameters: readonly unknown[]): Promise<unknown>;
  stop(): Promise<void>;
}

/** A fresh chain with anvil's ten unlocked accounts. Stop it in the end. */
export async function startAnvil(...options: readonly string[]): Promise<AnvilNode> {
  if (ANVIL_BINARY === null) throw new Error('anvil not found');
  const child = spawn(ANVIL_BINARY, ['--port', '0', '--host', '127.0.0.1', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = `http://${await listening(child)}`;
  let id = 0;
  const once = async (method: string, params: readonly unknown[]): Promise<unknown> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }),
    });
    const { result, error } = (await response.json()) as { readonly result?: unknown; readonly error?: { readonly message: string } };
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result;
  };
  return {
    url,
    ask: async (method, ...params) => {
      // On a busy machine the block comes after the answer to whoever sent the transaction.
      const until = method === 'eth_getTransactionReceipt' ? Date.now() + 10_000 : 0;
      for (;;) {
        const result = await once(method, params);
        if (result !== null || Date.now() >= until) return result;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill();
      }),
  };
}

function listening(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`anvil did not start: ${text.slice(-300)}`)), 20_000);
    const collect = (chunk: Buffer): void => {
      text += chunk.toString();
      const [, address] = /Listening on ([\d.]+:\d+)/.exec(text) ?? [];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('exit', (code) => reject(new Error(`anvil ended with ${code}: ${text.slice(-300)}`)));
  });
}
