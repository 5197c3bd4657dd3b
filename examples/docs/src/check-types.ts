import ts from 'typescript';
import { join, resolve } from 'node:path';
import { ROOT, type Snippet } from './documents.ts';
import { fileOf } from './write-snippets.ts';

/** What the compiler says against each snippet, e.g. `README.md:33 Cannot find name 'foo'.`, by the snippet's place. */
export function checkTypes(snippets: Snippet[]): Map<string, string[]> {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.base.json'), ts.sys.readFile) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const program = ts.createProgram(snippets.map(fileOf), {
    ...options,
    moduleDetection: ts.ModuleDetectionKind.Force,
    // What a snippet declares is for the reader to use.
    noUnusedLocals: false,
  });
  const found = ts.getPreEmitDiagnostics(program);
  const against = (snippet: Snippet) => found.filter(({ file }) => file && resolve(file.fileName) === fileOf(snippet));
  return new Map(snippets.map((snippet) => [snippet.place, against(snippet).map((each) => describe(each, snippet))]));
}

function describe({ file, start = 0, messageText }: ts.Diagnostic, { path }: Snippet): string {
  const line = (file?.getLineAndCharacterOfPosition(start).line ?? 0) + 1;
  return `${path}:${line} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
}
