// `telltale init`: hooks, status line and configuration in one go, shown first and done when agreed to.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyInit } from '../actions/install/apply-init.ts';
import { detectClientVersion, realVersionSources } from '../actions/install/client-version.ts';
import { findStatusline, type InitRequest, planInit } from '../actions/install/plan-init.ts';
import { inspectSettings } from '../config/load-settings.ts';
import { writeHotSettings } from '../live/hot-settings.ts';
import { livePaths } from '../live/live-paths.ts';
import { SETTINGS_SCOPES, type SettingsScope } from '../live/settings-places.ts';
import { telltalePaths, thisPlace } from '../shared/paths.ts';
import { renderInitOutcome, renderInitPlan } from '../views/terminal/install.ts';
import { decide, finish, isYes, refuseConsent } from './kit/consent.ts';
import { defineCommand, type ExitCode, JSON_OPTION } from './kit/define-command.ts';
import type { Invocation } from './kit/invocation.ts';

export default defineCommand({
  name: 'init',
  summary: 'set up hooks, status line and configuration, shown as a diff first',
  topic: 'In the session',
  description:
    'Adds telltale to the settings of Claude Code and writes a commented configuration file. Shows every change and asks before it makes one; telltale uninstall gives back what was there, byte for byte. A status line of your own is only touched when you say so: it then runs first, with telltale beside it.',
  options: [
    { flags: '--yes', summary: 'make the changes without asking' },
    { flags: '--dry-run', summary: 'show the changes and make none' },
    { flags: '--hooks', summary: 'the hooks only, unless --statusline is given too' },
    {
      flags: '--statusline',
      summary: 'the status line only, unless --hooks is given too; agrees to run yours within it',
    },
    { flags: '--claude-md', summary: 'also add a short note about telltale to CLAUDE.md' },
    {
      flags: '--slash-command',
      summary: 'only the slash command /telltale, unless --hooks or --statusline is given too',
    },
    {
      flags: '--scope <scope>',
      summary: 'whose settings: user (every project), project (shared) or local (this clone)',
      choices: SETTINGS_SCOPES,
      default: 'user',
    },
    JSON_OPTION,
  ],
  examples: [
    { line: 'telltale init', shows: 'what would change, and a question' },
    { line: 'telltale init --dry-run', shows: 'what would change' },
    {
      line: 'telltale init --yes --statusline --hooks',
      shows: 'everything at once, your own status line included',
    },
  ],
  run: async (invocation): Promise<ExitCode> => {
    const request = await makeRequest(invocation);
    const agreed = {
      ...request,
      mayWrap: request.mayWrap || (await askToWrap(invocation, request)),
    };
    const plan = planInit(agreed);
    const { answer } = plan;
    const show = (each: typeof answer) => renderInitPlan(each, invocation.screen);
    const decision = await decide(invocation, answer, show);
    const settled = decision === 'go' ? applyInit(plan, agreed) : { ...answer, status: decision };
    if (decision === 'go') await leaveSettings(agreed);
    finish(invocation, settled, (each) => renderInitOutcome(each, invocation.screen));
    if (decision === 'needs-consent') throw refuseConsent('init');
    return 0;
  },
});

async function makeRequest(invocation: Invocation): Promise<InitRequest> {
  const { options, env, now } = invocation;
  const place = thisPlace(env);
  const paths = telltalePaths(place);
  const { loaded } = await inspectSettings(place);
  const named =
    options.hooks === true || options.statusline === true || options.slashCommand === true;
  return {
    place,
    cwd: resolve(invocation.cwd ?? process.cwd()),
    stateDir: paths.stateDir,
    configFile: paths.configFile,
    scope: (options.scope as SettingsScope | undefined) ?? 'user',
    parts: {
      hooks: !named || options.hooks === true,
      statusline: !named || options.statusline === true,
      claudeMd: options.claudeMd === true,
      slashCommand: options.slashCommand === true,
    },
    mayWrap: options.statusline === true,
    program: { nodePath: process.execPath, distDir: findDist(), platform: place.platform },
    client: detectClientVersion(realVersionSources(env, paths.ledgerFile)),
    refreshSeconds: loaded.settings.statusline.refreshSeconds,
    nowMs: now(),
  };
}

/** So that the very first hook knows what was switched off. */
async function leaveSettings({ place, stateDir, configFile }: InitRequest): Promise<void> {
  const { loaded } = await inspectSettings(place);
  writeHotSettings(livePaths(stateDir).hotSettingsFile, configFile, loaded.settings);
}

/** A person is asked; `--yes` alone does not touch a status line of somebody else's. */
async function askToWrap(invocation: Invocation, request: InitRequest): Promise<boolean> {
  const { ask, options } = invocation;
  const isAsking =
    options.yes !== true && options.dryRun !== true && options.json !== true && ask !== undefined;
  if (!isAsking || !request.parts.statusline || request.mayWrap) return false;
  const state = findStatusline(request);
  if (state.kind !== 'foreign' || state.command === null) return false;
  invocation.out(`There is a status line already:\n  ${state.command}\n`);
  return isYes(await ask("Go on running it, with telltale's beside it? [y/N] "));
}

/** Where this program was built to; from the sources it is the folder that they are built to. */
function findDist(): string {
  const here = fileURLToPath(new URL('.', import.meta.url));
  return /[\\/]src[\\/]commands[\\/]$/.test(here) ? join(here, '../../dist') : resolve(here);
}
