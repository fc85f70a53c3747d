import type { ViewChoice } from '../trace';
import type { KeyAction } from './words/keyAction';
import type { Translate } from './words/translate';

/** The names of `show()`'s options: a choice has one of them, so that its line of code is its own. */
export type ChoiceName = keyof ViewChoice;
/** One of the options; of several at once, their list. */
export type ChoiceValue = string | number | boolean | readonly string[];

/** One of the values that a choice can have. */
export interface ChoiceOption {
  readonly value: ChoiceValue;
  readonly label?: string;
  /** On its tool, where the list says more. */
  readonly short?: string;
  readonly title?: string;
  /** Why it cannot be chosen now. */
  readonly off?: string;
}

/**
 * One thing that a reader chooses: tools, keys and their help, what is kept, what `show()` opens on and
 * the copied code are derived from it.
 */
export interface Choice<B> {
  /** What it can be, for what is chosen before it in the schema. One option, or none, is no choice. */
  readonly options: (
    bundle: B,
    chosen: ViewChoice,
    translate: Translate
  ) => readonly ChoiceOption[];
  /** Where it stands at first: the first, the last, or another. */
  readonly opens?:
    'first' | 'last' | ((bundle: B, chosen: ViewChoice) => ChoiceValue);
  /**
   * Of a choice among no list (a window, a pattern): whether a value fits. It has no tool, and nothing
   * where nobody chose; null is kept where nothing was chosen instead of what it opens on.
   */
  readonly free?: (value: unknown, bundle: B, chosen: ViewChoice) => boolean;
  /** Whether any of the options are chosen together: then the value is their list, never an empty one. */
  readonly several?: boolean;
  /** Whether who has chosen the last option stays at the last while more come. */
  readonly follows?: boolean;
  /**
   * How it stands in the toolbar, or as a quiet row of its options below the picture (`row`); not at all
   * where only keys and the picture choose. A switch has two options, off and on, and the words of the
   * second.
   */
  readonly tool?: 'menu' | 'buttons' | 'switch' | 'row';
  /** Whether its tool has no frame. */
  readonly isQuiet?: boolean;
  /** Whether its tool stays where there is little room. */
  readonly keep?: boolean;
  /** What its menu reads, where that is not the option alone. */
  readonly label?: (translate: Translate, chosen: string) => string;
  /** What it is called: the title of its tool, and what its keys do. */
  readonly title: (translate: Translate, bundle: B) => string;
  /** The key for the next one, for the one before, and for the ends. */
  readonly keys?: readonly [
    next: KeyAction,
    previous: KeyAction,
    first?: KeyAction,
    last?: KeyAction
  ];
}

/** The choices of a view, each of which may depend on those before it. */
export type Schema<N extends ChoiceName, B> = Readonly<Record<N, Choice<B>>>;

/** What they stand at, by the types of `show()`'s options. */
export type ChosenOf<N extends ChoiceName> = {
  readonly [X in N]: NonNullable<ViewChoice[X]>;
};

/** Where choices are kept: outside of the view, by name. */
export interface Kept {
  get(name: ChoiceName): ChoiceValue | undefined;
  set(name: ChoiceName, value: ChoiceValue): void;
}

/** A choice as it stands: one of its options. */
export interface Standing {
  readonly name: ChoiceName;
  readonly choice: Omit<Choice<never>, 'title'> & {
    readonly title: (translate: Translate) => string;
  };
  readonly options: readonly ChoiceOption[];
  readonly value: ChoiceValue;
  /** Where it stands when nobody has chosen. */
  readonly first: ChoiceValue;
}

/**
 * Each choice in the order of the schema: as it was chosen, else as the notebook has it opened, else as
 * it opens; and where that is no longer an option, the one that comes next.
 */
export function standing<N extends ChoiceName, B>(
  schema: Schema<N, B>,
  bundle: B & { readonly view?: ViewChoice },
  kept: Pick<Kept, 'get'>,
  translate: Translate
): readonly Standing[] {
  let chosen: ViewChoice = {};
  const entries = Object.entries(schema) as [ChoiceName, Choice<B>][];
  return entries.map(([name, choice]) => {
    const options = choice.options(bundle, chosen, translate);
    const named = {
      ...choice,
      title: () => choice.title(translate, bundle)
    } as Standing['choice'];
    if (choice.free) {
      const value = freely(kept.get(name), bundle, chosen, { name, choice });
      chosen = { ...chosen, ...(value !== undefined && { [name]: value }) };
      return {
        ...{ name, choice: named, options },
        // What is free has its type in `ViewChoice` alone.
        ...({ value, first: undefined } as unknown as FreeStanding)
      };
    }
    const { opens = 'first' } = choice;
    const first =
      typeof opens === 'function'
        ? opens(bundle, chosen)
        : (options.at(opens === 'first' ? 0 : -1)?.value ?? 0);
    const opened = bundle.view?.[name] as ChoiceValue | undefined;
    const value = choice.several
      ? (someOf(options, kept.get(name)) ?? someOf(options, opened) ?? first)
      : (within(options, kept.get(name)) ?? exactly(options, opened) ?? first);
    chosen = { ...chosen, [name]: value };
    return { name, choice: named, options, value, first };
  });
}

