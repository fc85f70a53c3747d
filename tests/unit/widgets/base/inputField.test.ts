/** @jest-environment jsdom */
import { createInputField } from '../../../../src/widgets/base/inputField';
import { createWhatIfView } from '../../../../src/widgets/whatIf/createWhatIfView';
import { inSteps } from '../inSteps';
import { lstmTrace } from '../cells';
import { openView } from '../viewPage';

const press = (element: Element, key: string): boolean =>
  element.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  );

describe('a number of the input that a key leads to', () => {
  const opened = () => {
    const field = createInputField({
      translate: inSteps,
      edit: () => undefined,
      leave: () => undefined
    });
    document.body.append(field.element);
    field.show({ step: 0, label: 'x', value: 1 });
    field.focus();
    const input = field.element.querySelector('input')!;
    const type = (): readonly (number | null)[] => {
      press(input, '-');
      input.dispatchEvent(new Event('beforeinput'));
      return [input.selectionStart, input.selectionEnd];
    };
    return { input, type };
  };
  afterEach(() => document.body.replaceChildren());

  it('is typed over, also where the browser has lost the selection meanwhile', () => {
    const { input, type } = opened();
    input.setSelectionRange(0, 0);
    expect(type()).toEqual([0, 1]);
    // What has been typed is not typed over by the next figure.
    input.value = '-';
    expect(type()).toEqual([1, 1]);
  });

  it.each(['Shift', 'AltGraph', 'Dead', 'Unidentified'])(
    'is typed over after %s, which is part of writing a sign on some keyboards',
    key => {
      const { input, type } = opened();
      press(input, key);
      input.setSelectionRange(0, 0);
      expect(type()).toEqual([0, 1]);
    }
  );

  it('is typed over again once Enter has taken it', () => {
    const { input, type } = opened();
    type();
    input.value = '-1';
    press(input, 'Enter');
    input.setSelectionRange(2, 2);
    expect(type()).toEqual([0, 2]);
  });

  it.each(['pointerdown', 'click'])(
    'is not typed over where the reader has put the caret: %s',
    way => {
      const { input, type } = opened();
      input.dispatchEvent(new Event(way));
      input.setSelectionRange(1, 1);
      expect(type()).toEqual([1, 1]);
    }
  );

  it('is not typed over where the caret was moved on purpose', () => {
    const { input, type } = opened();
    press(input, 'ArrowLeft');
    input.setSelectionRange(0, 0);
    expect(type()).toEqual([0, 0]);
  });
});

test('what is typed before the next frame changes the step that was just taken', async () => {
  const trace = lstmTrace({ steps: 6, units: 2 });
  const page = openView(createWhatIfView, trace, {
    status: { state: 'live' },
    answer: () => ({ trace, name: 'run' })
  });
  await page.settle();
  page.cursor.move({ step: 4 }, {});
  // From here on no frame comes.
  globalThis.requestAnimationFrame = () => 1;
  const picture = page.element.querySelector('.jp-gatescope-picture')!;
  (picture as HTMLElement).focus();
  press(picture, 'Home');
  press(picture, 'i');
  const input = page.element.querySelector<HTMLInputElement>(
    '.jp-gatescope-edit-field input'
  )!;
  input.value = '-1';
  press(input, 'Enter');
  expect(page.asked.at(-1)).toMatchObject({
    method: 'recompute',
    params: { edits: [{ step: 0, feature: 0, value: -1 }] }
  });
  page.close();
});
