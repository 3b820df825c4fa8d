// Turns as people work, each with the label that a person gave it before the classifier was asked. Invented for
// the purpose; some are hard, and some the classifier gets wrong.
import type { TaskLabel } from '../../../src/metrics/task/task-labels.ts';

export interface LabelledTurn {
  readonly prompt: string;
  /**
   * What was done, in order: R Read, S Grep, L Glob, E Edit, W Write, B Bash, B! a Bash that fails, A Agent,
   * F WebFetch, T TodoWrite, P ExitPlanMode, Q AskUserQuestion, M a tool of an MCP server; ~ a text.
   */
  readonly deeds: string;
  readonly label: TaskLabel;
  readonly isPlanMode?: boolean;
}

const turn = (prompt: string, deeds: string, label: TaskLabel): LabelledTurn => ({
  prompt,
  deeds,
  label,
});

export const LABELLED_TURNS: readonly LabelledTurn[] = [
  turn('Where is the retry limit of the upload queue set?', 'S S R ~', 'exploration'),
  turn(
    'walk me through how a request gets from the router to the database',
    'R R R S R ~',
    'exploration',
  ),
  turn('is this function still used anywhere?', 'S ~', 'exploration'),
  turn('why is startup so slow on Windows?', 'R R B B R ~', 'exploration'),
  turn('find all places that still use the old logger', 'S S ~', 'exploration'),
  turn('Review my diff before I open the pull request', 'B R R R ~', 'exploration'),
  turn('explore the codebase and tell me what it does', 'A ~', 'exploration'),
  turn('Use three agents and look for dead code', 'A A A ~', 'exploration'),
  turn('Which of these two libraries is better maintained?', 'F F ~', 'exploration'),
  turn('explain this regex: ^(?:a|b)+$', '~', 'exploration'),
  turn('Summarise what we did today', 'B B ~', 'exploration'),
  turn('hm, and the tests for that, do they cover the empty case?', 'L R R ~', 'exploration'),
  turn(
    'the flaky test again. Look into it, but do not change anything yet',
    'R B B B! B ~',
    'exploration',
  ),
  turn('Warum dauert der Build so lange?', 'R B ~', 'exploration'),

  turn('Add a --json flag to the export command', '~ R R E E E W B ~', 'mutation_heavy'),
  turn('Rename UserStore to AccountStore everywhere', 'S R E E E E E ~', 'mutation_heavy'),
  turn('write the migration that puts an index on orders.created_at', 'R W ~', 'mutation_heavy'),
  turn('port the three helpers in utils.js to TypeScript', 'R W W W E ~', 'mutation_heavy'),
  turn('Update the README for the new flags', 'R E E ~', 'mutation_heavy'),
  turn(
    'create a package packages/queue with tests, like packages/cache',
    'T L R R R W W W W B ~',
    'mutation_heavy',
  ),
  turn(
    'refactor the parser into smaller files and keep the tests green',
    'R R W W W E E B B ~',
    'mutation_heavy',
  ),
  turn('put the settings into yaml instead', 'R W E S E ~', 'mutation_heavy'),
  turn('tidy up the imports', 'E ~', 'mutation_heavy'),
  turn('delete the feature flag and everything behind it', 'S S R E E E R E B ~', 'mutation_heavy'),
  turn('translate the messages of the login page to German', 'R E E E E ~', 'mutation_heavy'),
  turn('convert the fixtures to JSON with a small script', 'W B B ~', 'mutation_heavy'),
  turn('same for the other two files', 'R R E E ~', 'mutation_heavy'),
  turn('ok, do it', 'T E E W W B ~', 'mutation_heavy'),
  turn('continue', 'E E W E ~', 'mutation_heavy'),
  turn('go on with the next item on the list', 'R R E E B E B ~', 'mutation_heavy'),
  turn('wrong file, please use config.prod.ts', 'R E E ~', 'mutation_heavy'),

  turn(
    'The date picker test is red since yesterday, make it green',
    'R B! E B! R E B ~',
    'debug_loop',
  ),
  turn(
    "TypeError: cannot read properties of undefined (reading 'id') in checkout.ts",
    'R R E ~',
    'debug_loop',
  ),
  turn('the build is broken on main, TS2345, see CI', 'B! R E B ~', 'debug_loop'),
  turn('npm test says 3 failed, fix them', 'B! R E B! R E E B ~', 'debug_loop'),
  turn('continue', 'R E B! E B ~', 'debug_loop'),
  turn('bisect which commit broke the login', 'B B B! B B ~', 'debug_loop'),
  turn(
    'refactor the parser into smaller files and keep the tests green',
    'R W E B! E B! E B ~',
    'debug_loop',
  ),
  turn(
    'bump all dependencies and see that everything still builds',
    'R E B B! E B ~',
    'debug_loop',
  ),
  turn('Behebe den Fehler beim Anmelden', 'R E B! E B ~', 'debug_loop'),
  turn('why does the cache miss so often?', 'R R R S E B B E B ~', 'debug_loop'),
  turn('add logging so that we can see why the worker dies', 'R E E B R B ~', 'debug_loop'),
  turn('still the same. try a longer timeout', 'E B ~', 'debug_loop'),
  turn('run the tests', 'B! R B! ~', 'debug_loop'),

  turn(
    'How should we split this service? Give me two options with their trade-offs.',
    '~',
    'planning',
  ),
  turn('thanks, looks good', '~', 'planning'),
  { ...turn('Find out how to get us off moment.js', 'S R R R P ~', 'planning'), isPlanMode: true },
  { ...turn('no, keep the old API', 'R ~ P ~', 'planning'), isPlanMode: true },
  turn(
    'what would it take to support Postgres 16? Think before you touch anything',
    'S R R R ~',
    'planning',
  ),
  turn('what do you think of event sourcing here?', '~', 'planning'),
  turn('how do we want to handle rate limits? Ask me what you need', 'Q ~', 'planning'),
  turn('break this down into steps', 'T ~', 'planning'),
  turn("what's next?", 'T ~', 'planning'),
  turn('did you push?', '~', 'planning'),

  turn('run the tests', 'B ~', 'mixed'),
  turn('commit this and push', 'B B B ~', 'mixed'),
  turn('start the server and check that the page renders', 'B M M M ~', 'mixed'),
  turn('deploy to staging', 'B B! B B ~', 'mixed'),
];

