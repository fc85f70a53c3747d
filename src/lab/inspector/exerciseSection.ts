import { fill, html } from '../../widgets/base/dom';
import { toolButton } from '../../widgets/base/tools';
import type { ViewContext } from '../../widgets/context';
import type { Translate } from '../../scene/words/translate';
import type { Exercise, ExerciseProgress } from '../../exercises/metadata';
import { checkingWords, checkLabel } from '../exercises/answerFooter';
import type { ExerciseDesk } from '../exercises/exerciseDesk';
import { headlineOf } from '../exercises/headline';
import { createReportView } from '../exercises/reportView';
import { keepFocus } from '../keepFocus';
import type { Section } from '../section';
import { createSection } from '../section';

/** What the section shows: one exercise of the notebook that the reader is in. */
export interface ExerciseSubject {
  readonly desk: ExerciseDesk;
  readonly exercise: Exercise;
  /** `[14]`. */
  readonly label: string;
  readonly progress: ExerciseProgress | undefined;
  readonly context: ViewContext;
  readonly goToCell: () => void;
}

/** The exercise that the reader is at, with its check, its hints and the last report. */
export interface ExerciseSection {
  readonly section: Section;
  show(subject: ExerciseSubject | null): void;
  themeChanged(): void;
  dispose(): void;
}

export function createExerciseSection(translate: Translate): ExerciseSection {
  const section = createSection('exercise', translate('Exercise'));
  const headline = html('p', {
    class: 'jp-gatescope-answer-headline'
  });
  const hintList = html('ol', { class: 'jp-gatescope-hints' });
  const reportHost = html('div');
  const row = html('div', { class: 'jp-gatescope-answer-row' });
  section.body.append(headline, reportHost, hintList, row);
  section.setShown(false);

  let shown: ExerciseSubject | null = null;
  const report = createReportView(reportHost, () => {
    if (shown === null) {
      throw new Error('a report is drawn only while an exercise is shown');
    }
    return shown.context;
  });

  function draw(): void {
    section.setShown(shown !== null);
    if (shown === null) {
      report.show({ state: 'unchecked' });
      return;
    }
    const { desk, exercise, label, progress, goToCell } = shown;
    const state = desk.state(exercise.id);
    const hints = desk.hints(exercise.id);
    section.setTitle(translate('Exercise, cell %1: %2', label, exercise.title));
    section.aside.textContent =
      exercise.points === 1
        ? translate('1 point')
        : translate('%1 points', exercise.points);
    const line = headlineOf(state, progress, translate);
    headline.dataset['state'] = line.kind;
    headline.textContent = line.text;
    // The report's picture says the same, and more.
    headline.hidden =
      line.text === '' || (state.state === 'checked' && !state.edited);
    fill(
      hintList,
      hints.map(hint => html('li', {}, hint))
    );
    hintList.hidden = hints.length === 0;
    const buttons = [
      toolButton({
        id: 'check',
        label: checkLabel(state, translate),
        look: 'primary',
        off: checkingWords(state, translate),
        run: () => void desk.check(exercise.id)
      }),
      ...(state.state === 'checking'
        ? [
            toolButton({
              id: 'stop-check',
              label: translate('Stop'),
              run: () => desk.stop(exercise.id)
            })
          ]
        : []),
      ...(exercise.hints.length > 0
        ? [
            toolButton({
              id: 'hint',
              label: translate('Hint'),
              disabled: hints.length >= exercise.hints.length,
              run: () => desk.showHint(exercise.id)
            })
          ]
        : []),
      toolButton({
        id: 'go-to-cell',
        label: translate('Go to cell'),
        run: goToCell
      })
    ];
    buttons.forEach(button => (button.tabIndex = 0));
    keepFocus(row, () => fill(row, buttons));
    report.show(state);
  }

  return {
    section,
    show(subject) {
      shown = subject;
      draw();
    },
    themeChanged: () => report.themeChanged(),
    dispose: () => report.dispose()
  };
}
