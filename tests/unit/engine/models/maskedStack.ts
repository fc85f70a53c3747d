import fc from 'fast-check';
import type { Layer, Tensor } from '../../../../src/engine';
import {
  add,
  layers,
  matmul,
  mul,
  oneMinus,
  sigmoid,
  tanh
} from '../../../../src/engine';
import type { RecurrentLayer } from '../../../../src/engine/layers/recurrent';

// Random stacks of every layer and wrapper that makes masks, hands them on or reads them. Left out are
// those of which a step at another place is another step: a convolution reads padding as data, flatten has
// a weight for each step, position encoding counts steps from the first one. So are activity regularizers,
// which, as Keras's, count what stands at masked steps.

const own = {
  name: 'own',
  state: ['h', 's'],
  parameters: ['Wf', 'Uf', 'bf', 'Wn'],
  step: (
    { x, h, s }: Record<'x' | 'h' | 's', Tensor>,
    { Wf, Uf, bf, Wn }: Record<'Wf' | 'Uf' | 'bf' | 'Wn', Tensor>
  ) => {
    const f = sigmoid(add(matmul(x, Wf), matmul(h, Uf), bf));
    const kept = add(mul(f, s), mul(oneMinus(f), tanh(matmul(x, Wn))));
    return { f, s: kept, h: tanh(kept) };
  }
} as const;

type Make = (options: { units: number }) => RecurrentLayer;

/** Every cell, by what makes a layer of it. */
const cells: Readonly<Record<string, Make>> = {
  simpleRNN: layers.simpleRNN,
  relu: options => layers.simpleRNN({ ...options, activation: 'relu' }),
  lstm: layers.lstm,
  hardLstm: options =>
    layers.lstm({ ...options, recurrentActivation: 'hardSigmoid' }),
  projected: options =>
    layers.lstm({
      ...options,
      units: options.units + 1,
      projection: options.units
    }),
  gru: layers.gru,
  resetBefore: options =>
    layers.gru({ ...options, convention: 'keras', resetAfter: false }),
  minGru: layers.minGru,
  minLstm: layers.minLstm,
  sLstm: layers.sLstm,
  selectiveStateSpace: options =>
    layers.selectiveStateSpace({ ...options, states: 2 }),
  linearAttention: options => layers.linearAttention({ ...options, keyDim: 2 }),
  mLstm: options => layers.mLstm({ ...options, keyDim: 2 }),
  deltaNet: options => layers.deltaNet({ ...options, keyDim: 2, gated: true }),
  own: options => layers.recurrent({ ...options, cell: own })
};

const merges = ['concat', 'sum', 'ave', 'mul'] as const;
const scores = ['dot', 'scaled', 'general', 'additive', 'uniform'] as const;

/** What a recurrent layer may be given. */
const recurrentOf = (kinds: readonly string[], goBackwards = fc.boolean()) =>
  fc.record({
    cell: fc.constantFrom(...kinds),
    units: fc.integer({ min: 1, max: 4 }),
    convention: fc.constantFrom('keras' as const, 'pytorch' as const),
    goBackwards,
    drops: fc.integer({ min: 0, max: 9 }).map(tenth => tenth < 2),
    /** In both directions, merged so; in one without. */
    merge: fc.option(fc.constantFrom(...merges), { freq: 1 })
  });
const recurrent = recurrentOf(Object.keys(cells));

type Drawn<A> = A extends fc.Arbitrary<infer T> ? T : never;
type Recurrent = Drawn<typeof recurrent>;

/** Layers with an output for each step of as many numbers as they say. */
const steady = [
  'dense',
  'normalized',
  'activation',
  'leaky',
  'masking',
  'dropout'
] as const;
const kinds = [
  ...steady,
  ...(['distributed', 'residual', 'selfAttention'] as const),
  ...(['recurrent', 'recurrent', 'recurrent', 'recurrent'] as const)
];

const betweenOf = (
  some: readonly (typeof kinds)[number][],
  inner: typeof recurrent
) =>
  fc.record({
    kind: fc.constantFrom(...some),
    /** A residual layer. */
    inside: fc.constantFrom(
      ...steady,
      ...(['recurrent', 'recurrent', 'selfAttention'] as const)
    ),
    recurrent: inner,
    units: fc.integer({ min: 1, max: 4 }),
    heads: fc.integer({ min: 1, max: 2 }),
    causal: fc.boolean(),
    rotary: fc.boolean()
  });

type Between = Drawn<ReturnType<typeof betweenOf>>;

const endingOf = (
  some: readonly ('each' | 'recurrent' | 'attention' | 'pooling')[],
  inner: typeof recurrent
) =>
  fc.record({
    kind: fc.constantFrom(...some),
    recurrent: inner,
    score: fc.constantFrom(...scores)
  });

type Ending = Drawn<ReturnType<typeof endingOf>>;

const sizes = {
  maskValue: fc.constantFrom(0, -999.9, 1e20),
  features: fc.integer({ min: 1, max: 3 }),
  /** Of the words of a sentence; of them nothing is dropped, as there are more where some are padding. */
  words: endingOf(['recurrent', 'attention', 'pooling'], recurrent).filter(
    ({ recurrent: { drops } }) => !drops
  ),
  batch: fc.integer({ min: 1, max: 3 }),
  steps: fc.integer({ min: 1, max: 5 }),
  padding: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(1_000_000)
};

