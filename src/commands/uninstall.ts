// `telltale uninstall`: takes out what init put in, shown first and done when agreed to.
import { resolve } from 'node:path';
import { applyUninstall, planUninstall } from '../actions/install/uninstall.ts';
import { SETTINGS_SCOPES, type SettingsScope } from '../live/settings-places.ts';
import { telltalePaths, thisPlace } from '../shared/paths.ts';
import { renderUninstallOutcome, renderUninstallPlan } from '../views/terminal/install.ts';
import { decide, finish, refuseConsent } from './kit/consent.ts';
import { defineCommand, JSON_OPTION } from './kit/define-command.ts';

export default defineCommand({
  name: 'uninstall',
  summary: 'take telltale out of the settings of Claude Code again',
  topic: 'In the session',
  description:
    'Gives back every file as it was before init, byte for byte; where you have edited one since, only what is ours goes. Without --scope: everything that init noted, and your user settings. The ledger, handoffs and configuration stay, and their place is named.',
  options: [
    { flags: '--yes', summary: 'make the changes without asking' },
    { flags: '--dry-run', summary: 'show the changes and make none' },
    {
      flags: '--scope <scope>',
      summary: 'only these settings; all: also those of the project here',
      choices: [...SETTINGS_SCOPES, 'all'],
    },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale uninstall', shows: 'what would change, and a question' },
    { line: 'telltale uninstall --scope project --yes', shows: 'the project here, at once' },
  ],
  run: async (invocation) => {
    const { options, screen, env, now } = invocation;
    const place = thisPlace(env);
    const { stateDir, configFile } = telltalePaths(place);
    const request = {
      place,
      cwd: resolve(invocation.cwd ?? process.cwd()),
      stateDir,
      configFile,
      scope: (options.scope as SettingsScope | 'all' | undefined) ?? null,
      nowMs: now(),
    };
    const plan = planUninstall(request);
    const { answer } = plan;
    const show = (each: typeof answer) => renderUninstallPlan(each, screen);
    const decision = await decide(invocation, answer, show);
    const isDone = decision === 'go' || decision === 'nothing-to-do';
    const settled =
      isDone && options.dryRun !== true
        ? applyUninstall(plan, request)
        : { ...answer, status: decision === 'go' ? ('dry-run' as const) : decision };
    finish(invocation, settled, (each) => renderUninstallOutcome(each, screen));
    if (decision === 'needs-consent') throw refuseConsent('uninstall');
    return settled.notes.some(({ severity }) => severity === 'critical') ? 2 : 0;
  },
});
