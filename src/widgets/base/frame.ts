import type { BundleHeader } from '../../trace';
import type { Cursor, LinkStatus, ViewContext, ViewSettings } from '../context';
import { fill, html, listen, textOf, type Content } from './dom';
import { exportTools } from './exportTools';
import { leaveView } from './leaveView';
import { keyAction, keyHelp, type KeyAction } from './keys';
import { createPinMark } from './pinMark';
import { createSequenceTools } from './sequenceTool';
import { createSpokenWords } from './spokenWords';
import { createStatusMark, type StatusMark } from './status';
import { tableElement, type DataTable } from './table';
import { createToolbar, type Tool } from './tools';
import { titleElement } from './title';

/** The frame's own padding at each side; the style sheet has the same. */
const PADDING = 6;

/** Below this width a view is drawn for a phone or a narrow panel. */
export const NARROW_BELOW = 560;

/** Below this width, on a phone inside the lab, tables stand in fewer columns. */
const THIN_BELOW = 300;

export interface FrameOptions {
  readonly bundle: BundleHeader;
  readonly context: ViewContext;
  readonly title: string;
  /** Said by a screen reader for the picture: what it is and what moves in it. */
  readonly role?: 'application' | 'group';
  /** Answers a key; true when it was used. */
  readonly onKey?: (action: KeyAction, event: KeyboardEvent) => boolean;
  /** The numbers of the picture, for the data table. */
  readonly table?: () => DataTable;
  /** Fields to type in, shown in place of the table while they are not null. */
  readonly editor?: () => HTMLElement | null;
  /** The numbers for a CSV file, when these are more than the table's. */
  readonly csv?: () => DataTable;
  readonly onStatus?: (status: LinkStatus) => void;
  /** The cursor that Enter pins, as a mark in the header says; null for a view without one. */
  readonly pins?: Cursor | null;
}

/** What stands around every picture. */
export interface Frame {
  readonly element: HTMLElement;
  /** Positioned; the view draws in it. It is the view's one tab stop. */
  readonly picture: HTMLElement;
  /** Below the picture and above the sentence: code, buttons. */
  readonly below: HTMLElement;
  readonly status: StatusMark;
  readonly narrow: boolean;
  /** The width that the picture has, in CSS pixels. */
  readonly width: number;
  setTitle(text: string): void;
  setMeta(content: Content): void;
  setReading(content: Content): void;
  setTools(tools: readonly Tool[]): void;
  /** The sentence below the picture. */
  setChanged(content: Content): void;
  /** What the reader must know about the drawing: aggregated. That numbers are left out is said too. */
  setNotice(content: Content): void;
  /** The frame stands around another bundle now: a whole run in place of its thinned copy. */
  setBundle(bundle: BundleHeader): void;
  /** Has a screen reader say what an action of the reader did. */
  announce(text: string): void;
  /** Has it say which step is shown, unless an action has had words since `asked`, in page time. */
  announceStep(text: string, asked: number): void;
  /** Takes the width of the element around the frame. */
  resize(width: number): void;
  /** The table is open: the picture is hidden. */
  readonly tableShown: boolean;
  /** Numbers have changed: an open table is made anew. */
  refreshTable(): void;
  dispose(): void;
}

