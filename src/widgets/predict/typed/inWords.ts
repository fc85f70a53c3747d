import type { Translate } from '../../../scene/words/translate';
import { TypedError } from './formula';

/** The curve from its beginning, where t is 0, to its last position. */
export interface CurvePlace {
  /** The last t. */
  readonly last: number;
  /** The value at t = 0, where it is given. */
  readonly begins: number | null;
  /** The t of a position as the axis names it: of a year. */
  readonly placeOf: (name: number) => number;
}

/** A curve that is being said: its numbers so far, by t. */
interface Said extends Pick<CurvePlace, 'last' | 'placeOf'> {
  readonly values: number[];
  /** A number of the clause cannot be: it lies behind, or is none to count by. */
  readonly refuse: (number: number) => never;
}

interface Clause {
  readonly pattern: RegExp;
  /** Draws on from the last number; `numbers` are those of the clause, in their order. */
  readonly draw: (said: Said, numbers: readonly number[]) => void;
}

const FIGURES = String.raw`(-?(?:\d+(?:\.\d*)?|\.\d+))`;
const NUMBER = `${FIGURES}(?: ?%)?`;
/** What is counted, which need not be said: `6 steps`. */
const WORD = '(?: (?!until|till)[a-z]+)?';
const UNTIL = `(?: (?:until|till)${WORD} ${NUMBER})?`;
/** How often a thing happens: `every 6 steps`, `each step`, `6`. */
const EVERY = `(?: (?:each|every|in|a|an|per))?(?: ${NUMBER})?${WORD}${UNTIL}`;
const WAYS = 'falls|rises|goes|drops|sinks|shrinks|grows|climbs';

/** Each clause goes on from where the one before has ended, to its own end or that of the curve. */
const clauses: readonly Clause[] = [
  {
    pattern: clause(`halves${EVERY}`),
    draw: (said, [every, until]) => multiply(said, 0.5, every, until)
  },
  {
    pattern: clause(`doubles${EVERY}`),
    draw: (said, [every, until]) => multiply(said, 2, every, until)
  },
  {
    pattern: clause(
      `(?:falls|drops|sinks|loses|shrinks)(?: by)? ${FIGURES} ?%${EVERY}`
    ),
    draw: (said, [percent, every, until]) =>
      multiply(said, 1 - percent / 100, every, until)
  },
  {
    pattern: clause(
      `(?:rises|grows|gains|climbs)(?: by)? ${FIGURES} ?%${EVERY}`
    ),
    draw: (said, [percent, every, until]) =>
      multiply(said, 1 + percent / 100, every, until)
  },
  {
    pattern: clause(`(?:jumps|drops)(?: to)? ${NUMBER} at${WORD} ${NUMBER}`),
    draw(said, [value, at]) {
      const place = ahead(said, at);
      while (said.values.length < place) {
        said.values.push(present(said));
      }
      said.values.push(value);
    }
  },
  {
    pattern: clause(
      `(?:${WAYS})(?: to)? ${NUMBER} (?:by|at|until|in)${WORD} ${NUMBER}`
    ),
    draw: (said, [value, at]) => straightTo(said, value, ahead(said, at))
  },
  {
    pattern: clause(`(?:ends|${WAYS}) (?:at|to) ${NUMBER}`),
    draw: (said, [value]) => straightTo(said, value, said.last)
  },
  {
    pattern: clause(`(?:stays|holds)(?: (?:at|on))?(?: ${NUMBER})?${UNTIL}`),
    draw(said, [value, until]) {
      if (Number.isFinite(value) && said.values.length <= said.last) {
        said.values.push(value);
      }
      multiply(said, 1, 1, until);
    }
  }
];

/** Whether a text is a curve in words: it has a verb, or two words in a row. */
export function isInWords(text: string): boolean {
  return /\b(?:starts?|begins|from|halves|doubles|loses|gains|jumps|ends|stays|holds|falls|rises|goes|drops|sinks|shrinks|grows|climbs)\b|\p{L}{3,} +\p{L}/iu.test(
    text
  );
}

