import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import type { Bundle, History, Race } from '../../trace';
import type { LiveLink } from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';

export interface KeepOutcomeOptions {
  readonly bundle: Bundle;
  readonly model: IRenderMime.IMimeModel;
  readonly mimeType: string;
  readonly link: LiveLink;
  readonly translate: Translate;
  readonly encode: (outcome: History | Race) => object;
}

/** Milliseconds that the kernel's own last word is waited for. */
const WAIT = 1500;

/** Above this many characters the snapshots are left out; the rest of a history is small. */
const LARGEST = 1_400_000;

/**
 * Writes the end of a training run or a race into its output when nobody else does.
 *
 * While the page stays open the kernel updates the output itself. After a reload the lab no longer
 * knows whose output that is: the view follows the run over the live link, and without this the
 * notebook would be saved with a run that goes on forever.
 *
 * @returns The way to stop.
 */
export function keepOutcome({
  bundle,
  model,
  mimeType,
  link,
  translate,
  encode
}: KeepOutcomeOptions): () => void {
  if (
    (bundle.kind !== 'history' && bundle.kind !== 'race') ||
    bundle.status !== 'running'
  ) {
    return () => undefined;
  }
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hear = (outcome: History | Race): void => {
    clearTimeout(timer);
    if (outcome.id === bundle.id && outcome.status !== 'running') {
      timer = setTimeout(() => write(outcome), WAIT);
    }
  };
  const stops = [
    link.onEvent('history', ({ history }) => hear(history)),
    link.onEvent('race', ({ race }) => hear(race))
  ];

  function write(outcome: History | Race): void {
    const { data } = model;
    const saved = data[mimeType] as { status?: unknown } | undefined;
    if (saved?.status !== 'running') {
      return;
    }
    const whole = encode(outcome);
    const kept =
      outcome.kind === 'history' && JSON.stringify(whole).length > LARGEST
        ? encode({ ...outcome, snapshots: undefined })
        : whole;
    // The static picture is of the beginning: words that are true are better.
    const rest = Object.fromEntries(
      Object.entries(data).filter(([type]) => !type.startsWith('image/'))
    );
    model.setData({
      data: {
        ...rest,
        [mimeType]: kept as ReadonlyPartialJSONObject,
        'text/plain': translate(
          '%1 after %2 of %3 epochs',
          outcome.status,
          outcome.epochs.done,
          outcome.epochs.planned
        )
      }
    });
  }

  return () => {
    clearTimeout(timer);
    stops.forEach(stop => stop());
  };
}
