// Door of the labels room, its pure part: label files in, claims out.
export { identifierKey, identifierRules, loadHanVariants, nameKeys, nameRules } from './alike/index.ts';
export { CONCEPT_IDS, conceptOf } from './concepts.ts';
export { CONFIDENCES, confidenceLevel } from './confidence.ts';
export { type Difference, difference, type LabelChange } from './difference.ts';
export { labelFormats } from './formats.ts';
export { parseLabelCsv } from './labelCsv.ts';
export { labelCollector, type LabelFields, type ParsedLabel, type ParsedLabels } from './parsedLabels.ts';
export {
  addressRange,
  internetAddressText,
  networkForm,
  type NetworkRange,
  readInternetAddress,
  readInternetRange,
  readNetworkLine,
  statedDay,
} from './networks/index.ts';
export {
  countryCode,
  type CoordinateProblem,
  liesIn,
  loadWorld,
  type Outline,
  outlines,
  readCoordinates,
  type Ring,
  worldSource,
} from './world/index.ts';
export { parseTagPack } from './tagPack.ts';
export { listOf, readYaml, textsOf } from './yamlText.ts';
export { bip329Text, tagPackText, type WrittenLabel } from './write.ts';
