import { createPlayer } from '../widgets/base/player';
import { button, type PagePart } from './pagePart';
import type { PlayStore } from './playStore';

/**
 * Has the shown sequence run through both networks, step by step: again and again while they learn, and once
 * when it is asked to. A reader who wants no motion goes on by a step at each press.
 *
 * @param changed called when it has come to another step
 */
export function createSequenceRun(
  store: PlayStore,
  isStill: boolean,
  changed: () => void
): PagePart & { readonly now: number | null } {
  let now: number | null = null;
  /** Whether it runs because the networks learn. */
  let isWithTraining = false;
  /** Its reader has stopped it, and it waits to be asked. */
  let isOff = isStill;
  const steps = (): number => store.training.fresh?.values.length ?? 0;
  const player = createPlayer(
    { reducedMotion: isStill },
    () => {
      const next = (now ?? -1) + 1;
      now = next < steps() ? next : isWithTraining ? 0 : null;
      changed();
      return now !== null;
    },
    changed
  );
  const stop = (): void => {
    now = null;
    player.stop();
  };
  const element = button('play-link play-through', '', () => {
    if (player.playing) {
      isOff = true;
      stop();
    } else {
      isWithTraining = false;
      player.toggle();
    }
  });
  return {
    element,
    get now() {
      return now;
    },
    paint() {
      const { isRunning } = store.training;
      if (isRunning && !isOff && !player.playing && steps() > 0) {
        isWithTraining = true;
        player.toggle();
      } else if (!isRunning && isWithTraining && player.playing) {
        stop();
      }
      // A shorter sequence may have taken its place.
      now = now !== null && now >= steps() ? null : now;
      element.textContent = player.playing
        ? '❚❚ Stop the sequence'
        : isStill
          ? '▶ Run it on by a step'
          : '▶ Run it through';
    }
  };
}
