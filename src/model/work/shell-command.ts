// What a shell command line is for: its telling part, whether it only looks, whether it runs tests.
// Knows names of programs; is no shell, so odd quoting may fool it.

/** The single commands of a command line; here-documents are left out. */
export function commandsIn(line: string): string[] {
  return splitOutsideQuotes(withoutHeredocs(line.replace(/\\\n\s*/g, ' ')))
    .map(bare)
    .filter((command) => command !== '');
}

const HEREDOC = /<<-?\s*(['"]?)(\w+)\1([^\n]*)\n[\s\S]*?\n[ \t]*\2(?=[\s)]|$)/g;

function withoutHeredocs(text: string): string {
  const rest = text.replace(HEREDOC, '$3');
  const unended = rest.search(/<<-?\s*['"]?\w/);
  return unended < 0 ? rest : rest.slice(0, unended);
}

/** A quoted text, or what stands between two commands. */
const PIECES = /"(?:\\[\s\S]|[^"\\])*"|'[^']*'|(&&|\|\||\|&|[;\n|])/g;

function splitOutsideQuotes(text: string): string[] {
  const commands: string[] = [];
  let start = 0;
  for (const piece of text.matchAll(PIECES)) {
    if (piece[1] === undefined) continue;
    commands.push(text.slice(start, piece.index));
    start = piece.index + piece[0].length;
  }
  commands.push(text.slice(start));
  return commands;
}

function withoutQuotes(text: string): string {
  return text.replace(PIECES, (piece, sign) => (sign === undefined ? 'Q' : piece));
}

/** Shell words that stand before a command. */
const LEADING = /^(?:do|then|else|if|while|until)\s+/;
const ASSIGNMENT = /^[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\S*)\s+/;
const WRAPPER =
  /^(?:env|sudo|time|nohup|exec|command|timeout\s+(?:-\S+\s+)*\S+|nice(?:\s+-n\s+\S+)?|npx(?:\s+-\S+)*|bunx|pnpm\s+(?:exec|dlx)|yarn\s+dlx|bundle\s+exec|poetry\s+run|uv\s+run|pipenv\s+run|hatch\s+run|python[\d.]*\s+-m)\s+/;
const REDIRECT = /\s*(?:\d?>&\d|&>>?\s*\S+|\d?>>?\s*\S+|<\s*\S+)/g;

/** Without assignments, wrappers, redirections and the folder of the program. */
function bare(command: string): string {
  let rest = command.replace(REDIRECT, '').replace(/^[\s({!]+|[\s)}&]+$/g, '');
  for (let i = 0; i < 10; i++) {
    const shorter = rest.replace(LEADING, '').replace(ASSIGNMENT, '').replace(WRAPPER, '');
    if (shorter === rest) break;
    rest = shorter;
  }
  return rest
    .replace(/^(?:\.{0,2}\/)?(?:[\w.@-]+\/)*(?=[\w.@-]+(?:\s|$))/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

const TEST_COMMANDS: readonly RegExp[] = [
  /^(?:npm|pnpm|yarn|bun)(?: -\S+| --\S+)*(?: run| run-script)?(?: -\S+)* (?:t|tests?)(?:[:.-][\w:.-]*)?(?: |$)/,
  /^(?:vitest|jest|mocha|ava|tap|jasmine|karma|pytest|py\.test|nosetests|tox|unittest|rspec|phpunit|pest|ctest|behave|bats)\b/,
  /^(?:playwright|cypress) (?:test|run)\b/,
  /^(?:go|cargo|mix|deno|dotnet|swift|sbt|lein|flutter|dart|bazel|zig|rails|composer|xcodebuild|just|task|moon|nx|turbo|stack|cabal|julia|elm-test) (?:\S+ )?(?:test|tests|nextest|spec)\b/,
  /^(?:mvnw?|mvn\.cmd)\b.*\b(?:test|verify|integration-test)\b/,
  /^(?:gradlew?|gradlew\.bat)\b.*\b(?:test\w*|check)\b/i,
  /^make\b.*\b(?:test|check)\b/,
  /^rake (?:test|spec)\b/,
  /^node\b.* --test\b/,
  /^(?:python[\d.]* )?\S*manage\.py test\b/,
  /^(?:(?:ba|z)?sh )?[\w.-]*\btests?\b[\w.-]*\.(?:sh|ps1)\b/,
];

/** The part of the command line that runs tests; null when none does. */
export function testCommandIn(line: string): string | null {
  const found = commandsIn(line).find((command) =>
    TEST_COMMANDS.some((test) => test.test(command)),
  );
  return found ?? null;
}

const LOOKS =
  /^(?:ls|ll|dir|cat|bat|head|tail|less|more|pwd|cd|echo|printf|true|false|test|\[|find|fd|grep|egrep|rg|ag|wc|which|whereis|type|file|stat|du|df|tree|diff|sed -n|awk|sort|uniq|cut|tr|jq|date|whoami|hostname|uname|env|ps|top|sleep|wait|sha\d*sum|md5sum|man|history|export|set|source|\.|basename|dirname|realpath|xxd|od|column|nl|git (?:-\S+ (?:\S+ )?)?(?:status|diff|log|show|branch(?: -[avr]+)?|remote|rev-parse|blame|ls-files|ls-tree|reflog|describe|config --get|stash list|worktree list|merge-base|cat-file|for-each-ref|rev-list|grep|fetch)|gh (?:pr|issue|run|repo|release) (?:view|list|diff|checks|status|watch)|gh api|[\w-]+ (?:show|list|ls|ready|status|view|info|--version|--help|-[vVh])|python[\d.]* -c|node -e|perl -e|ruby -e|Get-\w+|Select-\w+|Test-Path)(?=\s|$)/;

/** Shell words that do nothing by themselves. */
const GRAMMAR =
  /^(?:[A-Za-z_]\w*=.*|for\b.*|while\b.*|if\b.*|do|done|then|else|fi|set -\w+.*|\}|\{|python[\d.]* -)$/;

/** Nothing in it changes or tries anything. */
export function isLook(line: string): boolean {
  const plain = withoutQuotes(line);
  if (/<<|\bsed -i/.test(plain)) return false;
  if (/(?:^|[^\d&>=-])>{1,2}\s*(?!\/dev\/null|&)\S/.test(plain)) return false;
  return commandsIn(line).every(looks);
}

/** What the line does, without what only looks; empty when that is all. */
export function workIn(line: string): string {
  return commandsIn(line)
    .filter((command) => !looks(command) && !/^[-$<>'"]/.test(command))
    .join(' && ');
}

function looks(command: string): boolean {
  return (
    LOOKS.test(command) || GRAMMAR.test(command) || /(?:^| )--(?:help|version)\b/.test(command)
  );
}

/** A pipe hides whether the first command failed. */
export function isPiped(line: string): boolean {
  return /[^|]\|[^|]/.test(withoutQuotes(line)) && !/\bpipefail\b/.test(line);
}
