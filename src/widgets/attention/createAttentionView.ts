import type { Attention } from '../../trace';
import type { View, ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { createStepView, type StepView } from '../base/createStepView';
import { fill, html } from '../base/dom';
import { labelFont, textMeasure } from '../base/measure';
import { describerOf } from '../describe/describerOf';
import {
  looksAtItself,
  stepsWritten,
  weightAt,
  type Decoding
} from './alignment';
import {
  attentionTable,
  mistakeWords,
  spokenAttention
} from './attentionWords';
import { drawDecoding, type DecodingPicture } from './drawDecoding';
import { stateTables } from './sideStates';
import { formatFixed } from '../../scene/words/format';
import type { ShownLines } from '../describe/line';

/** Two decodings stand side by side from this width on. */
const BESIDE_FROM = 640;
const GAP = 28;
const WIDEST = 620;

/**
 * Attention: where did the decoder look? One alignment matrix a decoding (teacher-forced and
 * free-running), a row for each written token, and the weights of one row as bars.
 */
export const createAttentionView: ViewFactory<Attention> = (
  element,
  bundle,
  context
): View => {
  const { translate } = context;
  let pictures: readonly DecodingPicture[] = [];
  /** The source token that is looked at. */
  let source: number | null = null;
  const host = html('div', { class: 'jp-gatescope-attention-host' });
  const look = (at: number | null): true => {
    source = at;
    base.light();
    return true;
  };
  const walk = (by: number): true => {
    base.move(base.step + by);
    return true;
  };
  const base: StepView<'attention'> = createStepView(element, {
    kind: 'attention',
    bundle,
    context,
    title: translate('Attention'),
    host,
    plays: true,
    keyWords: {
      '← →': translate('token that was read'),
      '↑ ↓': translate('%step')
    },
    steps: stepsWritten,
    table: () => attentionTable(base.bundle, translate),
    tableName: translate('weights'),
    moreTables: stateTables(bundle, () => base.bundle, translate),
    describer: describerOf(() =>
      attentionLines(base.bundle, source ?? 0, translate)
    ),
    draw(width, theme) {
      const { frame, bundle: attention } = base;
      const { decodings, title, score } = attention;
      const beside = width >= BESIDE_FROM && decodings.length > 1;
      const each = beside
        ? (width - GAP * (decodings.length - 1)) / decodings.length
        : width;
      const measure = textMeasure(labelFont(frame.element));
      pictures = decodings.map(decoding =>
        drawDecoding({
          attention,
          decoding,
          width: Math.min(each, WIDEST),
          measure,
          translate
        })
      );
      fill(
        host,
        pictures.map(picture => picture.element)
      );
      host.classList.toggle('jp-gatescope-attention-beside', beside);
      frame.setMeta(
        [
          ...(title ? [title] : []),
          translate('%1 score', score),
          translate('%1 source tokens', attention.source.length)
        ].join(' · ')
      );
      frame.setReading(
        [
          translate(
            looksAtItself(attention)
              ? 'a row is a token that looks, a column one that is looked at; %1 is more of the look. Each row adds up to 1.'
              : 'a row is a token that was written, a column one that was read; %1 is more of the look. Each row adds up to 1.',
            theme.dark ? translate('brighter') : translate('darker')
          ),
          ...(decodings.some(each => each.sourceStates ?? each.targetStates)
            ? [
                translate(
                  'Below a column is what the encoder held there, right of a row what the decoder held: purple above zero, orange below.'
                )
              ]
            : [])
        ].join(' ')
      );
      frame.setChanged(mistakeWords(attention, translate));
      frame.setTools([base.playTool()]);
    },
    paint: theme => pictures.forEach(picture => picture.paint(theme)),
    lit: () => String(source),
    show: step => pictures.forEach(picture => picture.mark(step, source)),
    describe: step => ({
      spoken: spokenAttention(base.bundle, step, source, translate)
    }),
    at(event) {
      const found = pictures.map(each => each.at(event.clientX, event.clientY));
      return found.find(hit => hit !== null) ?? null;
    },
    over: hit => look(hit?.source ?? null),
    onKey(action) {
      const last = base.bundle.source.length - 1;
      // A row is a step: arrows move as the picture lies.
      switch (action) {
        case 'nextUnit':
          return walk(1);
        case 'previousUnit':
          return walk(-1);
        case 'nextStep':
          return look(Math.min(last, (source ?? -1) + 1));
        case 'previousStep':
          return look(Math.max(0, (source ?? 0) - 1));
        case 'leave':
          // Else the key is left to the pin, and to the page.
          return (
            source !== null && look(null) && !context.cursor.position.pinned
          );
        default:
          return false;
      }
    }
  });
  return base.view;
};

/** The weight that each token gets while the decoder writes, as lines that can be described. */
function attentionLines(
  attention: Attention,
  source: number,
  translate: Translate
): ShownLines {
  const { decodings } = attention;
  const [first, ...others] = decodings;
  const name = ({ name: of }: Decoding, token: string, at: number): string =>
    others.length === 0
      ? translate('the weight of “%1” (token %2)', token, at)
      : translate('the weight of “%1” (token %2) in %3', token, at, of);
  return {
    // Where decodings wrote different tokens, a step has no word of its own.
    time: others.every(
      ({ target }) => target.join('\n') === first.target.join('\n')
    )
      ? { labels: first.target }
      : {},
    lines: decodings.flatMap(decoding =>
      attention.source.map((token, at) => ({
        name: name(decoding, token, at),
        group: decoding.name,
        values: Float64Array.from(decoding.target, (_, step) =>
          weightAt(decoding, step, at)
        ),
        write: (value: number) => formatFixed(value),
        place: {}
      }))
    ),
    here: source,
    of: [attention]
  };
}
