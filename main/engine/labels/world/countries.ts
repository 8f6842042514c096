// Countries by ISO 3166 and the outlines they are drawn with. The table is read once, when first asked; its sources stand in it
// (resources/map/world.json, made by build/world.mjs).

interface World {
  readonly source: string;
  readonly countries: readonly { readonly code: string; readonly written: readonly string[] }[];
  readonly outlines: readonly { readonly code: string; readonly rings: readonly (readonly number[])[] }[];
}

/** A closed line in hundredths of a degree: longitude, latitude, and so on. */
export type Ring = readonly number[];

export interface Outline {
  /** ISO 3166 alpha-2; empty for an area without one. */
  readonly code: string;
  readonly rings: readonly Ring[];
}

let read: (() => Uint8Array) | null = null;
let world: World | null = null;
let codes: ReadonlyMap<string, string> | null = null;
let drawn: readonly Outline[] | null = null;

/** Called once by the engine; `bytes` gives resources/map/world.json. */
export function loadWorld(bytes: () => Uint8Array): void {
  read = bytes;
}

function table(): World {
  if (read === null) throw new Error('world: the table is not loaded');
  world ??= JSON.parse(new TextDecoder().decode(read())) as World;
  return world;
}

const folded = (text: string): string => text.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, ' ');

/** ISO 3166 alpha-2 of a country written as code (two or three letters) or by its name in English, Japanese or Chinese; else null. */
export function countryCode(text: string): string | null {
  codes ??= new Map(table().countries.flatMap(({ code, written }) => [code, ...written].map((one) => [folded(one), code] as const)));
  return codes.get(folded(text)) ?? null;
}

/** Whose outlines they are. */
export const worldSource = (): string => table().source;

export function outlines(): readonly Outline[] {
  drawn ??= table().outlines.map(({ code, rings }) => ({ code, rings: rings.map(summed) }));
  return drawn;
}

function summed(differences: readonly number[]): Ring {
  let [x, y] = [0, 0];
  return differences.map((one, at) => {
    if (at % 2 === 0) x += one;
    else y += one;
    return at % 2 === 0 ? x : y;
  });
}
