// Turns the finished world and plot into the truth as data, and checks that the truth balances. It adds no events.
import { displayHash, hex } from '../../../shared/model/bytes.ts';
import { sha256 } from '../kernel/index.ts';
import type { Cast } from './honestTraffic.ts';
import type { Coin, SentTransaction } from './practiceChain.ts';
import type { StoryTruth, TruthCluster, TruthOutpoint, TruthStolenOutpoint } from './storyTruth.ts';
import type { World } from './storyWorld.ts';
import { type Plot, type PlotTransaction, SCENES, type StolenCoin } from './theftPlot.ts';
import { keyHashAddressOf, type TrainingAddress } from './trainingAddress.ts';

export function blockHash(block: Uint8Array): string {
  return displayHash(sha256(sha256(block.subarray(0, 80))));
}

function nameOf(at: TrainingAddress): string {
  return at.address ?? hex(at.script);
}

/** Joins what was spent together, per wallet; the CoinJoin joins nobody. */
function clustersOf(sent: readonly SentTransaction[], coinJoin: string): TruthCluster[] {
  const parent = new Map<string, string>();
  const first = new Map<string, TrainingAddress>();
  const rootOf = (member: string): string => {
    let root = member;
    while (parent.get(root) !== root) root = parent.get(root) as string;
    return root;
  };
  const joins: { readonly root: string; readonly txid: string }[] = [];
  for (const { txid, inputs } of sent) {
    if (txid === coinJoin) continue;
    for (const { at } of inputs) {
      const member = nameOf(at);
      if (!parent.has(member)) parent.set(member, member);
      if (!first.has(member)) first.set(member, at);
    }
    const root = rootOf(nameOf((inputs[0] as Coin).at));
    let joined = false;
    for (const { at } of inputs.slice(1)) {
      const other = rootOf(nameOf(at));
      if (other === root) continue;
      parent.set(other, root);
      joined = true;
    }
    if (joined) joins.push({ root, txid });
  }
  const members = new Map<string, string[]>();
  for (const member of parent.keys()) members.set(rootOf(member), [...(members.get(rootOf(member)) ?? []), member]);
  const txids = new Map<string, string[]>();
  for (const { root, txid } of joins) txids.set(rootOf(root), [...(txids.get(rootOf(root)) ?? []), txid]);
  return [...members]
    .filter(([, list]) => list.length > 1)
    .map(([root, list]) => ({ wallet: (first.get(root) as TrainingAddress).wallet, members: list, txids: txids.get(root) ?? [] }));
}

