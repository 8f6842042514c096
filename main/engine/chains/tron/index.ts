// The door of TRON: what the rest of the engine may ask of it. Nothing in here reads a file, a clock or a network.
export { readTronAccount, type TronAccountState } from './accountState.ts';
export { evmAddressOfTron, readTronAddress, tronAddress, tronAddressBytes, tronHexAddress } from './address.ts';
export { TRX, tokenAsset } from './assets.ts';
export {
  type Confirmation,
  checkConfirmations,
  headerSigner,
  readHeaderBytes,
  readHeaderRawData,
  readTronBlock,
  type TronBlock,
  tronBlockId,
  type TronHeader,
} from './block.ts';
export {
  type BlockValues,
  buildBlock,
  buildRawData,
  buildTransaction,
  type RawDataValues,
  signTron,
  transferCall,
  tronAddressOfPrivateKey,
} from './build.ts';
export {
  type ControlInput,
  type ControlReport,
  controlOf,
  type Payment,
  type PermissionPeriod,
  type PermissionStatement,
  type Providers,
  type SharedKey,
  sharedKeys,
  type Signer,
} from './control.ts';
export { gridContinues, gridRows, readGridTransaction, readGridTransfers } from './gridJson.ts';
export { readTronInfoAlone } from './infoAlone.ts';
export { readTronInfo, type TronInfo, type TronInternal, type TronLog } from './info.ts';
export { type Json, type JsonObject, parseTronJson } from './json.ts';
export { checkTronInclusion, type TronInclusion, tronBranch, tronLeaf, tronRoot } from './merkle.ts';
export { TRON, TRON_NETWORKS, TRON_NILE, TRON_SHASTA, TRON_TRAINING, type TronNetwork } from './networks.ts';
export { type NodeBlock, readNodeBlock, readNodeTransaction } from './nodeJson.ts';
export { detailsOfPermissions, type Permission, type PermissionSet, permissionsOfAccount, permissionsOfDetails } from './permission.ts';
export { TRON_POOL_FACTORIES, tronPoolFactory } from './pools.ts';
export {
  describeTransaction,
  NO_PLACE,
  readTronBlockTransactions,
  readTronTransaction,
  type TronGround,
  type TronNotice,
  type TronPlace,
  type TronReading,
} from './readTransaction.ts';
export {
  createdContractAddress,
  memoOf,
  readTransactionBytes,
  recoverSigner,
  signersOf,
  statusOf,
  type TronTransaction,
} from './transaction.ts';
