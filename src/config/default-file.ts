// The commented file that `telltale config init` writes. Derived from the table of settings; every
// line is a comment, so a fresh file changes nothing.
import { describeAccepted } from './check-value.ts';
import { KNOWN_SETTINGS } from './setting-keys.ts';

/** Every setting with its meaning, accepted form and an example, commented out. */
export function defaultConfigText(): string {
  const lines = [
    '# telltale settings. Uncomment a line to change it; check with: telltale config check',
    '# A variable named in brackets, when set in the environment, wins over this file.',
  ];
  let section = '';
  for (const { pattern, definition } of KNOWN_SETTINGS) {
    const segments = pattern.split('.').map((name) => (name.startsWith('<') ? SAMPLE_MODEL : name));
    const name = segments.pop() ?? '';
    if (segments.join('.') !== section) {
      section = segments.join('.');
      const isOptional = section.includes(SAMPLE_MODEL);
      lines.push('', `${isOptional ? '# ' : ''}[${section}]`);
    }
    const variable = definition.env === null ? '' : ` [${definition.env}]`;
    lines.push(`# ${definition.doc}`);
    lines.push(`#   Accepted: ${describeAccepted(definition)}.${variable}`);
    lines.push(`# ${name} = ${definition.example}`);
  }
  return `${lines.join('\n')}\n`;
}

const SAMPLE_MODEL = 'my-model';
