import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';
import type { ExerciseProgress } from '../../exercises/metadata';
import { fill, html, setText } from '../../widgets/base/dom';
import { keepKeys } from '../../widgets/base/keepKeys';
import { toolButton } from '../../widgets/base/tools';
import type { ViewContext } from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';
import { keepFocus } from '../keepFocus';
import type { CheckState } from '../session/checkStates';
import type { ExerciseDesk } from './exerciseDesk';
import { headlineOf } from './headline';
import type { ReportView } from './reportView';
import { createReportView } from './reportView';

/** Where a student goes on who has passed an exercise. */
export interface NextExercise {
  readonly title: string;
  readonly go: () => void;
}

export interface AnswerFooterOptions {
  /** Id of the exercise. */
  readonly exercise: string;
  readonly desk: ExerciseDesk;
  readonly translate: Translate;
  /** What the report's picture is given. */
  readonly context: () => ViewContext;
  /** How the exercise stood when the notebook was opened. */
  readonly progress: () => ExerciseProgress | undefined;
  readonly goToLine: (line: number) => void;
  /** The next exercise of the lesson that is not passed; null where there is none. */
  readonly next: () => NextExercise | null;
}

/** Check, Hint and the report, below the notebook cell in which the student answers. */
export class AnswerFooter extends Widget {
  constructor(private readonly options: AnswerFooterOptions) {
    super();
    const { desk, exercise, translate } = options;
    this.exercise = exercise;
    this.addClass('jp-gatescope-answer');
    this.addClass('jp-gatescope-panel');
    this.node.setAttribute('role', 'group');
    keepKeys(this.node);
    this.node.setAttribute(
      'aria-label',
      translate('Exercise: %1', desk.find(exercise)?.title ?? exercise)
    );
    this.hintList.className = 'jp-gatescope-hints';
    this.node.append(this.row, this.hintList, this.reportNode, this.said);
    this.row.className = 'jp-gatescope-answer-row';
    this.headline.className = 'jp-gatescope-answer-headline';
    this.report = createReportView(this.reportNode, options.context);
    desk.changed.connect(this.onChanged, this);
    this.draw();
    // How it stood when the notebook was opened is read, and not called out.
    this.isOpened = true;
  }

  readonly exercise: string;

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this.report.dispose();
    Signal.clearData(this);
    super.dispose();
  }

  themeChanged(): void {
    this.report.themeChanged();
  }

  /** How it stood when the notebook was opened has been read. */
  progressRead(): void {
    if (this.options.desk.state(this.exercise).state === 'unchecked') {
      this.isOpened = false;
      this.draw();
      this.isOpened = true;
    }
  }

  private onChanged(_: object, exercise: string): void {
    if (exercise === this.exercise) {
      this.draw();
    }
  }

  private draw(): void {
    const { desk, translate, progress, goToLine, next } = this.options;
    const state = desk.state(this.exercise);
    const hints = desk.hints(this.exercise);
    const available = desk.find(this.exercise)?.hints.length ?? 0;
    const line =
      state.state === 'checked' && !state.edited
        ? state.report.line
        : undefined;
    const onward = hasPassed(state) ? next() : null;
    const buttons = [
      toolButton({
        id: 'check',
        label: checkLabel(state, translate),
        look: onward === null ? 'primary' : 'plain',
        off: checkingWords(state, translate),
        run: () => void desk.check(this.exercise)
      }),
      ...(state.state === 'checking'
        ? [
            toolButton({
              id: 'stop-check',
              label: translate('Stop'),
              run: () => desk.stop(this.exercise)
            })
          ]
        : []),
      ...(available > 0
        ? [
            toolButton({
              id: 'hint',
              label:
                hints.length === 0 || available === 1
                  ? translate('Hint')
                  : translate('Hint (%1 of %2)', hints.length, available),
              disabled: hints.length >= available,
              run: () => desk.showHint(this.exercise)
            })
          ]
        : []),
      ...(line === undefined
        ? []
        : [
            toolButton({
              id: 'go-to-line',
              label: translate('Go to line %1', line + 1),
              look: 'quiet',
              run: () => goToLine(line)
            })
          ]),
      ...(onward === null
        ? []
        : [
            toolButton({
              id: 'next-exercise',
              label: translate('Next: %1 ▸', onward.title),
              look: 'primary',
              run: onward.go
            })
          ])
    ];
    buttons.forEach(button => (button.tabIndex = 0));
    const headline = headlineOf(state, progress(), translate);
    this.headline.dataset['state'] = headline.kind;
    this.headline.textContent = headline.text;
    if (this.isOpened) {
      const hint = hints.length > this.hintsRead ? hints.at(-1) : undefined;
      setText(
        this.said,
        hint === undefined ? headline.text : translate('Hint: %1', hint)
      );
    }
    this.hintsRead = hints.length;
    // The report below says the same at length.
    this.headline.hidden = state.state === 'checked' && !state.edited;
    keepFocus(this.row, () => fill(this.row, [...buttons, this.headline]));
    fill(
      this.hintList,
      hints.map(hint => html('li', {}, hint))
    );
    this.hintList.hidden = hints.length === 0;
    this.report.show(state);
  }

  private readonly row = document.createElement('div');
  private readonly headline = document.createElement('span');
  /**
   * What happens to a check, for a screen reader. It stays where it is while all else is redrawn: of a
   * region that comes onto the page with its words in it, nothing is heard.
   */
  private readonly said = html('div', {
    class: 'jp-gatescope-hidden',
    role: 'status',
    'aria-live': 'polite'
  });
  private isOpened = false;
  /** How many hints were there when the footer was last drawn. */
  private hintsRead = 0;
  private readonly hintList = document.createElement('ol');
  private readonly reportNode = document.createElement('div');
  private readonly report: ReportView;
}

/** Whether the answer as it stands was checked and is right. */
function hasPassed(state: CheckState): boolean {
  return (
    state.state === 'checked' &&
    !state.edited &&
    state.report.status === 'passed'
  );
}

/** Why the button does nothing while a check runs. Disabled, it would lose the focus of who pressed it. */
export function checkingWords(
  { state }: CheckState,
  translate: Translate
): string | undefined {
  return state === 'checking' ? translate('The check is running.') : undefined;
}

/** What the button says: a second check is another word than the first. */
export function checkLabel(state: CheckState, translate: Translate): string {
  switch (state.state) {
    case 'unchecked':
      return translate('Check');
    case 'checking':
      return translate('Checking…');
    default:
      return translate('Check again');
  }
}
