// Few messages at a time, and no error lost.
import { describe, expect, it } from 'vitest';
import { createShelf } from './toasts.ts';

describe('messages at the foot of the window', () => {
  it('counts what is said again and piles nothing up', () => {
    const shelf = createShelf();
    expect([1, 2, 3].map(() => shelf.put('added', false, 0).count)).toEqual([1, 2, 3]);
    shelf.gone('added');
    expect(shelf.put('added', false, 0).count).toBe(1);
  });

  it('lets the oldest passing message go for a fourth, never an error', () => {
    const shelf = createShelf();
    for (const key of ['fault 1', 'fault 2', 'fault 3', 'fault 4']) expect(shelf.put(key, true, 0).gone).toEqual([]);
    for (const key of ['a', 'b', 'c']) expect(shelf.put(key, false, 0).gone).toEqual([]);
    expect(shelf.put('d', false, 0).gone).toEqual(['a']);
    expect(shelf.put('fault 5', true, 0).gone).toEqual([]);
    expect(shelf.put('e', false, 0).gone).toEqual(['b']);
  });
});

it('lets errors of before go when the person goes on', () => {
  const shelf = createShelf();
  shelf.put('old', true, 100);
  shelf.put('said', false, 100);
  shelf.put('new', true, 2000);
  expect(shelf.past(1500)).toEqual(['old']);
  shelf.put('old', true, 2100);
  expect(shelf.past(1500)).toEqual([]);
});
