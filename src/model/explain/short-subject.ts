// What a finding is about, as a title has room for it: a file by its name and lines, a command by its
// beginning. Knows the form of subjects; the whole one stands beside the title.

/** Code points of a command or another subject that is no path. */
const MAX_LENGTH = 60;

/** A tool's name, a path, the part of the file as `offset:limit`. */
const OF_A_FILE = /^((?:[A-Z]\w+ )?)((?:[/~]|\.{0,2}[\\/]|[A-Za-z]:[\\/]).*?)(?: (\d*):(\d*))?$/;

/** `Read /w/app/src/dashboard.ts 460:60` → `Read dashboard.ts lines 460 to 519`. */
export function shortSubject(subject: string): string {
  const [, tool = '', path = '', from = '', count = ''] = OF_A_FILE.exec(subject) ?? [];
  const name = path.split(/[\\/]+/).findLast((part) => part !== '');
  if (name !== undefined && !name.includes(' ')) return `${tool}${name}${linesText(from, count)}`;
  const points = [...subject];
  if (points.length <= MAX_LENGTH) return subject;
  return `${points
    .slice(0, MAX_LENGTH - 1)
    .join('')
    .trimEnd()}…`;
}

function linesText(from: string, count: string): string {
  if (from === '' && count === '') return '';
  if (count === '') return ` from line ${from}`;
  if (from === '') return ` first ${count} lines`;
  return ` lines ${from} to ${Number(from) + Number(count) - 1}`;
}
