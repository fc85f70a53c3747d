// `gatescope` of the npm package: the whole engine. A file of its own, so that what acts when it is imported
// and what only exports become two files of the package.
export * from '../../engine';
