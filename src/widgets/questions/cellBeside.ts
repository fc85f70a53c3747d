import type { CellQuestion } from '../../trace';
import type { CellName, CellNumbers, SheetPlace } from '../../trace/cellSheet';
import type { Translate } from '../../scene/words/translate';
import { html } from '../base/dom';
import { formatFixed } from '../../scene/words/format';

type Cell = CellQuestion['cell'];

const blocks = ['f', 'i', 'g', 'o'] as const;
const isBlock = (name: CellName): name is (typeof blocks)[number] =>
  blocks.some(each => each === name);

/** The weights that are given, and where the state starts. */
export function weightsLine(cell: Cell, sheet: string): HTMLElement {
  return html(
    'p',
    { class: 'jp-gatescope-ask-weights' },
    blocks.map(name => {
      const [w, u, b] = cell.blocks[name].map(each => formatFixed(each, 2));
      return html(
        'span',
        { id: weightsId(sheet, name) },
        `${name}: w = ${w}, u = ${u}, b = ${b}`
      );
    }),
    html(
      'span',
      {},
      (['h', 'c'] as const).map(of => startWords(cell.start, of)).join(', ')
    )
  );
}

/** The input of a step, above its column. */
export const inputLine = (
  cell: Cell,
  sheet: string,
  step: number
): HTMLElement =>
  html(
    'span',
    { id: inputId(sheet, step) },
    `x = ${formatFixed(cell.inputs[step], 2)}`
  );

/** The right-hand side of a quantity's equation, at the head of its row. */
export const ruleLine = (sheet: string, name: CellName): HTMLElement =>
  html('span', { id: ruleId(sheet, name) }, ruleOf(name));

/** What stands around a field for the eye, as what describes it for the ear: its rule, weights and input. */
export const besideField = (
  sheet: string,
  { name, step }: SheetPlace
): string[] =>
  isBlock(name)
    ? [ruleId(sheet, name), weightsId(sheet, name), inputId(sheet, step)]
    : [ruleId(sheet, name)];

/**
 * The numbers that the rule of a field reads from other fields, as the reader has them now: `with h[0] = 0.12,
 * c[0] still blank`. Of a gradient there is no word: what it reads is what is asked.
 */
export function readWords(
  { start }: Cell,
  { name, step }: SheetPlace,
  given: CellNumbers,
  translate: Translate
): string {
  const own = (of: CellName): string =>
    written(of, given[of]?.[step] ?? null, translate);
  const before = (of: 'h' | 'c'): string =>
    step === 0
      ? startWords(start, of)
      : written(`${of}[${step - 1}]`, given[of]?.[step - 1] ?? null, translate);
  const numbers = isBlock(name)
    ? [before('h')]
    : name === 'c'
      ? [own('f'), before('c'), own('i'), own('g')]
      : name === 'h'
        ? [own('o'), own('c')]
        : [];
  // What describes a field is said in one breath: `i g f = 0.82` would be another product.
  return numbers.length === 0 ? '' : translate('with %1', numbers.join(', '));
}

/** Where a state starts. */
const startWords = ([h, c]: Cell['start'], of: 'h' | 'c'): string =>
  `${of}[−1] = ${formatFixed(of === 'h' ? h : c, 2)}`;

const written = (
  name: string,
  value: number | null,
  translate: Translate
): string =>
  value === null
    ? translate('%1 still blank', name)
    : `${name} = ${shortNumber(value)}`;

/** A number of the reader's, as its field shows it. */
export function shortNumber(value: number): string {
  return String(Number(value.toFixed(3)));
}

const weightsId = (sheet: string, name: CellName): string =>
  `${sheet}-weights-${name}`;
const inputId = (sheet: string, step: number): string => `${sheet}-x-${step}`;
const ruleId = (sheet: string, name: CellName): string =>
  `${sheet}-rule-${name}`;

/** In the letters of the sheet. */
function ruleOf(name: CellName): string {
  switch (name) {
    case 'f':
    case 'i':
    case 'o':
      return 'σ(w x + u h[t−1] + b)';
    case 'g':
      return 'tanh(w x + u h[t−1] + b)';
    case 'c':
      return 'f c[t−1] + i g';
    case 'h':
      return 'o tanh(c)';
    default:
      // How a gradient comes about is what is asked.
      return '';
  }
}
