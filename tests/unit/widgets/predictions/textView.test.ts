/** @jest-environment jsdom */
import { float64, type Predictions } from '../../../../src/trace';
import { createTextView } from '../../../../src/widgets/predictions/createTextView';
import { openView } from '../viewPage';

const content = {
  form: 'text',
  tokens: ['a', 'b', 'c'],
  promptLength: 1,
  probabilities: float64([NaN, 0.5, 0.5], [3])
} as const;

async function shownOf(
  more: Partial<Extract<Predictions['content'], { form: 'text' }>>
): Promise<HTMLElement> {
  const { element, settle } = openView(createTextView, {
    version: 1,
    kind: 'predictions',
    id: 'text',
    content: { ...content, ...more }
  });
  await settle();
  return element;
}

it('has a space between words, also between those of one letter', async () => {
  const gapOf = async (level?: 'word' | 'character') => {
    const [, b, c] = (
      await shownOf({ ...(level && { level }) })
    ).querySelectorAll('rect[data-ramp]');
    const at = (of: Element, name: string) => Number(of.getAttribute(name));
    return at(c, 'x') - at(b, 'x') - at(b, 'width');
  };
  expect(await gapOf('word')).toBeGreaterThan(4);
  expect(await gapOf('character')).toBeCloseTo(0);
  expect(await gapOf()).toBeCloseTo(0);
});

it('says a small temperature as what it is', async () => {
  const said = async (temperature: number) =>
    (await shownOf({ temperature })).textContent;
  expect(await said(0.7)).toContain('temperature 0.7');
  expect(await said(1e-310)).toContain('temperature 1e-310');
});
