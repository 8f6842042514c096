// Every key of the window, as the list on the screen shows it. `means` are the keys as the keyboard names them, small letters; a test holds
// them against what the source listens for. Words of menus stand here again, so that both call a thing the same.

export interface ListedKey {
  /** As printed on the keys; two ways to the same thing stand apart. */
  readonly keys: readonly string[];
  readonly means: readonly string[];
  readonly words: string;
}

const ARROWS = ['arrowleft', 'arrowup', 'arrowright', 'arrowdown'];

/** Beyond the tenth task the digits are used up: the key that brings each, by its place on the keyboard. */
export const LETTER_OF_TASK: Readonly<Record<string, string>> = {
  people: 'P',
  transcribe: 'T',
  devices: 'D',
  exposure: 'X',
  requests: 'Q',
  export: 'E',
  verify: 'V',
};

export const KEYS: readonly { readonly group: string; readonly keys: readonly ListedKey[] }[] = [
  {
    group: 'window',
    keys: [
      { keys: ['Ctrl K'], means: ['k'], words: 'shortcuts.find' },
      { keys: ['Ctrl Z'], means: ['z'], words: 'shortcuts.undo' },
      { keys: ['Ctrl Shift Z'], means: ['z'], words: 'shortcuts.redo' },
      { keys: ['Alt 1 … 9 0'], means: ['digit'], words: 'shortcuts.tasks' },
      { keys: ['Alt P'], means: ['keyp'], words: 'tasks.people' },
      { keys: ['Alt T'], means: ['keyt'], words: 'tasks.transcribe' },
      { keys: ['Alt D'], means: ['keyd'], words: 'tasks.devices' },
      { keys: ['Alt X'], means: ['keyx'], words: 'tasks.exposure' },
      { keys: ['Alt Q'], means: ['keyq'], words: 'tasks.requests' },
      { keys: ['Alt E'], means: ['keye'], words: 'tasks.export' },
      { keys: ['Alt V'], means: ['keyv'], words: 'tasks.verify' },
      { keys: ['Alt N'], means: ['keyn'], words: 'shortcuts.notices' },
      { keys: ['Alt ←'], means: ['arrowleft'], words: 'shortcuts.back' },
      { keys: ['Ctrl +', 'Ctrl −', 'Ctrl 0'], means: [], words: 'shortcuts.size' },
      { keys: ['?'], means: ['?'], words: 'shortcuts.help' },
      { keys: ['Esc'], means: ['escape'], words: 'shortcuts.escape' },
      { keys: ['Ctrl Enter'], means: ['enter'], words: 'shortcuts.save' },
    ],
  },
  {
    group: 'table',
    keys: [
      {
        keys: ['↑', '↓', 'PgUp', 'PgDn', 'Home', 'End'],
        means: [...ARROWS, 'pageup', 'pagedown', 'home', 'end'],
        words: 'shortcuts.table',
      },
      { keys: ['Enter'], means: ['enter'], words: 'shortcuts.open' },
      { keys: ['← → ↑ ↓', 'Home', 'End', 'Enter', '␣'], means: [...ARROWS, 'home', 'end', 'enter', ' '], words: 'shortcuts.chart' },
      { keys: ['↑', '↓'], means: ARROWS, words: 'shortcuts.divide' },
    ],
  },
  {
    group: 'flow',
    keys: [
      { keys: ['← → ↑ ↓'], means: ARROWS, words: 'shortcuts.graph' },
      { keys: ['+', '−', '0'], means: ['+', '-', '0'], words: 'shortcuts.zoom' },
    ],
  },
  {
    group: 'page',
    keys: [
      { keys: ['← → ↑ ↓'], means: ARROWS, words: 'shortcuts.pageMove' },
      { keys: ['Shift ← → ↑ ↓'], means: ARROWS, words: 'shortcuts.pageResize' },
      { keys: ['Ctrl ← → ↑ ↓'], means: ARROWS, words: 'shortcuts.pageFine' },
      { keys: ['PgUp', 'PgDn'], means: ['pageup', 'pagedown'], words: 'shortcuts.pageTurn' },
      { keys: ['+', '−', '0'], means: ['+', '=', '-', '0'], words: 'shortcuts.zoom' },
    ],
  },
  {
    group: 'canvas',
    keys: [
      { keys: ['← → ↑ ↓'], means: ARROWS, words: 'shortcuts.canvasWalk' },
      { keys: ['Shift ← → ↑ ↓'], means: ARROWS, words: 'shortcuts.canvasNudge' },
      { keys: ['E'], means: ['e'], words: 'canvas.menu.expandBoth' },
      { keys: ['I'], means: ['i'], words: 'canvas.menu.expandIn' },
      { keys: ['O'], means: ['o'], words: 'canvas.menu.expandOut' },
      { keys: ['M'], means: ['m'], words: 'canvas.menu.neighbours' },
      { keys: ['B'], means: ['b'], words: 'shortcuts.canvasBetween' },
      { keys: ['Enter'], means: ['enter'], words: 'shortcuts.canvasDetails' },
      { keys: ['N'], means: ['n'], words: 'canvas.menu.note' },
      { keys: ['G'], means: ['g'], words: 'canvas.menu.group' },
      { keys: ['P'], means: ['p'], words: 'shortcuts.canvasPin' },
      { keys: ['C', 'Ctrl C'], means: ['c'], words: 'canvas.menu.copy' },
      { keys: ['Del', '⌫'], means: ['delete', 'backspace'], words: 'canvas.menu.remove' },
      { keys: ['A'], means: ['a'], words: 'shortcuts.canvasArea' },
      { keys: ['Ctrl Shift ← → ↑ ↓'], means: ARROWS, words: 'shortcuts.canvasResize' },
      { keys: ['F'], means: ['f'], words: 'canvas.factsOnly' },
      { keys: ['T'], means: ['t'], words: 'shortcuts.canvasLevel' },
      { keys: ['L'], means: ['l'], words: 'canvas.menu.arrange' },
      { keys: ['Ctrl A'], means: ['a'], words: 'canvas.menu.all' },
      { keys: ['Shift ⬚'], means: [], words: 'shortcuts.canvasRectangle' },
      { keys: ['/', 'Ctrl V'], means: ['/'], words: 'shortcuts.canvasFind' },
      { keys: ['+', '−', '0'], means: ['+', '=', '-', '0'], words: 'shortcuts.zoom' },
      { keys: ['Shift F10'], means: ['f10', 'contextmenu'], words: 'shortcuts.canvasMenu' },
      { keys: ['Esc'], means: ['escape'], words: 'shortcuts.canvasEscape' },
    ],
  },
];
