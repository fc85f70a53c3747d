import * as fc from 'fast-check';
import * as engine from '../../../../src/engine';
import { layers, sequential, type Run } from '../../../../src/engine';
import {
  wholeLayers,
  type LayerTrace,
  type Trace
} from '../../../../src/trace';
import {
  drawnRun,
  kinds,
  labelsOf,
  valueOf,
  type Drawn,
  type Kind,
  type Ran
} from './runs';
import { near } from './told';

/** What a run is of, where it is not of one recurrent layer and one sequence. */
const networks = ['stack', 'batch', 'encoder', 'decoder'] as const;

export const drawnNetwork = fc.record({
  of: fc.constantFrom(...networks),
  /** The layer above, or the kind of both sides. */
  above: fc.constantFrom(...kinds),
  /** Which of the layers, or of the sequences. */
  which: fc.nat(5),
  drawn: drawnRun.map((drawn): Drawn => ({
    ...drawn,
    // Long runs have a walk of their own.
    shape: drawn.shape[0] > 60 ? [24, 9] : drawn.shape
  }))
});

export type DrawnNetwork =
  typeof drawnNetwork extends fc.Arbitrary<infer T> ? T : never;

/** Two of them with each kind of cell, in turn. */
export const everyNetwork: readonly DrawnNetwork[] = kinds.flatMap((kind, at) =>
  [at % 4, (at + 1) % 4].map(place => ({
    of: networks[place],
    above: kinds[(at + 3) % kinds.length],
    which: at + place,
    drawn: {
      kind,
      shape: at % 2 === 0 ? [6, 2] : [4, 9],
      way: (['forward', 'backward', 'both'] as const)[(at + place) % 3],
      loss: (['every', 'last', 'none'] as const)[at % 3],
      masked: (at + place) % 2 === 0,
      labeled: at % 2 === 1,
      scale: 1,
      seed: at,
      step: at + place,
      unit: 1,
      direction: 0,
      held: 'nothing'
    }
  }))
);

/** The run that was drawn, of the layer or sequence that is looked at. */
export function ranNetwork(given: DrawnNetwork): Ran {
  return { stack, batch, encoder: ofPair, decoder: ofPair }[given.of](given);
}

/** A run as the views read it, at the place that was drawn. */
function placed(
  drawn: Drawn,
  run: { toBundle(): Trace },
  trace: Trace,
  layer: LayerTrace,
  input: Ran['input'],
  isTurned = false
): Ran {
  const { labels } = trace.time;
  return {
    drawn,
    input,
    run: run as Run,
    trace,
    labels: isTurned ? labels?.toReversed() : labels,
    isTurned,
    layer,
    step: drawn.step % trace.time.steps,
    unit: drawn.unit % layer.units
  };
}

const wave = (
  { seed, scale }: Drawn,
  steps: number,
  width: number
): number[][] =>
  Array.from({ length: steps }, (_, step) =>
    Array.from(
      { length: width },
      (_, at) => scale * Math.sin(seed + step * (0.7 + 0.6 * at))
    )
  );

/** Two recurrent layers, of which the one above reads the whole h of the other. */
function stack({ drawn, above, which }: DrawnNetwork): Ran {
  const { kind, way, seed, loss, masked } = drawn;
  const [steps, units] = drawn.shape;
  const whole = { units, returnSequences: true };
  const first = { inputShape: [null, 2] };
  const every = loss === 'every';
  const model = sequential(
    [
      ...(masked ? [layers.masking({ maskValue: -7, ...first })] : []),
      way === 'both'
        ? layers.bidirectional({ layer: layers[kind](whole), ...first })
        : layers[kind]({
            ...whole,
            ...first,
            goBackwards: way === 'backward'
          }),
      layers[above]({ units: Math.min(units, 3), returnSequences: every }),
      layers.dense({ units: 1 })
    ],
    { seed }
  );
  model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
  const input = wave(drawn, steps, 2).map((row, step) =>
    masked && step > 0 && step === steps - 1 ? [-7, -7] : row
  );
  const target = every ? input.map(([value]) => [value]) : [0.3];
  const run = model.trace(input, {
    ...(loss !== 'none' && { target }),
    labels: labelsOf(drawn, input)
  });
  const trace = run.toBundle();
  const main = wholeLayers(trace);
  const at = which % main.length;
  const isAbove = at === main.length - 1;
  const { name } = main[at];
  return placed(
    { ...drawn, kind: isAbove ? above : kind },
    run,
    trace,
    trace.layers.find(each => each.name === name)!,
    input,
    // A layer that reads backwards alone hands on what it computed first.
    isAbove && way === 'backward'
  );
}

