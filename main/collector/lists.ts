// Reads fetch lists (tracehold-fetch/1): a file as the program wrote it, or the text of its codes, several parts of one list. A list is
// input like any other: bounded, and refused where it is not one.
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { Refusal } from './refusal.ts';

const Block = z.number().int().nonnegative().nullable();
const Item = z.strictObject({
  number: z.number().int().positive(),
  chain: z.string().regex(/^[a-z0-9]{3,8}:[-_a-zA-Z0-9]{1,64}$/),
  kind: z.enum(['transaction', 'address', 'block']),
  // What every id and address of the chains known is written with; it becomes part of a URL.
  item: z.string().regex(/^[A-Za-z0-9]{1,120}$/),
  fromBlock: Block,
  toBlock: Block,
  why: z.string().max(400).optional(),
});
const List = z.strictObject({
  format: z.literal('tracehold-fetch/1'),
  list: z.string().regex(/^[0-9a-f]{32}$/),
  part: z.number().int().positive().optional(),
  parts: z.number().int().positive().optional(),
  items: z.array(Item).min(1).max(100_000),
});

export type ListItem = Omit<z.output<typeof Item>, 'why'>;
export interface FetchLists {
  /** Random ids of the lists. */
  readonly ids: readonly string[];
  readonly items: readonly ListItem[];
}

const LARGEST = 64 << 20;

export function readLists(paths: readonly string[]): FetchLists {
  const ids = new Set<string>();
  const items = new Map<string, ListItem>();
  for (const path of paths) {
    const file = basename(path);
    let parsed: z.ZodSafeParseResult<z.output<typeof List>>;
    try {
      if (statSync(path).size > LARGEST) throw new Error('too large');
      parsed = List.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    } catch (error) {
      throw new Refusal('list', { file, reason: (error as { code?: string }).code ?? 'not JSON' });
    }
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new Refusal('list', { file, reason: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim().slice(0, 200) });
    }
    ids.add(parsed.data.list);
    for (const { why: _why, ...item } of parsed.data.items) {
      const key = `${item.chain} ${item.kind} ${item.item} ${item.fromBlock ?? ''} ${item.toBlock ?? ''}`;
      if (!items.has(key)) items.set(key, item);
    }
  }
  return { ids: [...ids].sort(), items: [...items.values()] };
}
