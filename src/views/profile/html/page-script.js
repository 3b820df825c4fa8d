// The flame graph of the exported page: draws, zooms, searches, and is moved through by keys. Knows the two
// trees that the page carries; loads nothing.
const ROW = 20;
/** Narrower frames cannot be seen or hit. */
const NARROWEST = 1;
/** Of narrower ones the edge would be half. */
const NARROWEST_EDGE = 3;
/** Narrower ones have no room for a word. */
const NARROWEST_WORD = 26;
const byId = (id) => document.getElementById(id);
const data = JSON.parse(byId('data').textContent);
const trees = data.trees.map(readTree);
const flame = byId('flame');
const told = byId('told');
const path = byId('path');
const search = byId('search');
const state = { tree: 0, weight: data.weight, zoom: 0, here: 0, words: '' };

/** Nodes in preorder: class and name, children, own tokens, own nano-dollars; each of base 36. */
function readTree(text) {
  const rows = text.split(' ');
  const tree = { size: rows.length, name: [], kind: [], parent: [], depth: [], end: [] };
  const tokens = new Float64Array(rows.length);
  const cost = new Float64Array(rows.length);
  const unpriced = new Uint8Array(rows.length);
  const open = [];
  rows.forEach((row, at) => {
    const [head, children, own, money] = row.split('.');
    while (open.length > 0 && open.at(-1).left === 0) open.pop();
    const parent = open.at(-1);
    if (parent) parent.left--;
    tree.kind.push(Number(head[0]));
    tree.name.push(Number.parseInt(head.slice(1), 36));
    tree.parent.push(parent ? parent.at : -1);
    tree.depth.push(parent ? tree.depth[parent.at] + 1 : 0);
    tree.end.push(at + 1);
    tokens[at] = own ? Number.parseInt(own, 36) : 0;
    if (money === '?') unpriced[at] = 1;
    else cost[at] = money ? Number.parseInt(money, 36) : 0;
    open.push({ at, left: children ? Number.parseInt(children, 36) : 0 });
  });
  for (let at = rows.length - 1; at > 0; at--) {
    const parent = tree.parent[at];
    tokens[parent] += tokens[at];
    cost[parent] += cost[at];
    unpriced[parent] |= unpriced[at];
    tree.end[parent] = Math.max(tree.end[parent], tree.end[at]);
  }
  return Object.assign(tree, { tokens, cost, unpriced });
}

const current = () => trees[state.tree];
const nameOf = (at) => data.names[current().name[at]];
const weightOf = (at) => current()[state.weight][at];

function childrenOf(at) {
  const tree = current();
  const children = [];
  for (let child = at + 1; child < tree.end[at]; child = tree.end[child]) children.push(child);
  return children;
}

function ancestorsOf(at) {
  const above = [];
  for (let up = current().parent[at]; up >= 0; up = current().parent[up]) above.unshift(up);
  return above;
}

function money(nano) {
  if (nano === 0) return '$0.00';
  return nano < 1e7 ? `$${(nano / 1e9).toFixed(4)}` : `$${(nano / 1e9).toFixed(2)}`;
}

function share(value) {
  const all = weightOf(0);
  if (all === 0) return '–';
  const percent = (100 * value) / all;
  return percent > 0 && percent < 0.1 ? '<0.1 %' : `${percent.toFixed(1)} %`;
}

function figures(at) {
  const tree = current();
  const tokens = `${tree.tokens[at].toLocaleString('en')} tokens`;
  const priced = tree.cost[at] > 0 || !tree.unpriced[at];
  const more = tree.unpriced[at] ? ' and calls without a known price' : '';
  return `${tokens} · ${priced ? money(tree.cost[at]) : '–'}${more} · ${share(weightOf(at))} of the session`;
}

function draw() {
  const width = flame.clientWidth;
  const above = ancestorsOf(state.zoom);
  flame.textContent = '';
  const parts = document.createDocumentFragment();
  const shown = { parts, rows: above.length, words: state.words.toLowerCase() };
  for (const [row, at] of above.entries())
    addFrame(shown, at, { row, left: 0, width, above: true });
  if (weightOf(state.zoom) > 0) drawBelow(shown, width, above.length);
  flame.style.height = `${(shown.rows + 1) * ROW}px`;
  flame.append(parts);
  flame.classList.toggle('searching', state.words !== '');
  drawPath(above);
  markHere();
}

function drawBelow(shown, width, top) {
  const tree = current();
  const scale = width / weightOf(state.zoom);
  const firstDepth = tree.depth[state.zoom];
  /** By row: where the next frame begins. */
  const next = [0];
  let at = state.zoom;
  while (at < tree.end[state.zoom]) {
    const below = tree.depth[at] - firstDepth;
    const left = next[below];
    const wide = weightOf(at) * scale;
    next[below] = left + wide;
    next[below + 1] = left;
    if (wide < NARROWEST) {
      at = tree.end[at];
      continue;
    }
    shown.rows = Math.max(shown.rows, top + below);
    addFrame(shown, at, { row: top + below, left, width: wide, above: false });
    at++;
  }
}

