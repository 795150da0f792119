import { createRequire } from 'node:module';

/** Name and type of a column, the type as the language has it: `string`, `dynamic`, `long`, `datetime` ... */
export interface KustoColumn {
  readonly name: string;
  readonly type: string;
}

export interface KustoTable {
  readonly name: string;
  readonly columns: readonly KustoColumn[];
}

/** One node of an analysed query. Lists and separators are taken out: children are what the grammar names. */
export interface KustoNode {
  /** Of the package's `SyntaxKind`, such as `FilterOperator` or `IdentifierToken`. */
  readonly kind: string;
  /** As written, without the space around it. */
  readonly text: string;
  /** Offset in the query. */
  readonly start: number;
  /** A name without its quotes and brackets; '' for nodes that are no names. */
  readonly name: string;
  /** The value of a string literal, its escapes read. */
  readonly literal: string | undefined;
  /** What the name stands for: `Column`, `Variable`, `Table`, `Function` ... */
  readonly symbol: string | undefined;
  /** Type of a scalar expression. */
  readonly type: string | undefined;
  /** Columns of a tabular expression. */
  readonly columns: readonly KustoColumn[] | undefined;
  readonly children: readonly KustoNode[];
}

/** Why a query is no query of the language, or does not fit the tables. */
export interface KustoMistake {
  readonly code: string;
  readonly message: string;
  /** Offset in the query. */
  readonly start: number;
  /** The text that it is about. */
  readonly token: string;
}

export interface KustoAnalysis {
  readonly root: KustoNode;
  readonly mistakes: readonly KustoMistake[];
}

/** Parses a query with Microsoft's own language service and checks it against the tables. */
export function analyseKusto(text: string, tables: readonly KustoTable[]): KustoAnalysis {
  const { language, kinds, symbols } = loadLanguage();
  const { DatabaseSymbol, TableSymbol } = language.Symbols;
  const declared = tables.map(({ name, columns }) => {
    const schema = columns.map((column) => `['${column.name}']: ${column.type}`).join(', ');
    return new TableSymbol.$ctor7(name, `(${schema})`, null);
  });
  const globals = language.GlobalState.Default.WithDatabase(new DatabaseSymbol.ctor('graph', declared));
  const code = language.KustoCode.ParseAndAnalyze(text, globals);
  const mistakes = itemsOf(code.GetDiagnostics()).filter(({ Severity }) => Severity === 'Error');
  return {
    root: toNode(code.Syntax, kinds, symbols),
    mistakes: mistakes.map(({ Code, Message, Start, Length }) => ({
      code: Code,
      message: Message,
      start: Start,
      token: text.slice(Start, Start + Length),
    })),
  };
}

interface PackageList<T> {
  readonly Count: number;
  getItem(index: number): T;
}

interface PackageColumn {
  readonly Name: string;
  readonly Type: { readonly Name: string };
}

interface PackageNode {
  readonly Kind: number;
  readonly Text?: string;
  readonly TextStart: number;
  readonly SimpleName?: string | null;
  readonly LiteralValue?: unknown;
  readonly ReferencedSymbol?: { readonly Kind: number } | null;
  readonly ResultType?: { readonly Name: string; readonly Columns?: PackageList<PackageColumn> } | null;
  readonly ChildCount: number;
  GetChild(index: number): PackageNode | null;
  ToString(includeTrivia: number): string;
}

interface PackageDiagnostic {
  readonly Code: string;
  readonly Severity: string;
  readonly Message: string;
  readonly Start: number;
  readonly Length: number;
}

/** The few members of the package that are used; its own types are 1.7 MB. */
interface KustoLanguage {
  readonly Syntax: { readonly SyntaxKind: object };
  readonly Symbols: {
    readonly SymbolKind: object;
    readonly TableSymbol: { readonly $ctor7: new (name: string, schema: string, description: null) => object };
    readonly DatabaseSymbol: { readonly ctor: new (name: string, members: readonly object[]) => object };
  };
  readonly GlobalState: { readonly Default: { WithDatabase(database: object): object } };
  readonly KustoCode: {
    ParseAndAnalyze(
      text: string,
      globals: object,
    ): { readonly Syntax: PackageNode; GetDiagnostics(): PackageList<PackageDiagnostic> };
  };
}

interface Loaded {
  readonly language: KustoLanguage;
  readonly kinds: ReadonlyMap<number, string>;
  readonly symbols: ReadonlyMap<number, string>;
}

let loaded: Loaded | undefined;

/** The package is 5 MB of script that puts itself on the global object: loaded when the first query comes. */
function loadLanguage(): Loaded {
  if (loaded !== undefined) return loaded;
  const require = createRequire(import.meta.url);
  require('@kusto/language-service-next/bridge.min.js');
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
  const kusto: { readonly Language: KustoLanguage } = Reflect.get(globalThis, 'Kusto');
  const language = kusto.Language;
  loaded = {
    language,
    kinds: namesOf(language.Syntax.SyntaxKind),
    symbols: namesOf(language.Symbols.SymbolKind),
  };
  return loaded;
}

function namesOf(members: object): ReadonlyMap<number, string> {
  return new Map(
    Object.entries(members).flatMap(([name, value]) => (typeof value === 'number' ? [[value, name]] : [])),
  );
}

function itemsOf<T>(list: PackageList<T>): T[] {
  return Array.from({ length: list.Count }, (_, index) => list.getItem(index));
}

type Names = ReadonlyMap<number, string>;

function toNode(node: PackageNode, kinds: Names, symbols: Names): KustoNode {
  const { ResultType: result, LiteralValue: literal, ReferencedSymbol: symbol } = node;
  const columns = result?.Columns;
  return {
    kind: kinds.get(node.Kind) ?? `kind ${node.Kind}`,
    text: node.ToString(0).trim(),
    start: node.TextStart,
    name: node.SimpleName ?? '',
    literal: typeof literal === 'string' ? literal : undefined,
    symbol: symbol === undefined || symbol === null ? undefined : symbols.get(symbol.Kind),
    type: columns === undefined ? result?.Name : undefined,
    columns: columns && itemsOf(columns).map(({ Name, Type }) => ({ name: Name, type: Type.Name })),
    children: childrenOf(node, kinds).map((child) => toNode(child, kinds, symbols)),
  };
}

/** Lists are replaced by their items; the commas between the items go. */
function childrenOf(node: PackageNode, kinds: Names): PackageNode[] {
  const children = Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index));
  return children.flatMap((child) => {
    if (child === null) return [];
    const kind = kinds.get(child.Kind);
    if (kind === 'SeparatedElement') return childrenOf(child, kinds).slice(0, 1);
    return kind === 'List' ? childrenOf(child, kinds) : [child];
  });
}
