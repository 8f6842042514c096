// Characters that are taken for one another in handwriting, in print and by character recognition. Which of them an id may hold is the
// business of its form. The lists are made from what people and programs mix up; nothing here was measured.

/** Within a list each may be taken for each other. */
const STRONG = [
  '0OoQ',
  '1lIi',
  '5Ss',
  '8B',
  '2Zz',
  '6bG',
  '9gq',
  'uv',
  'UV',
  'ce',
  'Cc',
  'Kk',
  'Pp',
  'Vv',
  'Ww',
  'Xx',
  'Uu',
  'Yy',
  'mn',
  'hn',
];
const WEAK = [
  ...[
    '0D',
    'OD',
    'o0a',
    '1T7',
    'ij',
    'lt',
    'CG',
    'CO',
    'co',
    '3B8',
    '38',
    '4A',
    '49',
    'EF',
    'ft',
    'MN',
    'MW',
    'nr',
    'rv',
    'vy',
    'gy',
    'ad',
  ],
  ...['hb', 'kx', 'Kx', 'KX', 'uw', 'nu', 'PR', 'Ff', 'Jj', 'Mm', '7y', '7Z', '17', 'Ll', 'HN', 'Rr', 'DQ', '6h'],
];

/** Two characters that read as one. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['rn', 'm'],
  ['cl', 'd'],
  ['vv', 'w'],
];

export interface Alike {
  readonly to: string;
  /** Smaller is more alike. */
  readonly cost: number;
}

const COST = { strong: 1, weak: 2 } as const;
const table = new Map<string, Map<string, number>>();

function note(list: string, cost: number): void {
  for (const from of list)
    for (const to of list) {
      if (from === to) continue;
      const own = table.get(from) ?? new Map<string, number>();
      own.set(to, Math.min(cost, own.get(to) ?? cost));
      table.set(from, own);
    }
}
for (const list of STRONG) note(list, COST.strong);
for (const list of WEAK) note(list, COST.weak);

/** What a character may have been taken for, the most alike first. */
export function alikeTo(character: string): readonly Alike[] {
  return [...(table.get(character) ?? [])].map(([to, cost]) => ({ to, cost })).sort((a, b) => a.cost - b.cost || (a.to < b.to ? -1 : 1));
}

export function isAlike(a: string, b: string): boolean {
  return table.get(a)?.has(b) === true;
}

/** What may stand in place of one character or of two from a place on, where one of them is of two characters. */
export function pairsAt(text: string, at: number): readonly { readonly from: string; readonly to: string }[] {
  return PAIRS.flatMap(([two, one]) => [
    ...(text.startsWith(two, at) ? [{ from: two, to: one }] : []),
    ...(text[at] === one ? [{ from: one, to: two }] : []),
  ]);
}
