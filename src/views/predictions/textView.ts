import { betweenTokens, type Predictions } from '../../trace';
import { across } from '../../scene/layoutAcross';
import { inkOn } from '../../scene/inkOn';
import { mark, type Mark } from '../../scene/marks/mark';
import { text } from '../../scene/marks/text';
import { axisLook } from '../../scene/placeMarks';
import type { PlacedPanel, Surface } from '../../scene/scene';
import type { Column } from '../../scene/table';
import type { SceneTheme } from '../../scene/theme';
import { defineView } from '../../scene/view';
import { formatFixed, typedNumber } from '../../scene/words/format';
import { contentOf, type TextContent } from './measures';
import {
  colorRange,
  likelyWords,
  shownToken,
  surpriseSentence,
  textReading,
  tokenWords,
  valueOf,
  type Coloring
} from './textWords';

const LINE = 24;
const RAMP = 150;
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
    const column = (name: string, value: Column['of']): Column => ({
      ...{ role: 'note', name, of: value }
    });
    return {
      caption: translate('Tokens'),
      places: {
        count: tokens.length,
        nameOf: step => tokenWords(content, 'probability', step, translate)
      },
      columns: {
        step: column(translate('%step'), step => step),
        token: column(translate('token'), step => shownToken(tokens[step])),
        given: column(translate('given'), step =>
          step < promptLength ? translate('yes') : translate('no')
        ),
        probability: column(
          translate('probability'),
          step => probabilities.values[step]
        ),
        ...(content.likely && {
          likely: column(translate('likeliest'), step =>
            likelyWords(content, step)
          )
        }),
        ...(coloring !== 'probability' && {
          unit: column(translate('unit %1', coloring), step =>
            valueOf(content, coloring, step)
          )
        })
      } as Readonly<Record<string, Column>>
    };
  },
  /** For a file: on the page a text is words that flow. */
  scene({ bundle, chosen, translate }) {
    const content = of(bundle);
    const coloring = coloringOf(chosen);
    const step = bundle.view?.step ?? content.promptLength;
    return {
      ...{ layout: across, unnamed: true },
      panels: [
        {
          id: 'tokens',
          caption:
            coloring === 'probability'
              ? translate('probability')
              : translate('unit %1', coloring),
          value: { names: [] },
          height: ({ width, measure }) =>
            linesOf(content, width, measure).at(-1)!.line * LINE + 2 * LINE,
          marks: [
            {
              kind: 'free',
              draw: (panel, theme, measure) =>
                tokenMarks(content, coloring, step, panel, theme, measure)
            }
          ]
        }
      ]
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
    below({ bundle, chosen, translate }) {
      const content = of(bundle);
      const step = bundle.view?.step ?? content.promptLength;
      return [
        tokenWords(content, coloringOf(chosen), step, translate),
        likelyWords(content, step)
      ]
        .filter(Boolean)
        .join('. ');
    }
  }
});

/** Where each token stands, flowing from line to line of a width. */
function linesOf(
  content: TextContent,
  width: number,
  measure: Surface['measure']
): { readonly x: number; readonly wide: number; readonly line: number }[] {
  const between = betweenTokens(content);
  const gap = between === '' ? 0 : measure('n');
  let [x, line] = [0, 0];
  const placed = content.tokens.map(token => {
    const wide = Math.max(4, measure(shownToken(token))) + 2;
    if (x > 0 && x + wide > width) {
      [x, line] = [0, line + 1];
    }
    const at = { x, wide, line };
    x += wide + gap;
    if (token === '\n') {
      [x, line] = [0, line + 1];
    }
    return at;
  });
  return placed.length > 0 ? placed : [{ x: 0, wide: 0, line: 0 }];
}

/** The tokens on their colors, the one that is looked at framed, and the scale of the colors below. */
function tokenMarks(
  content: TextContent,
  coloring: Coloring,
  step: number,
  { box }: PlacedPanel,
  theme: SceneTheme,
  measure: Surface['measure']
): Mark[] {
  const { tokens, promptLength } = content;
  const ramp = theme.ramp(coloring === 'probability' ? 'gates' : 'states');
  const [low, high] = colorRange(content, coloring);
  const bottom = box.y + box.height - LINE / 2;
  const placed = linesOf(content, box.width, measure);
  const ink = theme.color('ink');
  const scale = Array.from({ length: RAMP / 3 }, (_, at) =>
    mark('rect', {
      ...{ x: box.x + 30 + at * 3, y: bottom - 8, width: 3.2, height: 8 },
      fill: ramp?.css((at * 3) / RAMP)
    })
  );
  const end = (words: string, x: number, anchor: 'start' | 'end') =>
    text(words, x, bottom, { anchor, ...axisLook(theme) });
  return [
    ...tokens.flatMap((token, at) => {
      const { x, wide, line } = placed[at];
      const [left, top] = [box.x + x, box.y + line * LINE];
      const value = valueOf(content, coloring, at);
      const color = Number.isNaN(value)
        ? undefined
        : ramp?.css((value - low) / (high - low));
      return [
        mark('rect', {
          ...{ x: left, y: top, width: wide, height: LINE - 4 },
          fill: color ?? 'none'
        }),
        text(shownToken(token), left + 1, top + 14, {
          fill: color ? inkOn(color) : ink,
          'text-decoration': at < promptLength ? 'underline' : undefined
        })
      ];
    }),
    // Over its neighbors.
    ...placed.slice(step, step + 1).map(({ x, wide, line }) =>
      mark('rect', {
        ...{ x: box.x + x, y: box.y + line * LINE, width: wide },
        ...{ height: LINE - 4, fill: 'none', stroke: ink, 'stroke-width': 2 }
      })
    ),
    ...scale,
    end(formatFixed(low, 1), box.x + 26, 'end'),
    end(formatFixed(high, 1), box.x + 34 + RAMP, 'start')
  ];
}
