// What properties draw is the same in each run, or what GATESCOPE_SEED says: the night's is a new one.
// A failing property prints its seed, which is this.
const seed = Number(process.env.GATESCOPE_SEED ?? 28);

// Most files of tests draw nothing and need not load it.
jest.mock('fast-check', () => {
  const fc = jest.requireActual('fast-check');
  fc.configureGlobal({ seed });
  return fc;
});
