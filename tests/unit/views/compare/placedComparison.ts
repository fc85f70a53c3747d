import type { Comparison, ViewChoice } from '../../../../src/trace';
import { chosenOf, standing } from '../../../../src/scene/choices';
import { layout } from '../../../../src/scene/layout';
import { mark, type Mark } from '../../../../src/scene/marks/mark';
import type { Placed } from '../../../../src/scene/scene';
import { pageTheme } from '../../../../src/scene/theme';
import { untranslated } from '../../../../src/scene/words/translate';
import { compareChoices } from '../../../../src/views/compare/compareChoices';
import { compareView } from '../../../../src/views/compare/compareView';
import { drawn } from '../../../../src/widgets/scene/drawn';

/** A comparison as it is drawn, with what was before an edit where there was one. */
export function placedComparison(
  comparison: Comparison,
  {
    before = null,
    view,
    width = 700
  }: {
    readonly before?: Comparison | null;
    readonly view?: ViewChoice;
    readonly width?: number;
  } = {}
): Placed {
  const bundle = { ...comparison, view };
  const stands = standing(
    compareChoices,
    bundle,
    { get: () => undefined },
    untranslated
  );
  const now = {
    ...{ bundle, chosen: chosenOf(stands) as never, translate: untranslated },
    data: { before, edits: [], dark: false, leastColumn: 2 }
  };
  const table = compareView.table(now);
  return layout(compareView.scene(now, table), table, {
    ...{ width, name: 'compare', theme: pageTheme },
    measure: words => 7 * words.length
  });
}

/** Marks as they stand on a page. */
export const onPage = (marks: readonly Mark[]): Element =>
  drawn(mark('g', {}, ...marks));

/** The words of them, each text by itself. */
export const wordsIn = (element: Element): string[] =>
  Array.from(element.querySelectorAll('text'), each => each.textContent ?? '');
