// What else on the canvas is the same party as the one thing that is chosen: asked of the case when something is chosen, never while the pointer
// moves.
import { useMemo } from 'react';
import type { CanvasNode, CanvasPicture } from '../../../shared/contract/canvas.ts';
import { useAsk } from '../../session/session.ts';
import type { Same } from './desk.ts';

const NONE: ReadonlyMap<string, Same> = new Map();
const KINDS: readonly string[] = ['output', 'address', 'cluster'];

export function useSame(
  picture: CanvasPicture | null,
  nodes: ReadonlyMap<string, CanvasNode>,
  chosen: ReadonlySet<string>,
): ReadonlyMap<string, Same> {
  const [only] = chosen;
  const isAsked = chosen.size === 1 && picture !== null && !picture.simplified && KINDS.includes(nodes.get(only ?? '')?.kind ?? '');
  const item = isAsked ? (only as string) : null;
  const { data } = useAsk('canvas.same', item === null || picture === null ? null : { canvas: picture.canvas, item }, picture?.event ?? 0);
  return useMemo(() => {
    // An answer stays until the next one is there: it is about the thing asked for alone.
    if (item === null || data === null || data.same.some((one) => one.item === item)) return NONE;
    return new Map(data.same.map((one) => [one.item, one]));
  }, [item, data]);
}
