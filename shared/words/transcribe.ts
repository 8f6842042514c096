// What is proposed for a typed id and how far it can be relied on, in words, for window and command line alike. Sentences stand in
// resources/locales/*/transcribe.json.
import type { TypedProposal, Verdict } from '../contract/transcribe.ts';
import type { Parameters } from './say.ts';

type Say = (key: string, parameters?: Parameters) => string;

/** Places are counted from 1, as people count. */
export function changesText(say: Say, changes: TypedProposal['changes']): string {
  return changes.map(({ kind, at, from, to }) => say(`transcribe.change.${kind}`, { at: at + 1, from, to })).join('; ');
}

/** How often what is proposed passes by chance; empty where nothing was tried. */
export function chanceTexts(say: Say, { tried, oneIn, forms, complete, proposals }: Verdict): readonly string[] {
  if (tried === 0 || oneIn === null) return [];
  const isMany = BigInt(oneIn) < 2n;
  const form = forms.find((one) => one.form === 'bech32' || one.form === 'evm')?.form;
  return [
    say(isMany ? 'transcribe.chanceMany' : 'transcribe.chance', { tried, oneIn: grouped(oneIn) }),
    ...(form === undefined ? [] : [say(`transcribe.chanceOf.${form}`)]),
    ...(complete || proposals.length === 0 ? [] : [say('transcribe.incomplete')]),
  ];
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, '\u202f');

/** What does not fit the form that the text looks like. */
export function misfitTexts(say: Say, { text, forms }: Verdict): readonly string[] {
  return forms.flatMap(({ form, strange, length }) => {
    const named = say(`transcribe.form.${form}`);
    const characters = [...new Set(strange.map((at) => text[at] ?? ''))].join(' ');
    return [
      ...(characters === '' ? [] : [say('transcribe.strange', { form: named, characters })]),
      ...(length === 'fits' ? [] : [say(`transcribe.length.${length}`, { form: named })]),
    ];
  });
}
