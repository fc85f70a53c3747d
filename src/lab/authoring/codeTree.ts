/** A node of a syntax tree: what is read here of those that JupyterLab's editor makes. */
export interface CodeNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly firstChild: CodeNode | null;
  readonly nextSibling: CodeNode | null;
}

/** A parser of TypeScript; it makes a tree of any text. */
export interface CodeParser {
  parse(text: string): { readonly topNode: CodeNode };
}

export function childrenOf(node: CodeNode): CodeNode[] {
  const children: CodeNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    children.push(child);
  }
  return children;
}

/** The node and all below it, in the order of the text. */
export function* nodesOf(node: CodeNode): Generator<CodeNode> {
  yield node;
  for (const child of childrenOf(node)) {
    yield* nodesOf(child);
  }
}

export function childOf(node: CodeNode, name: string): CodeNode | undefined {
  return childrenOf(node).find(child => child.name === name);
}
