/** @jest-environment jsdom */
import { terms } from '../../../../src/exercises/metadata';
import { createTermNotes } from '../../../../src/lab/reading/termNotes';
import { untranslated } from '../../../../src/scene/words/translate';

describe('the notes of a notebook’s terms', () => {
  const rendered = (text: string): HTMLElement => {
    const element = document.createElement('div');
    element.className = 'jp-RenderedMarkdown';
    element.innerHTML = text;
    return element;
  };
  const seed = '<span class="jp-gatescope-term-seed">seed</span>';
  const mark = (host: HTMLElement): HTMLElement =>
    host.querySelector<HTMLElement>('[class^="jp-gatescope-term-"]')!;
  const note = (): HTMLElement =>
    document.querySelector<HTMLElement>('[role="tooltip"]')!;
  let host: HTMLElement;
  let notes: { dispose(): void };

  beforeEach(() => {
    host = document.createElement('div');
    document.body.append(host);
    host.append(rendered(`A ${seed}, <b>and</b> more`));
    notes = createTermNotes(host, untranslated);
  });
  afterEach(() => {
    notes.dispose();
    host.remove();
  });

  it('say what a term means while it has the focus', () => {
    expect(note().hidden).toBe(true);
    mark(host).focus();
    expect(note().hidden).toBe(false);
    expect(note().textContent).toBe(terms.seed.meaning);
    expect(mark(host).getAttribute('aria-describedby')).toBe(note().id);
    mark(host).blur();
    expect(note().hidden).toBe(true);
    expect(mark(host).hasAttribute('aria-describedby')).toBe(false);
  });

  it('say it while it is pointed at, and go at Escape', () => {
    mark(host).dispatchEvent(new Event('pointerover', { bubbles: true }));
    expect(note().textContent).toBe(terms.seed.meaning);
    document.body.dispatchEvent(
      new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })
    );
    expect(note().hidden).toBe(true);
  });

  it('stay with the focus when Tab scrolls to the term, and go when the pointer’s text scrolls away', () => {
    mark(host).focus();
    host.dispatchEvent(new Event('scroll'));
    expect(note().hidden).toBe(false);
    expect(mark(host).getAttribute('aria-describedby')).toBe(note().id);
    mark(host).blur();
    mark(host).dispatchEvent(new Event('pointerover', { bubbles: true }));
    host.dispatchEvent(new Event('scroll'));
    expect(note().hidden).toBe(true);
  });

  it('are there for texts that are rendered later', async () => {
    host.replaceChildren(rendered(`Later a ${seed}`));
    await Promise.resolve();
    expect(mark(host).tabIndex).toBe(0);
    mark(host).focus();
    expect(note().hidden).toBe(false);
  });

  it('leave alone what the glossary does not know', () => {
    host.replaceChildren(
      rendered('<span class="jp-gatescope-term-constructor">x</span>')
    );
    mark(host).dispatchEvent(new Event('pointerover', { bubbles: true }));
    expect(note().hidden).toBe(true);
    expect(mark(host).hasAttribute('tabindex')).toBe(false);
  });

  it('leave nothing behind', () => {
    notes.dispose();
    expect(note()).toBeNull();
  });
});
