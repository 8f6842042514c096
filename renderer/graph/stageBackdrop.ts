// Paints what lies behind the nodes of a canvas: the scale and lanes of a time axis, areas with their text, the outline of opened groups. It
// follows the camera and takes no clicks.
import type Sigma from 'sigma';
import type { CanvasPicture } from '../../shared/contract/canvas.ts';
import { shortId } from '../design/ids.ts';
import { formatBlockTime } from '../design/times.ts';
import type { Box } from './areaGrip.ts';
import type { Box as Placed } from './placement.ts';
import type { StagePalette } from './stageColours.ts';

const FONT = 'system-ui, "Segoe UI", "Noto Sans", "Noto Sans JP", "Noto Sans SC", sans-serif';
const HEAD = 22;

/** Where a line of text stands behind the nodes: labels keep off it. */
export type Written = Placed;

/** Answers where it wrote. */
export function paintBackdrop(
  view: Sigma,
  context: CanvasRenderingContext2D,
  picture: CanvasPicture,
  colours: StagePalette,
  chosen: ReadonlySet<string>,
  groupName: (group: string) => string,
  /** An area that is being drawn about, as it stands now. */
  drawn: (Box & { readonly id: string }) | null,
): readonly Written[] {
  const written: Written[] = [];
  const { width, height } = view.getDimensions();
  // Painted, not cleared: a layer that is only cleared was seen to stay on the screen as it was (Chromium 150 under load).
  context.fillStyle = colours.plate;
  context.fillRect(0, 0, width, height);
  const opened = openGroups(picture);
  const at = (x: number, y: number) => view.graphToViewport({ x, y: -y });
  context.textAlign = 'left';
  context.textBaseline = 'top';
  if (picture.axis !== null) {
    picture.axis.lanes.forEach((lane, index) => {
      const top = at(0, lane.y).y;
      const bottom = at(0, lane.y + lane.height).y;
      if (index % 2 === 0) {
        context.fillStyle = colours.band;
        context.fillRect(0, top, width, bottom - top);
      }
      context.strokeStyle = colours.grid;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(0, Math.round(top) + 0.5);
      context.lineTo(width, Math.round(top) + 0.5);
      context.moveTo(0, Math.round(bottom) + 0.5);
      context.lineTo(width, Math.round(bottom) + 0.5);
      context.stroke();
    });
    context.setLineDash([2, 4]);
    for (const tick of picture.axis.ticks) {
      const x = Math.round(at(tick.x, 0).x) + 0.5;
      context.beginPath();
      context.moveTo(x, HEAD);
      context.lineTo(x, height);
      context.stroke();
    }
    context.setLineDash([]);
  }
  for (const known of picture.areas) {
    const area = drawn?.id === known.id ? { ...known, ...drawn } : known;
    const from = at(area.x, area.y);
    const to = at(area.x + area.width, area.y + area.height);
    const colour = area.colour === null ? colours.faint : colours.own[area.colour];
    context.globalAlpha = 0.12;
    context.fillStyle = colour;
    context.fillRect(from.x, from.y, to.x - from.x, to.y - from.y);
    context.globalAlpha = 1;
    context.lineWidth = chosen.has(area.id) ? 2.4 : 1.2;
    context.strokeStyle = chosen.has(area.id) ? colours.chosen : colour;
    context.strokeRect(from.x, from.y, to.x - from.x, to.y - from.y);
    if (chosen.has(area.id)) paintGrips(context, from, to, colours);
    written.push(...writeWithin(context, area.text, from.x + 6, from.y + 4, to.x - from.x - 12, colours.ink));
  }
  for (const [group, inside] of opened) {
    const from = at(Math.min(...inside.map(({ x }) => x)) - 34, Math.min(...inside.map(({ y }) => y)) - 34);
    const to = at(Math.max(...inside.map(({ x }) => x)) + 34, Math.max(...inside.map(({ y }) => y)) + 40);
    context.setLineDash([6, 4]);
    context.lineWidth = 1.3;
    context.strokeStyle = colours.faint;
    context.beginPath();
    context.roundRect(from.x, from.y, to.x - from.x, to.y - from.y, 8);
    context.stroke();
    context.setLineDash([]);
    written.push(...writeWithin(context, groupName(group), from.x + 8, from.y - 16, to.x - from.x, colours.faint));
  }
  return written;
}

/** Whether anything lies behind the nodes at all. */
export function hasBackdrop(picture: CanvasPicture): boolean {
  return picture.axis !== null || picture.areas.length > 0 || openGroups(picture).size > 0;
}

