// The shift of local times, chosen by the examiner and kept for every chart.
import type { ReactNode } from 'react';
import { useKept } from '../../../session/session.ts';
import { useWords } from '../../../session/words.ts';
import { AskSelect } from './AskSelect.tsx';
import { SHIFTS, shiftText } from './zone.ts';

export function useShift(): readonly [number, (minutes: number) => void] {
  return useKept<number>('canvas.shift', 0);
}

export function ShiftSelect(): ReactNode {
  const say = useWords();
  const [shift, setShift] = useShift();
  return (
    <AskSelect
      label={say('charts.shift')}
      title={say('charts.shiftIs')}
      value={shift}
      onChoose={(value) => setShift(Number(value))}
      options={SHIFTS.map((value) => ({ value, label: value === 0 ? say('charts.noShift') : shiftText(value) }))}
    />
  );
}
