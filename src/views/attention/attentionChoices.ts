import type { Attention } from '../../trace';
import type { ChosenOf, Schema } from '../../scene/choices';
import type { Translate } from '../../scene/words/translate';
import { STAGES, type LookStage } from './look';

type AttentionChoice = 'look' | 'layer';

/** What its tables and words are made of. */
export interface AttentionMoment {
  readonly bundle: Attention;
  readonly chosen: ChosenOf<AttentionChoice>;
  readonly translate: Translate;
  readonly lit?: number | null;
}

/** How far one look is worked out, and which head's. */
export const attentionChoices: Schema<AttentionChoice, Attention> = {
  look: {
    options: (attention, _, translate) =>
      attention.decodings.some(({ look }) => look)
        ? [
            { value: 'off', label: translate('map alone') },
            ...STAGES.map(value => ({
              value,
              label: value === 'mask' ? translate('mask') : SIGNS[value]
            }))
          ]
        : [],
    title: translate => translate('One look, step by step'),
    tool: 'row',
    keys: ['nextChannel', 'previousChannel']
  },
  layer: {
    options: ({ decodings }, { look = 'off' }) =>
      look === 'off' ? [] : decodings.map(({ name }) => ({ value: name })),
    title: translate => translate('Head'),
    tool: 'menu'
  }
};

/** How each stage is written. */
const SIGNS: Readonly<Record<LookStage, string>> = {
  keys: 'q, k',
  products: 'q · k',
  scores: '÷ √d',
  mask: 'mask',
  softmax: 'softmax',
  values: 'Σ w v'
};
