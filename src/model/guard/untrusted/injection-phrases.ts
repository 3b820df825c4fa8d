// Phrases with which texts try to instruct an agent. Knows a few that are in use; a text about them holds them
// too.

const PHRASES: readonly (readonly [label: string, pattern: RegExp])[] = [
  [
    'ignore previous instructions',
    /\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+)?(?:of\s+)?(?:the\s+|your\s+|my\s+)?(?:previous|prior|above|earlier|preceding)\s+(?:instructions?|prompts?|rules|directions|messages|context)/i,
  ],
  [
    'new instructions',
    /\b(?:your\s+new|new\s+system|updated\s+system)\s+(?:instructions?|prompt)\s*(?:are|is|:)/i,
  ],
  [
    'keep it from the user',
    /\b(?:do\s+not|don't|never|without)\s+(?:tell|telling|inform|informing|mention\s+(?:this|it)\s+to|reveal\s+(?:this|it)\s+to|alert|alerting)\s+(?:the\s+)?(?:user|human|developer)\b/i,
  ],
  [
    'words to AI agents',
    /\b(?:if\s+you\s+are|as)\s+an?\s+(?:ai|llm)(?:\s+(?:assistant|agent|model))?,?\s+(?:you\s+must|please\s+(?:run|execute)|run\b|execute\b)/i,
  ],
  [
    'a forged role',
    /<\/?(?:system|assistant_instructions|system_prompt|important_instructions)>|\[\/?INST\]|<\|im_start\|>/i,
  ],
];

/** Our names of the phrases that the text holds, never its own words. */
export function findPhrases(text: string): string[] {
  return PHRASES.filter(([, pattern]) => pattern.test(text)).map(([label]) => label);
}
