// Contracts that the program knows by address, as data: tokens and their issuers, wrapped coins, mixers (bridges: bridges/contracts.ts).
// Only addresses that their operators publish; a doubtful one is left out, since a wrong entry would turn one person's contract into
// another's. Sources: Tether (tether.to/en/supported-protocols), Circle (developers.circle.com: USDC contract addresses), tornadocash/docs
// (smart contracts), docs of Optimism, Base, Arbitrum and Polygon. Checksums (EIP-55) are checked by a test.
import { ARBITRUM_ONE, AVALANCHE_C, BASE, BNB_SMART_CHAIN, ETHEREUM, type EvmNetwork, OP_MAINNET, POLYGON, SEPOLIA } from './networks.ts';

/** How a token keeps its ledger where it departs from ERC-20. */
export type TokenForm =
  | 'erc20'
  /** Deposit and Withdrawal make and destroy tokens without a Transfer log (WETH9). */
  | 'wrapped'
  /** Issue, Redeem and DestroyedBlackFunds make and destroy without a Transfer log (Tether's contract of 2017). */
  | 'tether2017'
  /** Transfers of items whose logs have no indexed values (before ERC-721 was final). */
  | 'earlyItems';

export interface KnownToken {
  readonly chain: string;
  readonly contract: string;
  readonly symbol: string;
  readonly decimals: number;
  /** Who answers for it: the same symbol of another issuer is another asset. */
  readonly issuer: string;
  readonly form: TokenForm;
}

function tokens(network: EvmNetwork, rows: readonly (readonly [string, string, number, string, TokenForm?])[]): readonly KnownToken[] {
  return rows.map(([contract, symbol, decimals, issuer, form]) => ({
    chain: network.id,
    contract,
    symbol,
    decimals,
    issuer,
    form: form ?? 'erc20',
  }));
}

export const KNOWN_TOKENS: readonly KnownToken[] = [
  ...tokens(ETHEREUM, [
    ['0xdAC17F958D2ee523a2206206994597C13D831ec7', 'USDT', 6, 'Tether', 'tether2017'],
    ['0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', 'USDC', 6, 'Circle'],
    ['0x6B175474E89094C44Da98b954EedeAC495271d0F', 'DAI', 18, 'MakerDAO'],
    ['0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2', 'WETH', 18, 'WETH9', 'wrapped'],
    ['0x06012c8cf97BEaD5deAe237070F9587f8E7A266d', 'CK', 0, 'CryptoKitties', 'earlyItems'],
  ]),
  // Binance issues these against coins it holds; they are not Tether's or Circle's.
  ...tokens(BNB_SMART_CHAIN, [
    ['0x55d398326f99059fF775485246999027B3197955', 'USDT', 18, 'Binance-Peg'],
    ['0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d', 'USDC', 18, 'Binance-Peg'],
    ['0xbb4CdB9CBd36B01bD1cBaEBF2De08d9173bc095c', 'WBNB', 18, 'WBNB', 'wrapped'],
  ]),
  ...tokens(POLYGON, [
    ['0xc2132D05D31c914a87C6611C10748AEb04B58e8F', 'USDT', 6, 'Polygon PoS bridge, later Tether (USDT0)'],
    ['0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359', 'USDC', 6, 'Circle'],
    ['0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174', 'USDC.e', 6, 'Polygon PoS bridge'],
    ['0x0d500B1d8E8eF31E21C99d1Db9A6444d3ADf1270', 'WPOL', 18, 'WPOL', 'wrapped'],
    ['0x7ceB23fD6bC0adD59E62ac25578270cFf1b9f619', 'WETH', 18, 'Polygon PoS bridge'],
  ]),
  ...tokens(ARBITRUM_ONE, [
    ['0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9', 'USDT', 6, 'Arbitrum bridge, later Tether (USDT0)'],
    ['0xaf88d065e77c8cC2239327C5EDb3A432268e5831', 'USDC', 6, 'Circle'],
    ['0xFF970A61A04b1cA14834A43f5dE4533eBDDB5CC8', 'USDC.e', 6, 'Arbitrum bridge'],
    ['0x82aF49447D8a07e3bd95BD0d56f35241523fBab1', 'WETH', 18, 'Arbitrum bridge', 'wrapped'],
  ]),
  ...tokens(OP_MAINNET, [
    ['0x94b008aA00579c1307B0EF2c499aD98a8ce58e58', 'USDT', 6, 'Optimism bridge'],
    ['0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85', 'USDC', 6, 'Circle'],
    ['0x7F5c764cBc14f9669B88837ca1490cCa17c31607', 'USDC.e', 6, 'Optimism bridge'],
    ['0x4200000000000000000000000000000000000006', 'WETH', 18, 'WETH9', 'wrapped'],
  ]),
  ...tokens(BASE, [
    ['0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913', 'USDC', 6, 'Circle'],
    ['0x4200000000000000000000000000000000000006', 'WETH', 18, 'WETH9', 'wrapped'],
  ]),
  ...tokens(AVALANCHE_C, [
    ['0x9702230A8Ea53601f5cD2dc00fDBc13d4dF4A8c7', 'USDT', 6, 'Tether'],
    ['0xB97EF9Ef8734C71904D8002F8b6Bc66Dd9c48a6E', 'USDC', 6, 'Circle'],
    ['0xB31f66AA3C1e785363F0875A1B74E27b85FD66c7', 'WAVAX', 18, 'WAVAX', 'wrapped'],
  ]),
  ...tokens(SEPOLIA, [
    ['0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238', 'USDC', 6, 'Circle (test)'],
    ['0xfFf9976782d46CC05630D1f6eBAb18b2324d6B14', 'WETH', 18, 'WETH9 (test)', 'wrapped'],
  ]),
];

