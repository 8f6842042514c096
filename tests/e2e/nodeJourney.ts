// A case that lives from a chain node alone: allowed by exactly its address, synced, watched, reorganised under the officer's eyes, and a
// run traced again because of it. The node is a stand-in on this machine that answers as Bitcoin Core does.
import { expect, test } from '@playwright/test';
import { simulateStory } from '../../main/engine/learn/index.ts';
import { thiefAddresses } from '../contract/practice.ts';
import { type NodeStandIn, RPC_PASSWORD, RPC_USER, standIn } from '../fixtures/nodeStandIn.ts';
import { anotherCase } from './archiveJourney.ts';
import { button, go, row, type Traveller } from './journey.ts';

interface Nodes {
  readonly node: NodeStandIn;
  /** Height at which the chain that the node tells first ends in a block that lost. */
  readonly stale: number;
  /** From now on the node tells the chain that won. */
  win(): void;
}

async function startNode(): Promise<Nodes> {
  const story = simulateStory();
  const [loser] = story.staleBlocks;
  if (loser === undefined) throw new Error('the story has a block that lost');
  const { height, bytes } = loser;
  // The block that lost holds nothing but its own coinbase: no undo record but an empty one.
  const first = { blocks: [...story.blocks.slice(0, height), bytes], undo: [...story.undo.slice(0, height), new Uint8Array(1)] };
  const node = await standIn(first);
  const win = (): void => {
    node.chain = { blocks: story.blocks, undo: story.undo };
  };
  return { node, stale: height, win };
}

async function allow({ page }: Traveller, address: string): Promise<void> {
  await go(page, 'Case');
  await button(page, 'Allow a node').click();
  await page.locator('#policy-address').fill(address);
  await page.locator('#policy-reason').fill('証拠室の節点');
  await button(page, 'Allow this address').click();
  await expect(page.locator('.th-status')).toContainText(`may ask the node at ${address}`);
  await button(page, 'To the sync').click();
}

async function sync({ page }: Traveller): Promise<void> {
  await page.getByText('User and password', { exact: true }).click();
  await page.locator('#sync-user').fill(RPC_USER);
  await page.locator('#sync-password').fill(RPC_PASSWORD);
  await button(page, 'Sync').click();
  // The password is not kept, whatever came of it.
  await expect(page.locator('#sync-password')).toHaveValue('', { timeout: 40_000 });
}

export async function walkNodeWay(traveller: Traveller): Promise<void> {
  const { page, practice } = traveller;
  const { node, stale, win } = await startNode();
  const report = page.locator('.th-panel', { hasText: 'Result of the sync' });
  const [thief = ''] = thiefAddresses(practice.truth);
  try {
    await test.step('a third case', () => anotherCase(traveller, 'sea', '洗浄事件'));
    await test.step('allow the node', () => allow(traveller, node.address));
    await test.step('headers by sync', async () => {
      await sync(traveller);
      await expect(report).toContainText(`New headers${stale}`);
      await expect(report).toContainText('Nothing had to be looked for');
      await page.getByRole('tab', { name: 'Sources' }).click();
      await expect(page.getByRole('button', { name: new RegExp(`^at the node 1–${stale}, `) })).toBeVisible();
    });
    await test.step('what is watched is followed', async () => {
      await page.getByRole('tab', { name: 'Watch list and node' }).click();
      await page.locator('#watch-items').fill(thief);
      await button(page, 'Add').click();
      await expect(row(page, 'Watch list')).toHaveCount(1);
      await sync(traveller);
      await expect(report).toContainText(`searched blocks 0–${stale} of ${node.address}`);
    });
    await test.step('a run over what came in', async () => {
      await go(page, 'New trace');
      await page.getByLabel('Add starting points').fill(thief);
      await button(page, 'Add').click();
      await page.locator('#trace-primary').selectOption('fifo');
      await page.locator('#trace-question').fill('ここに入った資金はどこへ行ったか');
      await page.locator('#trace-reason').fill('判例は先入先出法による');
      await button(page, 'Run the trace').click();
      await expect(page.locator('.th-flow-question')).toContainText('ここに入った資金', { timeout: 30_000 });
    });
    await test.step('a reorganisation is told', async () => {
      win();
      await go(page, 'Sources');
      await page.getByRole('tab', { name: 'Watch list and node' }).click();
      await sync(traveller);
      await expect(report).toContainText(`The chain was reorganised: the block at height ${stale} is no longer part of it`);
      await expect(report).toContainText(`${stale} → ${practice.truth.tipHeight}`);
    });
    await test.step('the run is traced again', async () => {
      await expect(report).toContainText(/Run 1: [1-9]\d* of \d+ holdings (?:was|were) spent since\./);
      await button(page, 'Trace again').click();
      await expect(page.locator('.th-seeds .bp6-tag')).toHaveCount(1);
      await expect(page.locator('#trace-question')).toHaveValue('ここに入った資金はどこへ行ったか');
      await button(page, 'Run the trace').click();
      await expect(page.locator('.th-flow-question')).toContainText('run 2 of 2 from the same start', { timeout: 30_000 });
    });
    await test.step('the node knows no address', async () => {
      expect(JSON.stringify(node.asked)).not.toContain(thief);
      expect(new Set(node.asked.map(({ method }) => method)).has('getblock')).toBe(true);
    });
  } finally {
    await node.close();
  }
}
