// Bridges that the program knows by address, as data, and the numbers that bridges give to chains. Only addresses that the operator
// publishes, each held against a second public source (November 2026); a doubtful one is left out.
// Operators' sources: Circle, developers.circle.com (CCTP: contract addresses, V1 and V2, supported domains); Across,
// across-protocol/contracts deployments/deployments.json; OP Mainnet, Base, Arbitrum, Polygon: the docs' contract pages; Celer,
// cbridge-docs.celer.network/reference/contract-addresses; Hop, hop-protocol/hop packages/core/src/addresses/mainnet.ts; Stargate,
// stargateprotocol.gitbook.io (V2, mainnet contracts); USDT0, docs.usdt0.to/technical-documentation/developer; Wormhole,
// wormhole-foundation/wormhole-sdk-ts core/base/src/constants/contracts. Checksums (EIP-55) are checked by a test.
import { ARBITRUM_ONE, AVALANCHE_C, BASE, BNB_SMART_CHAIN, ETHEREUM, type EvmNetwork, OP_MAINNET, POLYGON } from '../networks.ts';

export type BridgeRole =
  /** Circle's CCTP, version 1: burns USDC, and on the other chain makes it; a pair shares source domain and nonce. */
  | 'cctpMessenger'
  | 'cctpTransmitter'
  /** Version 2: the nonce is given by Circle's servers and stands at the arrival alone. */
  | 'cctpMessengerV2'
  | 'cctpTransmitterV2'
  /** Across: a pair shares origin chain and deposit id. */
  | 'acrossPool'
  /** Celer cBridge: the departure's transfer id stands in the arrival. */
  | 'celerBridge'
  /** Hop: both ends carry one transfer id, but for what leaves Ethereum, which has none. */
  | 'hopOnEthereum'
  | 'hopElsewhere'
  /** LayerZero's token standard (Stargate V2, USDT0): both ends carry one guid. `token` is what the contract moves. */
  | 'omnichainToken'
  /** Wormhole: the core contract numbers what the token bridge sends; the arrival names emitter and number. */
  | 'wormholeCore'
  | 'wormholeTokenBridge'
  /** OP chains, on Ethereum: a deposit's sourceHash on the other chain follows from block hash and log number here. */
  | 'opPortal'
  /** OP chains, on the chain itself: a withdrawal's hash is shared. */
  | 'opMessagePasser'
  /** OP chains, both sides: amounts and receivers, no id of their own. */
  | 'opStandardBridge'
  /** Arbitrum, on Ethereum: a message's number is the requestId there. */
  | 'arbitrumBridge'
  /** Arbitrum, back: the position among all messages is shared. */
  | 'arbitrumSystem'
  | 'arbitrumOutbox'
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
  /** Where a contract moves one asset alone: its address, or null for the coin. */
  readonly token?: string | null;
  /** What that asset is counted in, so that both ends compare. */
  readonly decimals?: number;
}

type Row = readonly [network: EvmNetwork, contract: string];

function rows(role: BridgeRole, name: string, list: readonly Row[]): readonly BridgeContract[] {
  return list.map(([{ id: chain }, contract]) => ({ chain, contract, role, name, otherChain: null }));
}

/** Both ends of a bridge that joins one chain to Ethereum. */
function pair(name: string, network: EvmNetwork, list: readonly (readonly [BridgeRole, EvmNetwork, string])[]): readonly BridgeContract[] {
  return list.map(([role, { id: chain }, contract]) => ({
    ...{ chain, contract, role, name, otherChain: chain === network.id ? ETHEREUM.id : network.id },
  }));
}

function ofOneToken(
  role: BridgeRole,
  name: string,
  list: readonly (readonly [EvmNetwork, string, string | null, number])[],
): readonly BridgeContract[] {
  return list.map(([{ id: chain }, contract, token, decimals]) => ({ chain, contract, role, name, otherChain: null, token, decimals }));
}

