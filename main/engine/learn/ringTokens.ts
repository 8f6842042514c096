// The tokens and coins of practice case two: every movement is checked against what its sender holds, so that the ledgers of the story
// are whole. It writes to the chain and knows no plot.
import { createdContractAddress, tronAddressBytes } from '../chains/index.ts';
import { callData, type RingChain, type RingWallet, ringWallet, transferLog } from './ringChain.ts';

const BURN_SUN = 13_844_900n;
const NOTHING = new Uint8Array(0);

export interface RingTokens {
  /** The issuer's contract: the same under every seed, since it is a constant of the training chain. */
  readonly tether: string;
  readonly issuer: RingWallet;
  issue(to: RingWallet, amount: bigint): string;
  /** A transfer() of the token that went well. Without energy its sender burns coins for it. */
  pay(from: RingWallet, to: RingWallet | string, amount: bigint, hasEnergy?: boolean): string;
  /** The same call, which ran out of energy: it moved nothing. */
  payInVain(from: RingWallet, to: RingWallet, amount: bigint): string;
  payCoins(from: RingWallet, to: RingWallet, sun: bigint): string;
  balance(wallet: RingWallet): bigint;
}

/** Name under which Tether's contract was made on TRON; counterfeits take the same. */
export const TETHER_CONTRACT_NAME = 'TetherToken';

/** Deploys a token contract; returns its address. `code` tells contracts of one owner apart. */
export function deployToken(chain: RingChain, owner: RingWallet, name: string, code: string): string {
  const txid = chain.send({
    type: 'CreateSmartContract',
    values: {
      owner_address: owner.address,
      new_contract: {
        origin_address: owner.address,
        bytecode: new TextEncoder().encode(code),
        consume_user_resource_percent: 100n,
        name,
        origin_energy_limit: 10_000_000n,
      },
    },
    signer: owner,
    logs: [],
    feeSun: BURN_SUN,
  });
  return createdContractAddress(txid, owner.address);
}

export function createTokens(chain: RingChain): RingTokens {
  // Not the story's seed: the issuer is a fact of the training chain.
  const issuer = ringWallet('tracehold training tether', 'issuer');
  const tether = deployToken(chain, issuer, TETHER_CONTRACT_NAME, 'practice token');
  const balances = new Map<string, bigint>();
  const held = (address: string): bigint => balances.get(address) ?? 0n;
  const call = (signer: RingWallet, data: Uint8Array) => ({
    ...{ type: 'TriggerSmartContract', signer, contract: tether },
    values: { owner_address: signer.address, contract_address: tether, data },
  });
  return {
    tether,
    issuer,
    balance: ({ address }) => held(address),
    issue(to, amount) {
      balances.set(to.address, held(to.address) + amount);
      const order = call(issuer, callData('mint(address,uint256)', to.address, amount));
      return chain.send({ ...order, logs: [transferLog(tether, null, to.address, amount)] });
    },
    pay(from, to, amount, hasEnergy = false) {
      const receiver = typeof to === 'string' ? to : to.address;
      if (held(from.address) < amount) throw new RangeError(`ring: ${from.name} has ${held(from.address)}, not ${amount}`);
      balances.set(from.address, held(from.address) - amount);
      balances.set(receiver, held(receiver) + amount);
      const order = call(from, callData('transfer(address,uint256)', receiver, amount));
      return chain.send({ ...order, logs: [transferLog(tether, from.address, receiver, amount)], feeSun: hasEnergy ? 0n : BURN_SUN });
    },
    payInVain(from, to, amount) {
      const order = call(from, callData('transfer(address,uint256)', to.address, amount));
      return chain.send({ ...order, logs: [], feeSun: BURN_SUN, contractRet: 'OUT_OF_ENERGY' });
    },
    payCoins: (from, to, sun) =>
      chain.send({
        ...{ type: 'TransferContract', signer: from },
        values: { owner_address: from.address, to_address: to.address, amount: sun },
      }),
  };
}

/** A call of any function of any contract, with the logs it leaves. */
export function callContract(
  chain: RingChain,
  signer: RingWallet,
  contract: string,
  data: Uint8Array,
  logs: readonly ReturnType<typeof transferLog>[],
): string {
  tronAddressBytes(contract);
  return chain.send({
    ...{ type: 'TriggerSmartContract', signer, contract, logs, feeSun: BURN_SUN },
    values: { owner_address: signer.address, contract_address: contract, data: data.length === 0 ? NOTHING : data },
  });
}
