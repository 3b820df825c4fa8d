// What a format of the exported profile is. Types only.
import type { ProfileAnswer } from '../../query/profile/profile-answer.ts';

export const PROFILE_WEIGHTS = ['tokens', 'cost'] as const;

export type ProfileWeight = (typeof PROFILE_WEIGHTS)[number];

export interface ProfileRenderOptions {
  /** What the width of a frame stands for, or which of both is shown first. */
  readonly weight: ProfileWeight;
}

export interface ProfileFormat {
  /** As `--format` takes it. */
  readonly id: string;
  /** Ends of file names that stand for it; the first is the usual one. */
  readonly extensions: readonly string[];
  readonly isBinary: boolean;
  /** False: it holds all figures, so there is nothing to choose. */
  readonly takesWeight: boolean;
  /** What opens the file; FILE stands for its name. */
  readonly openWith: string;
  readonly render: (answer: ProfileAnswer, options: ProfileRenderOptions) => string | Uint8Array;
}
