import { betweenTokens, percentText, type Predictions } from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import { forecastView } from '../../../views/predictions/forecastView';
import { drawWordMap } from './mapPicture';
import { numberWords } from './moment';
import { ink, label, picture } from './svg';
import { tablePicture } from './tablePicture';

type Content<F extends Predictions['content']['form']> = Extract<
  Predictions['content'],
  { readonly form: F }
>;

/** A saved picture of how good a network is, and where it fails. */
export function predictionsPicture(predictions: Predictions): string {
  const { title, content } = predictions;
  switch (content.form) {
    case 'forecast':
      return savedPicture(forecastView, predictions);
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
