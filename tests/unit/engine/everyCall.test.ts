import * as engine from '../../../src/engine';
import { type Entry, entries, writeFiles } from './publicCalls';
import { complaintsAbout, type Made, raw, spoilt, within } from './spoiling';
import { Surface } from './surface';

// Walks all that the module exports, and all that its calls give, as the compiler lists them, and
// spoils each argument and each option.

const surface = new Surface('src/engine/index.ts');

/**
 * What the engine calls on parts of a network while it computes, and nobody by hand: a layer's passes,
 * a callback's hooks, the equations of a cell and the machine below.
 */
const ofTheEngine = /\.(build|call|on[A-Z]\w*|definition(\.\w+)*)$|^host\(\)/;

const calls: Made[] = [];
const seen = new Set<unknown>();

/** Lists the calls of a value and of what it holds. */
async function list(
  path: string,
  type: Parameters<Surface['members']>[0],
  make: () => Promise<unknown>,
  depth = 0
): Promise<void> {
  const value = await make();
  if (
    (typeof value !== 'object' && typeof value !== 'function') ||
    value === null ||
    depth > 3
  ) {
    return;
  }
  const held = surface.elements(type);
  if (held) {
    await list(
      `${path}[0]`,
      held,
      async () => ((await make()) as readonly unknown[])[0],
      depth + 1
    );
    return;
  }
  // Classes are what they are; of an interface each maker has its own.
  const kind = `${surface.text(type)}|${value.constructor === Object ? path : value.constructor?.name}`;
  if (seen.has(kind)) {
    return;
  }
  seen.add(kind);
  for (const [name, memberType] of surface.members(type)) {
    let member: unknown;
    try {
      member = (value as Record<string, unknown>)[name];
    } catch {
      continue;
    }
    const [signature] = surface.signatures(memberType);
    const inner = `${path}.${name}`;
    if (ofTheEngine.test(inner)) {
      continue;
    }
    if (typeof member === 'function' && signature) {
      calls.push({
        path: inner,
        parameters: signature.parameters,
        make: async () => {
          const of = (await make()) as Record<
            string,
            (...given: unknown[]) => unknown
          >;
          return (...given) => of[name](...given);
        }
      });
    } else if (typeof member === 'object' && member !== null) {
      await list(
        inner,
        memberType,
        async () => ((await make()) as Record<string, unknown>)[name],
        depth + 1
      );
    }
  }
}

async function listAll(): Promise<void> {
  const known = new Map<string, Entry>();
  for (const entry of entries) {
    if (!known.has(entry.who)) {
      known.set(entry.who, entry);
    }
  }
  const walked = (path: string, value: unknown): void => {
    const type = surface.valueType(path);
    const [signature] = type ? surface.signatures(type) : [];
    if (!signature) {
      return;
    }
    calls.push({
      path,
      parameters: signature.parameters,
      valid: known.get(path)?.valid,
      make: async () => value as (...given: unknown[]) => unknown
    });
  };
  for (const [name, value] of Object.entries(engine)) {
    if (typeof value === 'function' && name !== 'setHost') {
      walked(name, value);
    } else if (typeof value === 'object') {
      for (const [inner, member] of Object.entries(value)) {
        walked(`${name}.${inner}`, member);
      }
    }
  }
  for (const { who, call, valid } of entries) {
    const make = async () => call(...(valid() as never[]));
    const made: unknown = await make();
    if (typeof made !== 'object' || made === null) {
      continue;
    }
    const exported = surface.valueType(who);
    const type =
      surface.classType(made.constructor?.name) ??
      (exported && surface.signatures(exported)[0]?.returns);
    if (type) {
      await list(`${who}()`, type, make);
    }
  }
}

beforeAll(async () => {
  await writeFiles();
  await listAll();
});

it('finds the calls of the module, of what it makes and of what those give', () => {
  expect(calls.length).toBeGreaterThan(200);
});

it('answers each mistake in words of its own', async () => {
  const complaints: string[] = [];
  let count = 0;
  for (const of of calls) {
    const spoilt = await complaintsAbout(surface, of);
    complaints.push(...spoilt.complaints);
    count += spoilt.count;
  }
  expect(complaints).toEqual([]);
  expect(count).toBeGreaterThan(350 * Object.keys(spoilt).length);
});

/** Parts that a person may write, each working, and a use of it. */
interface OwnPart {
  readonly make: () => Readonly<Record<string, unknown>>;
  readonly use: (part: never) => unknown;
}

const x = [[1], [2], [4], [3]];
const y = [1, 2, 4, 3];
const { pipeline, ridge, sequential, layers } = engine;

function fitted(
  options: Partial<engine.CompileOptions>,
  layer: engine.Layer = layers.dense({ units: 1 }),
  fit: engine.FitOptions = {}
) {
  const model = sequential([layer], { seed: 1 });
  model.compile({ loss: 'meanSquaredError', ...options });
  return model.fit(x, y, { epochs: 2, batchSize: 2, verbose: 0, ...fit });
}

