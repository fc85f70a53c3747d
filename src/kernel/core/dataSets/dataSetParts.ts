import type {
  NamesData,
  NumbersData,
  PronunciationsData,
  SensorRecord,
  SentimentData,
  ShippedData,
  TaggedData,
  TimeTable
} from '../../../engine';
import type { DataName } from '../../../engine/data/shippedData';
import { digitsParts, movementsParts, vowelsParts } from './examplesOfClasses';
import type { DataSetPart, TextSpan } from './parts';
import { seriesPicture, valuesAColumn } from './smallPictures';
import { counted, rangeWords, valueWords } from './words';

/** Rows at the head of a table. */
const HEAD = 5;
/** Names that stand behind each other in a line. */
const NAMES = 12;
/** Most series that are drawn of one table, and sensors of a network. */
const SERIES = 12;

const PICTURE = { width: 480, height: 48 };
const NARROW = { width: 240, height: 40 };

/** Head, series or examples of each data set. */
export const dataSetParts: {
  readonly [Name in DataName]: (value: ShippedData<Name>) => DataSetPart[];
} = {
  births: timeParts,
  co2: timeParts,
  digits: digitsParts,
  euro: timeParts,
  movements: movementsParts,
  names: namesParts,
  numbers: numbersParts,
  pronunciations: pronunciationsParts,
  sensors: sensorsParts,
  sentiment: sentimentParts,
  tagged: taggedParts,
  vowels: vowelsParts,
  weather: timeParts
};

/** Head and series of a table by date. */
export function timeParts({
  dates,
  variables,
  column,
  step
}: TimeTable): DataSetPart[] {
  const series = variables.slice(0, SERIES).map(variable => ({
    ...variable,
    unit: valueWords(variable.unit),
    values: column(variable.name)
  }));
  const head = Math.min(HEAD, dates.length);
  const each = valuesAColumn(dates.length, PICTURE.width);
  return [
    {
      caption: `The first ${head} of ${counted(dates.length)} rows`,
      headings: [
        'date',
        ...series.map(({ name, unit }) =>
          valueWords(unit && unit !== name ? `${name}, ${unit}` : name)
        )
      ],
      rows: Array.from({ length: head }, (_, at) => [
        dates[at],
        ...series.map(({ values }) => values[at])
      ])
    },
    {
      caption: `Each series from ${valueWords(dates[0])} to ${valueWords(dates.at(-1))}${thinned(each, `${step}s`)}`,
      headings: [],
      rows: series.map(({ name, label, unit, values }) => [
        [
          { text: valueWords(name), as: 'code' },
          { text: label === name ? '' : `\n${valueWords(label)}` }
        ],
        {
          picture: seriesPicture(values, {
            ...PICTURE,
            alt: valueWords(
              `${label}, ${counted(values.length)} ${step}s: ${rangeWords(values, unit)}`
            )
          }),
          below: rangeWords(values, unit)
        }
      ])
    }
  ];
}

/** What a column of a thinned picture holds. */
function thinned(each: number, steps: string): string {
  return each === 1
    ? ''
    : `; a column of a picture holds ${each} ${steps}, from the lowest to the highest`;
}

function sensorsParts(records: readonly SensorRecord[]): DataSetPart[] {
  const shown = records.slice(0, SERIES);
  const [first] = shown;
  const each = valuesAColumn(
    Math.max(...shown.map(({ length }) => length)),
    NARROW.width
  );
  const picture = (
    values: Float64Array,
    { mote, event }: SensorRecord,
    what: string,
    unit: string
  ) => ({
    picture: seriesPicture(values, {
      ...NARROW,
      marked: event,
      alt: `mote ${valueWords(mote)}, ${what}: ${rangeWords(values, unit)}`
    }),
    below: rangeWords(values, unit)
  });
  return [
    {
      caption: `The first 3 of ${counted(first.length)} readings of mote ${valueWords(first.mote)}`,
      headings: ['temperature, °C', 'humidity, %', 'event'],
      rows: [0, 1, 2].map(at => [
        first.temperature[at],
        first.humidity[at],
        String(first.event[at])
      ])
    },
    {
      caption: `Each sensor over its hours, events on an orange ground${thinned(each, 'readings')}`,
      headings: ['sensor', 'temperature', 'humidity'],
      rows: shown.map(record => [
        [
          { text: `mote ${valueWords(record.mote)}`, as: 'strong' },
          {
            text: `\n${record.indoor ? 'indoors' : 'outdoors'}\n${counted(record.length)} readings\n${record.event.filter(Boolean).length} in an event`
          }
        ],
        picture(record.temperature, record, 'temperature', '°C'),
        picture(record.humidity, record, 'humidity', '%')
      ])
    }
  ];
}

