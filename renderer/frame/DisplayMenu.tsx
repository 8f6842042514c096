// How the window looks to this person: colours, and which time stands beside UTC. How large it is drawn is the shell's own doing; the keys
// for it are told here.
import { Button, FormGroup, HTMLSelect, PopoverNext, PopupKind } from '@blueprintjs/core';
import { Contrast } from '@blueprintjs/icons';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { minutesOf, zoneName } from '../design/localTimes.tsx';
import { THEME_CHOICES, type ThemeChoice, useTheme } from '../session/theme.ts';
import { useWords } from '../session/words.ts';
import { readZone, useZone } from '../session/zone.ts';

/** Every distance from UTC that clocks are kept at somewhere, in minutes. */
const HOURS = Array.from({ length: 27 }, (_, index) => (index - 12) * 60);
const BETWEEN = [-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765];
const SHIFTS = [...HOURS, ...BETWEEN].sort((a, b) => a - b);

export function DisplayMenu(): ReactNode {
  const say = useWords();
  const theme = useTheme();
  const { zone, choose } = useZone();
  const [open, setOpen] = useState(false);
  // The popover hears Escape only once the focus is inside it.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setOpen(false);
  };
  const here = minutesOf('machine', Date.now() / 1000) ?? 0;
  const content = (
    <form className="th-display" aria-label={say('display.title')} onSubmit={(event) => event.preventDefault()} onKeyDown={onKeyDown}>
      <FormGroup label={say('display.colours')} labelFor="display-colours">
        <HTMLSelect
          id="display-colours"
          fill
          value={theme.choice}
          onChange={(event) => theme.choose(event.currentTarget.value as ThemeChoice)}
          options={THEME_CHOICES.map((value) => ({ value, label: say(`display.themes.${value}`) }))}
        />
      </FormGroup>
      <FormGroup label={say('display.times')} labelFor="display-times" helperText={say('display.timesHelp')}>
        <HTMLSelect
          id="display-times"
          fill
          value={String(zone)}
          onChange={(event) => choose(readZone(event.currentTarget.value))}
          options={[
            { value: 'utc', label: say('display.utcOnly') },
            { value: 'machine', label: say('display.machine', { zone: zoneName(here) }) },
            ...SHIFTS.map((minutes) => ({ value: String(minutes), label: zoneName(minutes) })),
          ]}
        />
      </FormGroup>
      <p className="th-muted th-small">
        {say('display.size')} <kbd>Ctrl +</kbd> <kbd>Ctrl −</kbd> <kbd>Ctrl 0</kbd>
      </p>
    </form>
  );
  return (
    <PopoverNext isOpen={open} onInteraction={setOpen} content={content} placement="bottom-end" popupKind={PopupKind.DIALOG}>
      <Button
        variant="minimal"
        size="small"
        icon={<Contrast />}
        title={say('display.title')}
        aria-label={say('display.title')}
        onKeyDown={onKeyDown}
      />
    </PopoverNext>
  );
}
