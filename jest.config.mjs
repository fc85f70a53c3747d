// Pure layers run in Node; anything that needs a document says so at the top of its test file
// with `@jest-environment jsdom`.
const esm = [
  '@jupyterlab',
  '@jupyter',
  'd3-',
  'internmap',
  'pure-rand',
  'delaunator',
  'robust-predicates'
].join('|');

export default {
  testEnvironment: 'node',
  // src too, so that --findRelatedTests finds what tests import.
  roots: ['<rootDir>/src', '<rootDir>/tests/unit', '<rootDir>/tests/parity'],
  testMatch: ['**/*.test.ts'],
  // What hangs is ended; how fast the machine is decides nothing.
  testTimeout: 300_000,
  setupFiles: ['<rootDir>/tests/unit/seeds.cjs'],
  transform: {
    '^.+\\.(t|j|mj)sx?$': [
      '@swc/jest',
      { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }
    ]
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esm}))`],
  moduleNameMapper: { '\\.(css|svg)$': '<rootDir>/tests/unit/empty.cjs' }
};
