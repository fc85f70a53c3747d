import type { History } from '../../trace';
import { formatFixed } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import { lastValue } from '../../views/map/seriesPanels';
import { html, listen, setText } from '../base/dom';
import { toolButton } from '../base/tools';
import {
  replayQuantity,
  type HistorySnapshots
} from '../../views/training/replayQuantity';

/** Play, the slider over the saved epochs, and where the chosen one ends. */
export interface Replay {
  readonly element: HTMLElement;
  /** Takes a state of the training; one without saved epochs hides it. */
  take(history: History, unit: number): void;
  show(epoch: number, playing: boolean): void;
  dispose(): void;
}

/** It outlives what is drawn: a slider that is being dragged stays the one that is held. */
export function createReplay(
  translate: Translate,
  {
    choose,
    play: toggle
  }: { choose: (epoch: number) => void; play: () => void }
): Replay {
  const play = toolButton({
    id: 'play',
    label: '▶',
    title: translate('Play the saved epochs (Space)'),
    look: 'quiet',
    run: toggle
  });
  const slider = html('input', {
    type: 'range',
    min: 0,
    step: 1,
    tabindex: -1,
    'aria-label': translate('saved epoch')
  });
  const chosenWords = html('b');
  const liveWords = html('span', { class: 'jp-gatescope-second' });
  const element = html(
    'div',
    { class: 'jp-gatescope-replay' },
    html('div', { class: 'jp-gatescope-replay-row' }, play, slider),
    html('div', { class: 'jp-gatescope-replay-words' }, chosenWords, liveWords)
  );
  let saved: HistorySnapshots = [];
  let quantity: ReturnType<typeof replayQuantity> = null;
  return {
    element,
    take({ snapshots = [], status, epochs }, unit) {
      saved = snapshots;
      quantity = replayQuantity(saved, unit);
      element.hidden = quantity === null;
      slider.max = String(saved.length - 1);
      setText(
        liveWords,
        status === 'running' ? translate('live: epoch %1', epochs.done) : ''
      );
    },
    show(epoch, playing) {
      const at = saved.findIndex(each => each.epoch === epoch);
      setText(play, playing ? '❚❚' : '▶');
      if (at >= 0 && quantity) {
        slider.value = String(at);
        setText(
          chosenWords,
          translate(
            'epoch %1: ends at %2',
            epoch + 1,
            formatFixed(lastValue(quantity.values(saved[at].trace)))
          )
        );
      }
    },
    dispose: listen(slider, 'input', () =>
      choose(saved[slider.valueAsNumber].epoch)
    )
  };
}
