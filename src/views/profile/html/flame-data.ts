// A profile as the trees that the page's script draws: equal frames below one parent are one. Knows the
// compact form that both sides agree on.
import type { ProfileAnswer, ProfileFlow } from '../../../query/profile/profile-answer.ts';
import { partFrames, sessionFrame } from '../frame-names.ts';
import type { ProfileWeight } from '../profile-format.ts';
import { type ProfileLeaf, walkStacks } from '../walk-stacks.ts';

export interface FlameData {
  readonly weight: ProfileWeight;
  readonly names: readonly string[];
  /**
   * By turn and call; by content alone. Nodes in preorder with a blank between:
   * `class+name.children.tokens.nanodollars`, numbers in base 36, own values only, empty ones at the end
   * left out; `?` stands for a cost that is not known.
   */
  readonly trees: readonly string[];
}

interface Node {
  readonly name: number;
  /** 0: a frame that holds others, 1 to 5: the flow of its leaves. */
  kind: number;
  tokens: number;
  costNanoUsd: number;
  isUnpriced: boolean;
  readonly children: Map<string, Node>;
}

const KINDS: Readonly<Record<ProfileFlow, number>> = {
  'context-read': 1,
  'context-sent': 2,
  new: 3,
  answer: 4,
  search: 5,
};

export function flameData(answer: ProfileAnswer, weight: ProfileWeight): FlameData {
  const names: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (name: string): number => {
    const known = places.get(name);
    if (known !== undefined) return known;
    places.set(name, names.length);
    return names.push(name) - 1;
  };
  const root = sessionFrame(answer);
  const byCall = createNode(placeOf(root), 0);
  const byContent = createNode(placeOf(root), 0);
  for (const leaf of walkStacks(answer)) {
    addLeaf(byCall, leaf.stack.slice(1), leaf, placeOf);
    addLeaf(byContent, partFrames(leaf.part), leaf, placeOf);
  }
  return { weight, names, trees: [encode(byCall), encode(bySize(byContent))] };
}

function createNode(name: number, kind: number): Node {
  return { name, kind, tokens: 0, costNanoUsd: 0, isUnpriced: false, children: new Map() };
}

function addLeaf(
  root: Node,
  stack: readonly string[],
  { part }: ProfileLeaf,
  placeOf: (name: string) => number,
): void {
  const firstOfPart = stack.length - partFrames(part).length;
  let node = root;
  for (const [at, name] of stack.entries()) {
    const kind = at < firstOfPart ? 0 : KINDS[part.flow];
    let child = node.children.get(name);
    if (child === undefined) {
      child = createNode(placeOf(name), kind);
      node.children.set(name, child);
    }
    // A tool call is a leaf by itself, and holds the subagent that it started.
    child.kind ||= kind;
    node = child;
  }
  node.tokens += part.tokens;
  if (part.costNanoUsd === null) node.isUnpriced = true;
  else node.costNanoUsd += part.costNanoUsd;
}

/** The largest first, at both levels: there is no order of time in what was gathered from all calls. */
function bySize(root: Node): Node {
  const sorted = [...root.children]
    .map(([name, child]) => ({ name, child: bySize(child) }))
    .map((one) => ({ ...one, tokens: sumOf(one.child) }))
    .sort((a, b) => b.tokens - a.tokens);
  return { ...root, children: new Map(sorted.map(({ name, child }) => [name, child])) };
}

function sumOf({ tokens, children }: Node): number {
  return [...children.values()].reduce((sum, child) => sum + sumOf(child), tokens);
}

/** Without recursion: subagents may nest as deep as a transcript says. */
function encode(root: Node): string {
  const rows: string[] = [];
  const open: Node[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    rows.push(rowOf(node));
    for (const child of [...node.children.values()].reverse()) open.push(child);
  }
  return rows.join(' ');
}

function rowOf(node: Node): string {
  const { name, kind, children, tokens, costNanoUsd, isUnpriced } = node;
  const cost = isUnpriced && costNanoUsd === 0 ? '?' : base36(costNanoUsd);
  const row = `${kind}${name.toString(36)}.${base36(children.size)}.${base36(tokens)}.${cost}`;
  return row.replace(/\.+$/, '');
}

function base36(value: number): string {
  return value === 0 ? '' : value.toString(36);
}
