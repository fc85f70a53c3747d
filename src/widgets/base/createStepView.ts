import type { Bundle, BundleKind } from '../../trace';
import type { CursorPosition, View } from '../context';
import type { Translate } from '../../scene/words/translate';
import type { Content } from './dom';
import { followSteps, type StepHit, type StepPointer } from './stepPointer';
import { createFrame, type Frame, type FrameOptions } from './frame';
import type { KeyAction } from '../../scene/words/keyAction';
import { createPainter } from './painter';
import { createPlayer, type Player } from './player';
import type { Steps } from './stepNow';
import { createStepWalk, type StepWalk } from './stepWalk';
import { readTheme, type Theme } from './theme';
import type { Tool } from './tools';

/** What a view says of the step that it shows. */
export interface StepWords {
  /** The sentence below the picture. */
  readonly changed?: Content;
  /** What a screen reader says. */
  readonly spoken: string;
}

/** How something is said of a view as a whole, and where it leads. */
export interface Voice {
  /** Shows a sentence on the page and has it said. */
  readonly say: (words: string) => void;
  /** The step that is shown. */
  readonly step: () => number;
  /** Moves the cursor of all views. */
  readonly move: (to: Partial<CursorPosition>) => void;
  readonly translate: Translate;
}

/** Describes a picture and has it heard. */
export interface Describer {
  /** Answers a key; true when it was used. */
  key(action: KeyAction): boolean;
  dispose(): void;
}

export interface StepViewOptions<K extends BundleKind, H extends StepHit>
  extends Omit<FrameOptions, 'bundle' | 'onKey'>, StepPointer<H> {
  readonly kind: K;
  readonly bundle: Extract<Bundle, { kind: K }>;
  /** How many steps the run has, and on which the view opens. */
  readonly steps: (bundle: Extract<Bundle, { kind: K }>) => Steps;
  /** Takes a new bundle, before it is drawn. */
  readonly take?: (bundle: Extract<Bundle, { kind: K }>) => void;
  /** Rebuilds the picture at a width: with new data, a new choice, another width. */
  readonly draw: (width: number, theme: Theme) => void;
  /** Colors what is painted in the colors of the theme. */
  readonly paint?: (theme: Theme) => void;
  /** Moves what follows the cursor. */
  readonly show: (step: number) => void;
  /** What the view says of a step; asked when the step, or what `lit` returns, is another. */
  readonly describe: (step: number) => StepWords;
  /** Answers the keys by which the picture is described and heard; made once, with what it says and moves. */
  readonly describer?: (voice: Voice) => Describer;
  /** What besides the step is shown, as a key; without it only a new step is news. */
  readonly lit?: () => string;
  /** The part of the picture that the pointer is followed on; without it, the whole picture. */
  readonly host?: HTMLElement;
  /** Answers keys of the view's own before those of the steps; true when one was used. */
  readonly onKey?: (action: KeyAction, step: number) => boolean;
  /** Whether the view plays its steps. */
  readonly plays?: boolean;
  /** Ends what the view itself has begun. */
  readonly dispose?: () => void;
}

/**
 * What a view is built on: cursor, painter, player, pointer, keys, resize, theme and dispose. It is
 * also who moves the cursor, to those who ask whether it was another view.
 */
export interface StepView<K extends BundleKind> {
  readonly frame: Frame;
  readonly bundle: Extract<Bundle, { kind: K }>;
  readonly step: number;
  readonly playing: boolean;
  /** Moves the cursor of all views to the nearest step there is; whether another one follows. */
  move(step: number): boolean;
  /** Rebuilds the picture. */
  draw(): void;
  /** Rebuilds it before the next frame, however often it is asked to: for data that keep coming. */
  refresh(): void;
  /** Shows the present step again before the next frame: something else is lit. */
  light(): void;
  /** Answers a key that was pressed elsewhere than in the picture; true when it was used. */
  key(action: KeyAction): boolean;
  /** The tool that plays and stops. */
  playTool(): Tool;
  readonly view: View;
}

const LEAST_WIDTH = 190;

/**
 * Makes a view of a run's steps. What is left to the view is its data, its marks and its words: it
 * draws a picture at a width, moves it to a step, and says what the step is.
 */
