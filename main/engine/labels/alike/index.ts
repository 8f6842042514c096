// What is written alike: names by rules of folding, identifiers in one form. Pure; whom they mean it does not ask.
export { loadHanVariants } from './hanVariants.ts';
export { type IdentifierRule, identifierKey, identifierRules } from './identifiers.ts';
export { type NameRule, nameKeys, nameRules } from './names.ts';
