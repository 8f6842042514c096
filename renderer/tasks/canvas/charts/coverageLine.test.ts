// What a case holds and lacks of the chains on a canvas.
import { describe, expect, it } from 'vitest';
import type { CanvasNode } from '../../../../shared/contract/canvas.ts';
import type { SourcesAnswer } from '../../../session/session.ts';
import { coverageLines } from './coverageLine.ts';

const node = (id: string, chain: string, more: Partial<CanvasNode> = {}) => ({ id, chain, gap: null, height: null, ...more }) as CanvasNode;
const held = (from: number, to: number) => ({ from, to, fromTime: 1, toTime: 2 });
const summary = (chain: string, coverage: readonly { readonly from: number; readonly to: number }[], tip: number | null) =>
  ({ chain, name: chain, coverage, tip: tip === null ? null : { height: tip } }) as SourcesAnswer['chains'][number];

describe('coverage of a canvas', () => {
  it('names what lies between and behind the blocks held, up to the newest height known', () => {
    const sources = { chains: [summary('btc', [held(200, 300), held(0, 99)], 1000)], coverage: [] };
    const [line] = coverageLines([node('a', 'btc', { gap: 'notCovered' }), node('b', 'btc')], sources, []);
    expect(line).toMatchObject({ gaps: ['a'], blocks: { top: 1000 } });
    expect(line?.blocks?.held.map(({ from }) => from)).toEqual([0, 200]);
    expect(line?.blocks?.lacking).toEqual([
      { from: 100, to: 199 },
      { from: 301, to: 1000 },
    ]);
  });
  it('knows of no block beyond what anything names, and of nothing lacking where all is held', () => {
    const sources = { chains: [summary('btc', [held(0, 9)], null)], coverage: [] };
    expect(coverageLines([node('a', 'btc')], sources, [])[0]?.blocks).toMatchObject({ top: 9, lacking: [] });
    expect(coverageLines([node('a', 'btc', { height: 12 })], sources, [])[0]?.blocks?.lacking).toEqual([{ from: 10, to: 12 }]);
  });
  it('says of an account chain how many transactions are held, and nothing of what no chain has', () => {
    const span = {
      chain: 'eth',
      name: 'Ethereum',
      transactions: 5,
      transfers: 7,
      accounts: 3,
      fromTime: 1,
      toTime: 9,
      stretches: [{ fromTime: 1, toTime: 9 }],
    };
    const lines = coverageLines([node('e', ''), node('x', 'eth'), node('y', 'unheard')], { chains: [], coverage: [] }, [span]);
    expect(lines).toEqual([{ chain: 'eth', name: 'Ethereum', blocks: null, span, gaps: [] }]);
  });
});