const STARTS = clause(
  `(?:starts?|begins|from)?(?: (?:at|with|from))? ?${NUMBER}`
);

/**
 * Reads a curve in words: `starts at 1, halves every 6`, `starts at 0, rises to 5 by 3, then stays`.
 * Clauses are apart by commas, *then* or *and*; each goes on from the end of the one before.
 *
 * @returns a number for each t from 0 to the last
 * @throws TypedError that says which words it does not know
 */
export function readInWords(
  text: string,
  { last, begins, placeOf }: CurvePlace,
  translate: Translate
): number[] {
  const parts = text
    .toLowerCase()
    .replaceAll('−', '-')
    // “from 1 halves every 6” needs no comma.
    .split(
      /[,;]|\bthen\b|\band\b|(?<=[\d%]) +(?=(?:halves|doubles|stays|holds|falls|rises|drops|loses|grows|ends|goes|jumps)\b)/u
    )
    .map(part => part.trim().replaceAll(/\s+/g, ' '))
    .filter(part => part !== '');
  const start = parts[0] === undefined ? null : STARTS.exec(parts[0]);
  if (!start && begins === null) {
    throw new TypedError(
      translate('Say where it starts, as in “starts at 1, halves every 6”.')
    );
  }
  let part = '';
  const said: Said = {
    values: [start ? Number(start[1]) : (begins ?? NaN)],
    last,
    placeOf,
    refuse(number) {
      throw new TypedError(
        translate(
          '“%1” cannot be drawn: %2 must come after what was said before, and within the curve.',
          part,
          number
        )
      );
    }
  };
  for (part of parts.slice(start ? 1 : 0)) {
    if (said.values.length > last && part !== 'stays') {
      throw new TypedError(
        translate(
          '“%1” comes too late: the curve has reached its end. Say how long the part before it lasts, as in “halves every 6 until 12”.',
          part
        )
      );
    }
    const found = clauses
      .map(({ pattern, draw }) => ({ draw, match: pattern.exec(part) }))
      .find(({ match }) => match !== null);
    if (!found?.match) {
      throw new TypedError(
        translate(
          '“%1” is not understood. Words that are: starts at 1; halves every 6; doubles every 6; falls 10 % a step; falls to 0.2 by 9; drops to 0 at 4; stays; stays until 5; ends at 0.',
          part
        )
      );
    }
    found.draw(
      said,
      found.match.slice(1).map(each => Number(each ?? NaN))
    );
  }
  multiply(said, 1);
  return said.values;
}

function clause(pattern: string): RegExp {
  return new RegExp(`^(?:it )?${pattern}$`, 'u');
}

const present = ({ values }: Said): number => values[values.length - 1];

/** Goes on by a factor for every so many steps; for each step where their number is not said. */
function multiply(said: Said, factor: number, every = NaN, until = NaN): void {
  if (every <= 0) {
    said.refuse(every);
  }
  const end = Number.isNaN(until) ? said.last : ahead(said, until);
  const [from, start] = [present(said), said.values.length - 1];
  while (said.values.length <= end) {
    const times = (said.values.length - start) / (every || 1);
    said.values.push(from * factor ** times);
  }
}

/**
 * The t at which a clause ends. One that ends where the curve already is, or before, says nothing that
 * could be drawn; nor does one beyond its end.
 */
function ahead(said: Said, name: number): number {
  const at = said.placeOf(name);
  return at < said.values.length || at > said.last || !Number.isInteger(at)
    ? said.refuse(name)
    : at;
}

function straightTo(said: Said, value: number, end: number): void {
  const [from, start] = [present(said), said.values.length - 1];
  while (said.values.length <= end) {
    const share = (said.values.length - start) / (end - start);
    said.values.push(from + share * (value - from));
  }
}
