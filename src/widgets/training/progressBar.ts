import { percentText, type History } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { html, setText } from '../base/dom';
import { formatDuration, formatInteger } from '../../scene/words/format';
import type { Frame } from '../base/frame';

/** What goes on in epochs: a training, or a race. */
type UnderWay = Pick<History, 'epochs' | 'progress' | 'status' | 'reason'>;

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
      const { progress, status, reason } = history;
      const running = status === 'running';
      const part = partOf(history);
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
          : [translate(statusWords[status]), reason ?? '']
              .filter(text => text !== '')
              .filter((text, index, all) => all.indexOf(text) === index)
              .join(': ')
      );
    }
  };
}

/** The share of the next epoch that is done. */
function partOf({ progress, status }: UnderWay): number {
  return progress && status !== 'finished'
    ? progress.batch / Math.max(1, progress.batches)
    : 0;
}

/** How many epochs are whole: `6,404 of 9,000 epochs done`. */
export function epochsWords(
  { epochs: { done, planned } }: Pick<History, 'epochs'>,
  translate: Translate
): string {
  return translate(
    '%1 of %2 epochs done',
    formatInteger(done),
    formatInteger(planned)
  );
}

/** And how much of the next one: `, 4 of 20 batches of the next · 12 ms per epoch`. */
export function restWords(history: UnderWay, translate: Translate): string {
  const { progress } = history;
  if (!progress) {
    return '';
  }
  const next =
    partOf(history) > 0
      ? `, ${translate('%1 of %2 batches of the next', formatInteger(progress.batch), formatInteger(progress.batches))}`
      : '';
  return `${next} · ${translate('%1 per epoch', formatDuration(progress.secondsPerEpoch))}`;
}

const statusWords: Readonly<Record<History['status'], string>> = {
  running: 'training',
  finished: 'finished',
  stopped: 'stopped',
  failed: 'failed'
};
