import type { BundleHeader } from '../../trace';
import type { Cursor, LinkStatus, ViewContext, ViewSettings } from '../context';
import type { Translate } from '../../scene/words/translate';
import { fill, html, contentText, type Content } from './dom';
import { exportTools } from './exportTools';
import { followKeys } from './frameKeys';
import { createFrameTable, type FrameTable } from './frameTable';
import {
  createFrameWords,
  createSayings,
  wordSetters,
  type FrameWords
} from './frameWords';
import type { KeyAction } from '../../scene/words/keyAction';
import { createPinMark } from './pinMark';
import { sayButtons } from './sayButtons';
import { createSequenceTools } from './sequenceTool';
import { createSpokenWords, type SpokenWords } from './spokenWords';
import { createStatusMark, type StatusMark } from './status';
import type { DataTable, NamedTable } from '../../scene/dataTable';
import { createToolbar, firstOf, toolbarWords, type Tool } from './tools';
import { titleElement } from './title';
import { uniqueId } from './uniqueId';
import { codeItem, type ViewChoice } from './viewCode';

/** The frame's own padding at each side; the style sheet has the same. */
const PADDING = 6;

/** Below this width a view is drawn for a phone or a narrow panel. */
const NARROW_BELOW = 560;

/** Below this width, on a phone inside the lab, tables stand in fewer columns. */
const THIN_BELOW = 300;

export interface FrameOptions {
  readonly bundle: BundleHeader;
  readonly context: ViewContext;
  readonly title: string;
  /** What the picture is for a screen reader: moved in by keys, or read like the page around it. */
  readonly role?: 'application' | 'group';
  /** Answers a key; true when it was used. */
  readonly onKey?: (action: KeyAction) => boolean;
  /** What keys do that do in this view what they do in no other, as the list of keys says it. */
  readonly keyWords?: Readonly<Record<string, string>>;
  /** The numbers of the picture, for the data table. */
  readonly table?: () => DataTable;
  /** What `table` is called beside others; one row a step where it is absent. */
  readonly tableName?: string;
  /** Other tables of the same picture: by unit. */
  readonly moreTables?: readonly NamedTable[];
  /** Fields to type in, shown in place of the table while they are not null. */
  readonly editor?: () => HTMLElement | null;
  /** The numbers for a CSV file, when these are more than the table's. */
  readonly csv?: () => DataTable;
  /** The picture as an SVG document; else what stands on the page is drawn as it stands. */
  readonly svg?: () => string;
  /** What the view is set to, for its line of code. */
  readonly choice?: () => ViewChoice;
  readonly onStatus?: (status: LinkStatus) => void;
  /** The cursor that Enter pins, as a mark in the header says; null for a view without one. */
  readonly pins?: Cursor | null;
  /** Whether D has the picture described: by its lines, which can be heard, too, or in words alone. */
  readonly describes?: 'lines' | 'words';
  /** Whether the picture answers a question: it stands on top with its answer, and the tools below the picture. */
  readonly asks?: boolean;
}

/** What stands around every picture. */
export interface Frame {
  readonly element: HTMLElement;
  /** Positioned; the view draws in it. Its header and it are the tab stops that every view has. */
  readonly picture: HTMLElement;
  /** Around the picture alone; what stands above the picture comes before it. */
  readonly stage: HTMLElement;
  /** Below the picture and above the sentence: code, buttons. */
  readonly below: HTMLElement;
  readonly status: StatusMark;
  readonly narrow: boolean;
  /** The width that the picture has, in CSS pixels. */
  readonly width: number;
  setTitle(text: string): void;
  /** `name` tells this view from others of its kind on the page; without it what is written does. */
  setMeta(content: Content, name?: string): void;
  /** The question that the picture answers, and its answer, each on a line over the picture. */
  setAsked(question: Content, answer: Content): void;
  setReading(content: Content): void;
  setTools(tools: readonly Tool[]): void;
  /** The sentence below the picture. */
  setChanged(content: Content): void;
  /** A description stands in place of that sentence, until another or an empty one is told. */
  tell(words: string): void;
  /** What the reader must know about the drawing: aggregated. That numbers are left out is said too. */
  setNotice(content: Content): void;
  /** Writes and says why what the reader asked for was not computed. */
  setFault(why: string): void;
  /** Why something that the reader asked for was not done; it stays until they use a tool. */
  warn(text: string): void;
  /** The frame stands around another bundle now: a whole run in place of its thinned copy. */
  setBundle(bundle: BundleHeader): void;
  /** Has a screen reader say what the reader did, before {@link announce} says what came of it. */
  announceFirst(text: string): void;
  /** Has a screen reader say what an action of the reader did. */
  announce(text: string): void;
  /** Has it say which step is shown, unless an action has had words since `asked`, in page time. */
  announceStep(text: string, asked: number): void;
  /** Takes the width of the element around the frame. */
  resize(width: number): void;
  /** The table is open: the picture is hidden. */
  readonly tableShown: boolean;
  /** Numbers have changed: an open table is recreated. */
  refreshTable(): void;
  dispose(): void;
}

