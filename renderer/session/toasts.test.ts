// Few messages at a time, and no error lost.
import { describe, expect, it } from 'vitest';
import { createShelf } from './toasts.ts';

describe('messages at the foot of the window', () => {
  it('counts what is said again and piles nothing up', () => {
    const shelf = createShelf();
    expect([1, 2, 3].map(() => shelf.put('added', false).count)).toEqual([1, 2, 3]);
    shelf.gone('added');
    expect(shelf.put('added', false).count).toBe(1);
  });

  it('lets the oldest passing message go for a fourth, never an error', () => {
    const shelf = createShelf();
    for (const key of ['fault 1', 'fault 2', 'fault 3', 'fault 4']) expect(shelf.put(key, true).gone).toEqual([]);
    for (const key of ['a', 'b', 'c']) expect(shelf.put(key, false).gone).toEqual([]);
    expect(shelf.put('d', false).gone).toEqual(['a']);
    expect(shelf.put('fault 5', true).gone).toEqual([]);
    expect(shelf.put('e', false).gone).toEqual(['b']);
  });
});
