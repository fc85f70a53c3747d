import type { SeriesPanel } from './seriesPanels';

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/**
 * The letters that stand for the charts of series where there is no room for names: x comes in, y is
 * answered. The first letter of a name might be that of a gate.
 *
 * @param channels the names that the maps below go by
 */
export function seriesLetters(
  panels: readonly SeriesPanel[],
  channels: readonly string[]
): readonly string[] {
  const answer = ['y', 'ŷ'].find(each => !channels.includes(each)) ?? '';
  const areAnswers = panels.map(({ lines }) =>
    lines.every(({ kind }) => kind !== 'input')
  );
  const several = areAnswers.filter(Boolean).length > 1;
  return areAnswers.map((isAnswer, at) => {
    if (!isAnswer) {
      return 'x';
    }
    const index = areAnswers.slice(0, at).filter(Boolean).length;
    return several ? answer + subscript(index) : answer;
  });
}

const subscript = (index: number): string =>
  String(index).replaceAll(/\d/g, digit => SUBSCRIPTS[Number(digit)]);