const CCTP = 'Circle CCTP';
const CCTP_V2 = 'Circle CCTP V2';
const V2_CHAINS = [ETHEREUM, AVALANCHE_C, OP_MAINNET, ARBITRUM_ONE, BASE, POLYGON] as const;
const MESSENGER_V2 = '0x28b5a0e9C621a5BadaA536219b3a228C8168cf5d';
const TRANSMITTER_V2 = '0x81D40F21F12A8F0E3252Bccb954D722d4c464B64';

const CIRCLE: readonly BridgeContract[] = [
  ...rows('cctpMessenger', CCTP, [
    [ETHEREUM, '0xBd3fa81B58Ba92a82136038B25aDec7066af3155'],
    [AVALANCHE_C, '0x6B25532e1060CE10cc3B0A99e5683b91BFDe6982'],
    [OP_MAINNET, '0x2B4069517957735bE00ceE0fadAE88a26365528f'],
    [ARBITRUM_ONE, '0x19330d10D9Cc8751218eaf51E8885D058642E08A'],
    [BASE, '0x1682Ae6375C4E4A97e4B583BC394c861A46D8962'],
    [POLYGON, '0x9daF8c91AEFAE50b9c0E69629D3F6Ca40cA3B3FE'],
  ]),
  ...rows('cctpTransmitter', CCTP, [
    [ETHEREUM, '0x0a992d191DEeC32aFe36203Ad87D7d289a738F81'],
    [AVALANCHE_C, '0x8186359aF5F57FbB40c6b14A588d2A59C0C29880'],
    [OP_MAINNET, '0x4D41f22c5a0e5c74090899E5a8Fb597a8842b3e8'],
    [ARBITRUM_ONE, '0xC30362313FBBA5cf9163F0bb16a0e01f01A896ca'],
    [BASE, '0xAD09780d193884d503182aD4588450C416D6F9D4'],
    [POLYGON, '0xF3be9355363857F3e001be68856A2f96b4C39Ba9'],
  ]),
  ...rows(
    'cctpMessengerV2',
    CCTP_V2,
    V2_CHAINS.map((network) => [network, MESSENGER_V2]),
  ),
  ...rows(
    'cctpTransmitterV2',
    CCTP_V2,
    V2_CHAINS.map((network) => [network, TRANSMITTER_V2]),
  ),
];

