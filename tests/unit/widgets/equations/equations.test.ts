/**
 * @jest-environment jsdom
 */
import { createCursor } from '../../../../src/widgets/base/cursor';
import { untranslated } from '../../../../src/scene/words/translate';
import { expressionMathml } from '../../../../src/widgets/equations/mathml';
import { createEquations } from '../../../../src/widgets/equations/equations';
import type { Trace } from '../../../../src/trace';
import {
  before,
  call,
  gruTrace,
  input,
  lstmTrace,
  operation,
  parameter
} from '../cells';

function panelOf(trace: Trace) {
  const cursor = createCursor();
  const view = {};
  let left = 0;
  const panel = createEquations({
    trace,
    layer: trace.layers[0],
    context: { cursor, translate: untranslated },
    source: view,
    leave: () => (left += 1)
  });
  document.body.replaceChildren(panel.element);
  cursor.subscribe(position => panel.light(position));
  return { cursor, panel, left: () => left };
}

const block = (name: string): Element =>
  document.querySelector(`[data-channel="${name}"]`)!;

describe('createEquations', () => {
  it('writes every equation in MathML, in the letters of the layer', () => {
    panelOf(lstmTrace());
    expect(document.querySelectorAll('math').length).toBeGreaterThanOrEqual(6);
    expect(
      block('c').querySelector('.jp-gatescope-equation-letters')?.textContent
    ).toBe('ct=f⊙ct−1+i⊙g');
    expect(
      block('f').querySelector('.jp-gatescope-equation-letters')?.textContent
    ).toBe('f=σ(Wfx+Ufht−1+bf)');
  });

  it('may break a function of three parts, and writes a constant with the figures that one compares', () => {
    const scores = operation('divide', before('h'), {
      kind: 'number',
      value: Math.SQRT2
    });
    const pieces = expressionMathml(
      call(
        'softmax',
        call('select', before('c'), scores, { kind: 'number', value: -1e30 })
      ),
      { hue: () => 'other', isState: () => true, isTerm: () => false, order: 1 }
    ).map(piece => piece.map(each => each.textContent).join(''));
    expect(pieces).toEqual(['softmax(select(ct−1,', 'ht−1/1.414,', '−10³⁰))']);
  });

  it('changes the numbers with the step and keeps the elements', () => {
    const trace = lstmTrace();
    const { panel } = panelOf(trace);
    panel.show(3, 1);
    const result = block('c').querySelector('.jp-gatescope-equation-result');
    const c = trace.layers[0].channels.find(({ name }) => name === 'c')!;
    const shown = (step: number): string =>
      c.array.values[step * 3 + 1].toFixed(2).replace('-', '−');
    expect(result?.textContent).toBe(shown(3));
    panel.show(9, 1);
    expect(result?.isConnected).toBe(true);
    expect(result?.textContent).toBe(shown(9));
  });

  it('lights a term in the letters and in both lines of numbers', () => {
    const { cursor, panel } = panelOf(lstmTrace());
    panel.show(3, 1);
    cursor.move({ channel: 'c', term: 'f ⊙ c[t−1]' }, {});
    const lit = [...document.querySelectorAll('.jp-gatescope-lit')];
    expect(lit).toHaveLength(3);
    expect(lit.every(each => block('c').contains(each))).toBe(true);
    expect(block('c').classList).toContain('jp-gatescope-lit-equation');
    cursor.move({ term: null, channel: 'f' }, {});
    expect(block('c').classList).not.toContain('jp-gatescope-lit-equation');
    expect(block('f').classList).toContain('jp-gatescope-lit-equation');
    // The letter f is lit where it is defined and where c reads it.
    expect(block('c').querySelectorAll('.jp-gatescope-lit').length).toBe(2);
  });

  it('moves the shared cursor to the term that gets the focus', () => {
    const { cursor } = panelOf(lstmTrace());
    const term = block('c').querySelector<MathMLElement>(
      '[data-term="i ⊙ g"]'
    )!;
    term.dispatchEvent(new FocusEvent('focusin', { bubbles: true }));
    expect(cursor.position.term).toBe('i ⊙ g');
    expect(cursor.position.channel).toBe('c');
  });

  it('breaks a function of a function where it is too wide, and keeps each term one stop', () => {
    // m = softmax(v tanh(W x + U h)) ⊙ σ(x)
    const score = operation(
      'matmul',
      parameter('v'),
      call(
        'tanh',
        operation(
          'add',
          operation('matmul', parameter('W'), input),
          operation('matmul', parameter('U'), before('h'))
        )
      )
    );
    const expression = operation(
      'multiply',
      call('softmax', score),
      call('sigmoid', input)
    );
    const trace = lstmTrace();
    const [layer] = trace.layers;
    const { panel } = panelOf({
      ...trace,
      layers: [{ ...layer, equations: [{ channel: 'f', expression }] }]
    });
    const line = block('f').querySelector('.jp-gatescope-equation-line')!;
    const pieces = () =>
      [...line.querySelectorAll(':scope > math')].map(
        ({ textContent }) => textContent
      );
    const stops = () =>
      [...line.querySelectorAll('[tabindex]')].map(
        each =>
          each.getAttribute('data-term') ?? each.getAttribute('data-whole')
      );
    const inOne = 'f=softmax(vtanh(Wx+Uht−1))⊙σ(x)';
    const terms = stops();
    expect(pieces()).toEqual([inOne]);
    Object.defineProperty(line, 'scrollWidth', { value: 300 });
    panel.fit();
    expect(pieces()).toEqual([
      'f=',
      'softmax(v',
      'tanh(Wx',
      '+Uht−1))',
      '⊙σ(x)'
    ]);
    expect(pieces().join('')).toBe(inOne);
    expect(stops()).toEqual(terms);
    expect(terms).toEqual([
      'f',
      'softmax(v tanh(W x + U h[t−1]))',
      'W x',
      'U h[t−1]',
      'σ(x)'
    ]);
    // What stands in several pieces is lit in all of them.
    panel.light({ channel: 'f', term: 'softmax(v tanh(W x + U h[t−1]))' });
    expect(line.querySelectorAll('.jp-gatescope-lit')).toHaveLength(3);
  });

  it('walks through letters and terms in reading order, and is no tab stop', () => {
    const { cursor, panel } = panelOf(lstmTrace());
    const seen: string[] = [];
    for (let count = 0; count < 6; count++) {
      panel.walk(1);
      seen.push(cursor.position.term ?? `${cursor.position.channel} =`);
    }
    expect(seen).toEqual(['f =', 'W_f x', 'U_f h[t−1]', 'b_f', 'i =', 'W_i x']);
    panel.walk(-1);
    expect(cursor.position).toMatchObject({ channel: 'i', term: null });
    expect(document.querySelectorAll('[tabindex="0"]')).toHaveLength(0);
  });

  it('gives the focus back on Escape and puts the light out', () => {
    const { cursor, panel, left } = panelOf(lstmTrace());
    panel.walk(1);
    panel.walk(1);
    block('f')
      .querySelector('[data-term]')!
      .dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Escape', bubbles: true })
      );
    expect(left()).toBe(1);
    expect(cursor.position.term).toBeNull();
  });

  it('says that a clamped channel does not follow its equation', () => {
    const { panel } = panelOf({
      ...lstmTrace(),
      clamps: [{ layer: 'recurrent', channel: 'f', value: 1, steps: [4] }]
    });
    panel.show(4, 0);
    expect(block('f').textContent).toContain('f := 1.00');
    panel.show(5, 0);
    expect(block('f').textContent).not.toContain(':=');
  });

  it('says that padding is not computed', () => {
    const { panel } = panelOf(lstmTrace({ steps: 4, mask: [1, 1, 1, 0] }));
    panel.show(3, 0);
    expect(panel.element.textContent).toContain('Step 3 is padding');
    panel.show(2, 0);
    expect(panel.element.textContent).not.toContain('padding');
  });

  it('brackets 1 − z in front of n', () => {
    panelOf(gruTrace());
    expect(
      block('h').querySelector('.jp-gatescope-equation-letters')?.textContent
    ).toBe('ht=(1−z)⊙n+z⊙ht−1');
  });
});
