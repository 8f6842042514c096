// Several files of one path in one file system (deleted ones, one of them written anew) are told apart by a number: what is told of a path must lead to
// one file.

/** FNV-1a over the code units, from two beginnings: paths are compared themselves only where both are equal. */
const BASES = [0x811c9dc5, 0x2545f491] as const;

export interface ListedPaths {
  readonly count: number;
  nameOf(file: number): string;
  systemOf(file: number): number;
  isDeleted(file: number): boolean;
  /** Whether both are one file that was listed twice. */
  isSame(one: number, other: number): boolean;
}

/** `name`, or `(2)/name` of the second one, by file. One that stands comes before deleted ones, else the order of the list says which is which. */
export function numberPaths({ count, nameOf, systemOf, isDeleted, isSame }: ListedPaths): (file: number) => string {
  const [hashes, seconds] = BASES.map(() => new Uint32Array(count)) as [Uint32Array, Uint32Array];
  const order = new Uint32Array(count);
  for (let file = 0; file < count; file++) {
    const [first, second] = hashesOf(systemOf(file), nameOf(file));
    hashes[file] = first;
    seconds[file] = second;
    order[file] = file;
  }
  const compared = (file: number, first: number, second: number): number =>
    (hashes[file] as number) - first || (seconds[file] as number) - second;
  order.sort((a, b) => compared(a, hashes[b] as number, seconds[b] as number) || Number(isDeleted(a)) - Number(isDeleted(b)) || a - b);
  const isListed = (system: number, name: string): boolean => {
    const [first, second] = hashesOf(system, name);
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compared(order[middle] as number, first, second) < 0) low = middle + 1;
      else high = middle;
    }
    return low < count && compared(order[low] as number, first, second) === 0;
  };
  let numbers: Uint32Array | null = null;
  // Of one path: the first file, the one numbered last, and the number that it got.
  let group = { first: -1, last: -1, number: 1 };
  for (const file of order) {
    const isOfGroup =
      group.first >= 0 &&
      compared(file, hashes[group.first] as number, seconds[group.first] as number) === 0 &&
      systemOf(file) === systemOf(group.first) &&
      nameOf(file) === nameOf(group.first);
    if (!isOfGroup) {
      group = { first: file, last: file, number: 1 };
      continue;
    }
    if (isSame(file, group.first)) continue;
    numbers ??= new Uint32Array(count);
    if (!isSame(file, group.last)) {
      do group.number++;
      while (
        // A folder may itself be called `(2)`.
        isListed(systemOf(file), numbered(nameOf(file), group.number))
      );
      group.last = file;
    }
    numbers[file] = group.number;
  }
  return (file) => {
    const number = numbers?.[file] ?? 0;
    return number === 0 ? nameOf(file) : numbered(nameOf(file), number);
  };
}

const numbered = (name: string, number: number): string => `(${number})/${name}`;

function hashesOf(system: number, name: string): readonly [number, number] {
  let [first, second] = [BASES[0] ^ system, BASES[1] ^ system];
  for (let at = 0; at < name.length; at++) {
    const unit = name.charCodeAt(at);
    first = Math.imul(first ^ unit, 0x01000193);
    second = Math.imul(second ^ unit, 0x01000193);
  }
  return [first >>> 0, second >>> 0];
}