const LIQUIDITY: readonly BridgeContract[] = [
  ...rows('acrossPool', 'Across', [
    [ETHEREUM, '0x5c7BCd6E7De5423a257D81B442095A1a6ced35C5'],
    [OP_MAINNET, '0x6f26Bf09B1C792e3228e5467807a900A503c0281'],
    [POLYGON, '0x9295ee1d8C5b022Be115A2AD3c30C72E34e7F096'],
    [BASE, '0x09aea4b2242abC8bb4BB78D537A67a245A7bEC64'],
    [ARBITRUM_ONE, '0xe35e9842fceaCA96570B734083f4a58e8F7C5f2A'],
  ]),
  ...rows('celerBridge', 'Celer cBridge', [
    [ETHEREUM, '0x5427FEFA711Eff984124bFBB1AB6fbf5E3DA1820'],
    [BNB_SMART_CHAIN, '0xdd90E5E87A2081Dcf0391920868eBc2FFB81a1aF'],
    [POLYGON, '0x88DCDC47D2f83a99CF0000FDF667A468bB958a78'],
    [ARBITRUM_ONE, '0x1619DE6B6B20eD217a58d00f37B9d47C7663feca'],
    [OP_MAINNET, '0x9D39Fc627A6d9d9F8C831c16995b209548cc3401'],
    [AVALANCHE_C, '0xef3c714c9425a8F3697A9C969Dc1af30ba82e5d4'],
  ]),
  ...ofOneToken('hopOnEthereum', 'Hop', [
    [ETHEREUM, '0x3666f603Cc164936C1b87e207F36BEBa4AC5f18a', '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', 6],
    [ETHEREUM, '0x3E4a3a4796d16c0Cd582C382691998f7c06420B6', '0xdAC17F958D2ee523a2206206994597C13D831ec7', 6],
    [ETHEREUM, '0x3d4Cc8A61c7528Fd86C55cfe061a78dCBA48EDd1', '0x6B175474E89094C44Da98b954EedeAC495271d0F', 18],
    [ETHEREUM, '0xb8901acB165ed027E32754E0FFe830802919727f', null, 18],
  ]),
  // What a bridge there burns and makes is Hop's own token, which stands for the bridged one.
  ...ofOneToken('hopElsewhere', 'Hop', [
    [POLYGON, '0x25D8039bB044dC227f741a9e381CA4cEAE2E6aE8', '0x9ec9551d4A1a1593b0ee8124D98590CC71b3B09D', 6],
    [OP_MAINNET, '0xa81D244A1814468C734E5b4101F7b9c0c577a8fC', '0x25D8039bB044dC227f741a9e381CA4cEAE2E6aE8', 6],
    [ARBITRUM_ONE, '0x0e0E3d2C5c292161999474247956EF542caBF8dd', '0x0ce6c85cF43553DE10FC56cecA0aef6Ff0DD444d', 6],
    [POLYGON, '0x6c9a1ACF73bd85463A46B0AFc076FBdf602b690B', '0x9F93ACA246F457916E49Ec923B8ed099e313f763', 6],
    [OP_MAINNET, '0x46ae9BaB8CEA96610807a275EBD36f8e916b5C61', '0x2057C8ECB70Afd7Bee667d76B4CD373A325b1a20', 6],
    [ARBITRUM_ONE, '0x72209Fe68386b37A40d6bCA04f78356fd342491f', '0x12e59C59D282D2C00f3166915BED6DC2F5e2B5C7', 6],
    [POLYGON, '0xb98454270065A31D71Bf635F6F7Ee6A518dFb849', '0x1fDeAF938267ca43388eD1FdB879eaF91e920c7A', 18],
    [ARBITRUM_ONE, '0x3749C4f034022c39ecafFaBA182555d4508caCCC', '0xDa7c0de432a9346bB6e96aC74e3B61A36d8a77eB', 18],
  ]),
];

const LAYERZERO: readonly BridgeContract[] = [
  ...ofOneToken('omnichainToken', 'Stargate', [
    [ETHEREUM, '0x77b2043768d28E9C9aB44E1aBfC95944bcE57931', null, 18],
    [ARBITRUM_ONE, '0xA45B5130f36CDcA45667738e2a258AB09f4A5f7F', null, 18],
    [OP_MAINNET, '0xe8CDF27AcD73a434D661C84887215F7598e7d0d3', null, 18],
    [BASE, '0xdc181Bd607330aeeBEF6ea62e03e5e1Fb4B6F7C7', null, 18],
    [ETHEREUM, '0xc026395860Db2d07ee33e05fE50ed7bD583189C7', '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', 6],
    [BNB_SMART_CHAIN, '0x962Bd449E630b0d928f308Ce63f1A21F02576057', '0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d', 18],
    [AVALANCHE_C, '0x5634c4a5FEd09819E3c46D86A965Dd9447d86e47', '0xB97EF9Ef8734C71904D8002F8b6Bc66Dd9c48a6E', 6],
    [POLYGON, '0x9Aa02D4Fae7F58b8E8f34c66E756cC734DAc7fe4', '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359', 6],
    [ARBITRUM_ONE, '0xe8CDF27AcD73a434D661C84887215F7598e7d0d3', '0xaf88d065e77c8cC2239327C5EDb3A432268e5831', 6],
    [OP_MAINNET, '0xcE8CcA271Ebc0533920C83d39F417ED6A0abB7D0', '0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85', 6],
    [BASE, '0x27a16dc786820B16E5c9028b75B99F6f604b5d26', '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913', 6],
    [ETHEREUM, '0x933597a323Eb81cAe705C5bC29985172fd5A3973', '0xdAC17F958D2ee523a2206206994597C13D831ec7', 6],
    [BNB_SMART_CHAIN, '0x138EB30f73BC423c6455C53df6D89CB01d9eBc63', '0x55d398326f99059fF775485246999027B3197955', 18],
    [AVALANCHE_C, '0x12dC9256Acc9895B076f6638D628382881e62CeE', '0x9702230A8Ea53601f5cD2dc00fDBc13d4dF4A8c7', 6],
    [POLYGON, '0xd47b03ee6d86Cf251ee7860FB2ACf9f91B9fD4d7', '0xc2132D05D31c914a87C6611C10748AEb04B58e8F', 6],
    [ARBITRUM_ONE, '0xcE8CcA271Ebc0533920C83d39F417ED6A0abB7D0', '0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9', 6],
    [OP_MAINNET, '0x19cFCE47eD54a88614648DC3f19A5980097007dD', '0x94b008aA00579c1307B0EF2c499aD98a8ce58e58', 6],
  ]),
  ...ofOneToken('omnichainToken', 'USDT0', [
    [ETHEREUM, '0x6C96dE32CEa08842dcc4058c14d3aaAD7Fa41dee', '0xdAC17F958D2ee523a2206206994597C13D831ec7', 6],
    [ARBITRUM_ONE, '0x14E4A1B13bf7F943c8ff7C51fb60FA964A298D92', '0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9', 6],
    [POLYGON, '0x6BA10300f0DC58B7a1e4c0e41f5daBb7D7829e13', '0xc2132D05D31c914a87C6611C10748AEb04B58e8F', 6],
  ]),
];

