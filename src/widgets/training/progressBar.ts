import { percentText } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html, setText } from '../base/dom';
import { formatDuration } from '../../scene/words/format';
import {
  endWords,
  epochsWords,
  partOfEpoch,
  restWords,
  type UnderWay
} from '../../views/run/progressWords';
import type { Frame } from '../base/frame';

export interface ProgressBar {
  show(history: UnderWay, live: boolean): void;
}

/** How far the training is, and how long it will still take: above the line that says how to read. */
export function createProgressBar(
  frame: Frame,
  translate: Translate
): ProgressBar {
  const bar = html('div', { class: 'jp-gatescope-progress-done' });
  const track = html(
    'div',
    {
      class: 'jp-gatescope-progress',
      role: 'progressbar',
      'aria-label': translate('training'),
      'aria-valuemin': 0,
      'aria-valuemax': 100
    },
    bar
  );
  const epoch = html('b');
  const rest = html('span', { class: 'jp-gatescope-second' });
  const left = html('span', { class: 'jp-gatescope-second' });
  const element = html(
    'div',
    { class: 'jp-gatescope-progress-block' },
    track,
    html(
      'div',
      { class: 'jp-gatescope-progress-words' },
      html('span', {}, epoch, rest),
      left
    )
  );
  frame.element.querySelector('.jp-gatescope-reading')?.before(element);
  return {
    show(history, live) {
      const { done, planned } = history.epochs;
      const { progress, status } = history;
      const running = status === 'running';
      const part = partOfEpoch(history);
      const share = Math.min(1, (done + part) / Math.max(1, planned));
      bar.style.width = `${(share * 100).toFixed(2)}%`;
      track.setAttribute('aria-valuenow', percentText(share));
      track.classList.toggle('jp-gatescope-progress-rest', !running);
      setText(epoch, epochsWords(history, translate));
      setText(rest, restWords(history, translate));
      setText(
        left,
        running
          ? live
            ? progress && progress.secondsLeft > 0
              ? translate('about %1 left', formatDuration(progress.secondsLeft))
              : ''
            : // A kernel may have gone, or the notebook been opened again: what is known is as old.
              translate('was running when last heard of')
          : endWords(history, translate)
      );
    }
  };
}
