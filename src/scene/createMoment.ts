import type { BundleKind } from '../trace';
import type { Translate } from './words/translate';
import {
  chosenOf,
  standing,
  type ChoiceName,
  type ChoiceValue,
  type ChosenOf,
  type Kept,
  type Standing
} from './choices';
import type { Scene } from './scene';
import { remembered, type Table } from './table';
import type { BundleOf, Now, ViewDefinition } from './view';

/** What a view is now, worked out once until its run, a choice or what is known beside it is another. */
export interface Moment<K extends BundleKind, N extends ChoiceName, D> {
  readonly now: Now<K, ChosenOf<N>, D>;
  readonly stands: readonly Standing[];
  readonly table: Table;
  readonly scene: Scene;
  /** Counts what it was made of: while it is the same, so is the moment. */
  readonly version: number;
  /** Another run. */
  take(bundle: BundleOf<K>): void;
  know(data: D | null): void;
  /** Which of several stands out; nothing else is another for it. */
  light(series: number | null): void;
  /** Which choices became others by one that was made. */
  choose(name: ChoiceName, value: ChoiceValue): readonly ChoiceName[];
}

export function createMoment<
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
>(
  { choices, table, scene }: ViewDefinition<K, N, D, Id>,
  opened: BundleOf<K>,
  kept: Kept,
  translate: Translate
): Moment<K, N, D> {
  let bundle = opened;
  let data: D | null = null;
  let version = 0;
  let lit: number | null | undefined;
  const make = () => {
    const stands = standing(choices, bundle, kept, translate);
    const chosen = chosenOf(stands) as ChosenOf<N>;
    const now = { bundle, chosen, data, translate, lit };
    const shown = remembered(table(now));
    return { stands, now, table: shown, scene: scene(now, shown) };
  };
  let made: ReturnType<typeof make> | null = null;
  const moment = () => (made ??= make());
  const renew = (): void => {
    made = null;
    version += 1;
  };
  return {
    get now() {
      return moment().now;
    },
    get stands() {
      return moment().stands;
    },
    get table() {
      return moment().table;
    },
    get scene() {
      return moment().scene as Scene;
    },
    get version() {
      return version;
    },
    take(next) {
      bundle = next;
      renew();
    },
    know(next) {
      data = next;
      renew();
    },
    light(series) {
      lit = series;
      made = made && { ...made, now: { ...made.now, lit } };
    },
    choose(name, value) {
      const before = moment().stands;
      const { choice, options } = before.find(each => each.name === name)!;
      const isLast = choice.follows && value === options.at(-1)?.value;
      // No option comes after it: it is the last one, whichever that will be.
      kept.set(name, isLast ? Infinity : value);
      renew();
      return moment().stands.flatMap((each, at) =>
        each.value === before[at].value ? [] : [each.name]
      );
    }
  };
}
