// Contracts that the program knows by address, as data: tokens and their issuers, wrapped coins, mixers, bridges. Only addresses that
// their operators publish; a doubtful one is left out, since a wrong entry would turn one person's contract into another's. Sources:
// Tether (tether.to/en/supported-protocols), Circle (developers.circle.com: USDC contract addresses, CCTP), tornadocash/docs
// (smart contracts), docs of Optimism, Base, Arbitrum, Polygon and Across. Checksums (EIP-55) are checked by a test.
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

function pools(network: EvmNetwork, rows: readonly (readonly [string, string | null, bigint])[]): readonly MixerPool[] {
  return rows.map(([contract, token, amount]) => ({ chain: network.id, contract, name: 'Tornado Cash', token, amount }));
}

/** Tornado Cash's pools of fixed amounts on Ethereum (tornadocash/docs, "Tornado Cash Classic pools"). */
export const MIXER_POOLS: readonly MixerPool[] = pools(ETHEREUM, [
  ['0x12D66f87A04A9E220743712cE6d9bB1B5616B8Fc', null, 10n ** 17n],
  ['0x47CE0C6eD5B0Ce3d3A51fdb1C52DC66a7c3c2936', null, 10n ** 18n],
  ['0x910Cbd523D972eb0a6f4cAe4618aD62622b39DbF', null, 10n ** 19n],
  ['0xA160cdAB225685dA1d56aa342Ad8841c3b53f291', null, 10n ** 20n],
  ['0xD4B88Df4D29F5CedD6857912842cff3b20C8Cfa3', DAI, 100n * 10n ** 18n],
  ['0xFD8610d20aA15b7B2E3Be39B396a1bC3516c7144', DAI, 1_000n * 10n ** 18n],
  ['0x07687e702b410Fa43f4cB4Af7FA097918ffD2730', DAI, 10_000n * 10n ** 18n],
  ['0x23773E65ed146A459791799d01336DB287f25334', DAI, 100_000n * 10n ** 18n],
  ['0xd96f2B1c14Db8458374d9Aca76E26c3D18364307', USDC, 100n * 10n ** 6n],
  ['0x4736dCf1b7A3d580672CcE6E7c65cd5cc9cFBa9D', USDC, 1_000n * 10n ** 6n],
  ['0x169AD27A470D064DEDE56a2D3ff727986b15D52B', USDT, 100n * 10n ** 6n],
  ['0x0836222F2B2B24A3F36f98668Ed8F0B38D1a872f', USDT, 1_000n * 10n ** 6n],
]);

export type BridgeRole =
  /** Circle's CCTP, version 1: burns USDC, and on the other chain makes it; a pair shares source domain and nonce. */
  | 'cctpMessenger'
  | 'cctpTransmitter'
  /** Across: a pair shares origin chain and deposit id. */
  | 'acrossPool'
  /** OP chains, on Ethereum: a deposit's sourceHash on the other chain follows from block hash and log number here. */
  | 'opPortal'
  /** OP chains, on the chain itself: a withdrawal's hash is shared. */
  | 'opMessagePasser'
  /** OP chains, both sides: amounts and receivers, no id of their own. */
  | 'opStandardBridge'
  /** Arbitrum, on Ethereum: a message's number is the requestId there. */
  | 'arbitrumBridge'
  /** Polygon, on Ethereum and on Polygon: a state's number is shared. */
  | 'polygonStateSender'
  | 'polygonStateReceiver'
  /** Polygon, on Ethereum: what was locked. */
  | 'polygonPredicate';

export interface BridgeContract {
  readonly chain: string;
  readonly contract: string;
  readonly role: BridgeRole;
  readonly name: string;
  /** The chain at the other end where there is but one. */
  readonly otherChain: string | null;
}

function bridge(network: EvmNetwork, role: BridgeRole, name: string, contract: string, other: EvmNetwork | null = null): BridgeContract {
  return { chain: network.id, contract, role, name, otherChain: other?.id ?? null };
}

const CCTP = 'Circle CCTP';
const ACROSS = 'Across';
const OP_BRIDGE = 'OP Mainnet bridge';
const BASE_BRIDGE = 'Base bridge';
const POLYGON_BRIDGE = 'Polygon PoS bridge';
/** Predeploys of every OP chain. */
const OP_PREDEPLOYS = {
  standardBridge: '0x4200000000000000000000000000000000000010',
  passer: '0x4200000000000000000000000000000000000016',
};

