// Lines above the status bar: few, each once, and gone with the case they are about.
import { describe, expect, it } from 'vitest';
import { withCase, withNotice } from './notices.ts';

const line = (text: string, ofCase: string | null) => ({ text, action: null, ofCase });

describe('what became of work', () => {
  it('is said once, last where it was said last, and three lines at most', () => {
    const list = ['a', 'b', 'a', 'c', 'd'].map((text) => line(text, 'river')).reduce(withNotice, [] as ReturnType<typeof withNotice>);
    expect(list.map(({ text }) => text)).toEqual(['a', 'c', 'd']);
  });

  it('goes with its case, and does not come back when that is opened again', () => {
    const said = [line('K-1 was scanned', 'river'), line('closed: note this code', null)];
    const closed = withCase(said, null);
    expect(closed.map(({ text }) => text)).toEqual(['closed: note this code']);
    expect(withCase(closed, 'river')).toEqual([]);
  });

  it('stays the same list where nothing goes', () => {
    const said = [line('K-1 was scanned', 'river')];
    expect(withCase(said, 'river')).toBe(said);
  });
});
