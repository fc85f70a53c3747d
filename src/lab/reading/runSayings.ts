import { html } from '../../widgets/base/dom';
import { createSpokenWords } from '../../widgets/base/spokenWords';
import type { Translate } from '../../scene/words/translate';

/** A cell that takes longer is said to run, in ms. */
const LONG = 2000;

/** Has a screen reader say that notebook cells run, and what became of them. */
export interface RunSayings<C> {
  /** A notebook cell runs, or waits for its turn. */
  begin(cell: C): void;
  /** It has ended, and this is what became of it; of many that run one after another, the last is said. */
  end(cell: C, outcome: string): void;
  dispose(): void;
}

/** Makes a region of the page that is seen by nobody, and says what runs there. */
export function createRunSayings<C>(translate: Translate): RunSayings<C> {
  const live = html('div', {
    class: 'jp-gatescope-hidden jp-gatescope-runs',
    role: 'status',
    'aria-live': 'polite'
  });
  document.body.append(live);
  const spoken = createSpokenWords(live);
  const running = new Map<C, ReturnType<typeof setTimeout>>();
  return {
    begin(cell) {
      clearTimeout(running.get(cell));
      running.set(
        cell,
        setTimeout(
          () => spoken.announce(translate('The notebook cell is running.')),
          LONG
        )
      );
    },
    end(cell, outcome) {
      clearTimeout(running.get(cell));
      running.delete(cell);
      if (running.size === 0) {
        spoken.announce(outcome);
      }
    },
    dispose() {
      running.forEach(timer => clearTimeout(timer));
      spoken.dispose();
      live.remove();
    }
  };
}