/** Builds the frame of a view inside an element. */
export function createFrame(host: HTMLElement, options: FrameOptions): Frame {
  const { bundle, context, pins = context.cursor } = options;
  const { translate } = context;
  let tools: readonly Tool[] = [];

  const say = sayButtons(options);
  const words = createFrameWords(bundle, translate, say);
  const parts = createParts(options, words);
  const { element, picture, stage, live, title } = parts;
  const spoken = createSpokenWords(live);
  const { sayHere, ...said } = createSayings(parts, words, spoken, translate);
  const toolbar = createToolbar(
    toolbarWords(options.title, translate),
    () => picture.focus(),
    said.warn,
    () => words.warn('')
  );
  const table = createFrameTable({
    ...options,
    picture,
    say: text => spoken.announce(text),
    toggled: () => drawTools()
  });
  const sequences = createSequenceTools(bundle, context, {
    say: sayHere,
    warn: said.warn
  });
  const pin = createPinMark(pins, translate, words => {
    toolbar.joinedChanged();
    sayHere(words);
  });
  const status = createStatusMark(
    bundle.id,
    bundle.live !== undefined,
    context,
    next => {
      words.warn('');
      setFaded(element, next.state);
      drawTools();
      options.onStatus?.(next);
    }
  );
  setFaded(element, status.state);
  parts.header.append(pin.element, status.element, toolbar.element);
  stage.after(table.element);
  toolbar.join({ before: [title.element, pin.element], after: [say] });
  fill(host, element);

  const drawTools = (): void =>
    toolbar.set(
      [
        ...(status.state === 'stale' && context.link.rerun
          ? [rerunTool(context.link.rerun, translate)]
          : []),
        ...sequences.tools(),
        ...tools,
        ...fileTools(options, { element, table, words, spoken })
      ],
      room.narrow
    );
  const room = createRoom(element, drawTools);
  const stopKeys = followKeys({
    say: text => spoken.announceFirst(text),
    ...options,
    ...parts,
    title: title.element,
    toolbar,
    table,
    hasTable: options.table !== undefined,
    pins,
    mover: () => frame
  });
  drawTools();

  const nameTools = firstOf((view: string) =>
    toolbar.rename(toolbarWords(view, translate))
  );

  const frame: Frame = {
    element,
    picture,
    stage,
    below: parts.below,
    status,
    get narrow() {
      return room.narrow;
    },
    get width() {
      return room.width;
    },
    get tableShown() {
      return table.shown;
    },
    setTitle: text => title.set(text),
    setMeta(content, name = contentText(content)) {
      words.setMeta(content);
      const whole = name === '' ? options.title : `${options.title}, ${name}`;
      element.setAttribute('aria-label', whole);
      picture.setAttribute('aria-label', whole);
      nameTools(whole);
    },
    ...wordSetters(words),
    setTools(next) {
      tools = next;
      drawTools();
    },
    ...said,
    setBundle(next) {
      words.setBundle(next);
      drawTools();
      sequences.shown();
    },
    announceFirst: text => spoken.announceFirst(text),
    announce: text => spoken.announce(text),
    resize: next => room.resize(next),
    refreshTable: () => table.refresh(),
    dispose() {
      [spoken, status, pin, sequences].forEach(part => part.dispose());
      stopKeys();
      element.remove();
    }
  };
  return frame;
}

