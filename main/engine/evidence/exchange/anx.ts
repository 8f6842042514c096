// Analyst's Notebook's exchange form (ANX), schema version 9, in its small dialect: entities with an identity, links between them, attributes of text. The
// schema comes with the product and is not at hand; the shape is that of files it is known to open.
import { EDGE_COLUMNS, type GraphModel, NODE_COLUMNS } from './graphModel.ts';
import { legibleText, xmlTag } from './xmlText.ts';

/** Those entity types that the product has an icon for; what no icon fits has a plain one. */
const ICONS: Readonly<Record<string, string>> = {
  address: 'Account',
  account: 'Account',
  cluster: 'Account',
  seed: 'Account',
  event: 'Event',
};
const PLAIN_ICON = 'General';
/** Distance of neighbours on a chart that has no places: a square of them. */
const STEP = 160;

export function* anxParts({ title, program, about, nodes, edges }: GraphModel): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield comment([title, program, ...about]);
  yield '<Chart>\n<ApplicationVersion Major="9" Minor="0" Point="0" Build="0"/>\n';
  // Recorded lines are whole, everything else is broken: told apart without colour.
  yield '<StrengthCollection>\n<Strength Id="S1" Name="Confirmed" DotStyle="DotStyleSolid"/>\n<Strength Id="S2" Name="Unconfirmed" DotStyle="DotStyleDashed"/>\n<Strength Id="S3" Name="Tentative" DotStyle="DotStyleDotted"/>\n</StrengthCollection>\n';
  const columns = [...new Set<string>([...NODE_COLUMNS, ...EDGE_COLUMNS])];
  const classOf = new Map(columns.map((name, at) => [name, `A${at + 1}`]));
  const shown = { IsUser: 'true', UserCanAdd: 'true', UserCanRemove: 'true', ShowValue: 'false' };
  yield `<AttributeClassCollection>\n${columns.map((name) => xmlTag('AttributeClass', { Id: classOf.get(name) as string, Name: name, Type: 'AttText', ...shown })).join('\n')}\n</AttributeClassCollection>\n`;
  const nodeKinds = kindsOf(nodes);
  const edgeKinds = kindsOf(edges);
  yield `<EntityTypeCollection>\n${nodeKinds.map((kind, at) => `${xmlTag('EntityType', { Id: `E${at + 1}`, Name: kind, Colour: '0', IconFile: ICONS[kind] ?? PLAIN_ICON, PreferredRepresentation: 'RepresentAsIcon' })}\n`).join('')}</EntityTypeCollection>\n`;
  yield `<LinkTypeCollection>\n${edgeKinds.map((kind, at) => `${xmlTag('LinkType', { Id: `L${at + 1}`, Name: kind, Colour: '0' })}\n`).join('')}</LinkTypeCollection>\n`;
  yield '<ChartItemCollection>\n';
  const side = Math.ceil(Math.sqrt(nodes.length));
  const numberOf = new Map(nodes.map(({ id }, at) => [id, String(at + 1)]));
  for (const [at, { id, label, cells, place }] of nodes.entries()) {
    const x = String(place?.x ?? (at % side) * STEP);
    const y = String(place?.y ?? Math.floor(at / side) * STEP);
    const kind = cells.kind ?? '';
    yield `${xmlTag('ChartItem', { Id: `N${at + 1}`, Label: label, ...source(cells.recorded_in), ...dated(cells.first_utc), XPosition: x }, '>')}\n`;
    yield `${xmlTag('End', { X: x, Y: y, Z: '0' }, '>')}${xmlTag('Entity', { EntityId: String(at + 1), Identity: id, LabelIsIdentity: 'false' }, '>')}<Icon>${xmlTag('IconStyle', { Type: kind, EntityTypeReference: `E${nodeKinds.indexOf(kind) + 1}` })}</Icon></Entity></End>\n`;
    yield `${attributes(cells, classOf)}</ChartItem>\n`;
  }
  for (const [at, edge] of edges.entries()) {
    const { cells } = edge;
    const [strength, reference] =
      cells.statement === 'fact' || cells.statement === 'derivation'
        ? ['Confirmed', 'S1']
        : cells.statement === 'assumption'
          ? ['Tentative', 'S3']
          : ['Unconfirmed', 'S2'];
    const kind = cells.kind ?? '';
    yield `${xmlTag('ChartItem', { Id: `K${at + 1}`, Label: edge.label, ...source(cells.recorded_in), ...dated(cells.first_utc) }, '>')}\n`;
    yield `${xmlTag('Link', { End1Id: numberOf.get(edge.source) ?? '', End2Id: numberOf.get(edge.target) ?? '' }, '>')}${xmlTag('LinkStyle', { Strength: strength as string, StrengthReference: reference as string, ArrowStyle: 'ArrowOnHead', MlStyle: 'MultiplicityMultiple', Type: kind, LinkTypeReference: `L${edgeKinds.indexOf(kind) + 1}` })}</Link>\n`;
    yield `${attributes(cells, classOf)}</ChartItem>\n`;
  }
  yield '</ChartItemCollection>\n</Chart>\n';
}

const kindsOf = (things: readonly { readonly cells: { readonly kind?: string } }[]): string[] => [
  ...new Set(things.map(({ cells }) => cells.kind ?? '')),
];

/** The field of the product; the whole text stands in the attribute of that name. */
const source = (text: string | undefined): Readonly<Record<string, string>> => ({ SourceReference: (text ?? '').slice(0, 255) });

function dated(utc: string | undefined): Readonly<Record<string, string>> {
  if (utc === undefined || utc === '') return {};
  const isMoment = utc.endsWith('Z');
  return {
    DateSet: 'true',
    TimeSet: String(isMoment),
    DateTime: isMoment ? `${utc.slice(0, -1)}.000` : `${utc}T00:00:00.000`,
    DateTimeDescription: 'UTC',
  };
}

function attributes(cells: Readonly<Record<string, string>>, classOf: ReadonlyMap<string, string>): string {
  const rows = Object.entries(cells).map(([name, text]) =>
    xmlTag('Attribute', { AttributeClass: name, AttributeClassReference: classOf.get(name) ?? '', Value: text }),
  );
  return `<AttributeCollection>${rows.join('')}</AttributeCollection>\n`;
}

/** Two dashes end a comment of XML, wherever they stand. */
const comment = (lines: readonly string[]): string =>
  `<!--\n${legibleText(lines.join('\n'))
    .replace(/-(?=-)/g, '- ')
    .replace(/-$/, '- ')}\n-->\n`;
