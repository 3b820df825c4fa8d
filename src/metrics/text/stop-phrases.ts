// Phrases with which work is put off, handed back or called done too early, by what they are a sign of. Our
// own list, in English. Knows words only.
import { type Phrase, phraseName } from './phrase-finder.ts';

export interface StopPhrase extends Phrase {
  /** What saying it may tell. */
  readonly intent: string;
}

const INTENTS = {
  ownership_dodging: 'says that a fault is not of its own making instead of looking at it',
  permission_seeking: 'asks whether to go on with what it was asked to do',
  premature_stopping: 'ends before what was asked is done',
  known_limitation: 'gives a gap a name instead of closing it',
} as const;

export type StopCategory = keyof typeof INTENTS;

export const STOP_CATEGORIES: Readonly<Record<StopCategory, string>> = INTENTS;

type Row = readonly [phrase: string, keys: readonly string[], pattern: RegExp];

/** A fault, as one would say it. */
const FAULT =
  '(?:issues?|bugs?|failures?|errors?|problems?|breakages?|flak(?:es?|iness)|warnings?|(?:test |lint |type )+(?:failures?|errors?))';
const MY_WORK =
  '(?:my|our|these|this|the (?:current|new|recent)) (?:changes?|edits?|work|refactor(?:ing)?)';

/**
 * Each wants a place in the clause where it speaks of the work at hand: "out of scope" alone is ordinary
 * prose, "that is out of scope" is not (codevigil's defect D12).
 */
