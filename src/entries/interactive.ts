// The interactive browser as a module of its own: React and Ink are loaded by whoever opens it, and by nobody
// else.
export { openBrowser } from '../views/terminal/interactive/open-browser.tsx';
