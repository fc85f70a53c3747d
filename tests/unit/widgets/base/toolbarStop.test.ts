/** @jest-environment jsdom */
import fc from 'fast-check';
import { createToolbar, type Tool } from '../../../../src/widgets/base/tools';
import { html } from '../../../../src/widgets/base/dom';

const nothing = (): void => undefined;

function toolbar() {
  const made = createToolbar({ label: 'Tools' }, nothing, nothing, nothing);
  const lead = html('span', { hidden: true }, html('button', {}, 'Pinned'));
  document.body.replaceChildren(lead, made.element);
  made.join({ before: [lead] });
  return { made, lead };
}

/** The buttons that can be pressed. */
const pressable = (): HTMLElement[] =>
  [...document.querySelectorAll('button')].filter(
    button => !button.disabled && button.closest('[hidden]') === null
  );
const stops = (): HTMLElement[] =>
  pressable().filter(button => button.tabIndex === 0);

describe('the tools of a view', () => {
  it('are one tab stop, whatever becomes of them and of the focus', () => {
    const tools = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd'),
        off: fc.option(fc.constant('not now'), { nil: undefined }),
        keep: fc.boolean()
      }),
      { selector: ({ id }) => id, maxLength: 4 }
    );
    const deed = fc.oneof(
      fc.record({ set: tools, narrow: fc.boolean() }),
      fc.record({ focus: fc.nat(5) }),
      fc.record({ pinned: fc.boolean() })
    );
    fc.assert(
      fc.property(fc.array(deed, { maxLength: 12 }), deeds => {
        const { made, lead } = toolbar();
        for (const each of deeds) {
          if ('set' in each) {
            const next: Tool[] = each.set.map(tool => ({
              ...tool,
              label: tool.id
            }));
            made.set(next, each.narrow);
          } else if ('focus' in each) {
            const buttons = document.querySelectorAll('button');
            buttons[each.focus % buttons.length].focus();
          } else {
            lead.hidden = !each.pinned;
            made.joinedChanged();
          }
          expect(stops()).toHaveLength(Math.min(1, pressable().length));
        }
      })
    );
  });

  it('keep the button that is pressed while the words of others change, come and go', () => {
    const others = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'y', 'z'),
        label: fc.constantFrom('epoch 1', 'epoch 2')
      }),
      { selector: ({ id }) => id, maxLength: 4 }
    );
    fc.assert(
      fc.property(fc.array(others, { minLength: 2, maxLength: 8 }), states => {
        const { made } = toolbar();
        const set = (rest: readonly Tool[]) => {
          const all = [...rest, { id: 'stop', label: 'Stop' }].sort((a, b) =>
            a.id < b.id ? -1 : 1
          );
          made.set(all, false);
          return all;
        };
        set(states[0]);
        const [stop] = made.element.querySelectorAll('[data-tool="stop"]');
        const taken = new MutationObserver(nothing);
        taken.observe(made.element, { childList: true });
        for (const state of states.slice(1)) {
          const all = set(state);
          expect(
            [...made.element.children].map(({ textContent }) => textContent)
          ).toEqual(all.map(({ label }) => label));
          expect(
            taken.takeRecords().flatMap(({ removedNodes }) => [...removedNodes])
          ).not.toContain(stop);
        }
      })
    );
  });

  it('are entered where they were left', () => {
    const { made } = toolbar();
    made.set(
      ['a', 'b', 'c'].map(id => ({ id, label: id })),
      false
    );
    expect(stops().map(({ dataset }) => dataset.tool)).toEqual(['a']);
    made.focus('b');
    expect(stops().map(({ dataset }) => dataset.tool)).toEqual(['b']);
    made.set(
      ['z', 'b'].map(id => ({ id, label: id })),
      false
    );
    expect(stops().map(({ dataset }) => dataset.tool)).toEqual(['b']);
  });
  it('are reached in the order in which they stand: what is said below the header comes last', () => {
    const { made, lead } = toolbar();
    const below = html('span', {}, html('button', {}, 'Hear'));
    document.body.append(below);
    lead.hidden = false;
    made.join({ after: [below] });
    made.set(
      ['a', 'b'].map(id => ({ id, label: id })),
      false
    );
    made.focus();
    const met = pressable().map(() => {
      const { activeElement } = document;
      activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })
      );
      return activeElement?.textContent;
    });
    expect(met).toEqual(['Pinned', 'a', 'b', 'Hear']);
  });
});
