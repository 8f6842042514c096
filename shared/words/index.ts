// The words' door.
export { type Catalogue, createCatalogue, faultWords, fillIn, type Parameters, parametersOf, reasonWords, say } from './say.ts';
