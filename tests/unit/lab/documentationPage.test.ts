/** @jest-environment jsdom */
import { documentationPage } from '../../../src/lab/documentationPage';

/** A link as JupyterLab leaves it: to what it would download of the server's files. */
function linkTo(href: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = href;
  return link;
}

test.each([
  ['/files/docs/bibliography.html?_xsrf=2%7Ce606', '#gers-2000'],
  ['/user/ada/files/lessons/mine/docs/bibliography.html', '#gers-2000'],
  // As the lesson has it, before JupyterLab has looked at it.
  ['docs/bibliography.html', '#gers-2000'],
  ['/files/docs/bibliography.html', '']
])('%s%s leads to a page', (path, place) => {
  expect(documentationPage(linkTo(path + place))).toBe(
    `bibliography.html${place}`
  );
});

test.each([
  '/files/lessons/05-gru-or-lstm.ipynb#Decide',
  '/files/lessons/mydocs/page.html',
  '/files/docs/notes.md',
  'https://example.org/docs/bibliography.html',
  '#Decide'
])('%s is left to itself', href => {
  expect(documentationPage(linkTo(href))).toBeNull();
});
