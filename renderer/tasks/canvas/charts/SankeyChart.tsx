// Bands as SVG of our own: what ends in a node hatched, the statement of a band by the line at its sides and by word, its figure and how far the
// policies lie apart under the pointer and in its name.
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import type { AssetView } from '../../../../shared/contract/account.ts';
import { STATEMENT_KINDS } from '../../../../shared/model/statement.ts';
import { STATEMENT_GLYPHS } from '../../../design/glyphs.ts';
import { LineSwatch } from '../../../graph/StageSwatches.tsx';
import { useWords } from '../../../session/words.ts';
import { assetText, unitsText } from '../../accounts/figures.ts';
import { bandKey, layoutBands, NODE_WIDTH, outOf } from './bandLayout.ts';
import { type Band, type BandNode, type Bands, bandText, type ChosenRun, nodeName, stateText } from './bandWords.ts';
import { useSize } from './useSize.ts';

interface Props {
  readonly answer: Bands;
  readonly asset: AssetView;
  readonly run: ChosenRun;
  /** Nodes behind what is chosen on the canvas; where there are any the rest steps back. */
  readonly lit: ReadonlySet<string>;
  readonly chosen: string | null;
  readonly onNode: (id: string) => void;
  readonly onBand: (band: Band) => void;
}

export function SankeyChart({ answer, asset, run, lit, chosen, onNode, onBand }: Props): ReactNode {
  const say = useWords();
  const [box, { width, height }] = useSize<HTMLDivElement>();
  const [told, setTold] = useState<string | null>(null);
  const layout = useMemo(
    () => layoutBands(answer.nodes, answer.bands, run.direction, { width: Math.max(0, width - 2), height: Math.max(0, height - 2) }),
    [answer, run.direction, width, height],
  );
  const byKey = useMemo(() => new Map(answer.bands.map((band) => [bandKey(band), band])), [answer]);
  const names = useMemo(() => new Map(answer.nodes.map((node) => [node.id, nodeName(say, node, answer)])), [answer, say]);
  const used = STATEMENT_KINDS.filter((kind) => answer.bands.some(({ statement }) => statement === kind));
  const ended = (node: BandNode): bigint => {
    const rest = BigInt(node.amount) - outOf(node.id, run.direction === 'forward' ? answer.bands : answer.bands.map(turned));
    return rest > 0n ? rest : 0n;
  };
  const nodeText = (node: BandNode): string => {
    const rest = answer.conserves ? ended(node) : 0n;
    const whole = `${names.get(node.id) ?? ''}: ${unitsText(node.amount, asset)} ${assetText(asset)}`;
    if (rest === 0n) return whole;
    return `${whole} · ${say('charts.endsHere', { amount: `${unitsText(`${rest}`, asset)} ${assetText(asset)}`, state: stateText(say, node.state, run, asset) })}`;
  };
  const keys = (act: () => void) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    act();
  };
  const isDim = (ids: readonly string[]): boolean => lit.size > 0 && !ids.some((id) => lit.has(id));
  return (
    <div className="th-sankey">
      <div className="th-sankey-box" ref={box}>
        {width === 0 ? null : (
          // biome-ignore lint/a11y/useSemanticElements: a drawing with parts to choose is no fieldset
          <svg
            className="th-chart-svg"
            width={layout.width}
            height={layout.height}
            role="group"
            aria-label={say('charts.sankeyChart')}
            onPointerLeave={() => setTold(null)}
          >
            <defs>
              <pattern id="th-sankey-ended" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <path d="M0 0V5" className="th-sankey-hatch" />
              </pattern>
            </defs>
            {layout.bands.map(({ key, path, edges }) => {
              const band = byKey.get(key);
              if (band === undefined) return null;
              const text = bandText(say, band, answer, asset);
              const names = [
                'th-band',
                `th-band-${band.statement}`,
                key === chosen ? 'th-band-chosen' : '',
                isDim([band.source, band.target]) ? 'th-dim' : '',
              ];
              return (
                // biome-ignore lint/a11y/useSemanticElements: no HTML button lies within SVG
                <g
                  key={key}
                  className={names.join(' ').trim()}
                  role="button"
                  tabIndex={0}
                  aria-label={text}
                  aria-pressed={key === chosen}
                  onPointerEnter={() => setTold(text)}
                  onFocus={() => setTold(text)}
                  onClick={() => onBand(band)}
                  onKeyDown={keys(() => onBand(band))}
                >
                  <path d={path} className="th-band-body" />
                  <path d={edges} className="th-band-edge" />
                </g>
              );
            })}
            {answer.nodes.map((node) => {
              const place = layout.nodes.get(node.id);
              if (place === undefined) return null;
              const text = nodeText(node);
              const rest = answer.conserves && ended(node) > 0n ? ` · ${stateText(say, node.state, run, asset)}` : '';
              const names_ = ['th-sankey-node', node.id === chosen ? 'th-band-chosen' : '', isDim([node.id]) ? 'th-dim' : ''];
              return (
                // biome-ignore lint/a11y/useSemanticElements: no HTML button lies within SVG
                <g
                  key={node.id}
                  className={names_.join(' ').trim()}
                  role="button"
                  tabIndex={0}
                  aria-label={text}
                  aria-pressed={node.id === chosen}
                  onPointerEnter={() => setTold(text)}
                  onFocus={() => setTold(text)}
                  onClick={() => onNode(node.id)}
                  onKeyDown={keys(() => onNode(node.id))}
                >
                  <rect x={place.x} y={place.y} width={NODE_WIDTH} height={place.height} />
                  {place.ended > 0 && answer.conserves ? (
                    <rect
                      x={place.x}
                      y={place.y + place.height - place.ended}
                      width={NODE_WIDTH}
                      height={Math.max(2, place.ended)}
                      fill="url(#th-sankey-ended)"
                      className="th-sankey-ended"
                    />
                  ) : null}
                  <text x={place.x + NODE_WIDTH + 5} y={place.y + 11}>
                    {names.get(node.id)}
                  </text>
                  <text x={place.x + NODE_WIDTH + 5} y={place.y + 24} className="th-sankey-small">
                    {`${unitsText(node.amount, asset)}${cut(rest, 27)}`}
                  </text>
                </g>
              );
            })}
          </svg>
        )}
      </div>
      <div className="th-sankey-foot">
        <span className="th-sankey-told">{told ?? say('charts.hoverBand')}</span>
        <span className="th-canvas-gap" />
        {used.map((kind) => (
          <span className="th-legend-item" key={kind}>
            <LineSwatch kind={kind} />
            {STATEMENT_GLYPHS[kind]} {say(`statements.${kind}.word`)}
          </span>
        ))}
        {answer.conserves ? (
          <span className="th-legend-item">
            <svg width="14" height="14" aria-hidden="true">
              <rect width="14" height="14" fill="url(#th-sankey-ended)" className="th-sankey-ended" />
            </svg>
            {say('charts.endedLegend')}
          </span>
        ) : null}
      </div>
    </div>
  );
}

const turned = ({ source, target, amount }: Band) => ({ source: target, target: source, amount });
const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
