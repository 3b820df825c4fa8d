// Where the session works: `web ⎇ dark-mode`. Knows words only.
import type { LineScreen, StatuslineFacts } from './facts.ts';
import { signsOf } from './signs.ts';
import { cut, type Form } from './spans.ts';

/** Cells of a name or a branch, from wide terminals to narrow ones. */
const LONG = 40;
const SHORT = 16;
const SHORTEST = 10;

export function projectForms(
  { project }: Pick<StatuslineFacts, 'project'>,
  screen: LineScreen,
): readonly Form[] {
  if (project === null) return [];
  const signs = signsOf(screen);
  const { branch } = project;
  const form = (cells: number, withBranch: boolean): Form => {
    const name = cut(project.name, cells, signs.ellipsis);
    const title = { text: screen.plain ? `project ${name}` : name };
    if (branch === null || !withBranch) return [title];
    return [
      title,
      { text: ' ' },
      { text: `${signs.branch}${cut(branch, cells, signs.ellipsis)}`, tone: 'dim' },
    ];
  };
  return branch === null
    ? [form(LONG, false), form(SHORT, false), form(SHORTEST, false)]
    : [form(LONG, true), form(SHORT, true), form(SHORT, false), form(SHORTEST, false)];
}
