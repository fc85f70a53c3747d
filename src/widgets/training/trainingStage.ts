import type { Cursor } from '../context';
import type { Translate } from '../../scene/words/translate';
import type { StepHit } from '../base/createStepView';
import { fill, html } from '../base/dom';
import type { Theme } from '../base/theme';
import { createTooltip } from '../base/tooltip';
import { hatchId } from './epochAxis';
import { createReplay } from './replay';
import { replayPlace } from './replayPlace';
import {
  drawTraining,
  type TrainingPicture,
  type TrainingScene
} from './trainingPicture';
import { epochLines } from './trainingWords';

/** An epoch under the pointer; in the replay also a step of its sequence. */
export interface EpochHit extends StepHit {
  readonly column: number | null;
  readonly x: number;
  readonly y: number;
}

/** All pictures of a training: those over the epochs, and the replay. */
export interface TrainingStage {
  readonly element: HTMLElement;
  /** @param scene.unit what a replay without an output shows */
  draw(
    scene: Omit<TrainingScene, 'layout' | 'hatch'> & { readonly unit: number }
  ): void;
  paint(theme: Theme): void;
  moveTo(epoch: number, playing: boolean): void;
  at(event: MouseEvent): EpochHit | null;
  over(hit: EpochHit | null, event: PointerEvent): void;
  dispose(): void;
}

/** `cursor` is that of all views: its step is marked in the replay, and moved there. */
export function createTrainingStage(
  cursor: Cursor,
  translate: Translate,
  actions: { choose: (epoch: number) => void; play: () => void }
): TrainingStage {
  const hatch = hatchId();
  const still = html('div');
  const replay = createReplay(translate, actions);
  const element = html(
    'div',
    { class: 'jp-gatescope-training' },
    still,
    replay.element
  );
  const tooltip = createTooltip(element);
  let drawn: { scene: TrainingScene; picture: TrainingPicture } | null = null;
  return {
    element,
    draw({ unit, ...shape }) {
      const { layout, replayed } = replayPlace({ ...shape, hatch }, unit);
      const scene = { ...shape, hatch, layout };
      drawn = { scene, picture: drawTraining(scene) };
      element.style.height = `${layout.height}px`;
      fill(still, drawn.picture.element);
      replay.build(replayed);
    },
    paint(theme) {
      drawn?.picture.paint(theme);
      replay.paint(theme);
    },
    moveTo(epoch, playing) {
      drawn?.picture.moveTo(epoch);
      replay.moveTo(epoch, cursor, playing);
    },
    at(event) {
      const { left, top } = element.getBoundingClientRect();
      const [x, y] = [event.clientX - left, event.clientY - top];
      const cell = replay.at(x, y);
      const epoch = cell?.epoch ?? drawn?.picture.epochAt(x, y) ?? null;
      return epoch === null
        ? null
        : { step: epoch, column: cell?.column ?? null, x, y };
    },
    over(hit, { pointerType }) {
      if (hit && hit.column !== null) {
        cursor.move({ step: hit.column }, element);
      }
      if (!drawn || !hit || hit.column !== null || pointerType === 'touch') {
        tooltip.hide();
        return;
      }
      tooltip.show(epochLines(drawn.scene.history, hit.step, translate), {
        ...drawn.picture.columnOf(hit.step, hit.x),
        y: hit.y
      });
    },
    dispose: () => replay.dispose()
  };
}
