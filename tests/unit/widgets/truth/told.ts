import type { CursorPosition } from '../../../../src/widgets/context';
import type { ViewPage } from '../viewPage';

/** A number that the test knows but for the rounding of 32 bits. */
export interface Near {
  readonly near: number;
  readonly within: number;
}

/** A share of one, which is said in percent. */
export interface Percent {
  readonly percent: number;
}

/** Words with numbers in them, as they must be said, however few digits a number is said with. */
export type Words = readonly (string | number | Near | Percent)[];

/** A cell of a table; null for what the test cannot work out. */
export type Cell = string | number | Near | null;

/** A table as it must be: the names of the columns, then the rows. */
export type Rows = readonly (readonly Cell[])[];

/** A number as far as 32 bits know what it was computed from. */
export const near = (value: number, size = 1): Near => ({
  near: value,
  within: 4e-6 * Math.max(1e-6, size, Math.abs(value))
});

/** All that a view tells of a place, read off its page. */
export interface Told {
  readonly table: string[][] | null;
  readonly csv: string[][] | null;
  /** What a screen reader is told when the cursor comes to the place. */
  readonly spoken: string;
  /** The sentence below the picture. */
  readonly sentence: string;
  /** What stands beside the pointer, wherever it says something; each once. */
  readonly tooltips: readonly string[];
}

/** Moves the cursor of a view to a place, and reads all that it tells. The clock must be jest's. */
export function toldBy(page: ViewPage, at: Partial<CursorPosition>): Told {
  const { element } = page;
  const picture =
    element.querySelector<HTMLElement>('.jp-gatescope-picture') ?? element;
  page.cursor.move({ ...at, step: (at.step ?? 0) === 0 ? 1 : 0 }, {});
  picture.focus();
  page.cursor.move(at, {});
  jest.advanceTimersByTime(1000);
  const spoken = element.querySelector('[aria-live]')?.textContent ?? '';
  // What a change did is the answer over the picture; of a step, the sentence below it.
  const sentence =
    [
      ...page.texts('.jp-gatescope-changed'),
      ...page.texts('.jp-gatescope-asked span')
    ].find(words => words !== '') ?? '';
  const csv = csvOf(page);
  const tooltips = tooltipsOf(picture);
  page.cursor.move(at, {});
  press(element, 'table');
  const table = element.querySelector('.jp-gatescope-table table');
  const rows = table && [...table.querySelectorAll('tr')].map(cellsOf);
  return { table: rows, csv, spoken, sentence, tooltips };
}

const cellsOf = (row: Element): string[] =>
  [...row.querySelectorAll('th, td')].map(
    ({ textContent }) => textContent ?? ''
  );

function press(element: HTMLElement, tool: string): void {
  element
    .querySelector<HTMLElement>(`[data-tool="${tool}"]`)
    ?.dispatchEvent(new MouseEvent('click', { bubbles: true }));
}

/** What *CSV numbers* saves; null where there is no such item. */
function csvOf({ element }: ViewPage): string[][] | null {
  let saved: string | null = null;
  const { Blob: pageBlob } = globalThis;
  class TextBlob {
    constructor([text]: string[]) {
      saved = text;
    }
  }
  globalThis.Blob = TextBlob as unknown as typeof Blob;
  URL.createObjectURL = () => '#';
  URL.revokeObjectURL = () => undefined;
  press(element, 'export');
  const item = [
    ...element.querySelectorAll<HTMLElement>('[role="menuitem"]')
  ].find(({ textContent }) => textContent?.includes('CSV'));
  item?.click();
  globalThis.Blob = pageBlob;
  return saved === null ? null : parsedCsv(saved);
}

/** Reads comma-separated values after RFC 4180. */
export function parsedCsv(text: string): string[][] {
  return text
    .replace(/\r\n$/, '')
    .split('\r\n')
    .map(line =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain
      )
    );
}

/** How far apart the places are at which the pointer asks, in CSS pixels. */
const APART = { x: 62, y: 37 };

const TOOLTIP = '.jp-gatescope-tooltip';

/** Leads the pointer over the picture, and collects what stands beside it. */
function tooltipsOf(picture: HTMLElement): string[] {
  const tooltips = picture.querySelectorAll<HTMLElement>(TOOLTIP);
  const found = new Set<string>();
  const ask = (host: Element, x: number, y: number): void => {
    const place = { clientX: x, clientY: y, bubbles: true };
    host.dispatchEvent(new MouseEvent('pointermove', place));
    for (const tooltip of tooltips) {
      if (!tooltip.hidden) {
        found.add(linesOf(tooltip));
      }
    }
  };
  for (const { parentElement: around } of tooltips) {
    // Whatever of the picture follows the pointer hears of it.
    for (const host of around?.querySelectorAll(
      ':scope > div, :scope > div > div'
    ) ?? []) {
      const before = found.size;
      for (let y = 0; y < 560; y += APART.y) {
        for (let x = 10; x < 700; x += APART.x) {
          ask(host, x, y);
        }
      }
      host.dispatchEvent(new MouseEvent('pointerleave', { bubbles: true }));
      if (found.size > before) {
        break;
      }
    }
  }
  return [...found];
}

/** The text of an element, its lines apart. */
const linesOf = (element: Element): string =>
  element.children.length > 1
    ? [...element.childNodes].map(each => each.textContent ?? '').join('\n')
    : (element.textContent ?? '');

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const NUMBER =
  /^(?:[+−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?: × 10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?|[+−]?∞|–|NaN)/;

/** A number as views write it: `−0.25`, `2,688`, `1.25 × 10⁻⁶`, `∞`; NaN for a dash. */
export function numberOf(words: string): number {
  const plain = words
    .replace(' × 10', 'e')
    .replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, digit => String(RAISED.indexOf(digit)))
    .replace(/[−⁻]/g, '-')
    .replaceAll(',', '');
  return /∞/.test(plain)
    ? Number(plain.replace('∞', 'Infinity'))
    : Number(plain);
}

