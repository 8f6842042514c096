// The words' door.
export { countsOfBag } from './bag.ts';
export {
  bookText,
  categoriesText,
  endText,
  exampleText,
  limitsText,
  scopeTexts,
  screenedText,
  shareOfTotal,
  stopsText,
  verdictText,
} from './exposure.ts';
export { becauseText, conditionTexts, conditionsText, figureText, type FindingWords, ruleTitle, signsText } from './findings.ts';
export { reportTexts } from './goaml.ts';
export { saidWhere, slackText, whereText } from './people.ts';
export { chanceTexts, changesText, misfitTexts } from './transcribe.ts';
export { type Catalogue, createCatalogue, faultWords, fillIn, type Parameters, parametersOf, reasonWords, say } from './say.ts';
