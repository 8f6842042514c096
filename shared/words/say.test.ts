// The formatter of the locale files.
import { expect, it } from 'vitest';
import { createCatalogue, faultWords, parametersOf, say } from './index.ts';

const catalogue = createCatalogue({
  ui: { a: { b: '{count} of {total}' } },
  errors: { 'x.y': { message: 'Bad {file}.', next: 'Try {other}.' } },
});

it('fills in parameters and leaves what is missing visible', () => {
  expect(say(catalogue, 'ui.a.b', { count: 1, total: 2 })).toBe('1 of 2');
  expect(say(catalogue, 'ui.a.b', { count: 1 })).toBe('1 of {total}');
  expect(say(catalogue, 'ui.no.key')).toBe('ui.no.key');
  expect(say(catalogue, 'constructor')).toBe('constructor');
});

it('does not read parameters out of parameters', () => {
  expect(say(catalogue, 'ui.a.b', { count: '{total}', total: '$&' })).toBe('{total} of $&');
});

it('takes a word by the number', () => {
  const rows = createCatalogue({ ui: { rows: '{count} {count|row|rows} of {file}' } });
  expect(say(rows, 'ui.rows', { count: 1, file: 'f' })).toBe('1 row of f');
  expect(say(rows, 'ui.rows', { count: '1,000', file: 'f' })).toBe('1,000 rows of f');
  expect(say(rows, 'ui.rows', { count: 0, file: 'f' })).toBe('0 rows of f');
  expect(say(rows, 'ui.rows', { file: 'f' })).toBe('{count} {count|row|rows} of f');
});

it('names the parameters of a sentence', () => {
  expect(parametersOf('{count} {count|row|rows}')).toEqual(['count']);
  expect(parametersOf('{a} {b} {a}')).toEqual(['a', 'b']);
});

it('adds to a fault what no sentence names', () => {
  expect(faultWords(catalogue, { code: 'x.y', parameters: { file: 'f', row: 7, empty: '' } })).toEqual({
    message: 'Bad f. (row: 7)',
    next: 'Try ?.',
  });
});
