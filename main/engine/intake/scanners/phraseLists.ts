// The lists of seed words for other rooms: code that a case at work never needs, so it comes when first asked for.
export async function phraseLists() {
  const { isPhrase, numbersOf, PHRASE_LANGUAGES } = await import('./phraseWords.ts');
  return { isPhrase, numbersOf, languages: PHRASE_LANGUAGES };
}
