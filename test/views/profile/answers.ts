// Profiles for the tests of formats: one of a scripted session, and one with names that try to break out.
import type { ProfileAnswer } from '../../../src/query/profile/profile-answer.ts';
import { PROFILE_FORMATS } from '../../../src/views/profile/formats.ts';
import type { ProfileWeight } from '../../../src/views/profile/profile-format.ts';
import { profileOf } from '../../query/profile/profile-lab.ts';
import { MIXED_TABLE } from '../../query/profile/scenes.ts';

export const mixedAnswer = (): Promise<ProfileAnswer> => profileOf(MIXED_TABLE);

/** What a query would have made harmless comes through here: a view must not rely on it alone. */
export const HOSTILE_NAMES = [
  '</script><script>document.title="broken"</script>',
  '"; alert(1); "',
  "'onload='alert(1)",
  'a;b;c 12',
  'line\nbreak\r\nand\ttab',
  '\u202eright to left\u2028',
  '=HYPERLINK("http://example.org")',
  '<!--',
  ']]>',
  '100%3B;%',
  '\u0000\u001b[31m',
  '😀'.repeat(5_000),
] as const;

/** The scripted session with a hostile name everywhere a name can stand. */
export async function hostileAnswer(): Promise<ProfileAnswer> {
  const answer = await mixedAnswer();
  const name = (at: number): string => HOSTILE_NAMES[at % HOSTILE_NAMES.length] ?? '';
  let next = 0;
  return {
    ...answer,
    session: {
      ...answer.session,
      title: HOSTILE_NAMES[0],
      project: { name: HOSTILE_NAMES[1], path: HOSTILE_NAMES[2] },
    },
    chains: answer.chains.map((chain) => ({
      ...chain,
      agentType: chain.agentType === null ? null : name(next++),
    })),
    calls: answer.calls.map((call) => ({
      ...call,
      model: name(next++),
      parts: call.parts.map((part) => ({
        ...part,
        name: part.name === null ? null : name(next++),
        target: part.target === null ? null : name(next++),
      })),
    })),
    tools: answer.tools.map((tool) => ({ ...tool, name: name(next++), target: name(next++) })),
  };
}

export function renderAs(
  id: string,
  answer: ProfileAnswer,
  weight: ProfileWeight = 'tokens',
): string | Uint8Array {
  const format = PROFILE_FORMATS.find((one) => one.id === id);
  if (format === undefined) throw new Error(`no format ${id}`);
  return format.render(answer, { weight });
}

export function renderText(
  id: string,
  answer: ProfileAnswer,
  weight: ProfileWeight = 'tokens',
): string {
  return String(renderAs(id, answer, weight));
}
