// A shell command line as a tree: pipelines of stages, each a command, a group or a function. Types
// only; nothing here knows what a program does.

export interface ShellScript {
  readonly pipelines: readonly ShellPipeline[];
}

export interface ShellPipeline {
  readonly stages: readonly ShellNode[];
  /** Ended by `&`. */
  readonly isBackground: boolean;
  /** What stands between it and the pipeline before it; '' for the first. */
  readonly joint: '' | ';' | '&&' | '||';
}

export type ShellNode =
  | {
      readonly kind: 'command';
      readonly words: readonly ShellWord[];
      readonly redirects: readonly ShellRedirect[];
    }
  | {
      readonly kind: 'group';
      readonly script: ShellScript;
      readonly redirects: readonly ShellRedirect[];
    }
  | { readonly kind: 'function'; readonly name: string; readonly body: ShellScript };

export interface ShellWord {
  /** Without quotes; `$NAME` stands as written, a command substitution as `$()`, `<(…)` as `<()`. */
  readonly text: string;
  /** Of the same length; a quoted character that would otherwise expand (`~ * ? [ $`) is NUL here. */
  readonly bare: string;
  /** What its command and process substitutions run. */
  readonly scripts: readonly ShellScript[];
}

export interface ShellRedirect {
  /** `<`, `>`, `>>`, `>|`, `>&`, `&>`, `&>>`, `<>`, `<<` (a here-document), `<<<`. */
  readonly operator: string;
  readonly target: ShellWord;
  /** Of a here-document; null for the others. */
  readonly body: string | null;
  /** What substitutions in the body run. */
  readonly bodyScripts: readonly ShellScript[];
}
