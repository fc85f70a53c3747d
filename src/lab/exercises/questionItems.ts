import type { LessonParts, SheetProgress } from '../../exercises/metadata';
import { gain, sheetScore } from '../../exercises/metadata';
import { formatPercent } from '../../scene/words/format';
import type { Translate } from '../../scene/words/translate';
import type { LessonItem } from './lessonItem';

/** The sheet with which those of an inventory are compared; its parts go on with a dash. */
const BEFORE = 'inventory-before';

const isBefore = (key: string): boolean =>
  key === BEFORE || key.startsWith(`${BEFORE}-`);

/** What was answered before the lessons, of all the places where it was asked. */
function answeredBefore(
  sheets: ReadonlyMap<string, SheetProgress>
): SheetProgress {
  const parts = [...sheets].filter(
    ([key, { done }]) => isBefore(key) && done !== undefined
  );
  return {
    questions: Object.fromEntries(
      parts.flatMap(([, { questions }]) => Object.entries(questions))
    )
  };
}

/** The questions of a lesson, and how they stand. */
export function questionItems(
  questions: LessonParts['questions'],
  sheets: ReadonlyMap<string, SheetProgress>,
  present: string | null,
  translate: Translate
): LessonItem[] {
  return questions.map(({ keys, title, purpose, cell }) => {
    const answered = keys.flatMap(key => {
      const sheet = sheets.get(key);
      return sheet === undefined ||
        (purpose !== 'field' && sheet.done === undefined)
        ? []
        : [{ key, sheet }];
    });
    const done = answered.length === keys.length;
    return {
      kind: 'question' as const,
      cell,
      title,
      state: done
        ? ('done' as const)
        : present === cell
          ? ('here' as const)
          : answered.length > 0
            ? ('tried' as const)
            : ('open' as const),
      mark:
        answered.length === 0
          ? openWord(purpose, translate)
          : answered
              .map(({ key, sheet }) =>
                markOf(key, sheet, purpose, sheets, translate)
              )
              .join('; ')
    };
  });
}

function openWord(
  purpose: LessonParts['questions'][number]['purpose'],
  translate: Translate
): string {
  return purpose === 'field' ? translate('answer') : translate('test');
}

/** `2 of 3`; for an inventory with what was gained since the first one. */
function markOf(
  key: string,
  sheet: SheetProgress,
  purpose: LessonParts['questions'][number]['purpose'],
  sheets: ReadonlyMap<string, SheetProgress>,
  translate: Translate
): string {
  const { right, of } = sheetScore(sheet);
  if (of === 0) {
    return translate('answered');
  }
  const score = translate('%1 of %2', right, of);
  const gained =
    purpose === 'inventory' && !isBefore(key)
      ? gain(answeredBefore(sheets), sheet)
      : null;
  return gained === null
    ? score
    : translate('%1, gain %2', score, formatPercent(gained));
}