export function gatherTruth(world: World, cast: Cast, plot: Plot): StoryTruth {
  const { sent, chain } = world;
  const made = new Map<string, SentTransaction>(sent.map((transaction) => [transaction.txid, transaction]));
  const spentBy = new Map<string, string>();
  for (const { txid, inputs } of sent) for (const { outpoint } of inputs) spentBy.set(outpoint, txid);
  const of = (name: PlotTransaction): SentTransaction => {
    const transaction = plot.transactions.get(name);
    if (transaction === undefined) throw new Error(`story: scene ${name} was not played`);
    return transaction;
  };
  const txidOf = (coin: Coin): string => coin.outpoint.slice(0, 64);
  const outpointTruth = (coin: Coin): TruthOutpoint => ({
    outpoint: coin.outpoint,
    address: coin.at.address,
    amountSat: coin.valueSat,
    height: coin.height,
    position: made.get(txidOf(coin))?.position ?? 0,
  });
  const stolenTruth = ({ coin, stolenSat, purpose }: StolenCoin): TruthStolenOutpoint => {
    const spender = spentBy.get(coin.outpoint);
    return { ...outpointTruth(coin), stolenSat, wallet: coin.at.wallet, purpose, ...(spender === undefined ? {} : { spentBy: spender }) };
  };
  const inChainOrder = (a: TruthOutpoint, b: TruthOutpoint): number =>
    a.height - b.height || a.position - b.position || Number(a.outpoint.slice(65)) - Number(b.outpoint.slice(65));
  const stolen = [...plot.stolen.values()].map(stolenTruth).sort(inChainOrder);
  const plotters = [plot.thief.name, plot.accomplice.name];
  const ofThief = stolen.filter(({ wallet }) => wallet === plot.thief.name);
  const deposits = stolen.filter(({ wallet }) => wallet === cast.exchange.wallet.name);
  const thirdParty = stolen.filter(({ wallet }) => !plotters.includes(wallet) && wallet !== cast.exchange.wallet.name);
  const held = stolen.filter(({ wallet, spentBy: spender }) => plotters.includes(wallet) && spender === undefined);
  const total = (list: readonly TruthStolenOutpoint[]): bigint => list.reduce((sum, { stolenSat }) => sum + stolenSat, 0n);

  const theft = of('theft');
  const coinJoin = of('coinJoin');
  const stolenSat = (theft.outputs[0] as Coin).valueSat;
  const balance = {
    stolenSat,
    exchangeSat: total(deposits),
    heldSat: total(held),
    thirdPartySat: total(thirdParty),
    feesSat: plot.stolenFeesSat(),
  };
  if (balance.exchangeSat + balance.heldSat + balance.thirdPartySat + balance.feesSat !== stolenSat)
    throw new Error('story: the truth does not balance');

  const clusters = clustersOf(sent, coinJoin.txid);
  const thiefCluster = clusters.filter(({ wallet }) => wallet === plot.thief.name).sort((a, b) => b.members.length - a.members.length)[0];
  if (thiefCluster === undefined) throw new Error('story: the thief never spent coins together');
  const present = (coins: readonly (Coin | undefined)[]): Coin[] => coins.filter((coin) => coin !== undefined);
  const ownCoins = sent
    .flatMap(({ outputs }) => present(outputs))
    .filter(({ at, outpoint }) => at.wallet === plot.thief.name && !plot.stolen.has(outpoint));
  const dust = of('dustAttack');
  const exchangeName = cast.exchange.wallet.name;

  return {
    training: true,
    chain: 'regtest',
    seed: world.seed,
    tipHeight: chain.blocks.length - 1,
    tipHash: blockHash(chain.blocks.at(-1) as Uint8Array),
    transactionCount: chain.transactionCount,
    staleBlock: { height: SCENES.staleBlock, hash: blockHash(chain.staleBlocks[0] as Uint8Array) },
    signatures: 'real',
    wallets: [...world.wallets.values()].map(({ name, role, addresses }) => ({
      name,
      role,
      addresses: addresses.map(({ kind, address, script, publicKeys }) => ({
        kind,
        address,
        scriptHex: hex(script),
        publicKeysHex: publicKeys.map(hex),
        ...(kind.startsWith('p2pk') && !kind.startsWith('p2pkh') ? { p2pkhForm: keyHashAddressOf(publicKeys[0] as Uint8Array) } : {}),
      })),
    })),
    theft: {
      txid: theft.txid,
      height: theft.height,
      victim: plot.victim.name,
      victimOutpoints: theft.inputs.map(outpointTruth),
      stolenOutpoints: present(theft.outputs).map(outpointTruth),
      stolenSat,
      feeSat: theft.feeSat,
    },
    thief: {
      wallet: plot.thief.name,
      outpoints: ofThief,
      unspent: ofThief.filter(({ spentBy: spender }) => spender === undefined),
      ownOutpoints: ownCoins.map(outpointTruth).sort(inChainOrder),
      cluster: thiefCluster,
    },
    peelChain: plot.peels.map(({ sent: { txid, height }, peeled, change }) => ({
      txid,
      height,
      paidTo: peeled.at.wallet,
      peeled: outpointTruth(peeled),
      change: outpointTruth(change),
    })),
    fanOut: { txid: of('fanOut').txid, height: of('fanOut').height, outpoints: present(of('fanOut').outputs).map(outpointTruth) },
    coinJoin: {
      txid: coinJoin.txid,
      height: coinJoin.height,
      denominationSat: (plot.mixes[0] as Plot['mixes'][number]).mixed.valueSat,
      participants: plot.mixes.map(({ wallet, input, mixed, change }) => ({
        wallet,
        input: input.outpoint,
        mixed: mixed.outpoint,
        change: change.outpoint,
      })),
    },
    coSpends: [of('firstCoSpend').txid, of('secondCoSpend').txid],
    consolidationTxid: of('consolidation').txid,
    accompliceTxid: of('accompliceOut').txid,
    dustAttack: {
      txid: dust.txid,
      height: dust.height,
      outpoints: present(dust.outputs)
        .filter(({ at }) => at.wallet === plot.thief.name)
        .map(outpointTruth),
    },
    exchange: {
      wallet: exchangeName,
      hotAddress: nameOf(cast.exchange.hotAddress),
      depositAddresses: [...cast.exchange.depositAddresses].flatMap(([customer, list]) =>
        list.map((at) => ({ address: nameOf(at), customer })),
      ),
      stolenDeposits: deposits,
      outpoints: sent
        .flatMap(({ outputs }) => present(outputs))
        .filter(({ at }) => at.wallet === exchangeName)
        .map(({ outpoint }) => outpoint),
      sweeps: cast.exchange.sweeps.map((txid) => ({ txid, inputs: (made.get(txid) as SentTransaction).inputs.length })),
      withdrawals: cast.exchange.withdrawals,
    },
    thirdPartyOutpoints: thirdParty,
    heldOutpoints: held,
    clusters,
    balance,
  };
}
