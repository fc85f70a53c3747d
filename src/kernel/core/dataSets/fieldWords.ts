import { Tensor } from '../../../engine';
import type { Piece } from './parts';
import { counted, wordsOf } from './words';

/** Most fields that are named. */
const FIELDS = 16;

/** What a program finds in a data set: each field by its name, with its shape or how many there are. */
export function fieldPieces(value: object): Piece[] {
  if (Array.isArray(value)) {
    const [first = {}] = value as readonly object[];
    return [
      { text: `In code: an array of ${counted(value.length)}, each with ` },
      ...named(first)
    ];
  }
  const { test, ...fields } = value as Readonly<Record<string, unknown>>;
  return [
    { text: 'In code: ' },
    ...named(fields),
    ...(typeof test === 'object' && test !== null
      ? [
          { text: '; held out, in ' },
          { text: 'test', as: 'code' as const },
          { text: ': ' },
          ...named(test)
        ]
      : [])
  ];
}

function named(fields: object): Piece[] {
  return Object.entries(fields)
    .slice(0, FIELDS)
    .flatMap(([name, value], at): Piece[] => [
      ...(at === 0 ? [] : [{ text: ', ' }]),
      {
        text: `${wordsOf(name)}${typeof value === 'function' ? '()' : ''}`,
        as: 'code'
      },
      { text: sizeWords(value) }
    ]);
}

/** ` [98, 160, 6]` or ` (98)`; nothing for what has no size. */
function sizeWords(value: unknown): string {
  if (value instanceof Tensor) {
    return ` [${value.shape.join(', ')}]`;
  }
  return Array.isArray(value) || value instanceof Float64Array
    ? ` (${counted(value.length)})`
    : '';
}
