// A movement as contradictions between sources name it: the text that two records are compared by, read back into its parts.

export interface SaidMovement {
  readonly kind: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Contract, currency or symbol; null for the chain's own coin. */
  readonly contract: string | null;
  readonly tokenId: string | null;
  /** Smallest unit. */
  readonly amount: string;
}

/** A fee is said by its amount alone; null where the text is of neither form. */
export function readSaidMovement(value: string): SaidMovement | { readonly fee: string } | null {
  if (/^\d{1,78}$/.test(value)) return { fee: value };
  try {
    const [kind, from, to, asset, amount] = JSON.parse(value) as readonly unknown[];
    const [, contract, tokenId] = JSON.parse(String(asset)) as readonly unknown[];
    if (typeof kind !== 'string' || typeof amount !== 'string') return null;
    return { kind, from: textOf(from), to: textOf(to), contract: textOf(contract), tokenId: textOf(tokenId), amount };
  } catch {
    return null;
  }
}

/** Contract or currency with the token's id, as one text; empty for the chain's own coin. */
export function saidAsset({ contract, tokenId }: Pick<SaidMovement, 'contract' | 'tokenId'>): string {
  return [contract ?? '', tokenId === null ? '' : `#${tokenId}`].filter((part) => part !== '').join(' ');
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
