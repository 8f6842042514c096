// What a chain's amounts are written in: its own coin, so that nothing of a test network or of another chain is called bitcoin.
import type { Desk } from './command.ts';

/** Symbol of the coin of a chain, by its id. */
export async function coinOf(desk: Pick<Desk, 'call'>, chain: string): Promise<string> {
  const { chains } = await desk.call('catalog.get', {});
  return chains.find((one) => one.id === chain)?.unitSymbol ?? chain;
}
