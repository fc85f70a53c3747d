import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { Translate } from '../../widgets/context';
import type { NotebookWork } from './notebookWork';

export interface LessonMeterOptions {
  /** Null while the notebook is not read yet. */
  readonly work: () => NotebookWork | null;
  readonly changed: ISignal<object, void>;
  /** How many lessons there are; null when that is not known. */
  readonly lessons: () => number | null;
  readonly translate: Translate;
}

/** `Lesson 3 of 12 · 2 of 4 exercises` in the notebook's toolbar; nothing in other notebooks. */
export class LessonMeter extends Widget {
  constructor(private readonly options: LessonMeterOptions) {
    super();
    this.addClass('jp-gatescope-meter');
    options.changed.connect(this.draw, this);
    this.draw();
  }

  override dispose(): void {
    Signal.clearData(this);
    super.dispose();
  }

  private draw(): void {
    const { work, lessons, translate } = this.options;
    const lesson = work()?.desk.lesson;
    const metadata = lesson?.metadata ?? null;
    this.setHidden(metadata === null);
    if (metadata === null || lesson === undefined) {
      return;
    }
    const total = lessons();
    const stands = work()?.progress().exercises ?? {};
    const { exercises } = lesson.parts;
    const passed = exercises.filter(
      ({ id }) => Object.hasOwn(stands, id) && stands[id].status === 'passed'
    ).length;
    this.node.textContent = [
      total === null
        ? translate('Lesson %1', metadata.number)
        : translate('Lesson %1 of %2', metadata.number, total),
      ...(exercises.length === 0
        ? []
        : [translate('%1 of %2 exercises', passed, exercises.length)])
    ].join(' · ');
  }
}