/** The elements of a frame, in their order on the page. */
function createParts(
  {
    bundle,
    title: name,
    role = 'application',
    context,
    describes,
    asks = false
  }: FrameOptions,
  words: FrameWords
) {
  const title = titleElement(name, context);
  const isPicture = role === 'application';
  const picture = html('div', {
    class: 'jp-gatescope-picture',
    role: 'group',
    'aria-roledescription': isPicture ? context.translate('picture') : null,
    tabindex: 0,
    'aria-label': name,
    'aria-keyshortcuts': `M ? T V${context.sequences ? ' S' : ''}${describes ? ' D' : ''}`
  });
  // Inside an application, screen readers hand the keys on. Orca speaks of what has the focus in one, and
  // says nothing of an application that has the focus itself.
  const stage = html('div', { role: isPicture ? role : null }, picture);
  const below = html('div', { class: 'jp-gatescope-below' });
  const live = html('div', {
    class: 'jp-gatescope-hidden',
    'aria-live': 'polite',
    role: 'status'
  });
  const help = html('div', { class: 'jp-gatescope-keys', hidden: true });
  const way = html(
    'span',
    { class: 'jp-gatescope-hidden', id: `jp-gatescope-way-${uniqueId()}` },
    describes
      ? context.translate(
          'D describes the picture, M leads to the tools, ? says all keys.'
        )
      : context.translate('M leads to the tools, ? says all keys.')
  );
  picture.setAttribute('aria-describedby', way.id);
  const header = html(
    'header',
    { class: 'jp-gatescope-header' },
    html('div', { class: 'jp-gatescope-heading' }, title.element, words.meta)
  );
  const { asked, reading, notice, warning, changed } = words;
  // What a lesson says of its own picture is read before it.
  const first = asks && bundle.howToRead !== undefined ? [reading] : [];
  const tools = [header, ...(first.length > 0 ? [] : [reading]), help, way];
  const shown = [stage, notice, warning, below, changed];
  const element = html(
    'section',
    {
      class: `jp-gatescope-view${asks ? ' jp-gatescope-asks' : ''}`,
      // No landmark: a lesson would have dozens.
      role: 'group',
      'aria-label': name
    },
    ...(asks ? [asked, ...first, ...shown, ...tools] : [...tools, ...shown]),
    live
  );
  return { element, header, title, help, picture, stage, below, live };
}

/** How wide a frame is, and what that makes of it. */
function createRoom(element: HTMLElement, narrowChanged: () => void) {
  let narrow = false;
  let width = 0;
  return {
    get narrow() {
      return narrow;
    },
    get width() {
      return width;
    },
    resize(next: number) {
      width = Math.max(0, next - 2 * PADDING);
      const before = narrow;
      narrow = next < NARROW_BELOW;
      element.classList.toggle('jp-gatescope-narrow', narrow);
      element.classList.toggle('jp-gatescope-thin', next < THIN_BELOW);
      if (before !== narrow) {
        narrowChanged();
      }
    }
  };
}

/** The data table and the files. */
function fileTools(
  {
    bundle,
    title,
    context,
    choice,
    table: numbers,
    csv = numbers,
    svg
  }: FrameOptions,
  parts: {
    readonly element: HTMLElement;
    readonly table: FrameTable;
    readonly words: FrameWords;
    readonly spoken: SpokenWords;
  }
): Tool[] {
  const { element, table, words, spoken } = parts;
  const warn = (message: string): void => words.warn(message);
  return exportTools({
    element,
    translate: context.translate,
    name: `gatescope-${title.toLowerCase().replaceAll(/\W+/g, '-')}`,
    table: numbers,
    csv,
    svg,
    words: () => [title, ...words.texts()],
    copies: () => [
      codeItem(bundle, context, {
        announce: text => spoken.announce(text),
        warn,
        status: () => context.link.status(bundle.id),
        choice: () => choice?.() ?? {}
      })
    ],
    tableShown: table.shown,
    toggleTable: () => table.show(!table.shown),
    failed: warn
  });
}

/** A picture that the model has moved on from is half faded. */
function setFaded(element: HTMLElement, state: LinkStatus['state']): void {
  element.classList.toggle('jp-gatescope-stale', state === 'stale');
}

function rerunTool(rerun: () => void, translate: Translate): Tool {
  return {
    id: 'rerun',
    label: translate('Run again'),
    title: translate(
      'Run again: the whole notebook cell of this picture. A network that the cell makes or trains is made and trained again.'
    ),
    keep: true,
    run: rerun
  };
}

/** The duration of an animation in milliseconds: 0 where the reader wants none. */
export function duration(settings: ViewSettings, milliseconds: number): number {
  return settings.reducedMotion ? 0 : milliseconds;
}
