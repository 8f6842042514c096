// Practice case four from a seed: copies of a phone and of a laptop, one phrase split over the two, and the chain that its wallet was used on. Same
// seed, same bytes.
import { DEVICE_SCENES, DEVICE_SUMS, deviceChain } from './deviceChain.ts';
import { laptopFiles, PUBLISHED } from './deviceLaptop.ts';
import { HANDOVER_PLACE, phoneArchive } from './devicePhone.ts';
import { ACCOUNT_PATH, phraseAddresses, trainingPhrase } from './devicePhrase.ts';
import { deviceTask } from './deviceTask.ts';
import { type DeviceTruth, deviceTruthDocument } from './deviceTruth.ts';
import { type FatFile, fatVolume } from './fatVolume.ts';
import { writeNodeFolder } from './nodeFolder.ts';
import { exchangeTagPack } from './trainingLabels.ts';

export interface DeviceStory {
  /** The node's files. */
  readonly node: ReadonlyMap<string, Uint8Array>;
  /** The copies, as a laboratory hands them over. */
  readonly copies: ReadonlyMap<string, Uint8Array>;
  readonly labels: string;
  readonly task: string;
  readonly truth: DeviceTruth;
  readonly truthDocument: string;
}

const DEFAULT_SEED = 'tracehold training device 1';
const MEGABYTES = 8;
const HALF = 6;
export const DEVICE_COPIES = { laptop: 'laptop.dd', phone: 'phone.zip' } as const;

export function simulateDevice(options: { readonly seed?: string } = {}): DeviceStory {
  const seed = options.seed ?? DEFAULT_SEED;
  const phrase = trainingPhrase(seed, 'wallet');
  const old = trainingPhrase(seed, 'old wallet').join(' ');
  const own = phraseAddresses(phrase, 'wallet of the phrase');
  const chain = deviceChain(seed, own);
  const halves = { phone: phrase.slice(0, HALF).join(' '), laptop: phrase.slice(HALF).join(' ') };
  const address = (branch: number, index: number): string => own(branch, index).address ?? '';
  const files: readonly FatFile[] = laptopFiles({
    ...{ half: halves.laptop, oldPhrase: old, watched: [address(0, 0), address(0, 1)] },
    ...{ handoverTo: chain.other, shop: chain.shop },
  });
  const kept = DEVICE_SUMS.first + DEVICE_SUMS.second - DEVICE_SUMS.exchange - DEVICE_SUMS.handover - 2n * DEVICE_SUMS.fee;
  const change = kept + DEVICE_SUMS.handover + DEVICE_SUMS.fee;
  const used = (branch: number, index: number, receivedSat: bigint, balanceSat: bigint): DeviceTruth['used'][number] => ({
    ...{ path: `${ACCOUNT_PATH}/${branch}/${index}`, address: address(branch, index), receivedSat, balanceSat },
  });
  const truth: DeviceTruth = {
    ...{ training: true, chain: 'regtest', seed, halves, account: ACCOUNT_PATH, tipHeight: DEVICE_SCENES.tip },
    used: [used(0, 0, DEVICE_SUMS.first, 0n), used(0, 1, DEVICE_SUMS.second, 0n), used(1, 0, change, 0n), used(1, 1, kept, kept)],
    received: chain.received,
    expected: { [chain.deposit]: DEVICE_SUMS.exchange, [chain.other]: DEVICE_SUMS.handover, [address(1, 1)]: kept },
    feesSat: 2n * DEVICE_SUMS.fee,
    exchange: { deposit: chain.deposit, txid: chain.txids.toExchange },
    handover: { address: chain.other, txid: chain.txids.handover, amountSat: DEVICE_SUMS.handover, place: HANDOVER_PLACE },
    decoys: { unusedPhrase: old, publishedPhrases: PUBLISHED, someoneElses: chain.shop },
  };
  const { blocks, undo } = chain;
  return {
    node: writeNodeFolder({ blocks, undo, staleBlocks: [], truth: { seed } }, { xor: true }),
    copies: new Map([
      [DEVICE_COPIES.laptop, fatVolume({ label: 'TRAINING', serial: 0x7acec0de, megabytes: MEGABYTES, files })],
      [DEVICE_COPIES.phone, phoneArchive({ half: halves.phone, published: PUBLISHED[0] ?? '', handoverTo: chain.other })],
    ]),
    labels: exchangeTagPack({ hotAddress: chain.hot, deposits: [chain.deposit] }),
    task: deviceTask(),
    truth,
    truthDocument: deviceTruthDocument(truth),
  };
}
