import { betweenTokens, percentText, type Predictions } from '../../../trace';
import { lightColors, networkInks } from './colours';
import { drawWordMap } from './mapPicture';
import { numberWords, stepWords } from './moment';
import { plot } from './plot';
import { ink, label, picture } from './svg';
import { tablePicture } from './tablePicture';

type Content<F extends Predictions['content']['form']> = Extract<
  Predictions['content'],
  { readonly form: F }
>;

/** A saved picture of how good a network is, and where it fails. */
export function predictionsPicture(predictions: Predictions): string {
  const { title, content, view } = predictions;
  switch (content.form) {
    case 'forecast':
      return forecastPicture(title ?? 'Forecast', content, view?.step);
    case 'confusion':
      return confusionPicture(title ?? 'Confusion', content);
    case 'text':
      return textPicture(title ?? 'Text', content);
  }
}

/** A head with how the picture is read, and what it says at its cursor below. */
function told(
  title: string,
  reading: string,
  {
    width,
    height,
    sentence
  }: {
    readonly width: number;
    readonly height: number;
    readonly sentence: string;
  },
  ...children: readonly string[]
): string {
  return picture(
    {
      width: Math.max(
        width,
        reading.length * 6.2 + 32,
        sentence.length * 6.4 + 32
      ),
      height: height + 28,
      title: `${title}. ${sentence}`
    },
    label(16, 22, title, { 'font-size': 15, 'font-weight': 600 }),
    label(16, 40, reading, { fill: ink.second }),
    ...children,
    label(16, height + 14, sentence)
  );
}

const looks = [
  { stroke: lightColors.brand, dash: '7 3' },
  { stroke: lightColors.clamp, dash: '2 2' },
  { stroke: lightColors.filter, dash: '5 2 1 2' },
  { stroke: lightColors.write, dash: '1 3' }
] as const;

function forecastPicture(
  title: string,
  { time, truth, forecasts }: Content<'forecast'>,
  wished: number | undefined
): string {
  const last = Math.max(0, time.steps - 1);
  const step = Math.min(wished ?? last, last);
  const unit = truth.unit ? ` ${truth.unit}` : '';
  const at = (name: string, values: ArrayLike<number>): string =>
    `${name} ${numberWords(values[step] ?? NaN)}${unit}`;
  const sentence = [
    `At ${stepWords(time, step)}: `,
    [
      at(truth.name, truth.values.values),
      ...forecasts.map(({ name, values, band }) =>
        band
          ? `${at(name, values.values)} (${band.name}: ${numberWords(band.lower.values[step])} to ${numberWords(band.upper.values[step])})`
          : at(name, values.values)
      )
    ].join(', '),
    '.',
    ...forecasts.flatMap(({ name, error }) =>
      error ? [` ${name}: ${error.name} ${numberWords(error.value)}.`] : []
    )
  ].join('');
  return told(
    title,
    'How to read: the solid line was measured, each dashed one is a forecast; the band is how sure it is.',
    { width: 760, height: 312, sentence },
    plot(
      [
        {
          name: truth.name,
          values: truth.values.values,
          stroke: networkInks.lstm
        },
        ...forecasts.map(({ name, values, band }, index) => ({
          name,
          values: values.values,
          ...looks[index % looks.length],
          ...(band && {
            band: { lower: band.lower.values, upper: band.upper.values }
          })
        }))
      ],
      {
        x: 70,
        y: 72,
        width: 460,
        height: 190,
        across: time.name,
        up: truth.unit ?? truth.name,
        cursor: step
      }
    )
  );
}

function confusionPicture(
  title: string,
  { classes, counts }: Content<'confusion'>
): string {
  const count = classes.length;
  const cells = Array.from(counts.values, (value, index) => ({
    value,
    truth: Math.floor(index / count),
    answer: index % count
  }));
  const sum = (list: typeof cells): number =>
    list.reduce((all, { value }) => all + value, 0);
  const all = sum(cells);
  const right = sum(cells.filter(({ truth, answer }) => truth === answer));
  const worst = cells
    .filter(({ truth, answer, value }) => truth !== answer && value > 0)
    .reduce<(typeof cells)[number] | null>(
      (most, each) => (most && most.value >= each.value ? most : each),
      null
    );
  const sentence = [
    all > 0
      ? `${right} of ${all} are right, ${percentText(right / all)} %.`
      : 'There are no examples.',
    ...(worst
      ? [
          ` Most often mistaken: “${classes[worst.truth]}” answered as “${classes[worst.answer]}”, ${worst.value} of ${sum(cells.filter(({ truth }) => truth === worst.truth))}.`
        ]
      : [])
  ].join('');
  const map = drawWordMap(
    {
      values: counts,
      rows: classes,
      columns: classes,
      highest: Math.max(1, ...counts.values),
      scale: 'examples',
      write: String,
      ...(worst && { cursor: { row: worst.truth, column: worst.answer } })
    },
    48
  );
  return told(
    title,
    'How to read: a row is what it was, a column what the network answered; right answers are on the diagonal.',
    { width: map.width, height: map.bottom, sentence },
    ...map.elements
  );
}

function textPicture(
  title: string,
  { tokens, level, promptLength, probabilities }: Content<'text'>
): string {
  const between = betweenTokens({ tokens, level });
  const spaced = tokens.map(token => token + between);
  const written = Array.from(probabilities.values)
    .map((value, at) => ({ value, at }))
    .slice(promptLength)
    .filter(({ value }) => Number.isFinite(value));
  const least = written.reduce<(typeof written)[number] | null>(
    (low, each) => (low && low.value <= each.value ? low : each),
    null
  );
  const sentence =
    least === null
      ? 'Nothing was written.'
      : `Of ${tokens.length} tokens ${promptLength} were given. The least sure of the others: token ${least.at} “${tokens[least.at]}”, probability ${numberWords(least.value)}.`;
  return tablePicture({
    title,
    headings: [],
    rows: [],
    notes: [
      sentence,
      ...wrap(spaced.slice(0, promptLength), 96).map((line, at) =>
        at === 0 ? `given: ${line}` : line
      ),
      ...wrap(spaced.slice(promptLength), 96).map((line, at) =>
        at === 0 ? `written: ${line}` : line
      )
    ]
  });
}

/** Words in lines of at most `width` characters. */
function wrap(tokens: readonly string[], width: number): string[] {
  const lines = [''];
  for (const token of tokens.flatMap(text => text.split(/(?<=\n)/))) {
    if (lines[lines.length - 1].length + token.length > width) {
      lines.push('');
    }
    lines[lines.length - 1] += token.replace(/\n/g, ' ');
    if (token.endsWith('\n')) {
      lines.push('');
    }
  }
  return lines.slice(0, 40);
}
