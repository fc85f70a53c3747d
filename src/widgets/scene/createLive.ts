import type { BundleKind } from '../../trace';
import type { ChoiceName, ChosenOf } from '../../scene/choices';
import type { Moment } from '../../scene/createMoment';
import type { ViewDefinition } from '../../scene/view';
import { createRecomputer, type Recomputer } from '../base/recomputer';
import type { ViewContext } from '../context';

/** What a definition needs beside its bundle, asked of the kernel. */
export interface Live {
  /** Asks where the kernel is there; else says what is missing. */
  ask(): void;
  /** What is known is of another run: asks again. */
  forget(): void;
  /** Asks again where the data depend on one of these choices. */
  chose(names: readonly ChoiceName[]): void;
  dispose(): void;
}

/** Null for a definition that needs nothing beside its bundle. */
export function createLive<
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
>(
  { data }: ViewDefinition<K, N, D, Id>,
  moment: Moment<K, N, D>,
  { link, translate }: ViewContext,
  page: { note(text: string): void; changed(): void }
): Live | null {
  if (!data) {
    return null;
  }
  const isOf = (chosen: ChosenOf<N>): boolean =>
    data.by.every(name => chosen[name] === moment.now.chosen[name]);
  const asking: Recomputer = createRecomputer({
    async request() {
      const { bundle, chosen } = moment.now;
      const found = await data.ask(
        (method, params) => link.request(method, params),
        bundle,
        chosen
      );
      return { found, chosen };
    },
    answered({ found, chosen }) {
      if (isOf(chosen)) {
        moment.know(found);
        page.note('');
        page.changed();
      }
    },
    failed: reason => page.note(reason)
  });
  const ask = (): void => {
    if (data.given?.(moment.now.bundle, moment.now.chosen)) {
      page.note('');
    } else if (link.status(moment.now.bundle.id).state === 'live') {
      asking.ask();
    } else if (moment.now.data === null) {
      page.note(data.missing(translate));
    }
  };
  const forget = (): void => {
    moment.know(null);
    ask();
  };
  return {
    ask,
    forget,
    chose(names) {
      if (data.by.some(name => names.includes(name))) {
        forget();
      }
    },
    dispose: () => asking.forget()
  };
}
