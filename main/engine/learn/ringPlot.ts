// What happens in practice case two, block by block: a victim's bank payment becomes USDT at one exchange, runs through mules, an
// aggregator and two hops, and ends at a second exchange and in a cold wallet. Amounts are fixed, so that they can be checked by hand.
import { blackListLog, callData, type RingChain, type RingWallet, transferLog } from './ringChain.ts';
import { callContract, deployToken, type RingTokens, TETHER_CONTRACT_NAME } from './ringTokens.ts';
import type { RingFlow, RingTruth } from './ringTruth.ts';

const USDT = 1_000_000n;
const TRX = 1_000_000n;

export interface RingCast {
  readonly hotA: RingWallet;
  readonly hotB: RingWallet;
  readonly depositB: RingWallet;
  readonly mules: readonly [RingWallet, RingWallet, RingWallet];
  readonly controller: RingWallet;
  readonly aggregator: RingWallet;
  readonly hopOne: RingWallet;
  readonly hopTwo: RingWallet;
  readonly cold: RingWallet;
  readonly poisoner: RingWallet;
  readonly lookalike: RingWallet;
  readonly forger: RingWallet;
  readonly decoy: RingWallet;
  readonly honest: readonly RingWallet[];
}

export const RING_TIP = 150;
/** Blocks of the scenes that the replies of exchanges and bank tell of. */
export const RING_SCENES = { purchase: 52, withdrawals: [60, 62, 64], deposit: 112, cashOut: 120 } as const;

type Told = Pick<RingTruth, 'withdrawals' | 'fanIn' | 'hops' | 'split' | 'fuelling' | 'deceptions' | 'freeze'>;

/** Plays the scenes that fall on the next block; `told` is complete when the last has been played. */
export function ringPlot(chain: RingChain, tokens: RingTokens, cast: RingCast): { play(): void; told(): Told } {
  const { mules, controller, aggregator, hopOne, hopTwo, cold, depositB, hotA, hotB, honest } = cast;
  const [muleOne, muleTwo, muleThree] = mules;
  const flows: Record<'withdrawals' | 'fanIn' | 'hops' | 'split', RingFlow[]> = { withdrawals: [], fanIn: [], hops: [], split: [] };
  const delegations: string[] = [];
  const activations: string[] = [];
  const counterfeitTransfers: string[] = [];
  const zeroValueTransfers: string[] = [];
  let counterfeit = '';
  let failedTransfer = '';
  let freeze = '';
  const move = (list: RingFlow[], from: RingWallet, to: RingWallet, usdt: bigint, hasEnergy = false): void => {
    const amountMicro = usdt * USDT;
    list.push({ txid: tokens.pay(from, to, amountMicro, hasEnergy), from: from.address, to: to.address, amountMicro });
  };
  const fake = (from: RingWallet, to: RingWallet, usdt: bigint): void => {
    const amount = usdt * USDT;
    const data = callData('emitTransfer(address,address,uint256)', from.address, to.address, amount);
    counterfeitTransfers.push(
      callContract(chain, cast.forger, counterfeit, data, [transferLog(counterfeit, from.address, to.address, amount)]),
    );
  };
  const poison = (victim: RingWallet): void => {
    const { tether } = tokens;
    const data = callData('transferFrom(address,address,uint256)', victim.address, cast.lookalike.address, 0n);
    const logs = [transferLog(tether, victim.address, cast.lookalike.address, 0n)];
    zeroValueTransfers.push(callContract(chain, cast.poisoner, tether, data, logs));
  };
  const [first, second] = honest as [RingWallet, RingWallet];
  const scenes: Readonly<Record<number, () => void>> = {
    // Own money of a mule and of the aggregator, before anything of the victim's is there.
    40: () => void tokens.pay(first, muleOne, 7_000n * USDT),
    44: () => void tokens.pay(second, aggregator, 5_100n * USDT),
    55: () => {
      for (const wallet of [...mules, aggregator, hopOne, hopTwo]) activations.push(tokens.payCoins(controller, wallet, 30n * TRX));
    },
    60: () => move(flows.withdrawals, hotA, muleOne, 28_000n),
    62: () => move(flows.withdrawals, hotA, muleTwo, 12_400n),
    64: () => move(flows.withdrawals, hotA, muleThree, 8_000n),
    70: () => {
      failedTransfer = tokens.payInVain(muleTwo, aggregator, 12_400n * USDT);
    },
    72: () => {
      for (const wallet of mules)
        delegations.push(
          chain.send({
            ...{ type: 'DelegateResourceContract', signer: controller },
            values: { owner_address: controller.address, resource: 1n, balance: 9_000n * TRX, receiver_address: wallet.address },
          }),
        );
    },
    80: () => move(flows.fanIn, muleOne, aggregator, 30_000n, true),
    81: () => poison(muleOne),
    82: () => move(flows.fanIn, muleTwo, aggregator, 12_400n, true),
    84: () => move(flows.fanIn, muleThree, aggregator, 8_000n, true),
    85: () => {
      counterfeit = deployToken(chain, cast.forger, TETHER_CONTRACT_NAME, 'practice counterfeit');
    },
    // Without a key of the aggregator anyone can make a contract claim that it paid.
    87: () => fake(cast.forger, aggregator, 28_000n),
    90: () => move(flows.hops, aggregator, hopOne, 50_000n),
    91: () => fake(aggregator, cast.decoy, 49_000n),
    93: () => poison(aggregator),
    100: () => move(flows.hops, hopOne, hopTwo, 50_000n),
    110: () => move(flows.split, hopTwo, depositB, 30_000n),
    114: () => move(flows.split, hopTwo, cold, 18_500n),
    118: () => void tokens.pay(depositB, hotB, 30_000n * USDT),
    135: () => {
      const { tether, issuer } = tokens;
      freeze = callContract(chain, issuer, tether, callData('addBlackList(address)', cold.address), [blackListLog(tether, cold.address)]);
    },
  };
  return {
    play: () => scenes[chain.height + 1]?.(),
    told: () => ({
      ...flows,
      fuelling: { delegations, activations },
      deceptions: { counterfeit, counterfeitTransfers, zeroValueTransfers, failedTransfer },
      freeze: { txid: freeze, address: cold.address },
    }),
  };
}
