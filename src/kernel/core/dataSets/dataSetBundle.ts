import {
  data,
  type ShippedData,
  type TimeTable,
  Tensor
} from '../../../engine';
import type { LinkedWords } from '../../../engine/data/dataDescription';
import {
  descriptionOf,
  shippedName,
  shippedNames,
  type DataName
} from '../../../engine/data/shippedData';
import { isTimeTable } from '../../../engine/data/timeTable';
import { dataSetParts, timeParts } from './dataSetParts';
import { partsHtml, partsText, type DataSetPart, type TextSpan } from './parts';
import { valueWords, counted } from './words';

/** Data by MIME type, for every front end: a data set is read, not stepped through. */
export interface DataSetBundle {
  readonly 'text/html': string;
  readonly 'text/plain': string;
}

/**
 * A data set as `data` gave it out: what it is, its head or examples, its source and licence. Of a table
 * of one's own, its head and its series; of `data` itself, every set in a row. Undefined for every other
 * value.
 */
export function dataSetBundle(
  value: unknown,
  title?: string
): DataSetBundle | undefined {
  const parts = value === data ? catalogue(title) : partsOf(value, title);
  return (
    parts && { 'text/html': partsHtml(parts), 'text/plain': partsText(parts) }
  );
}

function partsOf(value: unknown, title?: string): DataSetPart[] | undefined {
  const name = shippedName(value);
  if (name !== undefined) {
    return [
      ...headPieces(name, title),
      ...drawnParts(name, value as ShippedData),
      creditPieces(name)
    ];
  }
  return isTimeTable(value) ? ownParts(value, title) : undefined;
}

function ownParts(table: TimeTable, title?: string): DataSetPart[] {
  return [
    [{ text: valueWords(title ?? table.name), as: 'strong' }],
    ...timeParts(table)
  ];
}

function catalogue(title = 'Data that ships'): DataSetPart[] {
  return [
    [{ text: title, as: 'strong' }],
    {
      caption: `${shippedNames.length} data sets; show(await data.weather()) shows one`,
      headings: ['data set', 'licence, source'],
      rows: shippedNames.map(name => {
        const description = descriptionOf(name);
        return [
          [
            { text: callOf(name), as: 'code' },
            { text: `\n${description.title}\n${description.size}` }
          ],
          [
            linked(description.licence),
            { text: '\n' },
            linked(description.source)
          ]
        ];
      })
    }
  ];
}

function callOf(name: DataName): string {
  return `data.${name}()`;
}

function headPieces(name: DataName, wanted?: string): TextSpan[][] {
  const { title, one, is, size, period, units } = descriptionOf(name);
  return [
    [
      { text: wanted ?? title, as: 'strong' },
      { text: '\n' },
      { text: callOf(name), as: 'code' }
    ],
    [
      {
        text: [
          `${size[0].toUpperCase()}${size.slice(1)}`,
          ...(period === undefined ? [] : [period]),
          `a ${one} is ${is}`,
          ...(units === undefined ? [] : [`units: ${units}`])
        ].join('; ')
      }
    ]
  ];
}

function drawnParts(name: DataName, value: ShippedData): DataSetPart[] {
  // Which function fits which set is seen where they are listed.
  const draw = dataSetParts[name] as (value: ShippedData) => DataSetPart[];
  try {
    return [...draw(value), fieldPieces(value)];
  } catch (error) {
    // A program may have put anything into its arrays.
    const reason = error instanceof Error ? error.message : String(error);
    return [
      [
        {
          text: `This data set was changed and cannot be drawn any more (${valueWords(reason)}). It is had anew with `
        },
        { text: `await ${callOf(name)}`, as: 'code' },
        { text: '.' }
      ]
    ];
  }
}

function creditPieces(name: DataName): TextSpan[] {
  const { source, licence } = descriptionOf(name);
  return [
    { text: 'Source: ' },
    linked(source),
    { text: '\nLicence: ' },
    linked(licence)
  ];
}

function linked({ name, address }: LinkedWords): TextSpan {
  return { text: name, address };
}

/** Most fields that are named. */
const FIELDS = 16;

/** What a program finds in a data set: each field by its name, with its shape or how many there are. */
function fieldPieces(value: object): TextSpan[] {
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

function named(fields: object): TextSpan[] {
  return Object.entries(fields)
    .slice(0, FIELDS)
    .flatMap(([name, value], at): TextSpan[] => [
      ...(at === 0 ? [] : [{ text: ', ' }]),
      {
        text: `${valueWords(name)}${typeof value === 'function' ? '()' : ''}`,
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
