// The words' door.
export { type Catalogue, createCatalogue, faultWords, type Parameters, parametersOf, say } from './say.ts';
