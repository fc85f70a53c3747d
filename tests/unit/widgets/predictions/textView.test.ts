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
  const textOf = async (level?: 'word' | 'character') =>
    (await shownOf({ ...(level && { level }) })).querySelector(
      'p.jp-gatescope-text'
    )!.textContent;
  expect(await textOf('word')).toBe('a b c');
  expect(await textOf('character')).toBe('abc');
  expect(await textOf()).toBe('abc');
});

it('says a small temperature as what it is', async () => {
  const said = async (temperature: number) =>
    (await shownOf({ temperature })).textContent;
  expect(await said(0.7)).toContain('temperature 0.7');
  expect(await said(1e-310)).toContain('temperature 1e-310');
});