/** Written and labelled when the rules stood, and not looked at for them. */
export const SECOND_SET: readonly LabelledTurn[] = [
  turn("how big is the vendor folder and what's in there?", 'B B ~', 'exploration'),
  turn('where are feature flags read?', 'S S R R ~', 'exploration'),
  turn('what changed between 2.3 and 2.4 of this library?', 'F F B ~', 'exploration'),
  turn('explain why you did it this way', '~', 'exploration'),
  turn("I don't get how the scheduler picks a worker", 'R R S R ~', 'exploration'),

  turn('make the sidebar collapsible', 'R R E E W B B! E B ~', 'mutation_heavy'),
  turn('yes', 'E E E E ~', 'mutation_heavy'),
  turn('no, the other one', 'R E ~', 'mutation_heavy'),
  turn('add a test for the empty list', 'R E B ~', 'mutation_heavy'),
  turn(
    'implement the cache behind an interface, see the ticket',
    'M R R R W W E E B B ~',
    'mutation_heavy',
  ),
  turn('extract the date helpers and update the imports', 'R W E E E S E B ~', 'mutation_heavy'),
  turn('use pnpm instead of npm', 'R B E E B ~', 'mutation_heavy'),

  turn('the API returns 500 for empty carts', 'S R R E B ~', 'debug_loop'),
  turn(
    'Can you rebase this onto main and sort out the conflicts?',
    'B B! R E E B B ~',
    'debug_loop',
  ),
  turn('memory keeps growing in production, here is a heap dump', 'R B B B ~', 'debug_loop'),
  turn('make the tests pass', 'B! R E B! E B ~', 'debug_loop'),
  turn('it still crashes on start', 'B! R R E B! E B ~', 'debug_loop'),
  turn('lint complains', 'B! E E B ~', 'debug_loop'),

  turn('draft a proposal for the new permissions in docs/rfc.md', 'R R W ~', 'planning'),
  turn('Outline the steps for a migration without downtime', '~', 'planning'),
  turn('compare SQLite and DuckDB for this', 'F F ~', 'planning'),
  turn("let's think about what a second version would be", '~', 'planning'),

  turn('check whether CI is green', 'B ~', 'mixed'),
  turn('clean up', 'B B ~', 'mixed'),
  turn('ship it', 'B B B ~', 'mixed'),
];
