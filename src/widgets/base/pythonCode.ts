import { codeNumber } from '../../scene/words/format';
import { RANGE_FROM } from '../../trace';
import type { Clamp, InputEdit, Trace } from '../../trace';

/**
 * Changes of a run as Python that runs as it stands in the notebook that made it.
 *
 * @param name an expression by which the notebook knows the run
 */
export function pythonOperations(
  trace: Trace,
  operations: readonly (
    | { readonly kind: 'edit'; readonly edit: InputEdit }
    | { readonly kind: 'clamp'; readonly clamp: Clamp }
  )[],
  name: string
): string {
  const calls = operations.map(operation => {
    if (operation.kind === 'edit') {
      const { step, feature, value } = operation.edit;
      const which = trace.input.names.length > 1 ? `feature=${feature}, ` : '';
      return `.edit(steps=${step}, ${which}value=${pythonNumber(value)})`;
    }
    const { layer, channel, units, steps, value } = operation.clamp;
    const args = [
      text(channel),
      value === 'mean' ? text(value) : pythonNumber(value),
      ...(trace.layers.length > 1 ? [`layer=${text(layer)}`] : []),
      ...list('units', units),
      ...list('steps', steps)
    ];
    return `.clamp(${args.join(', ')})`;
  });
  return calls.length === 1
    ? `import gatescope\ngatescope.show(${name}${calls[0]})`
    : [
        'import gatescope',
        'gatescope.show(',
        `    ${name}`,
        ...calls.map(call => `    ${call}`),
        ')'
      ].join('\n');
}

/** A selection as Python. */
export function pythonSelection(selection: {
  readonly layer: string;
  readonly channel: string;
  readonly units: readonly number[];
  readonly steps: readonly number[];
}): string {
  const { layer, channel, units, steps } = selection;
  return `selection = {"layer": ${text(layer)}, "channel": ${text(channel)}, "units": ${pythonList(units)}, "steps": ${pythonList(steps)}}`;
}

function list(name: string, numbers: readonly number[] | undefined): string[] {
  return numbers === undefined ? [] : [`${name}=${pythonList(numbers)}`];
}

/** Several numbers in a row are a range. */
function pythonList(numbers: readonly number[]): string {
  const [first] = numbers;
  const inRow =
    numbers.length >= RANGE_FROM &&
    numbers.every((each, index) => each === first + index);
  return inRow
    ? `range(${first}, ${first + numbers.length})`
    : `[${numbers.join(', ')}]`;
}

function pythonNumber(value: number): string {
  return String(codeNumber(value));
}

/** A JSON string is a Python string, but for escapes of lone surrogates, which both write alike. */
function text(words: string): string {
  return JSON.stringify(words);
}
