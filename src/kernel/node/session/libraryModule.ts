import Module from 'node:module';

interface Loading {
  _load(request: string, parent: unknown, isMain: boolean): unknown;
}

/** Makes `import … from 'gatescope'` give our library in every cell and every module that cells load. */
export function installLibrary(library: object): void {
  const loading = Module as unknown as Loading;
  const load = loading._load.bind(Module);
  loading._load = (request, parent, isMain) =>
    request === 'gatescope' ? library : load(request, parent, isMain);
}
