// What the demo's sessions are about: made-up projects, tasks and prompts of a made-up developer.

export interface DemoTask {
  readonly project: keyof typeof PROJECTS;
  readonly branch: string;
  readonly title: string;
  readonly prompt: string;
}

export const PROJECTS = {
  'api-gateway': '/home/dev/code/api-gateway',
  web: '/home/dev/code/web',
  infra: '/home/dev/code/infra',
  'billing-jobs': '/home/dev/code/billing-jobs',
} as const;

/** A git worktree of api-gateway. */
export const WORKTREE = `${PROJECTS['api-gateway']}/.claude/worktrees/retry-fix`;

export const TASKS: readonly DemoTask[] = [
  task(
    'api-gateway',
    'main',
    'Explain the request pipeline',
    'Walk me through what happens to a request from the listener to the upstream.',
  ),
  task(
    'api-gateway',
    'rate-limits',
    'Add per-tenant rate limits',
    'Add a token bucket per tenant to the limiter, configurable in limits.yaml.',
  ),
  task(
    'api-gateway',
    'rate-limits',
    'Test the token bucket',
    'Write table tests for the token bucket: burst, refill, clock going backwards.',
  ),
  task(
    'api-gateway',
    'main',
    'Upgrade to Go 1.25',
    'Upgrade the module to Go 1.25 and fix whatever vet complains about.',
  ),
  task(
    'api-gateway',
    'trace-ids',
    'Propagate trace ids',
    'Pass the traceparent header on to upstream requests and into the access log.',
  ),
  task(
    'api-gateway',
    'main',
    'Find the goroutine leak',
    'Memory grows by 50 MB a day in staging. Look for a goroutine leak in the proxy.',
  ),
  task(
    'api-gateway',
    'health',
    'Split liveness from readiness',
    'Our health check restarts pods when the upstream is down. Split liveness and readiness.',
  ),
  task(
    'api-gateway',
    'main',
    'Review the TLS settings',
    'Review our TLS configuration and tell me what is out of date.',
  ),
  task(
    'api-gateway',
    'http3',
    'Try HTTP/3',
    'Put HTTP/3 behind a flag and show me what it would take to enable it for one host.',
  ),
  task(
    'web',
    'dark-mode',
    'Add dark mode',
    'Add a dark theme with a switch in the settings page; remember the choice.',
  ),
  task(
    'web',
    'dark-mode',
    'Fix contrast in dark mode',
    'Three labels fail the contrast check in dark mode. Find and fix them.',
  ),
  task(
    'web',
    'main',
    'Speed up the cart page',
    'The cart page takes 900 ms to become interactive. Find out why.',
  ),
  task(
    'web',
    'forms',
    'Validate the address form',
    'Validate the address form as the user types, without flashing errors too early.',
  ),
  task(
    'web',
    'main',
    'Remove the old router',
    'Remove the legacy router now that all pages use the new one.',
  ),
  task(
    'web',
    'i18n',
    'Prepare for translations',
    'Move all user-visible texts of the checkout into message files.',
  ),
  task(
    'web',
    'main',
    'Flaky screenshot tests',
    'The screenshot tests fail about every tenth run. Make them stable.',
  ),
  task(
    'web',
    'a11y',
    'Keyboard use of the menu',
    'Make the account menu usable with the keyboard alone.',
  ),
  task(
    'web',
    'main',
    'Bundle size report',
    'Our bundle grew by 80 kB last month. What did that, and what can go?',
  ),
  task(
    'infra',
    'main',
    'Rotate secrets',
    'Write a plan and scripts to rotate the database passwords without downtime.',
  ),
  task(
    'infra',
    'cache-cluster',
    'Size the cache cluster',
    'Use the numbers in docs/load.md to size the new cache cluster.',
  ),
  task(
    'infra',
    'main',
    'Drift in the staging state',
    'terraform plan shows changes nobody made in staging. Find out where they come from.',
  ),
  task(
    'infra',
    'dns',
    'Move DNS records to code',
    'Import our DNS zone and describe it as code; nothing may change on apply.',
  ),
  task(
    'infra',
    'main',
    'Alert on slow deploys',
    'Add an alert for deployments that take longer than ten minutes.',
  ),
  task(
    'infra',
    'backups',
    'Check the backups',
    'Write a job that restores last night’s backup into a scratch database and checks it.',
  ),
  task(
    'billing-jobs',
    'main',
    'Invoices are off by a cent',
    'Some invoices are off by one cent. Find the rounding mistake.',
  ),
  task(
    'billing-jobs',
    'retries',
    'Make the export idempotent',
    'The nightly export sends duplicates when it is retried. Make it idempotent.',
  ),
  task(
    'billing-jobs',
    'main',
    'Faster test suite',
    'The test suite takes six minutes. Bring it under two.',
  ),
  task(
    'billing-jobs',
    'tax',
    'New tax rules',
    'Implement the tax rules described in docs/tax-2027.md with tests for each example.',
  ),
  task(
    'billing-jobs',
    'main',
    'Type hints for the core',
    'Add type hints to jobs/core and make the type checker strict there.',
  ),
];

/** Prompts that can follow any first one. */
export const FOLLOW_UPS: readonly string[] = [
  'Looks good. Run the whole suite and show me only what fails.',
  'Can you keep the public signature as it was?',
  'Add a test for the empty case.',
  'Explain in two sentences why this happens, for the pull request.',
  'Now do the same for the other handler.',
  'Use the helper we already have in src/shared instead of a new one.',
  'Commit this with a short message.',
  'What did you leave out?',
  'Measure it before and after.',
  'Update the docs, only the part that changed.',
];

function task(
  project: DemoTask['project'],
  branch: string,
  title: string,
  prompt: string,
): DemoTask {
  return { project, branch, title, prompt };
}