export interface MixerPool {
  readonly chain: string;
  readonly contract: string;
  readonly name: string;
  /** Null for the chain's own coin. */
  readonly token: string | null;
  /** What each deposit and each withdrawal moves, in the smallest unit. */
  readonly amount: bigint;
}

const DAI = '0x6B175474E89094C44Da98b954EedeAC495271d0F';
const USDC = '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48';
const USDT = '0xdAC17F958D2ee523a2206206994597C13D831ec7';

const WBTC = '0x2260FAC5E5542a773Aa44fBCfeDf7C193bc2C599';
const CDAI = '0x5d3a536E4D6DbD6114cc1Ead35777bAB948E3643';

function pools(network: EvmNetwork, rows: readonly (readonly [string, string | null, bigint])[]): readonly MixerPool[] {
  return rows.map(([contract, token, amount]) => ({ chain: network.id, contract, name: 'Tornado Cash', token, amount }));
}

const COIN = 10n ** 18n;
/** Made at the same addresses on several chains, for the same number of each chain's coins. */
const OF_A_TENTH = '0x84443CFd09A48AF6eF360C6976C5392aC5023a1F';
const OF_ONE = '0xd47438C816c9E7f2E2888E060936a499Af9582b3';
const OF_TEN = '0x330bdFADE01eE9bF63C209Ee33102DD334618e0a';
const OF_HUNDRED = '0x1E34A77868E19A6647b1f2F47B51ed72dEDE95DD';

/**
 * Tornado Cash's pools of fixed amounts (tornadocash/docs, "Tornado Cash Classic pools", and tornado-cli's config.js). The docs' page has
 * the two pools of USDC the other way round; the program that its makers shipped and Etherscan's names agree on what stands here.
 */
