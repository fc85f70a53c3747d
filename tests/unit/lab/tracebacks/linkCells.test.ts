/** @jest-environment jsdom */
import {
  linkCells,
  type CellLine
} from '../../../../src/lab/tracebacks/linkCells';
import { untranslated } from '../../../../src/scene/words/translate';

function draw(html: string): {
  host: HTMLElement;
  followed: CellLine[];
} {
  const host = document.createElement('div');
  host.innerHTML = `<pre>${html}</pre>`;
  const followed: CellLine[] = [];
  linkCells(host, place => followed.push(place), untranslated);
  return { host, followed };
}

test('a place becomes a link that says where it leads and keeps its color', () => {
  const { host, followed } = draw(
    '<span class="ansi-green-fg">Cell In[12], line 3</span>, in <span>f</span>'
  );
  const [link] = host.querySelectorAll('a');
  expect(host.textContent).toBe('Cell In[12], line 3, in f');
  expect(link.title).toBe('Go to line 3 of this notebook cell');
  expect(link.querySelector('.ansi-green-fg')?.textContent).toBe(
    'Cell In[12], line 3'
  );
  const click = new MouseEvent('click', { cancelable: true, bubbles: true });
  link.firstElementChild?.dispatchEvent(click);
  expect(click.defaultPrevented).toBe(true);
  expect(followed).toEqual([{ count: 12, line: 2 }]);
});

test.each([
  'Cell In[1], line 2',
  '<span>Cell In[x], line 2</span>',
  '<span>see Cell In[1], line 2</span>',
  '<span>Cell In[1], line 2<b>!</b></span>',
  '<span>In[1], line 2</span>'
])('other words stay as they are: %s', html => {
  const { host } = draw(html);
  expect(host.querySelector('a')).toBeNull();
  expect(host.innerHTML).toBe(`<pre>${html}</pre>`);
});

test('a place is linked once, however often the text is looked at', () => {
  const { host } = draw('<span>Cell In[1], line 2</span>');
  linkCells(host, () => undefined, untranslated);
  expect(host.querySelectorAll('a')).toHaveLength(1);
});
