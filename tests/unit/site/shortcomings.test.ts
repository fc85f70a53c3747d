import { shortcomings } from '../../../src/site/shortcomings';

const all = {
  serviceWorker: true,
  isolated: false,
  storage: true,
  webAssembly: true
};
const names = (lacks: Partial<typeof all>) =>
  shortcomings({ ...all, ...lacks }, text => text).map(({ id }) => id);

describe('what a browser lacks', () => {
  it('is nothing where all is there', () => {
    expect(names({})).toEqual([]);
  });

  it.each([
    ['storage', { storage: false }],
    ['service-worker', { serviceWorker: false }],
    ['web-assembly', { webAssembly: false }]
  ])('is named: %s', (id, lacks) => {
    expect(names(lacks)).toEqual([id]);
  });

  it('is no loop without an end where the page shares memory with its kernel', () => {
    const [{ message }] = shortcomings(
      { ...all, serviceWorker: false, isolated: true },
      text => text
    );
    expect(message).toContain('needs a network');
    expect(message).not.toContain('loop');
  });

  it('is said in words that JupyterLab shows whole, with a download where work would be lost', () => {
    const said = shortcomings(
      { ...all, serviceWorker: false, storage: false, webAssembly: false },
      text => text
    );
    expect(Math.max(...said.map(({ message }) => message.length))).toBeLessThan(
      140
    );
    expect(said.filter(({ download }) => download)).toEqual([
      expect.objectContaining({ id: 'storage' })
    ]);
  });
});
