/** @jest-environment jsdom */
import { codeStub } from '../../../../src/exercises/metadata';
import { quietUnwritten } from '../../../../src/lab/tracebacks/quietUnwritten';
import { untranslated } from '../../../../src/scene/words/translate';

function drawn(text: string): HTMLElement {
  const host = document.createElement('div');
  const pre = document.createElement('pre');
  pre.textContent = text;
  host.append(pre);
  quietUnwritten(host, text, untranslated);
  return host;
}

test('the stub of an exercise is said in a line, with its traceback folded away', () => {
  const [, message] = /Error\('(.*)'\)/.exec(codeStub) ?? [];
  const host = drawn(`Error: ${message}\nCell In[4], line 3`);
  const details = host.querySelector('details');
  expect(details?.open).toBe(false);
  expect(details?.querySelector('summary')?.textContent).toContain(
    'Not written yet'
  );
  expect(details?.querySelector('pre')?.textContent).toContain('In[4]');
  expect(host.children).toHaveLength(1);
});

test('every other error stays as it is', () => {
  const host = drawn('TypeError: add: b has shape [3]');
  expect(host.querySelector('details')).toBeNull();
});
