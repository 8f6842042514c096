// Where on earth: countries as they are written and drawn, coordinates as they are written. Pure; whose they are it does not ask.
export { type CoordinateProblem, type Coordinates, readCoordinates } from './coordinates.ts';
export { countryCode, loadWorld, type Outline, outlines, type Ring, worldSource } from './countries.ts';
export { liesIn } from './liesIn.ts';
