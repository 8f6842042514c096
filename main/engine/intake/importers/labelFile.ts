// A file of labels (TagPack YAML, CSV). Recognised and parsed by the labels room; this only brings the bytes.
import { labelFormats } from '../../labels/index.ts';
import { EMPTY_MATERIAL, type Importer, type Probe } from '../material.ts';
import { openSourceFile } from '../sourceFile.ts';
import { isAddress } from '../labelledChains.ts';

const LARGEST = 256 << 20;

const formatOf = (probe: Probe) =>
  probe.folder || probe.size === 0 || probe.size > LARGEST
    ? undefined
    : labelFormats.entries.find((format) => format.sniff(probe.head, probe.name));

export const labelFile: Importer = {
  id: 'labelFile',
  version: '1',
  sniff: (probe) => formatOf(probe) !== undefined,
  async read(probe) {
    const file = openSourceFile(probe.path);
    const content = new Uint8Array(probe.size);
    file.readInto(content, 0);
    const format = formatOf(probe);
    return { ...EMPTY_MATERIAL, files: [file], labels: format === undefined ? null : format.parse(content, probe.name, isAddress) };
  },
};
