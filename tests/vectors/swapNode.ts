// A node with a router, a wrapping contract and a pool at addresses of known ones, as small contracts written byte by byte, since there is
// no compiler here: coins sent to the router are wrapped, paid into the pool, and come back as tokens.
import { type AnvilNode, startAnvil } from './anvilNode.ts';

export const WETH = '0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2';
export const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
export const POOL = '0xB4e16d0168e52d35CaCD2c6185b44281Ec28C9Dc';
export const ROUTER = '0x7a250d5630B4cF539739dF2C5dAcb4c659F2488D';
const TRANSFER = 'ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const DEPOSIT = 'e1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c';
const SWAP = 'd78ad95fa46c994b6551d0da85fc275fe613ce37657fb8d5e3d130840159d822';

const bytesOf = (address: string): string => address.slice(2).toLowerCase();
const number = (value: bigint): string => `7f${value.toString(16).padStart(64, '0')}`;
export const ONE = 10n ** 18n;
export const OUT = 2_000_000_000n;

/** With coins: logs Deposit(caller, value). Without: logs Transfer(caller, word 0, word 1). */
const TOKEN = (() => {
  const deposit = `34600052337f${DEPOSIT}60206000a200`;
  const start = `341560XX57${deposit}`;
  const target = (start.length / 2).toString(16).padStart(2, '0');
  return `${start.replace('XX', target)}5b602035600052600035337f${TRANSFER}60206000a300`;
})();
/** Memory words 0 and 1, then a call with them and `value`. */
const callWith = (target: string, to: string, amount: bigint): string =>
  `73${bytesOf(to)}600052${number(amount)}6020526000600060406000600073${bytesOf(target)}5af150`;
/** Pays USDC to whom word 0 names and logs the swap of one WETH. */
const POOL_CODE = (() => {
  const pay = `600035600052${number(OUT)}6020526000600060406000600073${bytesOf(USDC)}5af150`;
  const log = `${number(0n)}600052${number(ONE)}602052${number(OUT)}604052${number(0n)}606052600035337f${SWAP}60806000a300`;
  return pay + log;
})();
/** Wraps the coins that came, pays the pool, and lets it pay the signer. */
const ROUTER_CODE = (() => {
  const wrap = `60006000600060003473${bytesOf(WETH)}5af150`;
  const swap = `336000526000600060206000600073${bytesOf(POOL)}5af15000`;
  return wrap + callWith(WETH, POOL, ONE) + swap;
})();

/** Its chain calls itself Ethereum's. */
export async function startSwapNode(): Promise<AnvilNode> {
  const node = await startAnvil('--chain-id', '1', '--hardfork', 'prague', '--steps-tracing');
  const codes = [
    [WETH, TOKEN],
    [USDC, TOKEN],
    [POOL, POOL_CODE],
    [ROUTER, ROUTER_CODE],
  ];
  for (const [address, code] of codes) await node.ask('anvil_setCode', address, `0x${code}`);
  return node;
}