function namesParts({ texts, test }: NamesData): DataSetPart[] {
  const some = (names: readonly string[], what: string): TextSpan[] => [
    { text: `${counted(names.length)} ${what}: ` },
    {
      text: `${names.slice(0, NAMES).map(valueWords).join(', ')}${names.length > NAMES ? ', …' : ''}`
    }
  ];
  return [some(texts, 'to learn from'), some(test.texts, 'held out')];
}

function headOf(learned: number, heldOut: number): string {
  return `The first ${Math.min(HEAD, learned)} of ${counted(learned)} rows to learn from; ${counted(heldOut)} are held out`;
}

function numbersParts(all: NumbersData): DataSetPart[] {
  const { numbers, english, german, french, test } = all;
  return [
    {
      caption: headOf(numbers.length, test.numbers.length),
      headings: ['numbers', 'english', 'german', 'french'],
      rows: numbers
        .slice(0, HEAD)
        .map((number, at) => [number, english[at], german[at], french[at]])
    }
  ];
}

function pronunciationsParts(all: PronunciationsData): DataSetPart[] {
  const { words, sounds, test } = all;
  return [
    {
      caption: headOf(words.length, test.words.length),
      headings: ['words', 'sounds'],
      rows: words
        .slice(0, HEAD)
        .map((word, at) => [word, valueWords(sounds[at].join(' '))])
    }
  ];
}

function sentimentParts({ texts, y, test }: SentimentData): DataSetPart[] {
  const of = (label: number) =>
    texts
      .map((text, at) => ({ text, is: y.values[at] }))
      .filter(({ is }) => is === label)
      .slice(0, 3);
  return [
    {
      caption: `Examples of ${counted(texts.length)} sentences to learn from; ${counted(test.texts.length)} are held out`,
      headings: ['texts', 'y'],
      rows: [1, 0].flatMap(label =>
        of(label).map(({ text }) => [text, `${label} ${PRAISE[label]}`])
      )
    }
  ];
}

const PRAISE = ['blame', 'praise'];

function taggedParts(all: TaggedData): DataSetPart[] {
  const { tokens, tags, tagNames, years, test } = all;
  const examples = tagNames
    .slice(1, SERIES)
    .flatMap((_, tag) =>
      [...tokens.keys()].filter(at => tags[at].includes(tag + 1)).slice(0, 2)
    );
  return [
    {
      caption: `Two sentences with each tag, of ${counted(tokens.length)} to learn from; ${counted(test.tokens.length)} are held out`,
      headings: ['years', 'tokens, with the tag behind those that have one'],
      rows: [...new Set(examples)].map(at => [
        valueWords(years[at]),
        taggedPieces(tokens[at], tags[at], tagNames)
      ])
    }
  ];
}

/** Most tokens of a sentence that is shown. */
const TOKENS = 60;

/** Tokens of one tag behind each other are one name. */
function taggedPieces(
  tokens: readonly string[],
  tags: readonly number[],
  names: readonly string[]
): TextSpan[] {
  return tokens.slice(0, TOKENS).flatMap((token, at): TextSpan[] => {
    const tag = tags[at];
    const ends = tags[at + 1] !== tag;
    return tag === 0
      ? [{ text: `${valueWords(token)} ` }]
      : [
          { text: valueWords(token), as: 'strong' },
          { text: ends ? ` (${valueWords(names[tag])}) ` : ' ' }
        ];
  });
}
