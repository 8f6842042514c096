// A file of labels in one of the known forms. Recognised and parsed by the labels room; this only brings the bytes.
import { labelFormats } from '../../labels/index.ts';
import { labelPlaces } from '../labelledChains.ts';
import { EMPTY_MATERIAL, type Importer, type Probe } from '../material.ts';
import { openSourceFile } from '../sourceFile.ts';

const LARGEST = 512 << 20;

const formatOf = (probe: Probe) =>
  probe.folder || probe.size === 0 || probe.size > LARGEST
    ? undefined
    : labelFormats.entries.find((format) => format.sniff(probe.head, probe.name));

export const labelFile: Importer = {
  id: 'labelFile',
  version: '2',
  sniff: (probe) => formatOf(probe) !== undefined,
  async read(probe) {
    const file = openSourceFile(probe.path);
    const content = new Uint8Array(probe.size);
    file.readInto(content, 0);
    const format = formatOf(probe);
    const places = labelPlaces();
    return {
      ...EMPTY_MATERIAL,
      files: [file],
      places,
      labels: format === undefined ? null : format.parse(content, probe.name, places.isAddress),
    };
  },
};