/** Those of a list that are options; nothing where none is. */
function someOf(options: readonly ChoiceOption[], list?: ChoiceValue) {
  const found = Array.isArray(list)
    ? options.flatMap(({ value }) =>
        typeof value === 'string' && list.includes(value) ? [value] : []
      )
    : [];
  return found.length > 0 ? found : undefined;
}

/** The list with one option more, or without it where it was in. */
export const toggled = (
  options: readonly ChoiceOption[],
  list: ChoiceValue,
  option: ChoiceValue
): ChoiceValue =>
  options.flatMap(({ value }) =>
    typeof value === 'string' &&
    (value === option) !== (Array.isArray(list) && list.includes(value))
      ? [value]
      : []
  );

type FreeStanding = Pick<Standing, 'value' | 'first'>;

/** What was chosen freely, else what the notebook has opened; nothing where that does not fit. */
function freely<B>(
  kept: unknown,
  bundle: B & { readonly view?: ViewChoice },
  chosen: ViewChoice,
  { name, choice }: { readonly name: ChoiceName; readonly choice: Choice<B> }
): unknown {
  const value = kept === undefined ? bundle.view?.[name] : kept;
  return value !== null &&
    value !== undefined &&
    choice.free?.(value, bundle, chosen)
    ? value
    : undefined;
}

const exactly = (options: readonly ChoiceOption[], value?: ChoiceValue) =>
  options.find(each => each.value === value)?.value;

/** The option; of numbers that are none the next that is, or the last. */
function within(options: readonly ChoiceOption[], value?: ChoiceValue) {
  const found = exactly(options, value);
  return found === undefined && typeof value === 'number'
    ? (options.find(each => Number(each.value) >= value) ?? options.at(-1))
        ?.value
    : found;
}

export const chosenOf = (stands: readonly Standing[]): ViewChoice =>
  Object.fromEntries(stands.map(({ name, value }) => [name, value]));

/** What a line of code can say: what is otherwise than at first. */
export const changedChoices = (stands: readonly Standing[]): ViewChoice =>
  Object.fromEntries(
    stands.flatMap(({ name, value, first }) =>
      JSON.stringify(value) === JSON.stringify(first) ? [] : [[name, value]]
    )
  );

/** The option that a key leads to; null for a key of others. */
export function keyedChoice(
  stands: readonly Standing[],
  action: KeyAction
): { readonly name: ChoiceName; readonly value: ChoiceValue } | null {
  for (const { name, choice, options, value } of stands) {
    const at = choice.keys?.indexOf(action) ?? -1;
    if (at >= 0 && options.length > 0) {
      const index = options.findIndex(each => each.value === value);
      const last = options.length - 1;
      const next = [index + 1, index - 1, 0, last][at];
      const { value: to } = options[Math.max(0, Math.min(last, next))];
      return { name, value: to };
    }
  }
  return null;
}

/** How keys are written in the title of a tool, and in the list of keys. */
const KEYS: Partial<Record<KeyAction, readonly [string, string]>> = {
  nextUnit: ['↑ ↓', '↑ ↓'],
  previousUnit: ['↑ ↓', '↑ ↓'],
  nextChannel: ['PgUp, PgDn', 'PgUp PgDn'],
  extendDown: ['Shift + ↑ ↓', 'Shift + arrows'],
  nextStep: ['← →', '← →']
};

/** How the keys of a choice are written; '' where it has none. */
export const keysOf = ({ keys }: Pick<Choice<never>, 'keys'>): string =>
  (keys && KEYS[keys[0]]?.[0]) ?? '';

/** What keys do in this view, for its list of keys. */
export const keyWordsOf = (
  stands: readonly Standing[],
  translate: Translate
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    stands.flatMap(({ choice: { keys, title, follows }, options }) => {
      const written = keys && KEYS[keys[0]]?.[1];
      return written && (follows || options.length > 1)
        ? [[written, title(translate)]]
        : [];
    })
  );