/** Of all layers. */
const anyStack = fc.record({
  ...sizes,
  /** Ids, numbers behind masking, or for each step several of one of these. */
  reads: fc.constantFrom(
    'ids' as const,
    'numbers' as const,
    'sentences' as const,
    'tables' as const
  ),
  middle: fc.array(betweenOf(kinds, recurrent), { minLength: 1, maxLength: 3 }),
  ending: endingOf(
    ['each', 'recurrent', 'recurrent', 'attention', 'pooling'],
    recurrent
  )
});

export type Stack = Drawn<typeof anyStack>;

const ofKernels = Object.keys(cells).slice(0, 7);
const ahead = recurrentOf(ofKernels, fc.constant(false));

/** Of those that the kernels compute behind a mask. */
const stackOfKernels: typeof anyStack = fc.record({
  ...sizes,
  reads: fc.constantFrom('ids' as const, 'numbers' as const),
  middle: fc.array(
    betweenOf(['recurrent', 'recurrent', 'dense', 'distributed'], ahead),
    { minLength: 1, maxLength: 3 }
  ),
  ending: endingOf(['each', 'recurrent'], recurrentOf(ofKernels)).filter(
    ({ recurrent: { goBackwards, merge } }) => !goBackwards || merge === null
  )
});

/** A stack, and how many sequences of how many steps it is given, with how much padding. */
export const stacks = fc
  .oneof(anyStack, anyStack, stackOfKernels)
  .filter(
    ({ middle, ending }) =>
      ending.kind === 'recurrent' ||
      middle.some(({ kind }) => kind === 'recurrent')
  );

/** Words of a sentence, without padding. */
export const WORDS = 3;
/** Ids that an embedding knows, 0 as padding among them. */
export const IDS = 7;

/** How many numbers a recurrent layer answers with. */
const widthOf = ({ units, merge }: Recurrent): number =>
  merge === 'concat' ? 2 * units : units;

function recurrentLayer(of: Recurrent, returnSequences: boolean): Layer {
  const { cell, units, convention, goBackwards, drops, merge } = of;
  const layer = cells[cell]({
    units,
    convention,
    goBackwards,
    returnSequences,
    ...(drops && { dropout: 0.3, recurrentDropout: 0.3 })
  } as { units: number });
  return merge === null
    ? layer
    : layers.bidirectional({ layer, mergeMode: merge });
}

function steadyLayer(kind: (typeof steady)[number], units: number): Layer {
  switch (kind) {
    case 'dense':
      return layers.dense({ units, activation: 'tanh' });
    case 'normalized':
      return layers.layerNormalization();
    case 'activation':
      return layers.activation({ activation: 'swish' });
    case 'leaky':
      return layers.leakyReLU();
    case 'masking':
      return layers.masking();
    case 'dropout':
      // One mask for all steps: the others of a padded sequence are as many as it is long.
      return layers.dropout({ rate: 0.4, noiseShape: [null, 1, null] });
  }
}

const attentionOf = ({ heads, causal, rotary }: Between): Layer =>
  layers.selfAttention({ keyDim: 2, heads, causal, rotary });

/** A layer on `width` numbers a step, and how many it answers with. */
function layerBetween(of: Between, width: number): readonly [Layer, number] {
  const { kind, inside, units } = of;
  switch (kind) {
    case 'recurrent':
      return [recurrentLayer(of.recurrent, true), widthOf(of.recurrent)];
    case 'distributed':
      return [
        layers.timeDistributed({
          layer: layers.dense({ units, activation: 'tanh' })
        }),
        units
      ];
    case 'selfAttention':
      return [attentionOf(of), width];
    case 'residual':
      return [
        layers.residual({
          layers: [
            inside === 'recurrent'
              ? recurrentLayer(of.recurrent, true)
              : inside === 'selfAttention'
                ? attentionOf(of)
                : steadyLayer(inside, units),
            layers.dense({ units: width })
          ]
        }),
        width
      ];
    default:
      return [steadyLayer(kind, units), kind === 'dense' ? units : width];
  }
}

function endingLayer({ kind, recurrent: of, score }: Ending): Layer[] {
  switch (kind) {
    case 'recurrent':
      return [recurrentLayer(of, false)];
    case 'attention':
      return [layers.attention({ score })];
    case 'pooling':
      return [layers.globalAveragePooling1D()];
    case 'each':
      return [];
  }
}

/** @param steps of a sequence, and words of a sentence, with padding */
export function layersOf(of: Stack, steps: number, words: number): Layer[] {
  const table = (more: object) =>
    layers.embedding({
      inputDim: IDS,
      outputDim: of.features,
      maskZero: true,
      ...more
    });
  const masking = (inputShape: (number | null)[]) =>
    layers.masking({ maskValue: of.maskValue, inputShape });
  const eachStep = (layer: Layer) => layers.timeDistributed({ layer });
  const within = endingLayer(of.words).map(eachStep);
  const front = {
    ids: () => [table({})],
    numbers: () => [masking([null, of.features])],
    sentences: () => [
      layers.timeDistributed({ layer: table({}), inputShape: [steps, words] }),
      ...within
    ],
    tables: () => [masking([steps, words, of.features]), ...within]
  }[of.reads]();
  let width =
    of.reads === 'ids' || of.reads === 'numbers'
      ? of.features
      : {
          recurrent: widthOf(of.words.recurrent),
          attention: 2 * of.features,
          pooling: of.features,
          each: of.features
        }[of.words.kind];
  const middle = of.middle.map(each => {
    const [layer, made] = layerBetween(each, width);
    width = made;
    return layer;
  });
  return [
    ...front,
    ...middle,
    ...endingLayer(of.ending),
    layers.dense({ units: 2 })
  ];
}