const WORMHOLE: readonly BridgeContract[] = [
  ...rows('wormholeCore', 'Wormhole', [
    [ETHEREUM, '0x98f3c9e6E3fAce36bAAd05FE09d375Ef1464288B'],
    [BNB_SMART_CHAIN, '0x98f3c9e6E3fAce36bAAd05FE09d375Ef1464288B'],
    [POLYGON, '0x7A4B5a56256163F07b2C80A7cA55aBE66c4ec4d7'],
    [AVALANCHE_C, '0x54a8e5f9c4CbA08F9943965859F6c34eAF03E26c'],
    [ARBITRUM_ONE, '0xa5f208e072434bC67592E4C49C1B991BA79BCA46'],
    [OP_MAINNET, '0xEe91C335eab126dF5fDB3797EA9d6aD93aeC9722'],
    [BASE, '0xbebdb6C8ddC678FfA9f8748f85C815C556Dd8ac6'],
  ]),
  ...rows('wormholeTokenBridge', 'Wormhole', [
    [ETHEREUM, '0x3ee18B2214AFF97000D974cf647E7C347E8fa585'],
    [BNB_SMART_CHAIN, '0xB6F6D86a8f9879A9c87f643768d9efc38c1Da6E7'],
    [POLYGON, '0x5a58505a96D1dbf8dF91cB21B54419FC36e93fdE'],
    [AVALANCHE_C, '0x0e082F06FF657D94310cB8cE8B0D9a04541d8052'],
    [ARBITRUM_ONE, '0x0b2402144Bb366A632D14B83F244D2e0e21bD39c'],
    [OP_MAINNET, '0x1D68124e65faFC907325e3EDbF8c4d84499DAa8b'],
    [BASE, '0x8d2de8d2f73F1F4cAB472AC9A881C9b123C79627'],
  ]),
];

/** Predeploys of every OP chain. */
const STANDARD_BRIDGE = '0x4200000000000000000000000000000000000010';
const MESSAGE_PASSER = '0x4200000000000000000000000000000000000016';

