import { FUNCTIONS, weightsNamedIn } from './ownCell';
import type { CellName, PlayState } from './playState';
import { LEARNED, tasks } from './tasks';
import { tasksCode } from './tasksCode';
import { CELL_WORDS } from './words';

export const LANGUAGES = ['TypeScript', 'Keras', 'PyTorch'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A state with what it leaves open settled: both rates, and how many epochs. */
export interface CodePlan {
  readonly state: PlayState;
  readonly rates: readonly [number, number];
  readonly epochs: number;
}

/** Why there is no code in a language; null where there is. */
export function codeRefusal(
  language: Language,
  { state: { cells } }: Pick<CodePlan, 'state'>
): string | null {
  const other =
    language === 'TypeScript'
      ? undefined
      : cells.find(cell => !(cell in KERAS));
  return other ? `${language} has no layer for: ${CELL_WORDS[other]}` : null;
}

/**
 * A program that trains what the page trains and prints what the page draws. In TypeScript its numbers
 * are the page's own, to the digit; the others draw their own random numbers.
 *
 * @throws RangeError when the language has no layer for a cell; see `codeRefusal`
 */
export function codeOf(language: Language, plan: CodePlan): string {
  const refusal = codeRefusal(language, plan);
  if (refusal) {
    throw new RangeError(refusal);
  }
  return language === 'TypeScript' ? typescript(plan) : python(plan, language);
}

const indented = (code: string, by: string): string =>
  code.replace(/^(?=.)/gm, by);

const LAYERS: Readonly<Record<Exclude<CellName, 'own'>, string>> = {
  rnn: 'simpleRNN',
  lstm: 'lstm',
  gru: 'gru',
  minLstm: 'minLstm',
  selectiveStateSpace: 'selectiveStateSpace'
};

function typescript({ state, rates, epochs }: CodePlan): string {
  const { task, delay, units, seed, clip, cells, own } = state;
  const { isNumber, inputs, heldOut } = tasks[task];
  const { before = '', imports, draw } = tasksCode[task].typescript;
  const outputs = tasks[task].outputs(delay);
  const layerOf = (cell: CellName): string =>
    cell === 'own'
      ? `layers.recurrent({
    units,
    inputShape,
    cell: {
      name: 'your cell',
      state: ['h'],
      parameters: [${weightsNamedIn(own)
        .map(name => `'${name}'`)
        .join(', ')}],
      step: ({ x, h }, { ${weightsNamedIn(own).join(', ')} }) => {
${indented(own, '        ')}
      }
    }
  })`
      : `layers.${LAYERS[cell]}({ units, inputShape })`;
  const functions = cells.includes('own')
    ? FUNCTIONS.filter(name => new RegExp(`\\b${name}\\(`).test(own))
    : [];
  const names = [
    ...functions,
    ...(imports ? [imports] : []),
    'layers',
    'optimizers',
    'random',
    'sequential'
  ].sort();
  return `// ${tasks[task].label}, at delays from 1 to ${delay}: ${cells.map(cell => CELL_WORDS[cell]).join(' and ')}.
import { ${names.join(', ')} } from 'gatescope';

const longest = ${delay};
const steps = longest + 2;
const units = ${units};
const seed = ${seed};
const inputShape = [steps, ${inputs}];
${before && `\n${before}\n`}
/** Sequences [steps, ${inputs}], what is to be said, and how far back that stood. */
function examples(count: number, purpose: string) {
  const draw = random(seed, '${task}', purpose);
  const x: number[][][] = [];
  const y: number[][] = [];
  const agos: number[] = [];
  for (let at = 0; at < count; at++) {
    const ago = 1 + (at % longest);
${indented(draw, '    ')}
    x.push(sequence);
    y.push(truth);
    agos.push(ago);
  }
  return { x, y, agos };
}

const learned = examples(${LEARNED}, 'learned');
const heldOut = examples(${heldOut(delay)}, 'held out');

for (const [name, first, learningRate] of [
  ['${CELL_WORDS[cells[0]]}', ${layerOf(cells[0])}, ${rates[0]}],
  ['${CELL_WORDS[cells[1]]}', ${layerOf(cells[1])}, ${rates[1]}]
] as const) {
  const model = sequential(
    [first, layers.dense({ units: ${outputs}, activation: '${isNumber ? 'linear' : 'sigmoid'}' })],
    { seed }
  );
  model.compile({
    optimizer: optimizers.adam({ learningRate${clip > 0 ? `, clipNorm: ${clip}` : ''} }),
    loss: '${isNumber ? 'meanSquaredError' : 'binaryCrossentropy'}'
  });
  await model.fit(learned.x, learned.y, { epochs: ${epochs}, verbose: 0 });
  const answers = model.predict(heldOut.x, { batchSize: 256 }).values;
  const good: number[] = Array(longest).fill(0);
  const all: number[] = Array(longest).fill(0);
  heldOut.y.flat().forEach((truth, at) => {
    const ago = ${task === 'echo' ? '1 + (at % longest)' : 'heldOut.agos[at]'};
${
  isNumber
    ? `    good[ago - 1] += (truth - answers[at]) ** 2;
    all[ago - 1] += truth ** 2;`
    : `    good[ago - 1] += (answers[at] > 0.5) === (truth > 0.5) ? 1 : 0;
    all[ago - 1] += 1;`
}
  });
  // By delay: ${isNumber ? 'the share of the variance that is explained' : 'the share that is right'}.
  console.log(name, good.map((sum, at) => (${isNumber ? '1 - sum / all[at]' : 'sum / all[at]'}).toFixed(3)).join(' '));
}
`;
}

const KERAS: Readonly<Partial<Record<CellName, string>>> = {
  rnn: 'SimpleRNN',
  lstm: 'LSTM',
  gru: 'GRU'
};
const TORCH: Readonly<Partial<Record<CellName, string>>> = {
  rnn: 'RNN',
  lstm: 'LSTM',
  gru: 'GRU'
};

function python(
  { state, rates, epochs }: CodePlan,
  language: 'Keras' | 'PyTorch'
): string {
  const { task, delay, units, seed, clip, cells } = state;
  const { isNumber, heldOut } = tasks[task];
  const { before = '', imports = '', draw } = tasksCode[task].python;
  const isKeras = language === 'Keras';
  const head = `# ${tasks[task].label}, at delays from 1 to ${delay}, in ${language}.
# It draws its own random numbers: what it prints is near what the page shows, and not the same.
${imports}import numpy as np
${isKeras ? 'import keras' : 'import torch\nfrom torch import nn'}

longest, units, seed, epochs = ${delay}, ${units}, ${seed}, ${epochs}
steps = longest + 2
rng = np.random.default_rng(seed)
${before && `${before}\n`}

def examples(count, purpose):
    """Sequences [count, steps, inputs], what is to be said, and how far back."""
    x, y, agos = [], [], []
    for at in range(count):
        ago = 1 + at % longest
${indented(draw, '        ')}
        x.append(sequence)
        y.append(truth)
        agos.append(ago)
    return np.array(x, "float32"), np.array(y, "float32"), np.array(agos)


x, y, _ = examples(${LEARNED}, "learned")
held_x, held_y, agos = examples(${heldOut(delay)}, "held out")
inputs, outputs = x.shape[2], y.shape[1]


def report(name, answers):
${
  isNumber
    ? `    good = lambda ago: 1 - ((held_y - answers)[agos == ago] ** 2).sum() / (held_y[agos == ago] ** 2).sum()`
    : task === 'echo'
      ? `    good = lambda ago: ((answers > 0.5) == (held_y > 0.5))[:, ago - 1].mean()`
      : `    good = lambda ago: ((answers > 0.5) == (held_y > 0.5))[agos == ago].mean()`
}
    print(name, *(f"{good(ago):.3f}" for ago in range(1, longest + 1)))

`;
  return `${head}
${isKeras ? kerasTraining(cells, rates, clip, isNumber) : torchTraining(cells, rates, clip, isNumber)}`;
}

function kerasTraining(
  cells: PlayState['cells'],
  rates: readonly [number, number],
  clip: number,
  isNumber: boolean
): string {
  return `keras.utils.set_random_seed(seed)
for layer, rate in [(keras.layers.${KERAS[cells[0]]}, ${rates[0]}), (keras.layers.${KERAS[cells[1]]}, ${rates[1]})]:
    model = keras.Sequential(
        [
            keras.layers.Input((steps, inputs)),
            layer(units),
            keras.layers.Dense(outputs, activation="${isNumber ? 'linear' : 'sigmoid'}"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(rate${clip > 0 ? `, clipnorm=${clip}` : ''}),
        loss="${isNumber ? 'mean_squared_error' : 'binary_crossentropy'}",
    )
    model.fit(x, y, epochs=epochs, batch_size=32, verbose=0)
    report(layer.__name__, model.predict(held_x, verbose=0))
`;
}

function torchTraining(
  cells: PlayState['cells'],
  rates: readonly [number, number],
  clip: number,
  isNumber: boolean
): string {
  return `class Network(nn.Module):
    def __init__(self, kind):
        super().__init__()
        self.recurrent = kind(inputs, units, batch_first=True)
        self.read_out = nn.Linear(units, outputs)
        # Begins as Keras and gatescope do: orthogonal, and the LSTM's forget gates open.
        for name, weight in self.recurrent.named_parameters():
            if name.startswith("bias"):
                nn.init.zeros_(weight)
            elif name.startswith("weight_hh"):
                nn.init.orthogonal_(weight)
            else:
                nn.init.xavier_uniform_(weight)
        if kind is nn.LSTM:
            with torch.no_grad():
                self.recurrent.bias_ih_l0[units : 2 * units] = 1

    def forward(self, x):
        h, _ = self.recurrent(x)
        return self.read_out(h[:, -1])


torch.manual_seed(seed)
x, y, held_x = torch.tensor(x), torch.tensor(y), torch.tensor(held_x)
loss_of = nn.${isNumber ? 'MSELoss' : 'BCEWithLogitsLoss'}()
for kind, rate in [(nn.${TORCH[cells[0]]}, ${rates[0]}), (nn.${TORCH[cells[1]]}, ${rates[1]})]:
    model = Network(kind)
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    for epoch in range(epochs):
        for rows in torch.randperm(len(x)).split(32):
            optimizer.zero_grad()
            loss_of(model(x[rows]), y[rows]).backward()
${
  clip > 0
    ? `            # Each weight's gradient by itself, as Keras's clipnorm.
            for weight in model.parameters():
                nn.utils.clip_grad_norm_(weight, ${clip})
`
    : ''
}            optimizer.step()
    with torch.no_grad():
        answers = model(held_x)${isNumber ? '' : '.sigmoid()'}
    report(kind.__name__, answers.numpy())
`;
}

/** A notebook for gatescope's kernel: the program, with a sentence above. */
export function notebookOf(plan: CodePlan, address: string): string {
  const cell = (kind: 'code' | 'markdown', id: string, source: string) => ({
    cell_type: kind,
    id,
    metadata: {},
    ...(kind === 'code' && { execution_count: null, outputs: [] }),
    source
  });
  return `${JSON.stringify(
    {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {
        kernelspec: {
          name: 'gatescope',
          display_name: 'TypeScript (gatescope)',
          language: 'typescript'
        },
        language_info: { name: 'typescript', file_extension: '.ts' }
      },
      cells: [
        cell(
          'markdown',
          'question',
          `# How long can a network remember?\n\n${tasks[plan.state.task].asks} Both networks learn from the same sequences. Run it: the numbers are those of the page.\n\nThe page: \`#${address}\``
        ),
        cell('code', 'race', typescript(plan))
      ]
    },
    null,
    1
  )}\n`;
}
