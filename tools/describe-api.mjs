import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const printer = ts.createPrinter({ removeComments: true });
const KINDS = ['class', 'interface', 'type', 'function', 'const', 'enum'];

/** The public API of every built package below `root`, as pages of Markdown: for each door its exports, sorted by name. */
export function describeApi(root) {
  return readdirSync(join(root, 'libs'))
    .map((folder) => join(root, 'libs', folder))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .flatMap((folder) => describePackage(folder));
}

function describePackage(folder) {
  const { name, exports: doors } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entries = Object.entries(doors ?? {}).flatMap(([path, { types }]) =>
    types ? [{ door: path.replace('.', name), file: join(folder, types) }] : [],
  );
  if (entries.length === 0 || entries.some(({ file }) => !existsSync(file))) return [];
  const options = { module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2023, skipLibCheck: true };
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    options,
  );
  const checker = program.getTypeChecker();
  const homes = new Map();
  const sections = entries.map(({ door, file }) => describeDoor(door, program.getSourceFile(file), checker, homes));
  const head = `# API of ${name}\n\nWritten by \`npm run api\` from the declarations that are published; a test fails where it is out of date.\n`;
  return [{ file: `docs/api/${name}.api.md`, text: [head, ...sections].join('\n') }];
}

function describeDoor(door, source, checker, homes) {
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
  const items = symbols.map((symbol) => describeExport(symbol, door, checker, homes));
  items.sort((one, other) => (one.name < other.name ? -1 : 1));
  const own = items.filter(({ text }) => text !== undefined).map(({ text }) => text);
  const again = items.filter(({ home }) => home !== undefined).map(({ name, home }) => `- \`${name}\`: \`${home}\``);
  const code = own.length > 0 ? `\`\`\`ts\n${own.join('\n')}\n\`\`\`\n` : '';
  const list = again.length > 0 ? `Exported by another door too:\n\n${again.join('\n')}\n` : '';
  return [`## ${door}\n`, code, list].filter((part) => part !== '').join('\n');
}

/** One export: its text, or the door where that stands already. */
function describeExport(exported, door, checker, homes) {
  const { name } = exported;
  const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
  const home = homes.get(symbol);
  if (home !== undefined) return { name, home };
  homes.set(symbol, door);
  return { name, text: symbol.declarations.map(describeDeclaration).sort(byKind).join('\n') };
}

function describeDeclaration(declaration) {
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const [shown] = ts.transform(node, [withoutPrivates]).transformed;
  const text = printer.printNode(ts.EmitHint.Unspecified, shown, node.getSourceFile());
  return text.replaceAll(/^(export )?(declare )?/g, '');
}

/** Leaves out the members that only TypeScript hides, since nobody may use them. */
function withoutPrivates(context) {
  const visit = (node) => {
    if (!ts.isClassElement(node)) return ts.visitEachChild(node, visit, context);
    const isPrivate = (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private) !== 0;
    return isPrivate || (node.name && ts.isPrivateIdentifier(node.name)) ? undefined : node;
  };
  return (node) => visit(node);
}

function byKind(one, other) {
  const rank = (text) => KINDS.findIndex((kind) => text.startsWith(kind));
  return rank(one) - rank(other);
}