const NATIVE: readonly BridgeContract[] = [
  ...pair('OP Mainnet bridge', OP_MAINNET, [
    ['opPortal', ETHEREUM, '0xbEb5Fc579115071764c7423A4f12eDde41f106Ed'],
    ['opStandardBridge', ETHEREUM, '0x99C9fc46f92E8a1c0deC1b1747d010903E884bE1'],
    ['opStandardBridge', OP_MAINNET, STANDARD_BRIDGE],
    ['opMessagePasser', OP_MAINNET, MESSAGE_PASSER],
  ]),
  ...pair('Base bridge', BASE, [
    ['opPortal', ETHEREUM, '0x49048044D57e1C92A77f79988d21Fa8fAF74E97e'],
    ['opStandardBridge', ETHEREUM, '0x3154Cf16ccdb4C6d922629664174b904d80F2C35'],
    ['opStandardBridge', BASE, STANDARD_BRIDGE],
    ['opMessagePasser', BASE, MESSAGE_PASSER],
  ]),
  ...pair('Arbitrum bridge', ARBITRUM_ONE, [
    ['arbitrumBridge', ETHEREUM, '0x8315177aB297bA92A06054cE80a67Ed4DBd7ed3a'],
    ['arbitrumOutbox', ETHEREUM, '0x0B9857ae2D4A3DBe74ffE1d7DF045bb7F96E4840'],
    ['arbitrumSystem', ARBITRUM_ONE, '0x0000000000000000000000000000000000000064'],
  ]),
  ...pair('Polygon PoS bridge', POLYGON, [
    ['polygonStateSender', ETHEREUM, '0x28e4F3a7f651294B9564800b2D01f35189A5bFbE'],
    ['polygonStateReceiver', POLYGON, '0x0000000000000000000000000000000000001001'],
    ['polygonPredicate', ETHEREUM, '0x40ec5B33f54e0E8A33A975908C5BA1c14e5BbbDf'],
    ['polygonPredicate', ETHEREUM, '0x8484Ef722627bf18ca5Ae6BcF031c23E6e922B30'],
  ]),
];

export const BRIDGE_CONTRACTS: readonly BridgeContract[] = [...CIRCLE, ...LIQUIDITY, ...LAYERZERO, ...WORMHOLE, ...NATIVE];

/** CCTP's numbers of chains (Circle, "Supported domains"). */
export const CCTP_DOMAINS: ReadonlyMap<number, string> = new Map([
  [0, ETHEREUM.id],
  [1, AVALANCHE_C.id],
  [2, OP_MAINNET.id],
  [3, ARBITRUM_ONE.id],
  [6, BASE.id],
  [7, POLYGON.id],
]);

/** LayerZero's endpoint ids (V2, mainnet; Stargate's contract page prints them beside each chain). */
export const LAYERZERO_ENDPOINTS: ReadonlyMap<number, string> = new Map([
  [30_101, ETHEREUM.id],
  [30_102, BNB_SMART_CHAIN.id],
  [30_106, AVALANCHE_C.id],
  [30_109, POLYGON.id],
  [30_110, ARBITRUM_ONE.id],
  [30_111, OP_MAINNET.id],
  [30_184, BASE.id],
]);

/** Wormhole's chain ids (wormhole-sdk-ts core/base/src/constants/chains.ts); 1 is Solana. */
export const WORMHOLE_CHAINS: ReadonlyMap<number, string> = new Map([
  [2, ETHEREUM.id],
  [4, BNB_SMART_CHAIN.id],
  [5, POLYGON.id],
  [6, AVALANCHE_C.id],
  [23, ARBITRUM_ONE.id],
  [24, OP_MAINNET.id],
  [30, BASE.id],
]);

const BRIDGES = new Map(BRIDGE_CONTRACTS.map((entry) => [`${entry.chain}/${entry.contract}`, entry]));

/** By CAIP-2 chain id and EIP-55 address; null means unknown, which says nothing against a contract. */
export function bridgeContract(chain: string, contract: string): BridgeContract | null {
  return BRIDGES.get(`${chain}/${contract}`) ?? null;
}

export function bridgesOfRole(role: BridgeRole, chain: string): readonly BridgeContract[] {
  return BRIDGE_CONTRACTS.filter((one) => one.role === role && one.chain === chain);
}
