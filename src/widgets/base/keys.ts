import type { KeyAction } from '../../scene/words/keyAction';

const plain: Readonly<Record<string, KeyAction>> = {
  ArrowRight: 'nextStep',
  ArrowLeft: 'previousStep',
  ArrowDown: 'nextUnit',
  ArrowUp: 'previousUnit',
  Home: 'firstStep',
  End: 'lastStep',
  PageDown: 'nextChannel',
  PageUp: 'previousChannel',
  Enter: 'pin',
  Escape: 'leave',
  c: 'clamp',
  i: 'edit',
  e: 'equations',
  b: 'backward',
  ' ': 'play',
  t: 'table',
  m: 'tools',
  v: 'views',
  s: 'sequences',
  d: 'describe',
  g: 'goThere',
  p: 'hear',
  o: 'hearStep',
  h: 'highest',
  l: 'lowest',
  j: 'largestChange',
  F10: 'tools',
  '?': 'help'
};

const shifted: Readonly<Record<string, KeyAction>> = {
  ArrowRight: 'extendRight',
  ArrowLeft: 'extendLeft',
  ArrowDown: 'extendDown',
  ArrowUp: 'extendUp',
  d: 'describeLine',
  p: 'hearSlowly',
  h: 'highestOfAll',
  l: 'lowestOfAll',
  j: 'largestChangeOfAll',
  '?': 'help'
};

type Key = Pick<
  KeyboardEvent,
  'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'
>;

/** Reads a key; `null` for one that no view uses, which is then left to the page. */
export function keyAction(event: Key): KeyAction | null {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (event.altKey) {
    return null;
  }
  if (event.ctrlKey || event.metaKey) {
    return key === 'z'
      ? event.shiftKey
        ? 'redo'
        : 'undo'
      : key === 'y' && !event.shiftKey
        ? 'redo'
        : null;
  }
  const table = event.shiftKey ? shifted : plain;
  return Object.hasOwn(table, key) ? table[key] : null;
}

/** The keys that describe a picture in words, and those that need its lines, too. */
const describing: readonly (readonly [string, string])[] = [
  ['D', 'describe the picture; again: the next thing']
];
const ofLines: readonly (readonly [string, string])[] = [
  ['Shift + D', 'describe the line that the cursor is on'],
  ['G', 'go to what was described'],
  ['H L', 'highest, lowest value of the line'],
  ['J', 'its largest change'],
  ['Shift + H L J', 'the same among all its units'],
  ['P', 'hear the line, or two networks; again: stop'],
  ['Shift + P', 'hear it slowly'],
  ['O', 'hear the %step']
];

/** The keys in words, for the help that `?` opens: of those that describe, the ones that the view has. */
export const keyHelp = (
  describes: 'lines' | 'words' | undefined
): readonly (readonly [string, string])[] => [
  ...moving,
  ...(describes === undefined ? [] : describing),
  ...(describes === 'lines' ? ofLines : []),
  ...leaving
];

const moving: readonly (readonly [string, string])[] = [
  ['← →', '%step'],
  ['↑ ↓', 'unit'],
  ['Home End', 'first, last %step'],
  ['PgUp PgDn', 'channel'],
  ['Enter', 'pin'],
  ['Shift + arrows', 'brush'],
  ['C', 'clamp'],
  ['I', 'edit the input'],
  ['E', 'equations'],
  ['B', 'way back'],
  ['Space', 'play'],
  ['T', 'table'],
  ['M', 'tools'],
  ['V', 'another view'],
  ['S', 'another sequence']
];

const leaving: readonly (readonly [string, string])[] = [
  ['Ctrl + Z', 'undo'],
  ['Ctrl + Y', 'redo'],
  ['Esc', 'clear, leave']
];
