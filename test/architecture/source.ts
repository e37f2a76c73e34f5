/** Reads source files into what the rules of the house look at: imports and marks, each with its place. */

import * as ast from 'typescript/unstable/ast';
import { createVirtualFileSystem } from 'typescript/unstable/fs';
import { API } from 'typescript/unstable/sync';

/** Path from the root, with forward slashes → text. */
export type Texts = Readonly<Record<string, string>>;

/** How one file names another module, however it does so. */
export interface Reference {
  /** As it is written; null where it is computed and nobody can see what it will be. */
  specifier: string | null;
  /** Gone before the program runs. */
  typeOnly: boolean;
  /** A path that is handed to something else, as in `new URL('./child.ts', import.meta.url)` or `fork('./child.ts')`. */
  byPath: boolean;
  line: number;
}

/** Something that some or all files may not hold. */
export interface Mark {
  what: 'environment' | 'any' | 'double assertion' | 'test left out' | 'using';
  line: number;
}

export interface SourceFile {
  path: string;
  text: string;
  references: Reference[];
  marks: Mark[];
}

/** Where the files stand for the parser. It sees no other files, so it resolves and loads nothing. */
const ROOT = '/house';

/** Parses all files at once, in some 20 ms a hundred. A file that does not parse gives what could be made of it. */
export function readSources(texts: Texts): SourceFile[] {
  const files = Object.fromEntries(Object.entries(texts).map(([path, text]) => [`${ROOT}/${path}`, text]));
  const project = `${ROOT}/tsconfig.json`;
  const compilerOptions = { noResolve: true, noLib: true, types: [], allowJs: true, noEmit: true };
  const config = JSON.stringify({ compilerOptions, files: Object.keys(files) });
  const api = new API({ cwd: ROOT, fs: createVirtualFileSystem({ ...files, [project]: config }) });
  try {
    const program = api.updateSnapshot({ openProjects: [project] }).getProject(project)?.program;
    return Object.entries(texts).map(([path, text]) => {
      const root = program?.getSourceFile(`${ROOT}/${path}`);
      if (!root) throw new Error(`The parser did not read ${path}.`);
      return { path, text, ...findings(root) };
    });
  } finally {
    api.close();
  }
}

function findings(root: ast.SourceFile): Pick<SourceFile, 'references' | 'marks'> {
  const references: Reference[] = [];
  const marks: Mark[] = [];
  /** Where the specifiers stand that are accounted for, so that they are not taken for bare paths as well. */
  const seen = new Set<number>();
  const visit = (node: ast.Node): void => {
    const line = root.getLineAndCharacterOfPosition(node.end).line + 1;
    const found = seen.has(node.pos) && ast.isStringLiteral(node) ? undefined : referenceIn(node);
    if (found) {
      const { at, typeOnly = false, byPath = false } = found;
      const specifier = at && ast.isStringLiteralLikeNode(at) ? at.text : null;
      references.push({ specifier, typeOnly, byPath, line });
      if (at) seen.add(at.pos);
    }
    for (const what of marksIn(node)) marks.push({ what, line });
    node.forEachChild(visit);
  };
  visit(root);
  return { references, marks };
}

interface Found {
  /** The node of the specifier. */
  at: ast.Node | undefined;
  typeOnly?: boolean;
  byPath?: boolean;
}

function referenceIn(node: ast.Node): Found | undefined {
  if (ast.isImportDeclaration(node)) {
    const { importClause: clause, moduleSpecifier: at } = node;
    const written = clause?.phaseModifier === ast.SyntaxKind.TypeKeyword;
    return { at, typeOnly: isTypeOnly(written, clause?.name, clause?.namedBindings) };
  }
  if (ast.isExportDeclaration(node) && node.moduleSpecifier) {
    return { at: node.moduleSpecifier, typeOnly: isTypeOnly(node.isTypeOnly, undefined, node.exportClause) };
  }
  if (ast.isImportTypeNode(node) && ast.isLiteralTypeNode(node.argument)) {
    return { at: node.argument.literal, typeOnly: true };
  }
  if (
    ast.isCallExpression(node) &&
    (ast.isImportExpression(node.expression) || nameOf(node.expression) === 'require')
  ) {
    return { at: node.arguments[0] };
  }
  const [at, base] = ast.isNewExpression(node) && nameOf(node.expression) === 'URL' ? (node.arguments ?? []) : [];
  if (at && base && isOfThisModule(base, 'url')) return { at, byPath: true };
  if (ast.isStringLiteral(node) && /^\.{1,2}\//.test(node.text)) return { at: node, byPath: true };
  return undefined;
}

/** @param written after `import` or `export` stands `type` */
function isTypeOnly(written: boolean, whole: ast.Node | undefined, bindings: ast.Node | undefined): boolean {
  if (written) return true;
  if (whole || !bindings || !(ast.isNamedImports(bindings) || ast.isNamedExports(bindings))) return false;
  return bindings.elements.length > 0 && [...bindings.elements].every((element) => element.isTypeOnly);
}

function marksIn(node: ast.Node): Mark['what'][] {
  const found: Mark['what'][] = [];
  if (node.kind === ast.SyntaxKind.AnyKeyword) found.push('any');
  if (ast.isAsExpression(node)) {
    const inner = withoutParentheses(node.expression);
    if (ast.isAsExpression(inner) && inner.type.kind === ast.SyntaxKind.UnknownKeyword) found.push('double assertion');
  }
  if (readsEnvironment(node)) found.push('environment');
  if (ast.isPropertyAccessExpression(node) && isLeftOut(node)) found.push('test left out');
  if (ast.isVariableDeclarationList(node) && (node.flags & ast.NodeFlags.Using) !== 0) found.push('using');
  return found;
}

function readsEnvironment(node: ast.Node): boolean {
  if (ast.isPropertyAccessExpression(node)) return node.name.text === 'env' && nameOf(node.expression) === 'process';
  if (ast.isElementAccessExpression(node)) return nameOf(node.expression) === 'process';
  if (ast.isVariableDeclaration(node))
    return ast.isObjectBindingPattern(node.name) && !!node.initializer && nameOf(node.initializer) === 'process';
  if (ast.isImportDeclaration(node) && ast.isStringLiteral(node.moduleSpecifier))
    return /^(node:)?process$/.test(node.moduleSpecifier.text);
  return false;
}

const TESTS = new Set(['it', 'test', 'describe', 'suite']);
const LEFT_OUT = new Set(['skip', 'only', 'todo', 'skipIf', 'runIf', 'fails']);

/** `it.skip`, `describe.only.each`, `it.each(…).todo` and their like. */
function isLeftOut({ expression, name }: ast.PropertyAccessExpression): boolean {
  let start: ast.Node = expression;
  while (ast.isPropertyAccessExpression(start) || ast.isCallExpression(start)) start = start.expression;
  return LEFT_OUT.has(name.text) && TESTS.has(nameOf(start) ?? '');
}

function withoutParentheses(node: ast.Expression): ast.Expression {
  return ast.isParenthesizedExpression(node) ? withoutParentheses(node.expression) : node;
}

function nameOf(node: ast.Node): string | undefined {
  return ast.isIdentifier(node) ? node.text : undefined;
}

function isOfThisModule(node: ast.Node, property: string): boolean {
  return ast.isPropertyAccessExpression(node) && node.name.text === property && ast.isMetaProperty(node.expression);
}
