// Whether the configuration is right, and whether its prices can be used. Reads what was loaded.
import { formatMistake } from '../../config/load-settings.ts';
import { SHIPPED_BOOK, withOverrides } from '../../pricing/book.ts';
import type { Finding, SectionDefinition } from './section.ts';

export const CONFIG_SECTION: SectionDefinition = {
  id: 'config',
  title: 'Configuration',
  examine: ({ config }) => {
    const { loaded, mistakes } = config;
    const { prices, modelAliases } = loaded.settings;
    const book = withOverrides(SHIPPED_BOOK, prices, modelAliases);
    const changed = loaded.values.filter(({ source }) => source.kind !== 'default').length;
    return {
      facts: [
        { key: 'file', label: 'file', unit: 'path', value: loaded.file },
        { key: 'fileExists', label: 'file exists', unit: 'flag', value: loaded.fileExists },
        { key: 'changed', label: 'settings changed', unit: 'count', value: changed },
      ],
      findings: [
        ...mistakes.map((mistake) => brokenConfig(formatMistake(mistake))),
        ...book.issues.map((issue) => unusablePrice(issue)),
      ],
    };
  },
};

function brokenConfig(what: string): Finding {
  return {
    code: 'bad-config',
    severity: 'critical',
    what,
    next: 'Correct it; other commands refuse to run until then',
    command: 'telltale config check',
  };
}

function unusablePrice(issue: { setting: string; modelId: string; why: string }): Finding {
  const section = issue.setting === 'prices' ? 'prices' : 'model_aliases';
  return {
    code: 'unusable-price',
    severity: 'warn',
    what: `The entry ${JSON.stringify(issue.modelId)} in [${section}] is not used: ${issue.why}`,
    next: 'Correct or remove it in the configuration file',
    command: 'telltale config path',
  };
}
