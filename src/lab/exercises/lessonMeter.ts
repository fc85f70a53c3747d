import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Toolbar } from '@jupyterlab/ui-components';
import { MessageLoop } from '@lumino/messaging';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { Translate } from '../../scene/words/translate';
import type { NotebookWork } from './notebookWork';

export interface LessonMeterOptions {
  readonly work: NotebookWork;
  /** How many lessons there are; null when that is not known. */
  readonly lessons: number | null;
  readonly translate: Translate;
}

/**
 * Puts the meter into a lesson's toolbar. A toolbar measures an item once, when it is put in: the
 * meter comes when its words are known, and its numbers are equally wide.
 */
export function addLessonMeter(
  { toolbar }: NotebookPanel,
  options: LessonMeterOptions
): void {
  const meter = new LessonMeter(options);
  const name = 'gatescope-lesson';
  // A toolbar that is too narrow puts its last items into a menu; the meter stays.
  if (
    !toolbar.insertAfter('cellType', name, meter) &&
    !toolbar.insertBefore('kernelName', name, meter)
  ) {
    toolbar.addItem(name, meter);
  }
  keepInOneRow(toolbar, meter);
}

/** Longer than the time between two measurements of a toolbar, in milliseconds. */
const MEASURED_AGAIN = 700;
/** The items of other extensions have come when everything fitted so many times in a row. */
const ENOUGH = 5;

/**
 * A toolbar that is measuring its items just now does not see one that is put in, and lets the last
 * ones wrap over the notebook. When it is resized it measures again.
 */
function keepInOneRow(toolbar: Toolbar, meter: Widget, fitted = 0): void {
  setTimeout(() => {
    if (meter.isDisposed || fitted >= ENOUGH) {
      return;
    }
    const { clientWidth, clientHeight } = toolbar.node;
    const wraps = Array.from(toolbar.children()).some(
      ({ node }) => node.offsetTop >= clientHeight
    );
    if (toolbar.isVisible && wraps) {
      MessageLoop.postMessage(
        toolbar,
        new Widget.ResizeMessage(clientWidth, clientHeight)
      );
    }
    keepInOneRow(toolbar, meter, toolbar.isVisible && !wraps ? fitted + 1 : 0);
  }, MEASURED_AGAIN);
}

/** `Lesson 3 of 12 · 2 of 4 exercises`. */
class LessonMeter extends Widget {
  constructor(private readonly options: LessonMeterOptions) {
    super();
    this.addClass('jp-gatescope-meter');
    options.work.changed.connect(this.draw, this);
    this.draw();
  }

  override dispose(): void {
    Signal.clearData(this);
    super.dispose();
  }

  private draw(): void {
    const { work, lessons, translate } = this.options;
    const { metadata, parts } = work.desk.lesson;
    if (metadata === null) {
      return;
    }
    const stands = work.progress().exercises;
    const passed = parts.exercises.filter(
      ({ id }) => Object.hasOwn(stands, id) && stands[id].status === 'passed'
    ).length;
    this.node.textContent = [
      placeWords(metadata.number, lessons, translate),
      ...(parts.exercises.length === 0
        ? []
        : [translate('%1 of %2 exercises', passed, parts.exercises.length)])
    ].join(' · ');
  }
}

/** The number is the place in the whole course; of a course in parts there is no total to say. */
function placeWords(
  number: number | undefined,
  lessons: number | null,
  translate: Translate
): string {
  if (number === undefined) {
    return translate('Example');
  }
  return lessons === null || number > lessons
    ? translate('Lesson %1', number)
    : translate('Lesson %1 of %2', number, lessons);
}
