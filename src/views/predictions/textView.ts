import type { Predictions } from '../../trace';
import { note, type Column } from '../../scene/table';
import { defineView } from '../../scene/view';
import { formatFixed, typedNumber } from '../../scene/words/format';
import { stepWords } from '../../scene/words/stepWords';
import { contentOf, type TextContent } from './measures';
import { textPicture, tokenAt } from './textPicture';
import {
  likelyWords,
  probabilityWords,
  shownToken,
  surpriseSentence,
  textReading,
  tokenWords,
  coloredValue,
  type Coloring
} from './textWords';

/** The unit that is none: the colors are probabilities. */
const PROBABILITY = -1;

const of = (bundle: Predictions): TextContent => contentOf(bundle, 'text');

/** What colors the text, as it was chosen. */
export const coloringOf = ({ unit }: { readonly unit: number }): Coloring =>
  unit === PROBABILITY ? 'probability' : unit;

/** As the notebook has it, else the first token that was written. */
const opensAt = (bundle: Predictions): number =>
  bundle.view?.step ?? of(bundle).promptLength;

/** Generated text, each token colored by its probability or by a unit of the state. */
export const textView = defineView<'predictions'>()({
  name: 'text',
  kind: 'predictions',
  title: translate => translate('Text'),
  opens: ({ bundle }) => opensAt(bundle),
  steps: bundle => ({
    steps: of(bundle).tokens.length,
    opens: opensAt(bundle)
  }),
  choices: {
    unit: {
      options: (bundle, _, translate) => [
        { value: PROBABILITY, label: translate('Probability') },
        ...Array.from(
          { length: of(bundle).hidden?.shape[1] ?? 0 },
          (__, value) => ({ value, label: translate('Unit %1', value) })
        )
      ],
      title: translate =>
        translate(
          'Color the text by its probability or by a unit of the state'
        ),
      tool: 'menu',
      keep: true,
      keys: ['nextUnit', 'previousUnit']
    }
  },
  table({ bundle, chosen, translate }) {
    const content = of(bundle);
    const { tokens, promptLength, probabilities } = content;
    const coloring = coloringOf(chosen);
    const labels = tokens.map(shownToken);
    return {
      caption: translate('Tokens'),
      places: {
        count: tokens.length,
        labels,
        nameOf: step => stepWords({ labels }, step, translate)
      },
      columns: {
        step: note(translate('%step'), step => step),
        token: note(translate('token'), step => shownToken(tokens[step])),
        given: note(translate('given'), step =>
          step < promptLength ? translate('yes') : translate('no')
        ),
        probability: note(
          translate('probability'),
          step => probabilities.values[step],
          {
            long: translate('the probability of the token'),
            ...{ line: coloring === 'probability', bounds: [0, 1] },
            write: probabilityWords
          }
        ),
        ...(content.likely && {
          likely: note(translate('likeliest'), step =>
            likelyWords(content, step)
          )
        }),
        ...(coloring !== 'probability' && {
          unit: note(
            translate('unit %1', coloring),
            step => coloredValue(content, coloring, step),
            { line: true, write: value => formatFixed(value) }
          )
        })
      } as Readonly<Record<string, Column>>
    };
  },
  scene({ bundle, chosen, translate }) {
    const content = of(bundle);
    return {
      panels: [],
      layout: surface =>
        textPicture(content, coloringOf(chosen), surface, translate),
      overlay: {
        marks: (step, placed, surface) =>
          tokenAt(
            content,
            step,
            tokenWords(content, coloringOf(chosen), step, translate),
            { placed, surface, translate }
          )
      }
    };
  },
  words: {
    meta({ bundle, translate }) {
      const { tokens, promptLength, temperature } = of(bundle);
      return [
        ...(bundle.title ? [bundle.title] : []),
        tokens.length === 1
          ? translate('1 token, %1 given', promptLength)
          : translate('%1 tokens, %2 given', tokens.length, promptLength),
        ...(temperature === undefined
          ? []
          : [translate('temperature %1', typedNumber(temperature))])
      ].join(' · ');
    },
    question: ({ translate }) =>
      translate('How sure was the network of what it wrote?'),
    answer({ bundle, translate }) {
      const sentence = surpriseSentence(of(bundle), translate);
      return sentence === ''
        ? null
        : { row: bundle.view?.step ?? of(bundle).promptLength, sentence };
    },
    reading: ({ chosen, translate }) =>
      textReading(coloringOf(chosen), null, translate),
    spoken: ({ bundle, chosen, translate }, step) =>
      [
        tokenWords(of(bundle), coloringOf(chosen), step, translate),
        likelyWords(of(bundle), step)
      ].join('. ')
  }
});
