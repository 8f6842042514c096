// What is dropped on the canvas.
import { expect, it } from 'vitest';
import { readDropped } from './dropped.ts';

const given = (files: readonly File[], text = '') => ({ files: files as unknown as FileList, getData: () => text });

it('takes text, and the text of a small file', async () => {
  expect(await readDropped(given([], 'abc'))).toEqual({ kind: 'text', text: 'abc' });
  expect(await readDropped(given([new File(['one\ntwo'], 'ids.txt')]))).toEqual({ kind: 'text', text: 'one\ntwo' });
});

it('sends data, crowds and several files to the sources', async () => {
  const source = { kind: 'source', name: 'x' };
  expect(await readDropped(given([new File([new Uint8Array([0xf9, 0xbe, 0xb4, 0xd9])], 'x')]))).toEqual(source);
  expect(await readDropped(given([new File(['a\u0000b'], 'x')]))).toEqual(source);
  expect(await readDropped(given([new File([new Uint8Array(1_000_001).fill(65)], 'x')]))).toEqual(source);
  expect(await readDropped(given([new File(['a'], 'x'), new File(['b'], 'y')]))).toEqual(source);
});

it('takes nothing for nothing', async () => {
  expect(await readDropped(given([]))).toEqual({ kind: 'nothing' });
});