export const BRIDGE_CONTRACTS: readonly BridgeContract[] = [
  bridge(ETHEREUM, 'cctpMessenger', CCTP, '0xBd3fa81B58Ba92a82136038B25aDec7066af3155'),
  bridge(AVALANCHE_C, 'cctpMessenger', CCTP, '0x6B25532e1060CE10cc3B0A99e5683b91BFDe6982'),
  bridge(OP_MAINNET, 'cctpMessenger', CCTP, '0x2B4069517957735bE00ceE0fadAE88a26365528f'),
  bridge(ARBITRUM_ONE, 'cctpMessenger', CCTP, '0x19330d10D9Cc8751218eaf51E8885D058642E08A'),
  bridge(BASE, 'cctpMessenger', CCTP, '0x1682Ae6375C4E4A97e4B583BC394c861A46D8962'),
  bridge(POLYGON, 'cctpMessenger', CCTP, '0x9daF8c91AEFAE50b9c0E69629D3F6Ca40cA3B3FE'),
  bridge(ETHEREUM, 'cctpTransmitter', CCTP, '0x0a992d191DEeC32aFe36203Ad87D7d289a738F81'),
  bridge(AVALANCHE_C, 'cctpTransmitter', CCTP, '0x8186359aF5F57FbB40c6b14A588d2A59C0C29880'),
  bridge(OP_MAINNET, 'cctpTransmitter', CCTP, '0x4D41f22c5a0e5c74090899E5a8Fb597a8842b3e8'),
  bridge(ARBITRUM_ONE, 'cctpTransmitter', CCTP, '0xC30362313FBBA5cf9163F0bb16a0e01f01A896ca'),
  bridge(BASE, 'cctpTransmitter', CCTP, '0xAD09780d193884d503182aD4588450C416D6F9D4'),
  bridge(POLYGON, 'cctpTransmitter', CCTP, '0xF3be9355363857F3e001be68856A2f96b4C39Ba9'),
  bridge(ETHEREUM, 'acrossPool', ACROSS, '0x5c7BCd6E7De5423a257D81B442095A1a6ced35C5'),
  bridge(OP_MAINNET, 'acrossPool', ACROSS, '0x6f26Bf09B1C792e3228e5467807a900A503c0281'),
  bridge(POLYGON, 'acrossPool', ACROSS, '0x9295ee1d8C5b022Be115A2AD3c30C72E34e7F096'),
  bridge(BASE, 'acrossPool', ACROSS, '0x09aea4b2242abC8bb4BB78D537A67a245A7bEC64'),
  bridge(ARBITRUM_ONE, 'acrossPool', ACROSS, '0xe35e9842fceaCA96570B734083f4a58e8F7C5f2A'),
  bridge(ETHEREUM, 'opPortal', OP_BRIDGE, '0xbEb5Fc579115071764c7423A4f12eDde41f106Ed', OP_MAINNET),
  bridge(ETHEREUM, 'opPortal', BASE_BRIDGE, '0x49048044D57e1C92A77f79988d21Fa8fAF74E97e', BASE),
  bridge(ETHEREUM, 'opStandardBridge', OP_BRIDGE, '0x99C9fc46f92E8a1c0deC1b1747d010903E884bE1', OP_MAINNET),
  bridge(ETHEREUM, 'opStandardBridge', BASE_BRIDGE, '0x3154Cf16ccdb4C6d922629664174b904d80F2C35', BASE),
  bridge(OP_MAINNET, 'opStandardBridge', OP_BRIDGE, OP_PREDEPLOYS.standardBridge, ETHEREUM),
  bridge(BASE, 'opStandardBridge', BASE_BRIDGE, OP_PREDEPLOYS.standardBridge, ETHEREUM),
  bridge(OP_MAINNET, 'opMessagePasser', OP_BRIDGE, OP_PREDEPLOYS.passer, ETHEREUM),
  bridge(BASE, 'opMessagePasser', BASE_BRIDGE, OP_PREDEPLOYS.passer, ETHEREUM),
  bridge(ETHEREUM, 'arbitrumBridge', 'Arbitrum bridge', '0x8315177aB297bA92A06054cE80a67Ed4DBd7ed3a', ARBITRUM_ONE),
  bridge(ETHEREUM, 'polygonStateSender', POLYGON_BRIDGE, '0x28e4F3a7f651294B9564800b2D01f35189A5bFbE', POLYGON),
  bridge(POLYGON, 'polygonStateReceiver', POLYGON_BRIDGE, '0x0000000000000000000000000000000000001001', ETHEREUM),
  bridge(ETHEREUM, 'polygonPredicate', POLYGON_BRIDGE, '0x40ec5B33f54e0E8A33A975908C5BA1c14e5BbbDf', POLYGON),
  bridge(ETHEREUM, 'polygonPredicate', POLYGON_BRIDGE, '0x8484Ef722627bf18ca5Ae6BcF031c23E6e922B30', POLYGON),
];

/** CCTP's numbers of chains (Circle, "Supported domains"). */
export const CCTP_DOMAINS: ReadonlyMap<number, string> = new Map([
  [0, ETHEREUM.id],
  [1, AVALANCHE_C.id],
  [2, OP_MAINNET.id],
  [3, ARBITRUM_ONE.id],
  [6, BASE.id],
  [7, POLYGON.id],
]);

/** Uniswap's Permit2, at one address on every chain: it keeps allowances beside the tokens. */
export const PERMIT2 = '0x000000000022D473030F116dDEE9F6B43aC78BA3';

function indexed<Entry extends { readonly chain: string; readonly contract: string }>(
  entries: readonly Entry[],
): ReadonlyMap<string, Entry> {
  return new Map(entries.map((entry) => [`${entry.chain}/${entry.contract}`, entry]));
}
const TOKENS = indexed(KNOWN_TOKENS);
const POOLS = indexed(MIXER_POOLS);
const BRIDGES = indexed(BRIDGE_CONTRACTS);

/** By CAIP-2 chain id and EIP-55 address; null means unknown, which says nothing against a contract. */
export function knownToken(chain: string, contract: string): KnownToken | null {
  return TOKENS.get(`${chain}/${contract}`) ?? null;
}
export function mixerPool(chain: string, contract: string): MixerPool | null {
  return POOLS.get(`${chain}/${contract}`) ?? null;
}
export function bridgeContract(chain: string, contract: string): BridgeContract | null {
  return BRIDGES.get(`${chain}/${contract}`) ?? null;
}
