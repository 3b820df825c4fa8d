// A credential as a label: what it is, how long, and a tag that tells two apart. Shows no character of it.
import type { Hit } from '../finding.ts';
import type { RuleId, Severity } from '../rules.ts';

export interface FoundSecret {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly secret: string;
  /** A documented example, not a key of anyone's. */
  readonly isExample: boolean;
}

/** Of the whole secret, hex, from a hash that cannot be turned back. */
export type SecretDigest = (secret: string) => string;

/** 32 bits: enough to tell the secrets of one person apart. */
const TAG_DIGITS = 8;

/** Shorter or plainer values were chosen by people: a tag would let others test guesses. */
const LEAST_RANDOM = 20;

export function describeSecret(
  { rule, severity, secret, isExample }: FoundSecret,
  digest: SecretDigest,
): Hit {
  const key = digest(secret);
  const words = `${[...secret].length} characters`;
  return {
    rule,
    severity,
    label: isExample ? `documented example, ${words}` : words,
    key,
    tag: isRandom(secret) ? key.slice(0, TAG_DIGITS) : null,
  };
}

function isRandom(secret: string): boolean {
  const isLong = secret.length >= LEAST_RANDOM || KEY_ID.test(secret);
  return (
    isLong && /\d/.test(secret) && /[A-Za-z]/.test(secret) && !/[ _-][a-z]{4,}[ _-]/.test(secret)
  );
}

/** What stands behind AKIA: short, and made by a machine. */
const KEY_ID = /^[A-Z0-9]{16}$/;
