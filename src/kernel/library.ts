// What `import … from 'gatescope'` gives in a notebook cell.
export * from '../engine';