/** One sequence of three, each with padding of its own; it is what it is alone. */
function batch({ drawn, which }: DrawnNetwork): Ran {
  const [steps, units] = drawn.shape;
  const { kind, seed, way, masked } = drawn;
  const make = {
    ...engine,
    simpleRNN: engine.rnn
  }[kind] as typeof engine.lstm;
  const cell = make({ inputSize: 2, units, seed });
  const inputs = [0, 1, 2].map(each =>
    wave({ ...drawn, seed: seed + each }, steps, 2)
  );
  const masks = inputs.map((rows, each) =>
    rows.map((_, step) => (step === 0 || step < steps - each ? 1 : 0))
  );
  const sequence = which % inputs.length;
  const more = { reverse: way === 'backward' };
  const run = cell.run(inputs, { ...more, ...(masked && { mask: masks }) });
  const trace = run.toBundle({ sequence });
  const alone = cell
    .run(inputs[sequence], {
      ...more,
      ...(masked && { mask: masks[sequence] })
    })
    .toBundle();
  const [layer] = wholeLayers(trace);
  const own = trace.layers.find(({ name }) => name === layer.name)!;
  const [other] = wholeLayers(alone);
  for (const { name } of own.channels) {
    for (let step = 0; step < steps; step += 1) {
      const value = valueOf(other, name, step, 0);
      const { within } = near(value, 1);
      const said = valueOf(own, name, step, 0);
      if (!(Math.abs(said - value) <= within) && !Object.is(said, value)) {
        throw new Error(`${name} of a batch is ${said}, alone ${value}`);
      }
    }
  }
  return placed(drawn, run, trace, own, inputs[sequence]);
}

const sides: Readonly<Partial<Record<Kind, 'rnn' | 'lstm' | 'gru'>>> = {
  simpleRNN: 'rnn',
  lstm: 'lstm',
  gru: 'gru'
};

/** One side of an encoder–decoder, which has three kinds of cells. */
function ofPair({ of, drawn, which }: DrawnNetwork): Ran {
  const [length, units] = drawn.shape;
  const kind = sides[drawn.kind] ? drawn.kind : 'lstm';
  const both = drawn.way === 'both';
  const steps = Math.max(1, length);
  const model = engine.encoderDecoder({
    sourceSize: 9,
    targetSize: 8,
    units,
    cell: sides[kind],
    attention: which % 2 === 0 ? (both ? 'general' : 'dot') : 'none',
    bidirectional: both,
    seed: drawn.seed
  });
  const tokens = (size: number, more: number): number[] =>
    Array.from({ length: steps }, (_, at) => 3 + ((at * more) % (size - 3)));
  // Padding stands at the end.
  const source = tokens(9, 5).map((token, at) =>
    drawn.masked && at > 0 && at === steps - 1 ? 0 : token
  );
  const run = model.trace(source, { target: tokens(8, 3) })[
    of === 'encoder' ? 'encoder' : 'decoder'
  ];
  const trace = run.toBundle();
  const main = wholeLayers(trace);
  const { name } = main[which % main.length];
  return placed(
    { ...drawn, kind },
    run,
    trace,
    trace.layers.find(each => each.name === name)!,
    source.map(token => [token])
  );
}
