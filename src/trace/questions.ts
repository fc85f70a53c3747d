import type { Questions } from './generated/types';

type Item = Questions['items'][number];

/** A question of one form: the part of that name is there. */
type Formed<F extends Item['form']> = Item & { readonly form: F } & {
  readonly [K in F]: NonNullable<Item[K]>;
};

/** A number to type. */
export type NumberQuestion = Formed<'number'>;
/** One of several sentences; the wrong ones are what people believe. */
export type ChoiceQuestion = Formed<'choice'>;
/** A place of a picture to click: a day. */
export type PlaceQuestion = Formed<'place'>;
/** Code to follow by hand: what each name holds after each turn. */
export type TableQuestion = Formed<'table'>;
/** Lines to put in order, among them some that do not belong. */
export type OrderQuestion = Formed<'order'>;
/** Words of one's own, then a model answer to compare them with. */
export type TextQuestion = Formed<'text'>;
/** An LSTM of one unit whose numbers the reader fills in, forward and then backward. */
export type CellQuestion = Formed<'cell'>;

/** A sentence to referee: which trainings to run, and in which range it holds. */
export type BenchQuestion = Formed<'bench'>;

/** The four blocks of an LSTM of one unit: weight of x, weight of h, bias. */
export type CellBlocks = CellQuestion['cell']['blocks'];

/** One question, told apart by `form`. */
export type Question =
  | NumberQuestion
  | ChoiceQuestion
  | PlaceQuestion
  | TableQuestion
  | OrderQuestion
  | TextQuestion
  | CellQuestion
  | BenchQuestion;

/** The questions of a bundle; `decodeBundle` has seen to it that each has the part its form names. */
export function questionsOf({ items }: Questions): readonly Question[] {
  return items as readonly Question[];
}

/** How many numbers a bench holds: one a training. */
export function scoresIn({
  sizes = [NaN],
  rates,
  budgets,
  rows,
  seeds
}: Pick<
  BenchQuestion['bench'],
  'sizes' | 'rates' | 'budgets' | 'rows' | 'seeds'
>): number {
  return (
    sizes.length *
    Math.max(1, rates.length) *
    budgets.length *
    rows.length *
    seeds
  );
}