const ROWS: Readonly<Record<StopCategory, readonly Row[]>> = {
  ownership_dodging: [
    [
      'not from my changes',
      ['change', 'edit', 'work', 'refactor'],
      new RegExp(
        `(?:\\b(?:not|never|neither|nothing)|n['\u2019]t)(?: \\w+){0,2} (?:caused|introduced|broken|triggered|due|related)(?: (?:by|to|from))? ${MY_WORK}\\b`,
        'g',
      ),
    ],
    [
      'unrelated to my changes',
      ['unrelated'],
      new RegExp(`\\bunrelated to (?:${MY_WORK}|what i|anything i|our task)\\b`, 'g'),
    ],
    [
      'pre-existing fault',
      ['existing'],
      new RegExp(
        `\\bpre-?existing(?: [\\w-]+){0,2} ${FAULT}\\b|\\b(?:is|are|was|were|be|been|'s|'re) (?:all |also |just |likely |probably )?pre-?existing\\b`,
        'g',
      ),
    ],
    [
      'was failing before',
      ['before', 'already'],
      /\b(?:was|were) (?:already )?(?:failing|broken|red) (?:before|on main|on master)\b|\b(?:already|also) (?:failed|failing|fails|broken) (?:before|on main|on master|without)\b/g,
    ],
    [
      'outside the scope',
      ['outside'],
      /\b(?:is|are|was|were|be|falls?|lies?|seems?|'s|'re) (?:well |clearly |just |probably )?outside (?:of )?(?:the|this|my|our) (?:scope|task)\b/g,
    ],
    ['not mine to fix', ['not '], /\bnot (?:mine|my (?:job|task|problem|responsibility|code))\b/g],
  ],
  permission_seeking: [
    [
      'should I continue',
      ['should i'],
      /\bshould i (?:continue|proceed|go (?:on|ahead)|keep going|carry on|move on|start)\b/g,
    ],
    [
      'shall I go on',
      ['shall i'],
      /\bshall (?:i|we) (?:continue|proceed|go (?:on|ahead)|keep going|carry on|move on|start)\b/g,
    ],
    [
      'want me to go on',
      ['want me', 'need me', 'prefer me'],
      /\b(?:do|did) you (?:still )?(?:want|need|prefer) me to (?:continue|proceed|go (?:on|ahead)|keep going|carry on|move on|finish|do the rest|complete)\b/g,
    ],
    ['would you like me to', ['would you like me'], /\bwould you like me to\b/g],
    [
      'let me know whether to go on',
      ['let me know'],
      /\blet me know (?:if|whether|when) (?:you(?:'d|\u2019d| would| want)? (?:like|want|prefer)?(?: me)? ?to|i (?:should|can|may)|to) (?:continue|proceed|go (?:on|ahead)|keep going|carry on|move on|finish)\b/g,
    ],
    [
      'waiting for your go-ahead',
      ['go-ahead', 'go ahead', 'approval', 'confirmation'],
      /\b(?:wait(?:ing)? for|await(?:ing)?) your (?:go-?ahead|go ahead|approval|confirmation)\b/g,
    ],
  ],
  premature_stopping: [
    [
      'good place to stop',
      ['stop', 'paus'],
      /\b(?:good|natural|nice|reasonable|sensible|logical) (?:place|point|moment|spot|time) (?:to|for) (?:stop|stopping|pause|a pause|pausing|wrap(?:ping)? up)\b/g,
    ],
    [
      'natural stopping point',
      ['stopping point', 'checkpoint', 'break point'],
      /\b(?:good|natural|nice|reasonable|sensible|logical) (?:stopping point|checkpoint|break point)\b/g,
    ],
    [
      'let us stop here',
      ['here', 'for now', 'for today'],
      /\b(?:let['\u2019]?s|let us|i(?:['\u2019]ll| will)|we can|i can) (?:pause|stop|leave it|leave things|wrap (?:it |things )?up|call it) (?:here|there|at this|for now|for today)\b/g,
    ],
    [
      'good enough for now',
      ['for now'],
      /\b(?:should|will|ought to) (?:work|do|be (?:fine|enough|sufficient|ok|okay)) for now\b|\bgood enough for now\b/g,
    ],
    [
      'the rest later',
      ['later', 'another', 'next session', 'future session', 'separate'],
      /\b(?:the rest|what remains|the remaining (?:\w+ )?(?:work|parts?|items?|steps?|tasks?|ones?)) (?:can|could|should|will|must) (?:be (?:done|handled|left|tackled) |wait |come |follow )?(?:until |for |in |to )?(?:later|another|a (?:later|future|separate)|the next)\b/g,
    ],
    [
      'running out of room',
      ['running', 'context'],
      /\b(?:running (?:low|out) (?:on|of)|limited by (?:my|the)) (?:remaining )?(?:context|tokens|time)\b/g,
    ],
  ],
  known_limitation: [
    [
      'known limitation',
      ['known'],
      /\b(?:(?:this|that|it)(?: is|['\u2019]s)|(?:these|those|they)(?: are|['\u2019]re)|as|remains?|leave this as|document(?:ed)? (?:this |it )?as) (?:a |an )?known (?:limitations?|issues?|gaps?|shortcomings?)\b/g,
    ],
    [
      'left for future work',
      ['future'],
      /\b(?:left|leave(?: \w+)?|leaving(?: \w+)?|deferred|defer(?: \w+)?|reserved|marked|belongs?)(?: it| this| that| them)? (?:for|to|as|in) (?:a |some )?future (?:work|improvements?|pr|iterations?|enhancements?)\b/g,
    ],
    [
      'left for a follow-up',
      ['follow'],
      /\b(?:left|leave(?: \w+)?|leaving(?: \w+)?|deferred|defer(?: \w+)?|address(?:ed)?|handled?|done|tackled?|fix(?:ed)?)(?: it| this| that| them)? (?:for|to|in|as) (?:a |the )?(?:separate |later )?follow-?up\b/g,
    ],
    [
      'out of scope',
      ['scope'],
      /\b(?:is|are|was|were|be|falls?|lies?|seems?|considered|'s|'re) (?:well |clearly |just |probably |currently )?(?:out of|beyond) (?:the |its |this |my |our )?scope\b/g,
    ],
    [
      'not supported yet',
      ['for now', 'yet'],
      /\b(?:does not|doesn['\u2019]t|do not|don['\u2019]t|won['\u2019]t|will not) (?:support|handle|cover) (?:\w+ ){0,4}(?:for now|yet)\b/g,
    ],
  ],
};

export const STOP_PHRASES: readonly StopPhrase[] = (Object.keys(ROWS) as StopCategory[]).flatMap(
  (category) =>
    ROWS[category].map(([phrase, keys, pattern]) => ({
      name: phraseName(category, phrase),
      intent: INTENTS[category],
      keys,
      pattern,
    })),
);
