import { meaningOf, TERM_CLASS } from '../../exercises/metadata';
import { html } from '../../widgets/base/dom';
import { keepKeys } from '../../widgets/base/keepKeys';
import type { Translate } from '../../scene/words/translate';

const MARKS = `.jp-RenderedMarkdown span[class^="${TERM_CLASS}"]`;
const SUMMARIES = '.jp-RenderedMarkdown .jp-gatescope-twins summary';
const GAP = 4;

export interface TermNotes {
  dispose(): void;
}

/**
 * Explains the marked terms of a notebook's texts: while one is pointed at or has the focus, what it
 * means stands below it. Escape closes it; the pointer may move onto it.
 *
 * @param host the notebook; texts that are rendered into it later are read, too
 */
export function createTermNotes(
  host: HTMLElement,
  translate: Translate
): TermNotes {
  const note = html('div', {
    class: 'jp-gatescope-glossary',
    role: 'tooltip',
    id: `jp-gatescope-glossary-${++notes}`,
    hidden: true
  });
  document.body.append(note);
  let shown: HTMLElement | null = null;

  function show(mark: HTMLElement): void {
    const meaning = meaningOf(nameOf(mark));
    if (meaning === null) {
      return;
    }
    hide();
    shown = mark;
    note.textContent = translate(meaning);
    note.hidden = false;
    mark.setAttribute('aria-describedby', note.id);
    putNear(mark);
  }

  function putNear(mark: HTMLElement): void {
    const place = mark.getBoundingClientRect();
    const { width, height } = note.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const left = Math.max(GAP, Math.min(place.left, clientWidth - width - GAP));
    const below = place.bottom + GAP;
    const top =
      below + height > clientHeight ? place.top - GAP - height : below;
    note.style.left = `${left}px`;
    note.style.top = `${Math.max(GAP, top)}px`;
  }

  function hide(): void {
    shown?.removeAttribute('aria-describedby');
    shown = null;
    note.hidden = true;
  }

  const markOf = (target: EventTarget | null): HTMLElement | null =>
    target instanceof Element ? target.closest<HTMLElement>(MARKS) : null;

  function onEnter({ target }: Event): void {
    const mark = markOf(target);
    if (mark !== null && mark !== shown) {
      show(mark);
    }
  }

  /** The pointer may go from the term to the note, to read it enlarged. */
  function onLeave({ relatedTarget }: MouseEvent | FocusEvent): void {
    const next = relatedTarget instanceof Node ? relatedTarget : null;
    if (
      shown !== null &&
      !shown.contains(next) &&
      !note.contains(next) &&
      document.activeElement !== shown
    ) {
      hide();
    }
  }

  function onBlur({ target }: Event): void {
    if (markOf(target) === shown) {
      hide();
    }
  }

  /** A term that Tab leads to is scrolled into view: its note goes with it. */
  function onScroll(): void {
    if (shown !== null && shown === document.activeElement) {
      putNear(shown);
    } else {
      hide();
    }
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key === 'Escape' && shown !== null) {
      hide();
      event.stopPropagation();
    }
  }

  const texts = new MutationObserver(changes => {
    for (const { addedNodes } of changes) {
      addedNodes.forEach(node => {
        if (node instanceof Element) {
          prepare(node);
        }
      });
    }
  });
  texts.observe(host, { childList: true, subtree: true });
  prepare(host);
  host.addEventListener('pointerover', onEnter);
  host.addEventListener('focusin', onEnter);
  host.addEventListener('pointerout', onLeave);
  host.addEventListener('focusout', onBlur);
  note.addEventListener('pointerout', onLeave);
  host.addEventListener('scroll', onScroll, { capture: true, passive: true });
  document.addEventListener('keydown', onKey, { capture: true });

  return {
    dispose() {
      texts.disconnect();
      host.removeEventListener('pointerover', onEnter);
      host.removeEventListener('focusin', onEnter);
      host.removeEventListener('pointerout', onLeave);
      host.removeEventListener('focusout', onBlur);
      host.removeEventListener('scroll', onScroll, { capture: true });
      document.removeEventListener('keydown', onKey, { capture: true });
      note.remove();
    }
  };
}

let notes = 0;

function nameOf(mark: Element): string {
  return mark.className.slice(TERM_CLASS.length).split(' ')[0];
}

/** JupyterLab takes `tabindex` out of texts: what the keyboard is to reach gets it here. */
function prepare(added: Element): void {
  for (const mark of added.querySelectorAll<HTMLElement>(MARKS)) {
    if (meaningOf(nameOf(mark)) !== null) {
      mark.tabIndex = 0;
      mark.setAttribute('role', 'term');
      keepKeys(mark);
    }
  }
  for (const summary of added.querySelectorAll<HTMLElement>(SUMMARIES)) {
    keepKeys(summary);
  }
}
