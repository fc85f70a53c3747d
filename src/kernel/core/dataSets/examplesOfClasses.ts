import type { DigitsData, MovementsData, VowelsData } from '../../../engine';
import { extentOf } from '../../../scene/marks/valueScale';
import type { PartContent, DataSetPart } from './parts';
import { gridPicture, seriesPicture, valuesAColumn } from './smallPictures';
import { counted, figure, rangeWords, valueWords } from './words';

/** Most classes of which an example is shown. */
const CLASSES = 12;

/** The place of the first example of each class, the classes in their order. */
function firstOfEach(classes: ArrayLike<number>): number[] {
  const first = new Map<number, number>();
  Array.from(classes).forEach((each, at) => {
    if (!first.has(each)) {
      first.set(each, at);
    }
  });
  return [...first]
    .sort(([one], [other]) => one - other)
    .slice(0, CLASSES)
    .map(([, at]) => at);
}

/** Contents in rows of so many. */
function inRows(
  contents: readonly PartContent[],
  columns: number
): PartContent[][] {
  return Array.from(
    { length: Math.ceil(contents.length / columns) },
    (_, row) => contents.slice(row * columns, (row + 1) * columns)
  );
}

export function digitsParts({ x, y, test }: DigitsData): DataSetPart[] {
  const [count, rows, columns] = x.shape;
  const pictures = firstOfEach(y.values).map((at): PartContent => {
    const from = at * rows * columns;
    const digit = valueWords(y.values[at]);
    return {
      picture: gridPicture(
        Array.from({ length: rows }, (_, row) =>
          x.values.slice(from + row * columns, from + (row + 1) * columns)
        ),
        { alt: `a handwritten ${digit}`, cell: 6, most: 1 }
      ),
      below: digit
    };
  });
  return [
    {
      caption: `An example of each digit, of ${counted(count)} to learn from; ${counted(test.y.size)} are held out`,
      headings: [],
      rows: inRows(pictures, 5)
    }
  ];
}

/** What a watch feels, and the words before the axis of each. */
const FELT = [
  { what: 'acceleration', by: 'along' },
  { what: 'turning', by: 'about' }
].flatMap(({ what, by }) =>
  ['x', 'y', 'z'].map(axis => ({ name: `${by} ${axis}`, what }))
);
const SMALL = { width: 80, height: 32 };

export function movementsParts(all: MovementsData): DataSetPart[] {
  const { x, y, people, sides, exercises, test } = all;
  const [count, steps, features] = x.shape;
  const shown = firstOfEach(y.values).map(at => ({
    at,
    exercise: valueWords(exercises[y.values[at]]),
    series: Array.from({ length: features }, (_, feature) =>
      Float64Array.from(
        { length: steps },
        (_value, step) => x.values[(at * steps + step) * features + feature]
      )
    )
  }));
  // Exercises can be compared where a number has one scale for all of them.
  const together = FELT.map((_, feature) =>
    extentOf(shown.map(({ series }) => series[feature]))
  );
  const each = valuesAColumn(steps, SMALL.width);
  return [
    {
      caption: `An example of each exercise, of ${counted(count)} recordings to learn from (${counted(test.y.size)} are held out): acceleration along three axes and turning about them, each with one scale; a column of a picture holds ${each} steps, from the lowest to the highest`,
      headings: [
        'exercise',
        ...FELT.map(({ name }, feature) => [
          { text: `${name}\n${rangeWords(together[feature])}` }
        ])
      ],
      rows: shown.map(({ at, exercise, series }) => [
        [
          { text: exercise, as: 'strong' },
          {
            text: `\nperson ${valueWords(people[at])}, ${valueWords(sides[at])} arm`
          }
        ],
        ...FELT.map(({ name, what }, feature) => ({
          picture: seriesPicture(series[feature], {
            ...SMALL,
            range: together[feature],
            alt: `${exercise}, ${what} ${name}: ${rangeWords(series[feature])}`
          }),
          plain: rangeWords(series[feature])
        }))
      ])
    }
  ];
}

export function vowelsParts({
  x,
  y,
  lengths,
  test
}: VowelsData): DataSetPart[] {
  const [count, steps, features] = x.shape;
  const shown = firstOfEach(y.values).map(at => {
    // A length that was changed reaches no further than what there is.
    const length = Math.min(steps, lengths[at]);
    return {
      speaker: valueWords(y.values[at]),
      length,
      rows: Array.from({ length: features }, (_, feature) =>
        Float64Array.from(
          { length },
          (_value, step) => x.values[(at * steps + step) * features + feature]
        )
      )
    };
  });
  const longest = Math.max(...shown.map(({ length }) => length));
  const most = Math.max(
    ...extentOf(shown.flatMap(({ rows }) => rows)).map(Math.abs)
  );
  return [
    {
      caption: `An utterance of each speaker, of ${counted(count)} to learn from (${counted(test.y.size)} are held out): a step a column, the first of its ${features} numbers above; blue above zero, orange below, up to ${figure(most)}`,
      headings: [],
      rows: inRows(
        shown.map(({ speaker, length, rows }) => ({
          // Zeros behind the end are the page, and a step is as wide for every speaker.
          picture: gridPicture(
            rows.map(row =>
              Float64Array.from(
                { length: longest },
                (_, step) => row[step] ?? 0
              )
            ),
            {
              alt: `an utterance of speaker ${speaker}, ${length} steps of ${features} numbers: ${rangeWords(rows.flatMap(row => [...row]))}`,
              cell: 6,
              most
            }
          ),
          below: `speaker ${speaker}, ${length} steps`
        })),
        3
      )
    }
  ];
}
