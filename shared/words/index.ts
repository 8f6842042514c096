// The words' door.
export { type Catalogue, createCatalogue, faultWords, type Parameters, parametersOf, reasonWords, say } from './say.ts';