type OpenGroups = ReadonlyMap<string, readonly { readonly x: number; readonly y: number }[]>;
/** Found once for each picture, not for each frame. */
const openIn = new WeakMap<CanvasPicture, OpenGroups>();

/** Where an area that is chosen is taken hold of: corners and the middles of its edges. */
function paintGrips(
  context: CanvasRenderingContext2D,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  colours: StagePalette,
): void {
  context.fillStyle = colours.plate;
  context.lineWidth = 1.4;
  for (const x of [from.x, (from.x + to.x) / 2, to.x])
    for (const y of [from.y, (from.y + to.y) / 2, to.y]) {
      if (x === (from.x + to.x) / 2 && y === (from.y + to.y) / 2) continue;
      context.fillRect(x - 3.5, y - 3.5, 7, 7);
      context.strokeRect(x - 3.5, y - 3.5, 7, 7);
    }
}

/** Groups that stand open, with what is in them: a picture names them only by their members. */
function openGroups(picture: CanvasPicture): OpenGroups {
  const known = openIn.get(picture);
  if (known !== undefined) return known;
  const opened = new Map<string, { readonly x: number; readonly y: number }[]>();
  for (const node of picture.nodes) {
    if (node.group === null) continue;
    const inside = opened.get(node.group);
    if (inside === undefined) opened.set(node.group, [node]);
    else inside.push(node);
  }
  openIn.set(picture, opened);
  return opened;
}

/** The scale's words and the lanes' names stand over everything, at the edges of the window. */
export function paintScale(view: Sigma, context: CanvasRenderingContext2D, picture: CanvasPicture, colours: StagePalette): void {
  if (picture.axis === null) return;
  const { width } = view.getDimensions();
  context.globalAlpha = 0.92;
  context.fillStyle = colours.plate;
  context.fillRect(0, 0, width, HEAD);
  context.globalAlpha = 1;
  context.font = `500 11px ${FONT}`;
  context.fillStyle = colours.ink;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  let free = 4;
  let day = '';
  for (const tick of picture.axis.ticks) {
    const { x } = view.graphToViewport({ x: tick.x, y: 0 });
    const text = formatBlockTime(tick.seconds);
    // The day only where it changes; each label says UTC through the first.
    const label = text.slice(0, 10) === day ? text.slice(11, 16) : free <= 4 ? text.replace(/:\d\d UTC$/, ' UTC') : text.slice(0, 16);
    const long = context.measureText(label).width;
    if (x + long > width || x < free) continue;
    context.fillText(label, x + 3, HEAD / 2);
    context.fillRect(x, 4, 1, HEAD - 4);
    free = x + long + 14;
    day = text.slice(0, 10);
  }
  for (const lane of picture.axis.lanes) {
    if (lane.name === '') continue;
    const top = view.graphToViewport({ x: 0, y: -lane.y }).y;
    const bottom = view.graphToViewport({ x: 0, y: -(lane.y + lane.height) }).y;
    if (bottom < HEAD + 16 || bottom - top < 16) continue;
    const y = Math.max(HEAD + 9, top + 10);
    const name = shortId(lane.name, 22, 8);
    const long = context.measureText(name).width;
    context.globalAlpha = 0.92;
    context.fillStyle = colours.plate;
    context.fillRect(3, y - 8, long + 10, 16);
    context.globalAlpha = 1;
    context.fillStyle = colours.faint;
    context.fillText(name, 8, y + 0.5);
  }
}

function writeWithin(context: CanvasRenderingContext2D, text: string, left: number, top: number, width: number, colour: string): Written[] {
  const written: Written[] = [];
  if (width < 30) return written;
  context.font = `600 12px ${FONT}`;
  context.fillStyle = colour;
  context.textAlign = 'left';
  context.textBaseline = 'top';
  let y = top;
  let line = '';
  const flush = () => {
    if (line !== '') {
      context.fillText(line, left, y);
      written.push({ left, top: y, right: left + context.measureText(line).width, bottom: y + 14 });
    }
    y += 15;
    line = '';
  };
  for (const part of text.slice(0, 400).split('\n')) {
    // Words by spaces; scripts without them break anywhere.
    for (const word of part.match(/[^\s\u3000-\u9fff]+\s*|[\u3000-\u9fff]|\s+/g) ?? []) {
      if (line !== '' && context.measureText(line + word).width > width) flush();
      line += word;
    }
    flush();
  }
  return written;
}
