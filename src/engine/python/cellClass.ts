import { StepRefusal } from '../compiler/refusal';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { Tensor } from '../tensor/tensor';
import { frameworks } from './frameworks';
import { ofKerasLayers, pythonShape } from './names';
import type { WrittenStep } from './writeStep';
import { writeStep } from './writeStep';

/** A cell as a class of Python. */
export interface CellClass {
  readonly text: string;
  /** Its parameters by their names there. */
  readonly weights: Readonly<Record<string, Tensor>>;
}

/** What is said of a cell in its class, such as what it was trained with. */
interface Naming {
  /** `MinGru` */
  readonly name: string;
  readonly notes?: readonly string[];
}

const inPytorch = ['self', 'torch', 'nn', 'step', 'base64'];
const inKeras = ['self', 'keras', 'ops', 'layers', 'np', 'base64', 'states'];

/**
 * A cell as an `nn.Module` that is called as `nn.GRU` is: `[batch, time, I]` and, where steps are
 * masked, what is to be kept of them `[batch, time]`; it answers its outputs and the last one.
 *
 * @throws StepRefusal where the step cannot be written, in a sentence
 */
export function pytorchClass(
  cell: RecurrentCell,
  { name, notes = [] }: Naming
): CellClass {
  const step = writeStep(cell, {
    framework: frameworks.torch,
    parameter: parameter => `self.${parameter}`,
    reserved: inPytorch
  });
  const before = step.states.map(state => state.name);
  const widths = step.states.map(({ width }) => width);
  const text = `class ${name}(nn.Module):
${docstring(cell, notes)}

    def __init__(self):
        super().__init__()
${lines(
  8,
  step.parameters.map(
    one =>
      `self.${one.name} = nn.Parameter(torch.empty(${pythonShape(one.tensor.shape)}))`
  ),
  'pass'
)}

    def step(self, x, ${before.join(', ')}):
${lines(8, [...step.lines, `return ${returned(step)}`])}

    def forward(self, x, mask=None):
        """[batch, time, ${cell.inputSize}] → outputs [batch, time, ${widths[0]}] and the last of them [1, batch, ${widths[0]}]"""
        states = [x.new_zeros(len(x), width) for width in ${pythonShape(widths)}]
        outputs = []
        for t in range(x.shape[1]):
            after = self.step(x[:, t], *states)
            if mask is not None:  # a masked step leaves the states as they are
                kept = mask[:, t, None]
                after = [torch.where(kept, new, old) for new, old in zip(after, states)]
            states = after
            outputs.append(states[0])
        return torch.stack(outputs, 1), states[0][None]`;
  return { text, weights: weightsOf(step) };
}

/**
 * A cell as Keras 3 takes it in `layers.RNN`.
 *
 * @throws StepRefusal where the step cannot be written, in a sentence
 */
export function kerasClass(
  cell: RecurrentCell,
  { name, notes = [] }: Naming
): CellClass {
  const step = writeStep(cell, {
    framework: frameworks.keras,
    parameter: parameter => `self.${parameter}`,
    reserved: [...inKeras, ...ofKerasLayers.split(' ')]
  });
  const widths = step.states.map(({ width }) => width);
  const text = `@keras.saving.register_keras_serializable()
class ${name}(layers.Layer):
${docstring(cell, notes)}

    def __init__(self, **options):
        super().__init__(**options)
        self.state_size = [${widths.join(', ')}]
        self.output_size = ${widths[0]}

    def build(self, input_shape):
${lines(
  8,
  step.parameters.map(
    one =>
      `self.${one.name} = self.add_weight(shape=${pythonShape(one.tensor.shape)}, name="${one.name}")`
  ),
  'pass'
)}

    def call(self, x, states):
${lines(8, [
  `${unpacked(step)} = states`,
  ...step.lines,
  `return ${step.states[0].after}, [${step.states.map(({ after }) => after).join(', ')}]`
])}`;
  return { text, weights: weightsOf(step) };
}

/**
 * A cell as two functions for JAX: one step, and a scan over `[batch, time, I]`.
 *
 * @throws StepRefusal where the step cannot be written, in a sentence
 */
export function jaxFunctions(cell: RecurrentCell): CellClass {
  const step = writeStep(cell, {
    framework: frameworks.jax,
    parameter: parameter => `parameters["${parameter}"]`,
    reserved: ['jax', 'jnp', 'np', 'base64', 'parameters', 'states', 'step']
  });
  const widths = step.states.map(({ width }) => width);
  const text = `def step(parameters, states, x):
    """One step of ${inWords(cell)}: the states after it."""
${lines(4, [
  `${unpacked(step)} = states`,
  ...step.lines,
  `return ${returned(step)}`
])}


def run(parameters, x):
    """[batch, time, ${cell.inputSize}] → outputs [batch, time, ${widths[0]}]"""
    start = tuple(jnp.zeros((len(x), width), x.dtype) for width in ${pythonShape(widths)})

    def next_step(states, x):
        states = step(parameters, states, x)
        return states, states[0]

    _, outputs = jax.lax.scan(next_step, start, jnp.swapaxes(x, 0, 1))
    return jnp.swapaxes(outputs, 0, 1)`;
  return { text, weights: weightsOf(step) };
}

/** `MinGru` of `min_gru`, `SelectiveSSM` of `selective SSM`. */
export const className = (name: string) =>
  name
    .normalize('NFKC')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .map(part => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
    .replace(/^\P{L}+/u, '');

/** What is made, or an error that says why it cannot be. */
export function madeOr<T>(make: () => T, failed: (why: string) => Error): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof StepRefusal ? failed(error.message) : error;
  }
}

const inWords = ({ name, inputSize, units }: RecurrentCell) =>
  `${name.replace(/["\\\n]/g, ' ')}, ${inputSize} inputs, ${units} units`;

function docstring(cell: RecurrentCell, notes: readonly string[]): string {
  return [
    `    """${inWords(cell)}.${notes.length > 0 ? '' : '"""'}`,
    ...(notes.length > 0
      ? ['', ...notes.map(note => `    ${note}`), '    """']
      : [])
  ].join('\n');
}

const lines = (indent: number, texts: readonly string[], none = '') =>
  (texts.length > 0 ? texts : [none])
    .map(text => ' '.repeat(indent) + text)
    .join('\n');

const unpacked = ({ states }: WrittenStep) =>
  states.length === 1
    ? `(${states[0].name},)`
    : states.map(({ name }) => name).join(', ');

const returned = ({ states }: WrittenStep) =>
  states.length === 1
    ? `(${states[0].after},)`
    : states.map(({ after }) => after).join(', ');

const weightsOf = ({ parameters }: WrittenStep) =>
  Object.fromEntries(parameters.map(({ name, tensor }) => [name, tensor]));
