/**
 * @jest-environment jsdom
 */
import { readInline, takeInline } from '../../../src/anywhere/inlineBundle';
import fc from 'fast-check';

/** An element of a page with a bundle inside, as the exporter writes it. */
function element(text: unknown, data: Record<string, string> = {}): Element {
  const host = document.createElement('div');
  const script = document.createElement('script');
  script.type = 'application/json';
  Object.assign(script.dataset, data);
  script.textContent = JSON.stringify(text);
  host.append(script);
  return host;
}

const read = (host: Element): unknown => {
  const inline = takeInline(host);
  // As when a view takes the place.
  host.replaceChildren();
  return inline && readInline(inline);
};

describe('a bundle inside an element', () => {
  it('is read as it stands', () => {
    expect(read(element({ id: 'a', step: 1 }))).toEqual({ id: 'a', step: 1 });
  });

  it('is nothing where no script of data stands', () => {
    expect(takeInline(document.createElement('div'))).toBeNull();
  });

  it('is whole again when it says only in what it differs from an earlier picture of its run', () => {
    const fields = fc.dictionary(
      fc.constantFrom('id', 'step', 'view', 'unit', 'layers'),
      fc.jsonValue(),
      { noNullPrototype: true }
    );
    fc.assert(
      fc.property(fields, fields, fc.uuid(), (first, later, run) => {
        const set = Object.fromEntries(
          Object.entries(later).filter(
            ([field, value]) =>
              JSON.stringify(first[field]) !== JSON.stringify(value)
          )
        );
        const unset = Object.keys(first).filter(field => !(field in later));
        read(element(first, { run }));
        expect(read(element({ set, unset }, { runOf: run }))).toEqual(
          JSON.parse(JSON.stringify(later))
        );
      })
    );
  });

  it('names the run that is not on the page', () => {
    expect(() =>
      read(element({ set: {}, unset: [] }, { runOf: 'r9' }))
    ).toThrow(
      'data-run-of should name a run that stands above on this page, got “r9”.'
    );
  });
});
