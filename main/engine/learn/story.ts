// Runs the practice story from a seed: same seed, same bytes. It reads no clock and no random source.
import { gatherTruth } from './gatherTruth.ts';
import { addCast, honestTraffic } from './honestTraffic.ts';
import type { StoryTruth } from './storyTruth.ts';
import { createWorld, type Wallet } from './storyWorld.ts';
import { SCENES, thePlot } from './theftPlot.ts';
import { trainingLabelCsv, trainingTagPack } from './trainingLabels.ts';

export interface SimulatedStory {
  readonly chain: 'regtest';
  /** Active chain by height; the first is regtest's genesis. */
  readonly blocks: readonly Uint8Array[];
  /** Core's CBlockUndo per height, without frame and checksum; empty for genesis, which Core never connects. */
  readonly undo: readonly Uint8Array[];
  /** Valid blocks that lost; they have no undo data. */
  readonly staleBlocks: readonly { readonly height: number; readonly bytes: Uint8Array }[];
  readonly truth: StoryTruth;
  readonly labelsTagPackYaml: string;
  readonly labelsCsv: string;
}

const DEFAULT_SEED = 'tracehold training story 1';
/** From here on the first coinbases are mature and people can pay. */
const TRAFFIC_START = 101;

export function simulateStory(options: { readonly seed?: string } = {}): SimulatedStory {
  const world = createWorld(options.seed ?? DEFAULT_SEED);
  const cast = addCast(world);
  const plot = thePlot(world, cast);
  for (let height = 1; height <= SCENES.tip; height++) {
    if (height >= TRAFFIC_START) {
      const plotFirst = world.random.chance(50);
      if (plotFirst) plot.play();
      honestTraffic(world, cast);
      if (!plotFirst) plot.play();
    }
    const [winner, loser] = world.random.shuffled(cast.pools) as [Wallet, Wallet];
    world.closeBlock(winner, height === SCENES.staleBlock ? loser : undefined);
  }
  const truth = gatherTruth(world, cast, plot);
  const { blocks, undo, staleBlocks } = world.chain;
  return {
    chain: 'regtest',
    blocks,
    undo,
    staleBlocks: staleBlocks.map((bytes) => ({ height: SCENES.staleBlock, bytes })),
    truth,
    labelsTagPackYaml: trainingTagPack(truth),
    labelsCsv: trainingLabelCsv(truth),
  };
}
