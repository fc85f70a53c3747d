import type { Exercise, NotebookCell } from '../../exercises/metadata';
import { MetadataError, studentSource } from '../../exercises/metadata';
import { html } from '../../widgets/base/dom';
import type { Translate } from '../../scene/words/translate';
import type { AuthoringDesk } from './authoringDesk';
import { pointsOf } from './exerciseEdits';
import { bareField, buttonRow, formButton, group, labeled } from './fields';
import { partWords, pickingWords } from './formSentences';
import { rows } from './rows';

/** What the form asks of the lab around it. */
export interface FormOptions {
  readonly desk: AuthoringDesk;
  readonly exercise: Exercise;
  readonly translate: Translate;
  readonly goTo: (cell: string) => void;
}

/** Title, name, points, hints, needs and mistakes of one exercise. */
export function exerciseForm(options: FormOptions): HTMLElement[] {
  const { desk, exercise, translate } = options;
  return [
    labeled({
      id: 'title',
      label: translate('Title'),
      value: exercise.title,
      change: title => {
        if (title.trim() !== '') {
          desk.set(exercise, { title: title.trim() });
        }
      }
    }),
    labeled({
      id: 'id',
      label: translate('Name in the grade book'),
      value: exercise.id,
      change: id => desk.setId(exercise, id)
    }),
    pointsGroup(options),
    group(
      partWords(options, exercise, translate).hints,
      rows({
        id: 'hint',
        drafts: desk.drafts,
        draft: `${exercise.answer} hints`,
        rows: exercise.hints.map(hint => ({ hint })),
        columns: [
          {
            key: 'hint',
            look: 'lines',
            label: number => translate('Hint %1', number)
          }
        ],
        words: {
          remove: number => translate('Remove hint %1', number),
          unfinished: number =>
            translate('Hint %1 is not kept yet: it is empty.', number),
          add: translate('Add a hint')
        },
        change: hints =>
          desk.set(exercise, { hints: hints.map(({ hint }) => hint) })
      })
    ),
    needsGroup(options),
    mistakesGroup(options)
  ];
}

/** Wrong answers with the author's own words, where a test has a place for such words. */
function mistakesGroup({
  desk,
  exercise,
  translate
}: FormOptions): HTMLElement {
  const mistakes = exercise.mistakes ?? [];
  const says = desk
    .cells()
    .some(
      ({ id, source }) =>
        exercise.tests.includes(id) && source.includes('check.close(')
    );
  return group(
    partWords({ desk }, exercise, translate).mistakes,
    says || mistakes.length > 0
      ? rows({
          id: 'mistake',
          drafts: desk.drafts,
          draft: `${exercise.answer} mistakes`,
          rows: mistakes,
          columns: [
            {
              key: 'answer',
              look: 'code',
              label: number => translate('Wrong answer %1', number),
              placeholder: translate('in the place of the solution')
            },
            {
              key: 'message',
              look: 'lines',
              label: number =>
                translate('What is said of wrong answer %1', number),
              placeholder: translate('what the student reads')
            }
          ],
          words: {
            remove: number => translate('Remove wrong answer %1', number),
            unfinished: number =>
              translate(
                'Wrong answer %1 is not kept yet: fill in both of its fields.',
                number
              ),
            add: translate('Add a wrong answer')
          },
          change: changed => void desk.setMistakes(exercise, changed)
        })
      : html(
          'p',
          { class: 'jp-gatescope-second' },
          translate(
            'To meet a wrong answer with words of your own, add a test with check.close.'
          )
        )
  );
}

function pointsGroup({ desk, exercise, translate }: FormOptions): HTMLElement {
  const cells = desk.cells();
  return group(
    partWords({ desk }, exercise, translate).points,
    html(
      'div',
      { class: 'jp-gatescope-author-points' },
      exercise.tests.map((id, at) =>
        html(
          'label',
          {},
          html('span', {}, translate('Test %1', at + 1)),
          bareField({
            id: `points-${at + 1}`,
            label: translate('Points of test %1', at + 1),
            look: 'number',
            value: String(pointsOf(cells.find(cell => cell.id === id))),
            change: value => {
              const points = Number(value);
              if (
                value.trim() !== '' &&
                Number.isFinite(points) &&
                points >= 0
              ) {
                desk.setPoints(id, points);
              }
            }
          })
        )
      ),
      formButton({
        id: 'add-test',
        label: translate('Add a test'),
        look: 'quiet',
        run: () => desk.addTest(exercise)
      })
    )
  );
}

function needsGroup(options: FormOptions): HTMLElement {
  const { desk, exercise, translate, goTo } = options;
  const cells = desk.cells();
  const picks = desk.picking === exercise.id;
  const needed = cells.filter(({ id }) => exercise.needs.includes(id));
  const above = cells
    .slice(
      0,
      cells.findIndex(({ id }) => id === exercise.answer)
    )
    .filter(({ id, type }) => type === 'code' && !exercise.tests.includes(id));
  return group(
    partWords(options, exercise, translate).needs,
    html(
      'ul',
      { class: 'jp-gatescope-author-needs' },
      needed.map((cell, at) =>
        html(
          'li',
          {},
          formButton({
            id: `need-${at + 1}`,
            label: firstLine(cell, translate),
            title: translate('Go to this notebook cell'),
            look: 'quiet',
            run: () => goTo(cell.id)
          }),
          formButton({
            id: `need-${at + 1}-remove`,
            label: '✕',
            title: translate('It does not need this notebook cell'),
            look: 'quiet',
            run: () => desk.toggleNeed(exercise, cell.id)
          })
        )
      )
    ),
    buttonRow(
      {
        id: 'propose',
        label: translate('Propose'),
        title: translate('Find the notebook cells that declare what it reads'),
        run: () => void desk.proposeNeeds(exercise)
      },
      {
        id: 'pick',
        label: picks ? translate('Done') : translate('Pick by clicking'),
        pressed: picks,
        run: () => desk.pick(picks ? null : exercise.id)
      },
      {
        id: 'add-need',
        label: translate('Choose ▾'),
        title: translate('Choose the notebook cells that it needs'),
        disabled: above.length === 0,
        menu: () =>
          above.map(cell => ({
            label: firstLine(cell, translate),
            checked: exercise.needs.includes(cell.id),
            run: () => desk.toggleNeed(exercise, cell.id)
          }))
      }
    ),
    picks
      ? html('p', { class: 'jp-gatescope-second' }, pickingWords(translate))
      : null
  );
}

/** The student's version of the exercise's notebook cells, as they will be given out. */
export function studentView({
  desk,
  exercise,
  translate
}: FormOptions): HTMLElement {
  const ids = [exercise.answer, ...exercise.tests];
  return html(
    'div',
    { class: 'jp-gatescope-author-preview' },
    desk
      .cells()
      .filter(({ id }) => ids.includes(id))
      .map(cell => html('pre', { tabindex: 0 }, given(cell, translate)))
  );
}

function given(cell: NotebookCell, translate: Translate): string {
  try {
    return studentSource(cell) || translate('(nothing)');
  } catch (error) {
    if (error instanceof MetadataError) {
      return error.message;
    }
    throw error;
  }
}

/** The first line of a notebook cell that says something. */
function firstLine(cell: NotebookCell, translate: Translate): string {
  const line = cell.source.split('\n').find(each => each.trim() !== '');
  return line === undefined
    ? translate('(empty)')
    : line.length > 48
      ? `${line.slice(0, 47)}…`
      : line;
}
