import type { History } from '../../trace';
import { formatDuration, formatInteger } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';

/** What goes on in epochs: a training, or a race. */
export type UnderWay = Pick<
  History,
  'epochs' | 'progress' | 'status' | 'reason'
>;

/** The share of the next epoch that is done. */
export const partOfEpoch = ({ progress, status }: UnderWay): number =>
  progress && status !== 'finished'
    ? progress.batch / Math.max(1, progress.batches)
    : 0;

/** How many epochs are whole: `6,404 of 9,000 epochs done`. */
export const epochsWords = (
  { epochs: { done, planned } }: Pick<History, 'epochs'>,
  translate: Translate
): string =>
  translate(
    '%1 of %2 epochs done',
    formatInteger(done),
    formatInteger(planned)
  );

/** And how much of the next one: `, 4 of 20 batches of the next · 12 ms per epoch`. */
export function restWords(history: UnderWay, translate: Translate): string {
  const { progress } = history;
  if (!progress) {
    return '';
  }
  const next =
    partOfEpoch(history) > 0
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

/** How it stands, and why it ended: `stopped: the loss became NaN`. */
export const endWords = (
  { status, reason = '' }: UnderWay,
  translate: Translate
): string =>
  [...new Set([translate(statusWords[status]), reason])]
    .filter(text => text !== '')
    .join(': ');

/** How far it has come, in a file, which has no bar. */
export const progressWords = (run: UnderWay, translate: Translate): string =>
  `${epochsWords(run, translate)}, ${endWords(run, translate)}`;