function addFrame(shown, at, box) {
  const frame = document.createElement('div');
  const name = nameOf(at);
  const isHit = shown.words !== '' && name.toLowerCase().includes(shown.words);
  frame.className = `frame c${current().kind[at]}${box.above ? ' above' : ''}${isHit ? ' hit' : ''}`;
  frame.id = `f${at}`;
  frame.dataset.at = at;
  frame.setAttribute('role', 'treeitem');
  frame.setAttribute('aria-level', String(current().depth[at] + 1));
  frame.setAttribute('aria-label', `${name}, ${share(weightOf(at))}`);
  frame.style.left = `${box.left}px`;
  frame.style.top = `${box.row * ROW}px`;
  frame.style.width = `${Math.max(NARROWEST, box.width)}px`;
  if (box.width >= NARROWEST_WORD) frame.textContent = name;
  else frame.classList.add(box.width < NARROWEST_EDGE ? 'thin' : 'bare');
  shown.parts.append(frame);
}

function drawPath(above) {
  path.textContent = '';
  for (const at of [...above, state.zoom]) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = nameOf(at);
    button.addEventListener('click', () => zoomTo(at));
    path.append(button);
  }
}

function markHere() {
  for (const old of flame.querySelectorAll('.here')) old.classList.remove('here');
  const frame = byId(`f${state.here}`);
  frame?.classList.add('here');
  flame.setAttribute('aria-activedescendant', frame ? frame.id : '');
  tell(state.here);
}

function tell(at) {
  told.textContent = `${[...ancestorsOf(at), at].map(nameOf).slice(1).join(' › ') || nameOf(0)} — ${figures(at)}`;
}

function tellSearch() {
  if (state.words === '') return tell(state.here);
  const tree = current();
  const words = state.words.toLowerCase();
  let [count, sum, at] = [0, 0, 0];
  while (at < tree.size) {
    if (nameOf(at).toLowerCase().includes(words)) {
      count++;
      sum += weightOf(at);
      // What stands below is in it already.
      at = tree.end[at];
    } else at++;
  }
  const value = state.weight === 'tokens' ? `${sum.toLocaleString('en')} tokens` : money(sum);
  told.textContent = `“${state.words}”: ${count} frames, ${value}, ${share(sum)} of the session`;
}

function zoomTo(at) {
  state.zoom = at;
  state.here = at;
  draw();
}

function go(at) {
  if (at === undefined || at < 0) return;
  state.here = at;
  // A frame that cannot be seen at this zoom is shown by going to where it stands.
  if (byId(`f${at}`) === null) {
    state.zoom = Math.max(0, current().parent[at]);
    draw();
  } else markHere();
}

function beside(step) {
  const parent = current().parent[state.here];
  if (parent < 0) return undefined;
  const all = childrenOf(parent).filter((at) => weightOf(at) > 0);
  return all[all.indexOf(state.here) + step];
}

const KEYS = {
  ArrowUp: () => go(current().parent[state.here]),
  ArrowDown: () => go(childrenOf(state.here).find((at) => weightOf(at) > 0)),
  ArrowLeft: () => go(beside(-1)),
  ArrowRight: () => go(beside(1)),
  Home: () => zoomTo(0),
  Enter: () => zoomTo(state.here),
  ' ': () => zoomTo(state.here),
  Escape: () => zoomTo(Math.max(0, current().parent[state.zoom])),
};

flame.addEventListener('keydown', (event) => {
  const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
});
flame.addEventListener('click', (event) => {
  const at = event.target.dataset?.at;
  if (at !== undefined) zoomTo(Number(at));
});
flame.addEventListener('pointermove', (event) => {
  const at = event.target.dataset?.at;
  if (at !== undefined) tell(Number(at));
});
flame.addEventListener('pointerleave', tellSearch);
byId('out').addEventListener('click', () => zoomTo(0));
search.addEventListener('input', () => {
  state.words = search.value.trim();
  draw();
  tellSearch();
});
for (const input of document.querySelectorAll('input[name="weight"]')) {
  input.addEventListener('change', () => {
    state.weight = input.value;
    if (weightOf(state.zoom) === 0) state.zoom = 0;
    draw();
    tellSearch();
  });
}
for (const input of document.querySelectorAll('input[name="tree"]')) {
  input.addEventListener('change', () => {
    state.tree = Number(input.value);
    zoomTo(0);
    tellSearch();
  });
}
let resizing = 0;
addEventListener('resize', () => {
  cancelAnimationFrame(resizing);
  resizing = requestAnimationFrame(draw);
});
document.body.classList.add('js');
byId('calls').removeAttribute('open');
draw();
