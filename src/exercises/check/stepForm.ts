/** What is said of a step that calls the library's. */
export const LIBRARY_STEP_CALLED =
  'Your step calls the step of the library. Write it yourself.';

/** What is wrong with the form of a step, in names and numbers: its words are made where they are read. */
export type StepForm =
  | { readonly kind: 'async' }
  | {
      readonly kind: 'returns';
      /** What it returns, as text; '' for nothing. */
      readonly text: string;
      readonly names: readonly string[];
    }
  | {
      readonly kind: 'missing';
      readonly missing: readonly string[];
      readonly names: readonly string[];
    }
  | {
      readonly kind: 'noTensor';
      readonly channel: string;
      /** `list`, or as `typeof` says it. */
      readonly is: string;
    }
  | {
      readonly kind: 'shape';
      readonly channel: string;
      readonly shape: readonly number[];
      readonly wanted: readonly number[];
    }
  | { readonly kind: 'changes'; readonly name: string }
  | {
      readonly kind: 'parameter';
      readonly name: string;
      readonly names: readonly string[];
    };

/** The step's answer has not the form that it must have: a message for the student. */
export class StepFormError extends Error {
  override readonly name = 'StepFormError';

  constructor(readonly form: StepForm) {
    super(wordsOf(form));
  }

  /** The channel concerned, when it is one. */
  get channel(): string | undefined {
    const { form } = this;
    return form.kind === 'missing'
      ? form.missing[0]
      : 'channel' in form
        ? form.channel
        : undefined;
  }
}

function wordsOf(form: StepForm): string {
  switch (form.kind) {
    case 'async':
      return 'Your step is async; it must return its channels at once.';
    case 'returns':
      return `Your step returns ${form.text || 'nothing'}. ${mustReturn(form.names)}`;
    case 'missing':
      return `Your step does not return ${form.missing.join(', ')}. ${mustReturn(form.names)}`;
    case 'noTensor':
      return `Your ${form.channel} is ${/^[aeiou]/.test(form.is) ? 'an' : 'a'} ${form.is}; it must be a tensor.`;
    case 'shape':
      return `Your ${form.channel} has shape [${form.shape.join(', ')}]; it must be [${form.wanted.join(', ')}]: sequences, units.`;
    case 'changes':
      return `Your step changes the numbers of ${form.name}, which it was given. Compute new tensors and leave those as they are.`;
    case 'parameter':
      return `There is no parameter ${form.name}. The parameters are ${form.names.join(', ')}.`;
  }
}

const mustReturn = (names: readonly string[]): string =>
  `It must return { ${names.join(', ')} }.`;

/** Letters of what a step returns that are told. */
const MOST_LETTERS = 200;
const NAME = /^[\p{ID_Continue}$]{1,50}$/u;

/** The form that the process of an answer tells of; null where it tells more than names and numbers. */
export function readStepForm(told: unknown): StepForm | null {
  if (typeof told !== 'object' || told === null || !('kind' in told)) {
    return null;
  }
  const { kind, text, name, channel, is, ...lists } = told as Readonly<
    Record<string, unknown>
  >;
  const names = namesIn(lists['names']);
  switch (kind) {
    case 'async':
      return { kind };
    case 'returns':
      return names && typeof text === 'string'
        ? { kind, text: text.slice(0, MOST_LETTERS), names }
        : null;
    case 'missing': {
      const missing = namesIn(lists['missing']);
      return names && missing && missing.length > 0
        ? { kind, missing, names }
        : null;
    }
    case 'noTensor':
      return isName(channel) && isName(is) ? { kind, channel, is } : null;
    case 'shape': {
      const shape = sizesIn(lists['shape']);
      const wanted = sizesIn(lists['wanted']);
      return isName(channel) && shape && wanted
        ? { kind, channel, shape, wanted }
        : null;
    }
    case 'changes':
      return isName(name) ? { kind, name } : null;
    case 'parameter':
      return names && isName(name) ? { kind, name, names } : null;
    default:
      return null;
  }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value);
}

function namesIn(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.length <= 100 && value.every(isName)
    ? value
    : null;
}

function sizesIn(value: unknown): readonly number[] | null {
  return Array.isArray(value) &&
    value.length <= 100 &&
    value.every(size => Number.isInteger(size))
    ? (value as readonly number[])
    : null;
}
