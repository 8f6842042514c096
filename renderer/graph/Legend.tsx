// What the shapes and fillings of the graph mean, drawn as they are drawn there, with words.
import type { ReactNode } from 'react';
import { STATEMENT_GLYPHS } from '../design/glyphs.ts';
import { Term } from '../design/statements.tsx';
import { useWords } from '../session/words.ts';

const SHAPE_PATHS = {
  seed: <path d="M9 1l8 8-8 8-8-8z" />,
  transaction: <circle cx="9" cy="9" r="7" />,
  coinjoin: (
    <>
      <circle cx="9" cy="9" r="5" />
      <circle cx="9" cy="9" r="8" fill="none" />
    </>
  ),
  holding: <rect x="2.5" y="2.5" width="13" height="13" />,
  coinbase: <path d="M5 2h8l4 7-4 7H5L1 9z" />,
  unknown: <rect x="2.5" y="2.5" width="13" height="13" fill="none" strokeDasharray="4 3" />,
  more: <rect x="1" y="5.5" width="16" height="7" />,
} as const;

const FILL_DASH = { fact: undefined, derivation: undefined, inference: '7 6', attribution: '2 4', assumption: '9 3 2 3' } as const;

/** In a picture of accounts a circle is an account, and there are neither CoinJoins nor coinbases. */
const OF_ACCOUNTS = ['seed', 'transaction', 'holding', 'unknown', 'more'] as const;

export function Legend({ accounts = false }: { readonly accounts?: boolean }): ReactNode {
  const say = useWords();
  const shapes = accounts ? OF_ACCOUNTS : (Object.keys(SHAPE_PATHS) as (keyof typeof SHAPE_PATHS)[]);
  const family = accounts ? 'accountNode' : 'node';
  return (
    <section className="th-legend" aria-label={say('flow.legend')}>
      <span className="th-legend-item">
        <svg width="44" height="14" aria-hidden="true">
          <path d="M1 3h42M1 11h42" className="th-legend-wall" />
        </svg>
        <Term id="legend.wall">{say(accounts ? 'flow.legendWallAccounts' : 'flow.legendWall')}</Term>
      </span>
      {(Object.keys(FILL_DASH) as (keyof typeof FILL_DASH)[]).map((kind) => (
        <span className="th-legend-item" key={kind}>
          <svg width="44" height="14" aria-hidden="true">
            <path d="M1 2h42M1 12h42" className="th-legend-wall th-legend-thin" />
            <path
              d="M1 7h42"
              className={`th-legend-fill th-legend-fill-${kind}`}
              {...(FILL_DASH[kind] === undefined ? {} : { strokeDasharray: FILL_DASH[kind] })}
            />
          </svg>
          <Term id={`legend.${kind}`}>
            {STATEMENT_GLYPHS[kind]} {say(`statements.${kind}.word`)}
          </Term>
        </span>
      ))}
      <span className="th-legend-gap" />
      {shapes.map((kind) => (
        <span className="th-legend-item" key={kind}>
          <svg width="18" height="18" aria-hidden="true" className={`th-legend-shape th-legend-${kind}`}>
            {SHAPE_PATHS[kind]}
          </svg>
          <Term id={`${family}.${kind}`}>{say(accounts ? `accountNodes.${kind}` : `nodes.${kind}`)}</Term>
        </span>
      ))}
    </section>
  );
}
