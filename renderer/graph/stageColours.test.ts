// One set of colours for screen and paper: the page's own swatches hold the same, outlines carry the shapes, and no kind hangs on a colour.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { STAGE_THEMES } from './stageColours.ts';

const css = readFileSync(join(import.meta.dirname, '../design/canvas.css'), 'utf8');

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each([
  ['light', STAGE_THEMES.light, ''],
  ['dark', STAGE_THEMES.dark, 'body.bp6-dark '],
] as const)('%s', (_name, stage, before) => {
  it('the swatches of the page are those of the graph', () => {
    const inPage = (selector: string, property: string): string | undefined =>
      new RegExp(`(?:^|})\\s*${`${before}${selector}`.replaceAll('.', '\\.')} \\{\\s*${property}: (#[0-9a-f]{6});`, 'm').exec(css)?.[1];
    for (const [colour, value] of Object.entries(stage.own)) expect(inPage(`.th-swatch-${colour}`, 'background'), colour).toBe(value);
    for (const [kind, value] of Object.entries(stage.kinds)) expect(inPage(`.th-shape-${kind}`, 'fill'), kind).toBe(value);
  });
});

it.each(Object.entries(STAGE_THEMES))('an outline carries each shape whatever fills it: %s', (_name, stage) => {
  expect(contrast(stage.outline, stage.plate)).toBeGreaterThan(7);
  for (const fill of [...Object.values(stage.kinds), ...Object.values(stage.own)])
    expect(contrast(stage.outline, fill), fill).toBeGreaterThanOrEqual(3);
});