export const MIXER_POOLS: readonly MixerPool[] = [
  ...pools(ETHEREUM, [
    ['0x12D66f87A04A9E220743712cE6d9bB1B5616B8Fc', null, COIN / 10n],
    ['0x47CE0C6eD5B0Ce3d3A51fdb1C52DC66a7c3c2936', null, COIN],
    ['0x910Cbd523D972eb0a6f4cAe4618aD62622b39DbF', null, 10n * COIN],
    ['0xA160cdAB225685dA1d56aa342Ad8841c3b53f291', null, 100n * COIN],
    ['0xD4B88Df4D29F5CedD6857912842cff3b20C8Cfa3', DAI, 100n * 10n ** 18n],
    ['0xFD8610d20aA15b7B2E3Be39B396a1bC3516c7144', DAI, 1_000n * 10n ** 18n],
    ['0x07687e702b410Fa43f4cB4Af7FA097918ffD2730', DAI, 10_000n * 10n ** 18n],
    ['0x23773E65ed146A459791799d01336DB287f25334', DAI, 100_000n * 10n ** 18n],
    ['0x22aaA7720ddd5388A3c0A3333430953C68f1849b', CDAI, 5_000n * 10n ** 8n],
    ['0x03893a7c7463AE47D46bc7f091665f1893656003', CDAI, 50_000n * 10n ** 8n],
    ['0x2717c5e28cf931547B621a5dddb772Ab6A35B701', CDAI, 500_000n * 10n ** 8n],
    ['0xD21be7248e0197Ee08E0c20D4a96DEBdaC3D20Af', CDAI, 5_000_000n * 10n ** 8n],
    ['0xd96f2B1c14Db8458374d9Aca76E26c3D18364307', USDC, 100n * 10n ** 6n],
    ['0x4736dCf1b7A3d580672CcE6E7c65cd5cc9cFBa9D', USDC, 1_000n * 10n ** 6n],
    ['0x169AD27A470D064DEDE56a2D3ff727986b15D52B', USDT, 100n * 10n ** 6n],
    ['0x0836222F2B2B24A3F36f98668Ed8F0B38D1a872f', USDT, 1_000n * 10n ** 6n],
    ['0x178169B423a011fff22B9e3F3abeA13414dDD0F1', WBTC, 10n ** 7n],
    ['0x610B717796ad172B316836AC95a2ffad065CeaB4', WBTC, 10n ** 8n],
    ['0xbB93e510BbCD0B7beb5A853875f9eC60275CF498', WBTC, 10n ** 9n],
  ]),
  ...[ARBITRUM_ONE, OP_MAINNET, BNB_SMART_CHAIN].flatMap((network) =>
    pools(network, [
      [OF_A_TENTH, null, COIN / 10n],
      [OF_ONE, null, COIN],
      [OF_TEN, null, 10n * COIN],
      [OF_HUNDRED, null, 100n * COIN],
    ]),
  ),
  ...pools(POLYGON, [
    [OF_HUNDRED, null, 100n * COIN],
    ['0xdf231d99Ff8b6c6CBF4E9B9a945CBAcEF9339178', null, 1_000n * COIN],
    ['0xaf4c0B70B2Ea9FB7487C7CbB37aDa259579fe040', null, 10_000n * COIN],
    ['0xa5C2254e4253490C54cef0a4347fddb8f75A4998', null, 100_000n * COIN],
  ]),
  ...pools(AVALANCHE_C, [
    [OF_TEN, null, 10n * COIN],
    [OF_HUNDRED, null, 100n * COIN],
    ['0xaf8d1839c3c67cf571aa74B5c12398d4901147B3', null, 500n * COIN],
  ]),
];

/** Uniswap's Permit2, at one address on every chain: it keeps allowances beside the tokens. */
export const PERMIT2 = '0x000000000022D473030F116dDEE9F6B43aC78BA3';

function indexed<Entry extends { readonly chain: string; readonly contract: string }>(
  entries: readonly Entry[],
): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [`${entry.chain}/${entry.contract}`, entry]));
}
const TOKENS = indexed(KNOWN_TOKENS);
const POOLS = indexed(MIXER_POOLS);

/** By CAIP-2 chain id and EIP-55 address; null means unknown, which says nothing against a contract. */
export function knownToken(chain: string, contract: string): KnownToken | null {
  return TOKENS.get(`${chain}/${contract}`) ?? null;
}
export function mixerPool(chain: string, contract: string): MixerPool | null {
  return POOLS.get(`${chain}/${contract}`) ?? null;
}
