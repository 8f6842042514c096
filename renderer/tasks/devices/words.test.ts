// Every code that the contract lists has its words on the screen: a new kind of trace or check without them fails here, not before an officer.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { TRACE_CHECKS, TRACE_KINDS } from '../../../shared/contract/device.ts';
import { CUSTODY_ACTIONS, EXHIBIT_FORMS } from '../../../shared/contract/exhibit.ts';
import { CUSTODY_TEXTS, HASH_FIELDS } from './custodyDraft.ts';

const words = JSON.parse(readFileSync(new URL('../../../resources/locales/en/devices.json', import.meta.url), 'utf8')) as object;

it('has words for every kind, check, form and action', () => {
  const keys = [
    ...TRACE_KINDS.map((one) => `kind.${one}`),
    ...TRACE_CHECKS.map((one) => `check.${one}`),
    ...EXHIBIT_FORMS.map((one) => `exhibitForm.${one}`),
    ...CUSTODY_ACTIONS.map((one) => `action.${one}`),
    ...CUSTODY_TEXTS.map((one) => `custody.${one}`),
    ...HASH_FIELDS.map((one) => `hash.${one}`),
  ];
  expect(keys.filter((key) => !(key in words))).toEqual([]);
});