export function createStepView<K extends BundleKind, H extends StepHit>(
  element: HTMLElement,
  options: StepViewOptions<K, H>
): StepView<K> {
  const { context, kind } = options;
  const { cursor, translate } = context;
  let { bundle } = options;
  let width = 0;
  let outdated = false;
  let dark: boolean | null = null;
  const walk = createStepWalk(
    cursor,
    () => options.steps(bundle),
    () => self
  );
  const frame = createFrame(element, {
    ...options,
    describes: options.describer ? 'lines' : options.describes,
    onKey: action => key(action)
  });
  if (options.host) {
    frame.picture.append(options.host);
  }
  const page = createPage(frame, options);
  const describer = options.describer?.({
    say(words) {
      page.tell(words);
      painter.schedule();
    },
    step: () => walk.step,
    move: to => cursor.move(to, self),
    translate
  });
  const painter = createPainter(frame.element, () => {
    if (outdated) {
      build();
    }
    if (width > 0) {
      page.show(walk.step);
    }
  });
  const light = (): void => {
    page.asked();
    painter.schedule();
  };
  const build = (theme = readTheme(frame.element)): void => {
    outdated = false;
    if (width > 0) {
      ({ dark } = theme);
      options.draw(width, theme);
      options.paint?.(theme);
      page.clear();
      painter.schedule();
    }
  };
  const redraw = (): void => {
    page.asked();
    build();
  };
  const draw = (): void => {
    page.tell('');
    redraw();
  };
  const player = createPlayer(context.settings, () => walk.advance(), draw);
  const key = createKeys(options, { walk, player, describer });
  const self: StepView<K> = {
    frame,
    get bundle() {
      return bundle;
    },
    get step() {
      return walk.step;
    },
    get playing() {
      return player.playing;
    },
    move: to => walk.move(to),
    draw,
    refresh() {
      outdated = true;
      light();
    },
    light,
    key,
    playTool: () => playTool(player, translate),
    view: {
      update(next) {
        if (next.kind === kind) {
          bundle = next as Extract<Bundle, { kind: K }>;
          frame.setBundle(bundle);
          options.take?.(bundle);
          draw();
          frame.refreshTable();
        }
      },
      resize(next) {
        frame.resize(next);
        width = Math.max(LEAST_WIDTH, frame.picture.clientWidth || next);
        redraw();
      },
      themeChanged() {
        const theme = readTheme(frame.element);
        // Words say what is brighter or darker.
        (theme.dark === dark ? options.paint : build)?.(theme);
      },
      dispose() {
        player.stop();
        painter.dispose();
        describer?.dispose();
        options.dispose?.();
        stops.forEach(stop => stop());
        frame.dispose();
      }
    }
  };
  const stops = [
    cursor.subscribe(light),
    ...followSteps(options.host ?? frame.picture, options, cursor, self)
  ];
  return self;
}

/** Answers a key: by the view itself, by its description, else by the walk along the steps. */
function createKeys<K extends BundleKind, H extends StepHit>(
  { onKey, pins, plays = false }: StepViewOptions<K, H>,
  {
    walk,
    player,
    describer
  }: {
    readonly walk: StepWalk;
    readonly player: Player;
    readonly describer?: Describer;
  }
): (action: KeyAction) => boolean {
  const play = (): true => {
    player.toggle();
    return true;
  };
  const takeStep = (action: KeyAction): boolean => {
    const used = walk.key(action);
    // A reader who takes a step has had enough of being shown them.
    if (used) {
      player.stop();
    }
    return used;
  };
  return action =>
    (action === 'play' && plays && play()) ||
    (onKey?.(action, walk.step) ?? false) ||
    (describer?.key(action) ?? false) ||
    // Where nothing can be pinned, Enter is nobody's.
    (!(action === 'pin' && pins === null) && takeStep(action));
}

/** What stands on the page of a view, and what has been said of it. */
interface Page {
  /** Shows a step and says what it is, where it or what else is lit is news. */
  show(step: number): void;
  /**
   * A sentence about the whole picture stands in place of the step's, until another step is shown or
   * something else is lit. What is still to be painted comes before it.
   */
  tell(words: string): void;
  /** The picture is another: the next step is shown in any case. */
  clear(): void;
  /** Something is asked for now; what has been said since is newer. */
  asked(): void;
}

function createPage<K extends BundleKind, H extends StepHit>(
  frame: Frame,
  options: StepViewOptions<K, H>
): Page {
  let shown: string | null = null;
  let said = '';
  let asked = 0;
  let told = '';
  /** The state that the sentence was first shown in; null before. */
  let toldOf: string | null = null;
  return {
    show(step) {
      const state = `${step} ${options.lit?.() ?? ''}`;
      if (told !== '') {
        toldOf ??= state;
        told = toldOf === state ? told : '';
      }
      frame.tell(told);
      if (state === shown) {
        return;
      }
      shown = state;
      options.show(step);
      const { changed, spoken } = options.describe(step);
      if (changed !== undefined) {
        frame.setChanged(changed);
      }
      // A picture that is rebuilt with other data has nothing new to say of its step; and nothing to
      // say must not take away what is about to be said.
      // What is told of the whole picture names its step, and must not be talked over by it.
      const isNews = spoken !== '' && spoken !== said && told === '';
      said = spoken;
      if (isNews) {
        frame.announceStep(spoken, asked);
      }
    },
    tell(words) {
      told = words;
      toldOf = null;
      if (words !== '') {
        frame.announce(words);
      }
    },
    clear() {
      shown = null;
    },
    asked() {
      asked = performance.now();
    }
  };
}

function playTool(player: Player, translate: Translate): Tool {
  return {
    id: 'play',
    label: player.playing ? translate('■ Stop') : translate('▶ Play'),
    title: translate('Play the %steps (Space)'),
    run: () => player.toggle()
  };
}
