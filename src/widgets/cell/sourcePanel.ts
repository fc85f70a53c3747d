import type { LayerTrace, StepSource, Trace } from '../../trace';
import type { ViewContext } from '../context';
import { fill, html } from '../base/dom';
import type { Lit } from '../equations/equationBlock';
import type { Term } from '../../views/equations/terms';
import { findInCode, findInPython } from './codeTerms';

/** The step function of a cell as code, with the line that computes what is lit. */
export interface SourcePanel {
  readonly element: HTMLElement;
  /** The view has another width: code that is too wide scrolls, which keys can do as well. */
  fit(): void;
  light(lit: Lit, part: Term | null): void;
}

/** Shows the code; a line of a channel carries `data-channel`, so that it lights the channel. */
function createSourcePanel(
  source: StepSource,
  label: string,
  language?: 'python'
): SourcePanel {
  const find = language === 'python' ? findInPython : findInCode;
  const code = dedented(source.code.split('\n'));
  const channelOf = new Map(
    Object.entries(source.lines).map(([channel, line]) => [line, channel])
  );
  const lines = code.map((text, index) =>
    html(
      'span',
      {
        class: 'jp-gatescope-code-line',
        'data-channel': channelOf.get(index)
      },
      colored(text)
    )
  );
  const element = html(
    'pre',
    {
      class: 'jp-gatescope-code jp-gatescope-source',
      tabindex: -1,
      role: 'group',
      'aria-label': label
    },
    html('code', {}, ...lines)
  );
  let present = -1;
  return {
    element,
    fit() {
      element.tabIndex = element.scrollWidth > element.clientWidth ? 0 : -1;
    },
    light(lit, part) {
      const channel = part?.channel ?? lit.channel;
      const line = channel === null ? undefined : source.lines[channel];
      if (present >= 0) {
        lines[present].classList.remove('jp-gatescope-lit-line');
        fill(lines[present], colored(code[present]));
      }
      present = line !== undefined && line in lines ? line : -1;
      if (present < 0) {
        return;
      }
      lines[present].classList.add('jp-gatescope-lit-line');
      const range = part && find(code[present], part.expression);
      if (range) {
        const text = code[present];
        fill(
          lines[present],
          colored(text.slice(0, range.start)),
          html(
            'span',
            { class: 'jp-gatescope-lit' },
            colored(text.slice(range.start, range.end))
          ),
          colored(text.slice(range.end))
        );
      }
    }
  };
}

/** What stands below the circuit: the code of the step, or which exercise asks for it. */
export function codeBelow(
  { language }: Trace,
  { cell, cellName, source }: LayerTrace,
  { closedCode, translate }: Pick<ViewContext, 'closedCode' | 'translate'>
): {
  readonly shown: readonly Node[];
  readonly source: SourcePanel | null;
  readonly closedBy: string | null;
} {
  const closedBy = closedCode?.(cell) ?? null;
  if (source && closedBy !== null) {
    const says = translate(
      'The code opens when you have passed “%1”.',
      closedBy
    );
    const line = html('p', { class: 'jp-gatescope-axis-words' }, says);
    return { shown: [line], source: null, closedBy };
  }
  const panel = source
    ? createSourcePanel(
        source,
        translate('The step of %1 as code', cellName),
        language
      )
    : null;
  return { shown: panel ? [panel.element] : [], source: panel, closedBy };
}

const token =
  /(\/\/.*$)|('[^']*'|"[^"]*"|`[^`]*`)|\b(const|let|var|return|function|if|else|for|of|step)\b|(\b\d+(?:\.\d+)?\b)/g;

/** Comments, strings, keywords and numbers in their own looks. */
function colored(text: string): (string | Node)[] {
  const pieces: (string | Node)[] = [];
  let from = 0;
  for (const match of text.matchAll(token)) {
    pieces.push(text.slice(from, match.index));
    const [whole, comment, string, keyword] = match;
    const look = comment
      ? 'comment'
      : string
        ? 'string'
        : keyword
          ? 'keyword'
          : 'number';
    pieces.push(html('span', { class: `jp-gatescope-code-${look}` }, whole));
    from = match.index + whole.length;
  }
  pieces.push(text.slice(from));
  return pieces.filter(piece => piece !== '');
}

/** A function that was written inside another keeps its indentation on all lines but the first. */
function dedented(lines: readonly string[]): readonly string[] {
  const [first, ...rest] = lines;
  const common = Math.min(
    ...rest
      .filter(line => line.trim() !== '')
      .map(line => line.length - line.trimStart().length)
  );
  return [
    first,
    ...rest.map(line => line.slice(Number.isFinite(common) ? common : 0))
  ];
}
