import type { NotebookCell } from '../../exercises/metadata';
import {
  nbgraderKind,
  readCellMetadata,
  readNbgrader
} from '../../exercises/metadata';
import { html } from '../../widgets/base/dom';
import type { Translate } from '../../scene/words/translate';
import type { AuthoringSubject } from './authoringSubject';
import { pointsOf } from './exerciseEdits';
import { labeled } from './fields';

/**
 * The form of a notebook cell that asks for a prediction, for answers to questions, or for words that
 * are marked by hand; null for one that does none of it.
 */
export function otherForm(
  { desk, cell: id }: AuthoringSubject,
  translate: Translate
): HTMLElement[] | null {
  const cell = desk.cells().find(each => each.id === id);
  if (cell === undefined) {
    return null;
  }
  if (isByHand(cell)) {
    return [
      labeled({
        id: 'points-by-hand',
        label: translate('Points, given by hand'),
        look: 'number',
        value: String(pointsOf(cell)),
        change: value => {
          if (value.trim() !== '' && Number(value) >= 0) {
            desk.setPoints(cell.id, Number(value));
          }
        }
      })
    ];
  }
  const title = askedTitle(cell);
  return title === null
    ? null
    : [
        labeled({
          id: 'asked-title',
          label: translate('Title'),
          value: title,
          change: value => {
            if (value.trim() !== '') {
              desk.setAskedTitle(cell.id, value.trim());
            }
          }
        }),
        html('p', { class: 'jp-gatescope-second' }, askedWords(translate))
      ];
}

const askedWords = (translate: Translate): string =>
  translate(
    'What it asks is in the code: run the notebook cell to see it as students do. Its key is there, too, so it earns no points.'
  );

/** The same form in sentences; null where `otherForm` is. */
export function otherSentences(
  { desk, cell: id }: Pick<AuthoringSubject, 'desk' | 'cell'>,
  translate: Translate
): string[] | null {
  const cell = desk.cells().find(each => each.id === id);
  if (cell === undefined) {
    return null;
  }
  if (isByHand(cell)) {
    return [translate('Points, given by hand: %1', pointsOf(cell))];
  }
  const title = askedTitle(cell);
  return title === null
    ? null
    : [translate('Title: %1', title), askedWords(translate)];
}

function isByHand({ metadata }: NotebookCell): boolean {
  try {
    return (
      nbgraderKind(readNbgrader(metadata.nbgrader)) === 'manually graded answer'
    );
  } catch {
    return false;
  }
}

function askedTitle({ metadata }: NotebookCell): string | null {
  try {
    const { prediction, questions } = readCellMetadata(metadata.gatescope);
    return prediction?.title ?? questions?.title ?? null;
  } catch {
    return null;
  }
}
