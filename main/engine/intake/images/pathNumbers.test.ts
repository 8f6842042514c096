// Files of one path are told apart, whatever else is listed; what was listed twice is one.
import { expect, it } from 'vitest';
import { numberPaths } from './pathNumbers.ts';

interface File {
  readonly name: string;
  readonly system?: number;
  readonly isDeleted?: boolean;
  readonly inode: number;
}

function named(files: readonly File[]): string[] {
  const at = (file: number): File => files[file] as File;
  const nameOf = numberPaths({
    ...{ count: files.length, nameOf: (file) => at(file).name, systemOf: (file) => at(file).system ?? 0 },
    ...{ isDeleted: (file) => at(file).isDeleted ?? false, isSame: (one, other) => at(one).inode === at(other).inode },
  });
  return files.map((_, file) => nameOf(file));
}

it('numbers the files of one path, one that stands first, in the order of the list', () => {
  expect(
    named([
      { name: 'a', inode: 1, isDeleted: true },
      { name: 'b', inode: 2 },
      { name: 'a', inode: 3 },
      { name: 'a', inode: 4, isDeleted: true },
      { name: 'a', inode: 5, system: 1 },
    ]),
  ).toEqual(['(2)/a', 'b', 'a', '(3)/a', 'a']);
});

it('gives one that was listed twice one name, and no name of another file', () => {
  expect(
    named([
      { name: '(2)/a', inode: 1 },
      { name: 'a', inode: 2 },
      { name: 'a', inode: 2, isDeleted: true },
      { name: 'a', inode: 3, isDeleted: true },
      { name: 'a', inode: 3, isDeleted: true },
    ]),
  ).toEqual(['(2)/a', 'a', 'a', '(3)/a', '(3)/a']);
});

it('every file has a path of its own where very many bear few names', () => {
  const files = Array.from({ length: 20_000 }, (_, at) => ({
    name: `(${at % 7})/${'x/'.repeat(at % 3)}f`,
    inode: at,
    isDeleted: at % 2 === 0,
  }));
  const names = named(files);
  expect(new Set(names).size).toBe(files.length);
  expect(names.every((name, at) => name.endsWith(files[at]?.name ?? ''))).toBe(true);
});
