import type { CodePlan, Language } from './messages';
import { FUNCTIONS, LAYERS, makeNetwork, weightsNamedIn } from './network';
import type { CellName } from './playState';
import { LEARNED, tasks } from './tasks';
import { tasksCode } from './tasksCode';
import { CELL_WORDS } from './words';

/**
 * A program that trains what the page trains and prints what the page draws. In TypeScript its numbers
 * are the page's own, to the digit; the others begin with the page's weights and draw their own sequences.
 *
 * @throws Error where a cell of one's own has a step that the language cannot say
 */
export const codeOf = (language: Language, plan: CodePlan): string =>
  language === 'TypeScript'
    ? typescript(plan)
    : language === 'notebook'
      ? notebookOf(plan)
      : python(plan, language);

const indented = (code: string, by: string): string =>
  code.replace(/^(?=.)/gm, by);

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
    ? Object.keys(FUNCTIONS).filter(name =>
        new RegExp(`\\b${name}\\(`).test(own)
      )
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

function python(
  { state, rates, epochs }: CodePlan,
  language: 'Keras' | 'PyTorch'
): string {
  const { task, delay, seed, clip, cells } = state;
  const { isNumber, heldOut } = tasks[task];
  const { before = '', imports = '', draw } = tasksCode[task].python;
  const isKeras = language === 'Keras';
  const asked = task === 'echo' ? '[:, ago - 1]' : '[agos == ago]';
  const race = cells.map((cell, at) => {
    const network = makeNetwork({ ...state, cell, rate: rates[at] });
    const name = CELL_WORDS[cell];
    return `# ${name}, with the weights that it begins with on the page.
${isKeras ? network.toKeras() : network.toPyTorch()}
report("${name}", trained(model, ${rates[at]}, loss))
`;
  });
  return `# ${tasks[task].label}, at delays from 1 to ${delay}, in ${language}.
# It draws its own sequences: what it prints is near what the page shows, and not the same.
${imports}import numpy as np
${isKeras ? 'import keras' : 'import torch'}

longest, seed, epochs = ${delay}, ${seed}, ${epochs}
steps = longest + 2
rng = np.random.default_rng(seed)
${isKeras ? 'keras.utils.set_random_seed(seed)' : 'torch.manual_seed(seed)'}
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


def report(name, answers):
${
  isNumber
    ? `    good = lambda ago: 1 - ((held_y - answers)${asked} ** 2).sum() / (held_y${asked} ** 2).sum()`
    : `    good = lambda ago: ((answers > 0.5) == (held_y > 0.5))${asked}.mean()`
}
    print(name, *(f"{good(ago):.3f}" for ago in range(1, longest + 1)), sep="\\t")


def trained(model, rate, loss):
    """What it answers after all epochs."""
${indented(isKeras ? kerasTraining(clip) : torchTraining(clip), '    ')}


${race.join('\n\n')}`;
}

const kerasTraining = (clip: number): string =>
  `optimizer = keras.optimizers.Adam(rate${clip > 0 ? `, clipnorm=${clip}` : ''})
model.compile(optimizer=optimizer, loss=loss)
model.fit(x, y, epochs=epochs, batch_size=32, verbose=0)
return model.predict(held_x, verbose=0)`;

const torchTraining = (clip: number): string =>
  `inputs, truths = torch.tensor(x), torch.tensor(y)
optimizer = torch.optim.Adam(model.parameters(), lr=rate)
for epoch in range(epochs):
    for rows in torch.randperm(len(inputs)).split(32):
        optimizer.zero_grad()
        loss(model(inputs[rows]), truths[rows]).backward()
${
  clip > 0
    ? `        # Each weight's gradient by itself, as Keras's clipnorm.
        for weight in model.parameters():
            nn.utils.clip_grad_norm_(weight, ${clip})
`
    : ''
}        optimizer.step()
with torch.no_grad():
    return model(torch.tensor(held_x)).numpy()`;

/** A notebook for gatescope's kernel: the program, with a sentence above. */
function notebookOf(plan: CodePlan): string {
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
          `# How long can a network remember?\n\n${tasks[plan.state.task].asks} Both networks learn from the same sequences. Run it: the numbers are those of the page.\n\nThe page: \`#${plan.address}\``
        ),
        cell('code', 'race', typescript(plan))
      ]
    },
    null,
    1
  )}\n`;
}
