// In which time of a place moments are shown beside UTC: none until the person chooses. UTC itself is never replaced.
import { createContext, useCallback, useContext, useState } from 'react';
import { recall, remember } from './remembered.ts';

/** `utc`: nothing beside it. `machine`: this computer's zone at that moment. A number: minutes east of UTC. */
export type Zone = 'utc' | 'machine' | number;
interface ZoneState {
  readonly zone: Zone;
  readonly choose: (zone: Zone) => void;
}

const KEY = 'times';
/** The farthest that any place keeps its clocks from UTC, in minutes. */
const WEST = -12 * 60;
const EAST = 14 * 60;

export function readZone(text: string | null): Zone {
  if (text === 'machine') return text;
  const minutes = text === null || !/^-?\d{1,3}$/.test(text) ? Number.NaN : Number(text);
  return minutes >= WEST && minutes <= EAST ? minutes : 'utc';
}

export const ZoneContext = createContext<ZoneState>({ zone: 'utc', choose: () => undefined });

export function useZoneState(): ZoneState {
  const [zone, setZone] = useState<Zone>(() => readZone(recall(KEY)));
  const choose = useCallback((next: Zone) => {
    setZone(next);
    remember(KEY, next === 'utc' ? null : String(next));
  }, []);
  return { zone, choose };
}

export function useZone(): ZoneState {
  return useContext(ZoneContext);
}