async function inPipeline(
  parts: Partial<engine.PipelineOptions>
): Promise<void> {
  const pipe = pipeline({ model: ridge(), ...parts });
  await pipe.fit(x, y);
  pipe.predict(x);
  pipe.score(x, y);
}

function searched(
  options: Partial<Parameters<typeof engine.randomSearch>[0]>
): Promise<unknown> {
  return engine.randomSearch({
    estimator: ({ alpha }: { alpha: number }) =>
      pipeline({ model: ridge({ alpha }) }),
    paramDistributions: { alpha: [0, 1] },
    x,
    y,
    cv: 2,
    iterations: 2,
    verbose: 0,
    ...options
  });
}

const doubled = (values: engine.Tensor): engine.Tensor => values.mul(2);
const ownParts: Readonly<Record<string, OwnPart>> = {
  'a preparation': {
    make: () => ({ name: 'own', fit: () => ({ apply: doubled }) }),
    use: (own: never) => inPipeline({ steps: { own } })
  },
  'a preparation of a search': {
    make: () => ({ name: 'own', fit: () => ({ apply: doubled }) }),
    use: (own: never) =>
      searched({
        estimator: ({ alpha }: { alpha: number }) =>
          pipeline({ steps: { own }, model: ridge({ alpha }) })
      })
  },
  'a fitted preparation': {
    make: () => ({ apply: doubled }),
    use: (own: never) =>
      inPipeline({ steps: { own: { name: 'own', fit: () => own } } })
  },
  'a fitted target': {
    make: () => ({ apply: doubled, invert: doubled }),
    use: (own: never) => inPipeline({ target: { name: 'own', fit: () => own } })
  },
  'an estimator': {
    make: () => ({ name: 'own', fit: () => ({ predict: doubled }) }),
    use: (model: never) => inPipeline({ model })
  },
  'a fitted estimator': {
    make: () => ({ predict: doubled }),
    use: (own: never) => inPipeline({ model: { name: 'own', fit: () => own } })
  },
  'an estimator of a search': {
    make: () => ({ name: 'own', fit: () => ({ predict: doubled }) }),
    use: (model: never) =>
      searched({
        estimator: ({ alpha }: { alpha: number }) =>
          alpha > 2 ? pipeline({ model: ridge() }) : pipeline({ model })
      })
  },
  'what makes the pipelines of a search': {
    make: () => ({
      estimator: ({ alpha }: { alpha: number }) =>
        pipeline({ model: ridge({ alpha }) })
    }),
    use: (options: never) => searched(options)
  },
  'the options of a search': {
    make: () => ({
      cv: { name: 'own', split: () => [{ training: [0, 1], validation: [2] }] }
    }),
    use: (options: never) => searched(options)
  },
  splits: {
    make: () => ({
      name: 'own',
      split: () => [{ training: [0, 1], validation: [2] }]
    }),
    use: (cv: never) => searched({ cv })
  },
  'one split': {
    make: () => ({ training: [0, 1], validation: [2] }),
    use: (fold: never) => searched({ cv: [fold] })
  },
  'a scoring': {
    make: () => ({ name: 'own', greaterIsBetter: true, of: () => 1 }),
    use: (scoring: never) => searched({ scoring })
  },
  'a distribution': {
    make: () => ({ name: 'own', draw: () => 1 }),
    use: (alpha: never) => searched({ paramDistributions: { alpha } })
  },
  'a baseline': {
    make: () => ({ name: 'own', value: 1 }),
    use: (baseline: never) => searched({ baseline })
  },
  'a loss': {
    make: () => ({
      name: 'own',
      of: (truth: engine.Tensor, output: engine.Tensor) =>
        output.sub(truth).square().mean()
    }),
    use: (loss: never) => fitted({ loss })
  },
  'a metric': {
    make: () => ({
      name: 'own',
      start: () => ({ add: () => undefined, result: () => 1 })
    }),
    use: (metric: never) => fitted({ metrics: [metric] })
  },
  'a metric under way': {
    make: () => ({
      add: () => undefined,
      result: () => 1,
      sums: new Float64Array(2)
    }),
    use: (running: never) =>
      fitted({ metrics: [{ name: 'own', start: () => running }] })
  },
  'an optimizer': {
    make: () => ({
      name: 'own',
      iterations: 0,
      learningRate: 0.1,
      apply: () => ({ gradientNorm: 1 }),
      advance: () => ({ learningRate: 0.1, step: 1 }),
      state: () => ({ iterations: 0, learningRate: 0.1, slots: [] }),
      restore: () => undefined,
      reset: () => undefined
    }),
    use: (optimizer: never) => fitted({ optimizer })
  },
  'a schedule': {
    make: () => ({ name: 'own', at: () => 0.1 }),
    use: (learningRate: never) =>
      fitted({ optimizer: engine.optimizers.sgd({ learningRate }) })
  },
  'a callback': {
    make: () => ({
      onTrainBegin: () => undefined,
      onEpochBegin: () => undefined,
      onBatchEnd: () => undefined,
      onEpochEnd: () => undefined,
      onTrainEnd: () => undefined,
      state: () => ({ memory: {} }),
      restore: () => undefined
    }),
    use: (callback: never) =>
      fitted({}, undefined, { callbacks: [callback], validationSplit: 0.5 })
  },
  'what a callback remembers': {
    make: () => ({ memory: { best: 1 }, tensors: { one: engine.tensor([1]) } }),
    use: (state: never) =>
      fitted({}, undefined, {
        callbacks: [
          {
            onEpochEnd: (_, __, control) => void control.checkpoint(),
            state: () => state
          }
        ]
      })
  },
  'a regularizer': {
    make: () => ({
      name: 'own',
      of: (values: engine.Tensor) => values.square().sum()
    }),
    use: (kernelRegularizer: never) =>
      fitted({}, layers.dense({ units: 1, kernelRegularizer }))
  },
  'a constraint': {
    make: () => ({ name: 'own', hold: () => undefined }),
    use: (kernelConstraint: never) =>
      fitted({}, layers.dense({ units: 1, kernelConstraint }))
  },
  'an initializer': {
    make: () => ({ kernelInitializer: () => new Float64Array(1) }),
    use: (options: never) =>
      fitted({}, layers.dense({ units: 1, ...(options as object) }))
  },
  'a layer': {
    make: () => ({
      type: 'Own',
      name: '',
      named: false,
      acrossTime: null,
      build: () => [1],
      call: (signal: engine.Signal) => signal,
      variables: [
        { name: 'own', tensor: engine.variable([1]), trainable: true }
      ],
      count: { count: 1, formula: '1', arithmetic: '1' },
      trainable: true,
      revision: 0,
      cells: []
    }),
    use: (layer: never) => fitted({}, layer)
  },
  'a cell': {
    make: () => ({
      name: 'own',
      state: ['h'],
      parameters: ['W', 'U'],
      step: (
        { x, h }: Record<'x' | 'h', engine.Tensor>,
        { W, U }: Record<'W' | 'U', engine.Tensor>
      ) => ({ h: x.matmul(W).add(h.matmul(U)) })
    }),
    use(options: never) {
      const own = engine.cell({
        ...(options as Parameters<typeof engine.cell>[0]),
        inputSize: 1,
        units: 1,
        seed: 1
      });
      return own.run(x).toBundle();
    }
  },
  'a scaler of a trace': {
    make: () => ({ apply: doubled, invert: doubled }),
    use(scaler: never) {
      const model = sequential(
        [layers.gru({ units: 1, inputShape: [null, 1] })],
        { seed: 1 }
      );
      return model.trace(x, { scaler, targetScaler: scaler }).toBundle();
    }
  },
  'a number to follow back': {
    make: () => ({
      gradientsOf: ({ h }: Record<'h', engine.Tensor>) => h.sum()
    }),
    use: (options: never) =>
      engine
        .lstm({ inputSize: 1, units: 1, seed: 1 })
        .run(x, options)
        .toBundle()
  },
  'a number of the output to follow back': {
    make: () => ({ gradientsOf: (output: engine.Tensor) => output.sum() }),
    use: (options: never) =>
      sequential([layers.gru({ units: 1, inputShape: [null, 1] })], { seed: 1 })
        .trace(x, options)
        .toBundle()
  },
  'changes of a run': {
    make: () => ({
      edits: [{ step: 0, feature: 0, value: 1 }],
      clamps: [{ layer: 'lstm', channel: 'f', value: 1 }]
    }),
    use: (options: never) =>
      engine.lstm({ inputSize: 1, units: 1, seed: 1 }).run(x, options)
  },
  'an edit': {
    make: () => ({ step: 0, feature: 0, value: 1, sequence: 0 }),
    use: (edit: never) =>
      engine.lstm({ inputSize: 1, units: 1, seed: 1 }).run(x, { edits: [edit] })
  },
  'a clamp': {
    make: () => ({
      layer: 'lstm',
      channel: 'f',
      value: 1,
      units: [0],
      steps: [0]
    }),
    use: (clamp: never) =>
      engine.lstm({ inputSize: 1, units: 1, seed: 1 }).run(x, {
        clamps: [clamp]
      })
  }
};

describe('parts of one’s own', () => {
  it.each(Object.entries(ownParts))('%s works', async (_, { make, use }) => {
    await use(make() as never);
  });

  it.each(Object.entries(ownParts))(
    '%s is told what is missing or wrong of it',
    async (name, { make, use }) => {
      const complaints: string[] = [];
      const ask = async (part: unknown, words: string) => {
        try {
          await within(Promise.resolve(use(part as never)));
        } catch (error) {
          const message =
            error instanceof Error ? error.message : String(error);
          if (raw.test(message) || message === 'it never came back') {
            complaints.push(`${name}, ${words}: ${message}`);
          }
        }
      };
      for (const [words, value] of Object.entries(spoilt)) {
        await ask(value(), words);
        for (const [member, own] of Object.entries(make())) {
          await ask({ ...make(), [member]: value() }, `${member}: ${words}`);
          if (typeof own === 'function') {
            await ask(
              { ...make(), [member]: value },
              `${member} returns ${words}`
            );
          }
        }
      }
      expect(complaints).toEqual([]);
    }
  );
});
