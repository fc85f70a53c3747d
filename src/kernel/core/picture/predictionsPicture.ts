import { betweenTokens, type Predictions } from '../../../trace';
import { savedPicture } from '../../../scene/saved';
import { confusionView } from '../../../views/predictions/confusionView';
import { forecastView } from '../../../views/predictions/forecastView';
import { numberWords } from './moment';
import { bitmapAddress } from './png';
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
      return savedPicture(confusionView, predictions, { png: bitmapAddress });
    case 'text':
      return textPicture(title ?? 'Text', content);
  }
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
