// Han characters in one form: simplified and traditional, old and new forms of Japan, variants in names. The table is read once; its source
// stands in it (resources/labels/hanVariants.json).
let forms: ReadonlyMap<string, string> | null = null;

/** Called once by the engine with resources/labels/hanVariants.json. */
export function loadHanVariants(bytes: Uint8Array): void {
  const { groups } = JSON.parse(new TextDecoder().decode(bytes)) as { readonly groups: string };
  const read = new Map<string, string>();
  for (const group of groups.split(' ')) {
    const members = [...group];
    for (const one of members) read.set(one, members[0] as string);
  }
  forms = read;
}

export function foldHan(text: string): string {
  if (forms === null) throw new Error('han variants: the table is not loaded');
  const table = forms;
  // A repeated character is written by a mark: 佐々木, 佐佐木.
  return text.replace(/(\p{Script=Han})[々〻]/gu, '$1$1').replace(/\p{Script=Han}/gu, (one) => table.get(one) ?? one);
}