/** Builds the frame of a view inside an element. */
export function createFrame(host: HTMLElement, options: FrameOptions): Frame {
  const { bundle, context } = options;
  const { translate } = context;
  const stops: (() => void)[] = [];
  let tools: readonly Tool[] = [];
  let narrow = false;
  let width = 0;
  let tableShown = false;

  const title = titleElement(options.title, context);
  const meta = html('span', { class: 'jp-gatescope-meta' });
  const reading = html('p', { class: 'jp-gatescope-reading' });
  const picture = html('div', {
    class: 'jp-gatescope-picture',
    role: options.role ?? 'application',
    tabindex: 0,
    'aria-label': options.title,
    'aria-keyshortcuts': context.sequences ? 'M ? T V S' : 'M ? T V'
  });
  const notice = html('p', { class: 'jp-gatescope-notice', hidden: true });
  const below = html('div', { class: 'jp-gatescope-below' });
  const tableHost = html('div', { hidden: true });
  const changed = html('p', { class: 'jp-gatescope-changed', hidden: true });
  const live = html('div', {
    class: 'jp-gatescope-hidden',
    'aria-live': 'polite',
    role: 'status'
  });
  const spoken = createSpokenWords(live);
  const help = html('div', { class: 'jp-gatescope-keys', hidden: true });
  const toolbar = createToolbar(
    translate('Tools of %1', options.title),
    translate('More tools'),
    () => picture.focus(),
    why => warn(why)
  );
  const warn = (why: string): void => {
    setContent(notice, why);
    spoken.announceFirst(why);
  };
  const sequences = createSequenceTools(bundle, context, {
    say(words) {
      if (element.contains(document.activeElement)) {
        spoken.announceFirst(words);
      }
    },
    warn
  });
  const { pins = context.cursor } = options;
  const pin = createPinMark(pins, translate, words => {
    if (element.contains(document.activeElement)) {
      spoken.announceFirst(words);
    }
  });
  const element = html('section', {
    class: 'jp-gatescope-view',
    'data-lm-suppress-shortcuts': 'true',
    'aria-label': options.title
  });
  const setFaded = (state: LinkStatus['state']): void => {
    element.classList.toggle('jp-gatescope-stale', state === 'stale');
  };
  const status = createStatusMark(
    bundle.id,
    bundle.live !== undefined,
    context,
    next => {
      setFaded(next.state);
      drawTools();
      options.onStatus?.(next);
    }
  );
  setFaded(status.state);
  element.append(
    html(
      'header',
      { class: 'jp-gatescope-header' },
      html('div', { class: 'jp-gatescope-heading' }, title.element, meta),
      pin.element,
      status.element,
      toolbar.element
    ),
    reading,
    help,
    picture,
    tableHost,
    notice,
    below,
    changed,
    live
  );
  toolbar.lead(title.element);
  toolbar.lead(pin.element);
  fill(host, element);

  const showTable = (shown: boolean): void => {
    tableShown = shown && options.table !== undefined;
    picture.classList.toggle('jp-gatescope-away', tableShown);
    tableHost.hidden = !tableShown;
    fill(tableHost, tableShown ? tableContent() : []);
    drawTools();
    if (tableShown) {
      (tableHost.firstElementChild as HTMLElement | null)?.focus();
    } else {
      picture.focus();
    }
  };
  const tableContent = (): HTMLElement[] => {
    const editor = options.editor?.() ?? null;
    return editor
      ? [editor]
      : options.table
        ? [tableElement(options.table())]
        : [];
  };
  const drawTools = (): void =>
    toolbar.set(
      [
        ...(status.state === 'stale' && context.link.rerun
          ? [
              {
                id: 'rerun',
                label: translate('Run again'),
                title: translate(
                  'Run again: the notebook cell of this picture'
                ),
                keep: true,
                run: () => context.link.rerun?.()
              }
            ]
          : []),
        ...sequences.tools(),
        ...tools,
        ...exportTools({
          element,
          translate,
          name: `gatescope-${options.title.toLowerCase().replaceAll(/\W+/g, '-')}`,
          table: options.table,
          csv: options.csv ?? options.table,
          tableShown,
          toggleTable: () => showTable(!tableShown),
          failed: message => setContent(notice, message)
        })
      ],
      narrow
    );
  const toggleHelp = (): void => {
    help.hidden = !help.hidden;
    fill(
      help,
      keyHelp.map(([keys, words]) =>
        html('span', {}, html('kbd', {}, keys), ` ${translate(words)}`)
      )
    );
  };
  stops.push(
    listen<KeyboardEvent>(element, 'keydown', event => {
      if (event.defaultPrevented || isField(event.target)) {
        return;
      }
      const action = keyAction(event);
      const inPicture = event.target === picture;
      if (
        action === null ||
        (!inPicture &&
          action !== 'leave' &&
          action !== 'table' &&
          action !== 'undo' &&
          action !== 'redo')
      ) {
        return;
      }
      if (action === 'table' && options.table) {
        showTable(!tableShown);
      } else if (action === 'tools') {
        toolbar.focus();
      } else if (action === 'views' && context.views) {
        title.element.querySelector('button')?.click();
      } else if (action === 'sequences' && context.sequences) {
        toolbar.element
          .querySelector<HTMLElement>('[data-tool="sequence"]')
          ?.click();
      } else if (action === 'help') {
        toggleHelp();
      } else if (action === 'leave' && tableShown) {
        showTable(false);
      } else if (action === 'leave' && !help.hidden) {
        help.hidden = true;
      } else if (!(options.onKey?.(action, event) ?? false)) {
        if (action === 'pin' && pins && pins.position.step !== null) {
          pins.move({ pinned: !pins.position.pinned }, frame);
        } else if (action === 'leave') {
          leaveView(element);
        } else {
          return;
        }
      }
      event.preventDefault();
      event.stopPropagation();
    })
  );
  let thinned = bundle.thinned;
  let said: Content = '';
  const drawNotice = (): void =>
    setContent(
      notice,
      thinned === undefined
        ? said
        : textOf(said) === ''
          ? thinned
          : [`${thinned} `, said].flat()
    );
  drawNotice();
  drawTools();

  const frame: Frame = {
    element,
    picture,
    below,
    status,
    get narrow() {
      return narrow;
    },
    get width() {
      return width;
    },
    get tableShown() {
      return tableShown;
    },
    setTitle: text => title.set(text),
    setMeta(content) {
      fill(meta, content);
      const words = `${options.title}, ${textOf(content)}`;
      element.setAttribute('aria-label', words);
      picture.setAttribute('aria-label', words);
    },
    setReading(content) {
      fill(
        reading,
        html('b', {}, translate('How to read')),
        ' ',
        bundle.howToRead ?? content
      );
    },
    setTools(next) {
      tools = next;
      drawTools();
    },
    setChanged: content => setContent(changed, content),
    setNotice(content) {
      said = content;
      drawNotice();
    },
    setBundle(next) {
      thinned = next.thinned;
      drawNotice();
      drawTools();
      sequences.shown();
    },
    announce: text => spoken.announce(text),
    announceStep: (text, asked) => spoken.announceStep(text, asked),
    resize(next) {
      width = Math.max(0, next - 2 * PADDING);
      const before = narrow;
      narrow = next < NARROW_BELOW;
      element.classList.toggle('jp-gatescope-narrow', narrow);
      element.classList.toggle('jp-gatescope-thin', next < THIN_BELOW);
      if (before !== narrow) {
        drawTools();
      }
    },
    refreshTable() {
      // Fields keep what is being typed in them.
      const typing = isField(document.activeElement);
      const [after] = tableShown && !typing ? tableContent() : [];
      if (!after) {
        return;
      }
      const before = tableHost.firstElementChild;
      const focused = before !== null && before === document.activeElement;
      const scrolled = before?.scrollTop ?? 0;
      fill(tableHost, after);
      // A reader who was in the table is still there.
      after.scrollTop = scrolled;
      if (focused) {
        after.focus({ preventScroll: true });
      }
    },
    dispose() {
      spoken.dispose();
      status.dispose();
      pin.dispose();
      sequences.dispose();
      for (const stop of stops.splice(0)) {
        stop();
      }
      element.remove();
    }
  };
  return frame;
}

function setContent(element: HTMLElement, content: Content): void {
  fill(element, content);
  element.hidden = textOf(content) === '';
}

/** A field takes its own keys: letters, arrows, Ctrl+Z. */
function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  );
}

/** The duration of an animation in milliseconds: 0 where the reader wants none. */
export function duration(settings: ViewSettings, milliseconds: number): number {
  return settings.reducedMotion ? 0 : milliseconds;
}
