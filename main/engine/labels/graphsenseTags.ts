// Answers of GraphSense's REST interface that carry tags: a page with `address_tags`, or a list of tags. What the service took over from a
// cluster says so (`inherited_from`) and is kept as inherited.
import { z } from 'zod';
import { Fault } from '../../../shared/model/fault.ts';
import { type AddressCheck, anyText, labelCollector, labelText, type ParsedLabels } from './parsedLabels.ts';

export const GRAPHSENSE_IMPORTER = 'labels.graphsense@1';
const LARGEST_BYTES = 64 * 1024 * 1024;

const text = z.string().nullish();
const Tag = z.object({
  address: text,
  label: text,
  source: text,
  tagpack_uri: text,
  tagpack_title: text,
  tagpack_creator: text,
  category: text,
  abuse: text,
  concepts: z.array(z.string()).nullish(),
  confidence: text,
  currency: text,
  network: text,
  /** Seconds since 1970. */
  lastmod: z.union([z.number(), z.string()]).nullish(),
  actor: text,
  tag_type: text,
  tagpack_is_public: z.boolean().nullish(),
  is_cluster_definer: z.boolean().nullish(),
  inherited_from: text,
});

export function looksLikeGraphsenseTags(start: string): boolean {
  return /^\s*[[{]/.test(start) && /"tagpack_(title|uri|creator)"\s*:/.test(start) && /"address"\s*:/.test(start);
}

export function parseGraphsenseTags(bytes: Uint8Array, name: string, isAddress: AddressCheck = anyText): ParsedLabels {
  const labels = labelCollector(isAddress);
  for (const [index, item] of listIn(labelText(bytes, LARGEST_BYTES)).entries()) {
    const tag = Tag.safeParse(item);
    if (!tag.success) labels.reject(index + 1, 'malformedRow', JSON.stringify(item)?.slice(0, 200) ?? '');
    else {
      const { data } = tag;
      labels.add(index + 1, {
        address: data.address ?? '',
        label: data.label ?? '',
        source: [data.source, data.tagpack_uri, data.tagpack_title].find((one) => (one ?? '').trim() !== '') ?? '',
        creator: data.tagpack_creator ?? '',
        category: data.category ?? '',
        abuse: data.abuse ?? '',
        concepts: (data.concepts ?? []).join('\n'),
        confidence: data.confidence ?? '',
        currency: data.currency ?? '',
        network: data.network ?? '',
        lastModified: typeof data.lastmod === 'number' ? dayOfSeconds(data.lastmod) : (data.lastmod ?? ''),
        actor: data.actor ?? '',
        tagType: data.tag_type ?? '',
        definesCluster: data.is_cluster_definer == null ? '' : String(data.is_cluster_definer),
        inherited: data.inherited_from ?? '',
      });
    }
  }
  return {
    format: 'graphsense',
    importer: GRAPHSENSE_IMPORTER,
    title: name,
    accepted: labels.accepted,
    rejected: labels.rejected,
    refused: labels.refused,
  };
}

function listIn(content: string): readonly unknown[] {
  let document: unknown;
  try {
    document = JSON.parse(content);
  } catch (cause) {
    throw new Fault('labels.malformed', { reason: 'json' }, cause);
  }
  const list = Array.isArray(document) ? document : (document as { address_tags?: unknown } | null)?.address_tags;
  if (!Array.isArray(list)) throw new Fault('labels.malformed', { reason: 'noTags' });
  return list;
}

function dayOfSeconds(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10);
}
