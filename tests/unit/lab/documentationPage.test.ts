/** @jest-environment jsdom */
import { documentationPage } from '../../../src/lab/documentationPage';

/** A link as JupyterLab leaves it: it opens a file, at a place. */
function linkTo(args?: string): HTMLElement {
  const link = document.createElement('a');
  if (args !== undefined) {
    link.dataset.commandlinkerArgs = args;
  }
  return link;
}

test.each([
  ['docs/bibliography.html', '#gers-2000', 'bibliography.html#gers-2000'],
  ['lessons/mine/docs/teaching.html', '', 'teaching.html'],
  ['lessons/05-gru-or-lstm.ipynb', '#Decide', null],
  ['lessons/mydocs/page.html', '', null],
  ['docs/notes.md', '', null]
])('%s%s leads to the page %s', (path, id, page) => {
  expect(documentationPage(linkTo(JSON.stringify({ path, id })))).toBe(page);
});

test('a link that opens no file is left to itself', () => {
  expect(documentationPage(linkTo())).toBeNull();
  expect(documentationPage(linkTo('{'))).toBeNull();
  expect(documentationPage(linkTo('null'))).toBeNull();
});