/** By how much a number that is written so may be off: half of its last digit. */
function roundingOf(words: string, value: number): number {
  const [digits, power] = words.split(' × ');
  const decimals = digits.split('.')[1]?.length ?? 0;
  const unit = power === undefined ? 1 : numberOf(`1 × ${power}`);
  return 0.5000001 * 10 ** -decimals * unit + Math.abs(value) * 1e-12;
}

/** Whether words are a number, as far as they have digits for it. */
function isWritten(words: string, expected: number | Near): boolean {
  const said = numberOf(words);
  const value = typeof expected === 'number' ? expected : expected.near;
  const slack = typeof expected === 'number' ? 0 : expected.within;
  return Number.isFinite(value)
    ? Math.abs(said - value) <= roundingOf(words, value) + slack
    : Object.is(said, value);
}

const oneSpace = (text: string): string =>
  text.replace(/[\s\u2002\u202f]+/g, ' ').trim();

/** A negative factor stands in brackets. */
const withoutBrackets = (text: string): string =>
  text.replace(/\((−[\d.]+(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)\)/g, '$1');

/** What is wrong with words that should be said so; null where nothing is. */
export function wordsFault(said: string, expected: Words): string | null {
  const text = withoutBrackets(oneSpace(said));
  let rest = text;
  for (const piece of expected) {
    rest = rest.trimStart();
    if (typeof piece === 'string') {
      const words = oneSpace(piece);
      if (!rest.startsWith(words)) {
        return `“${text}” should have “${words}” where it has “${rest}”`;
      }
      rest = rest.slice(words.length);
      continue;
    }
    const [written] = NUMBER.exec(rest) ?? [''];
    const value =
      typeof piece === 'object' && 'percent' in piece
        ? piece.percent * 100
        : piece;
    if (written === '' || !isWritten(written, value)) {
      return `“${text}” should have ${JSON.stringify(value)} where it has “${rest}”`;
    }
    rest = rest.slice(written.length);
  }
  return rest.trim() === '' ? null : `“${text}” says “${rest}” besides`;
}

/** What is wrong with a table on the page; null where nothing is. */
export function tableFault(told: string[][], expected: Rows): string | null {
  return rowsFault(told, expected, (cell, value) =>
    typeof value === 'string'
      ? oneSpace(cell) === oneSpace(value)
      : isWritten(cell.replace(/^×/, ''), value)
  );
}

/** What is wrong with a file of numbers, which has all their digits; null where nothing is. */
export function csvFault(told: string[][], expected: Rows): string | null {
  return rowsFault(told, expected, (cell, value) =>
    typeof value === 'string'
      ? cell.replace(/^'(?=[=+\-@])/, '') === value
      : typeof value === 'number'
        ? cell === (Number.isNaN(value) ? '' : String(value))
        : Number.isNaN(value.near)
          ? cell === ''
          : Math.abs(Number(cell) - value.near) <= value.within
  );
}

function rowsFault(
  told: string[][],
  expected: Rows,
  isRight: (cell: string, value: string | number | Near) => boolean
): string | null {
  if (told.length !== expected.length) {
    return `${told.length} rows stand where there should be ${expected.length}`;
  }
  for (const [at, row] of expected.entries()) {
    if (told[at].length !== row.length) {
      return `row ${at} is ${told[at].join(' | ')} where it should be ${row.join(' | ')}`;
    }
    const wrong = row.findIndex(
      (value, index) => value !== null && !isRight(told[at][index], value)
    );
    if (wrong >= 0) {
      return `row ${at} says ${told[at][wrong]} (${told[0][wrong]}) where it should say ${JSON.stringify(row[wrong])}`;
    }
  }
  return null;
}

const TERM = String.raw`−?\d+\.\d+(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?`;
const SUM = new RegExp(`(${TERM}(?: [×+−] ${TERM})+) = (${TERM})`, 'g');
type Range = readonly [number, number];

/** From which to which number what is written so may be. */
function rangeOf(words: string): Range {
  const value = numberOf(words);
  const off = roundingOf(words, value);
  return [value - off, value + off];
}

/** What is wrong with a sum or product that is written out, by the digits that it is written with. */
export function sumsFault(said: string): string | null {
  const text = withoutBrackets(oneSpace(said));
  // Of a product that is cut short nothing can be told.
  for (const [whole, sum, result] of text.includes('…')
    ? []
    : text.matchAll(SUM)) {
    const powers = sum.replaceAll(' × 10', 'e');
    const total = powers.split(/ (?=[+−] )/).reduce<Range>(
      ([low, high], piece) => {
        const product = piece
          .replace(/^[+−] /, '')
          .split(' × ')
          .map(factor => rangeOf(factor.replace('e', ' × 10')))
          .reduce<Range>(
            (a, b) => {
              const ends = a.flatMap(one => b.map(other => one * other));
              return [Math.min(...ends), Math.max(...ends)];
            },
            [1, 1]
          );
        return piece.startsWith('− ')
          ? [low - product[1], high - product[0]]
          : [low + product[0], high + product[1]];
      },
      [0, 0]
    );
    const [low, high] = rangeOf(result);
    if (low > total[1] || high < total[0]) {
      return `“${whole}” does not add up`;
    }
  }
  return null;
}
